import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { ARMS } from "../arms/all.ts";
import { type Bench, eachRound, openRestaurant, startingAt } from "../bench.ts";
import { countRound } from "../count-round.ts";
import { withTableSimulation } from "../table-simulation.ts";

const part = "growth";
const EDITS_PER_SECOND = 200;
const WARM_UP_SECONDS = 2;
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
  // Two of Tureen's looks at the log, after what came with the last connections.
  const [settleSeconds, idleSeconds, seconds] = quick ? [0, 1, 1] : [4, 6, 2];
  results.note(
    part,
    `${EDITS_PER_SECOND} edits/s for ${seconds} s by the first ${counts[0]} phones; the others stay idle, and what they cost is measured for ${idleSeconds} s`,
  );
  const tables = (counts.at(-1) ?? 0) / DINERS_PER_TABLE;
  // Ten thousand seats take longer to make than to fill; those who were active sit elsewhere each time.
  const opened = await openRestaurant(bench, 1, tables, DINERS_PER_TABLE);
  const activeTables = (counts[0] ?? 0) / DINERS_PER_TABLE;
  const open = async (round: number) => startingAt(opened, (round - 1) * activeTables);
  await eachRound(bench, part, { arms: ARMS, open }, async (arm, opened, round) => {
    await withTableSimulation(bench, arm, opened, round, async (simulation) => {
      for (const [i, count] of counts.entries()) {
        const from = { at: performance.now(), phones: simulation.phones.length };
        await simulation.connect(count);
        const connectedPerSecond = ((count - from.phones) * 1000) / (performance.now() - from.at);
        if (i === 0) {
          await simulation.open();
          await simulation.warmUp(WARM_UP_SECONDS);
        }
        const column = arm.name;
        const add = (figure: string, unit: string, value: number) =>
          results.add({ part, figure: `${count} phones: ${figure}`, unit, column }, round, value);
        add("connected", "phones/s", connectedPerSecond);
        if (count === counts.at(-1)) {
          await sleep(settleSeconds * 1000);
          const cpuBefore = await simulation.server.cpuSeconds();
          await sleep(idleSeconds * 1000);
          const idleCpu = (await simulation.server.cpuSeconds()) - cpuBefore;
          add("idle CPU", "% of a core", (idleCpu * 100) / idleSeconds);
        }
        const stretch = await simulation.drive(EDITS_PER_SECOND, seconds);
        const { rssBytes } = await simulation.server.settledMemory();
        add("memory, resident", "MB", rssBytes / 1e6);
        const these = { part, column: `${column} with ${count} phones`, round };
        if (!countRound(results, these, stretch.generator)) continue;
        add("propagation p50", "ms", stretch.propagation.p50);
        add("propagation p99", "ms", stretch.propagation.p99);
        add("server CPU per edit", "µs", stretch.serverCpuPerEditUs);
      }
    });
  });
}
