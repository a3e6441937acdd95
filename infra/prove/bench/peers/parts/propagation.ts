import type { Percentiles } from "../../figures.ts";
import { ARMS } from "../arms/all.ts";
import { loggedRelay } from "../arms/raw-relay.ts";
import { type Bench, eachRound } from "../bench.ts";
import { countRound } from "../count-round.ts";
import { RUN_IN_SECONDS, withTableSimulation } from "../table-simulation.ts";

const part = "propagation";
const EDITS_PER_SECOND = 500;

/** How fast an edit reaches the others and is acknowledged, and what it costs, at a steady load. */
export async function measurePropagation(bench: Bench): Promise<void> {
  const { results, quick } = bench;
  const tables = quick ? 20 : 120;
  const [warmUp, seconds] = quick ? [1, 2] : [RUN_IN_SECONDS, 4];
  results.note(
    part,
    `${EDITS_PER_SECOND} edits/s for ${seconds} s at ${tables} tables after ${warmUp} s of warm-up; times from when an edit was due`,
  );
  await eachRound(
    bench,
    part,
    { arms: [...ARMS, loggedRelay], tables },
    async (arm, opened, round) => {
      const stretch = await withTableSimulation(bench, arm, opened, round, async (simulation) => {
        await simulation.connect();
        await simulation.open();
        await simulation.warmUp(warmUp);
        // And at the rate that is measured: ours appends single edits in another way than many.
        await simulation.drive(EDITS_PER_SECOND, seconds);
        return simulation.drive(EDITS_PER_SECOND, seconds);
      });
      const add = countRound(results, { part, column: arm.name, round }, stretch.generator);
      if (!add) return;
      const addAll = (name: string, { p50, p99, p999 }: Percentiles) => {
        add(`${name} p50`, "ms", p50);
        add(`${name} p99`, "ms", p99);
        add(`${name} p99.9`, "ms", p999);
      };
      addAll("propagation", stretch.propagation);
      add("propagation p50 from sending", "ms", stretch.propagationFromSending.p50);
      if (arm.acknowledges) addAll("acknowledged", stretch.acknowledged);
      add("server CPU per edit", "µs", stretch.serverCpuPerEditUs);
      if (arm.durable) add("Postgres CPU per edit", "µs", stretch.postgresCpuPerEditUs);
      add("seen by those who should", "%", stretch.seenShare * 100);
      add("generator late p99", "ms", stretch.generator.lateP99Ms);
      add("generator CPU", "% of a core", stretch.generator.cpuShare * 100);
    },
  );
}
