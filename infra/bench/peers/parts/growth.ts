import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { ARMS } from "../arms/all.ts";
import { type Bench, eachRound } from "../bench.ts";
import { generatorProblem } from "../generator-load.ts";
import { withParty } from "../party.ts";

const part = "growth";
const EDITS_PER_SECOND = 200;
/** Large tables, because a restaurant has at most a thousand. */
const DINERS_PER_TABLE = 10;
/** Files and sockets of each process beside its connections. */
const SPARE_FILES = 500;

/** One node with ever more phones connected: what the few who are active notice, and what the others cost. */
export async function measureGrowth(bench: Bench): Promise<void> {
  const { results, quick } = bench;
  const mayOpen = Number(execFileSync("/bin/sh", ["-c", "ulimit -Hn"], { encoding: "utf8" }));
  const wanted = quick ? [50, 200] : [100, 1_000, 10_000];
  const counts = wanted.filter((count) => !(count + SPARE_FILES > mayOpen));
  if (counts.length < wanted.length) {
    results.note(part, `no more: a process may open ${mayOpen} files here (ulimit -n)`);
  }
  const [idleSeconds, seconds] = quick ? [1, 1] : [5, 5];
  results.note(
    part,
    `${EDITS_PER_SECOND} edits/s for ${seconds} s by the first ${counts[0]} phones; the others stay idle`,
  );
  const tables = (counts.at(-1) ?? 0) / DINERS_PER_TABLE;
  const options = { arms: ARMS, tables, diners: DINERS_PER_TABLE };
  await eachRound(bench, part, options, async (arm, evening, round) => {
    await withParty(bench, arm, evening, round, async (party) => {
      for (const [i, count] of counts.entries()) {
        const from = { at: performance.now(), phones: party.phones.length };
        await party.connect(count);
        const connectedPerSecond = ((count - from.phones) * 1000) / (performance.now() - from.at);
        if (i === 0) {
          await party.open();
          await party.warmUp(seconds);
        }
        const cpuBefore = await party.server.cpuSeconds();
        await sleep(idleSeconds * 1000);
        const idleCpu = (await party.server.cpuSeconds()) - cpuBefore;
        const stretch = await party.drive(EDITS_PER_SECOND, seconds);
        const { rssBytes } = await party.server.settledMemory();
        const column = arm.name;
        const add = (figure: string, unit: string, value: number) =>
          results.add({ part, figure: `${count} phones: ${figure}`, unit, column }, round, value);
        add("connected", "phones/s", connectedPerSecond);
        add("idle CPU", "% of a core", (idleCpu * 100) / idleSeconds);
        add("memory, resident", "MB", rssBytes / 1e6);
        const why = generatorProblem(stretch.generator);
        if (why) {
          results.discard({ part, column, round, why: `${count} phones: ${why}` });
          continue;
        }
        add("propagation p50", "ms", stretch.propagation.p50);
        add("propagation p99", "ms", stretch.propagation.p99);
        add("server CPU per edit", "µs", stretch.serverCpuPerEditUs);
      }
    });
  });
}
