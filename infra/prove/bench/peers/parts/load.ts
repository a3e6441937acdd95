import { hocuspocus } from "../arms/hocuspocus.ts";
import { tureen } from "../arms/tureen.ts";
import { yWebsocket } from "../arms/y-websocket.ts";
import { type Bench, eachRound } from "../bench.ts";
import { countRound } from "../count-round.ts";
import { RUN_IN_SECONDS, withTableSimulation } from "../table-simulation.ts";

const part = "load";
const ARMS = [tureen, hocuspocus, yWebsocket];
/** Between two loads: what the one before left behind is worked off. */
const CALM_PER_SECOND = 100;
const CALM_SECONDS = 0.3;

/**
 * What an edit costs the busier the server is. At little load each wakes the server, and its commit
 * once more; at much load edits are found waiting together, and are committed together.
 */
export async function measureLoad(bench: Bench): Promise<void> {
  const { results, quick } = bench;
  const tables = quick ? 20 : 120;
  const [warmUp, seconds] = quick ? [1, 1] : [RUN_IN_SECONDS, 3];
  const rates = quick ? [200, 500] : [250, 1_000, 2_000];
  results.note(
    part,
    `${rates.join(", ")} edits/s one after the other, for ${seconds} s each, at ${tables} tables after ${warmUp} s of warm-up`,
  );
  await eachRound(bench, part, { arms: ARMS, tables }, async (arm, opened, round) => {
    await withTableSimulation(bench, arm, opened, round, async (simulation) => {
      await simulation.connect();
      await simulation.open();
      await simulation.warmUp(warmUp);
      for (const rate of rates) {
        await simulation.drive(CALM_PER_SECOND, CALM_SECONDS);
        const stretch = await simulation.drive(rate, seconds);
        const column = `${arm.name} at ${rate} edits/s`;
        if (!countRound(results, { part, column, round }, stretch.generator)) continue;
        const add = (figure: string, unit: string, value: number) =>
          results.add(
            { part, figure: `${rate} edits/s: ${figure}`, unit, column: arm.name },
            round,
            value,
          );
        add("server CPU per edit", "µs", stretch.serverCpuPerEditUs);
        add("propagation p50", "ms", stretch.propagation.p50);
        if (arm.durable) add("Postgres CPU per edit", "µs", stretch.postgresCpuPerEditUs);
      }
    });
  });
}
