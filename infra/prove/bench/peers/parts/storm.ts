import { comeBack } from "../../come-back.ts";
import { percentiles } from "../../figures.ts";
import { ARMS } from "../arms/all.ts";
import { type Bench, eachRound } from "../bench.ts";
import { withTableSimulation } from "../table-simulation.ts";

const part = "storm";

/** The server dies, and a thousand phones come back at the moment in which the next one listens. */
export async function measureStorm(bench: Bench): Promise<void> {
  const { results, quick } = bench;
  const phones = quick ? 100 : 1_000;
  results.note(
    part,
    `${phones} phones; from when the new server answered until a phone was in sync`,
  );
  const tables = Math.ceil(phones / 4);
  await eachRound(bench, part, { arms: ARMS, tables }, async (arm, opened, round) => {
    await withTableSimulation(bench, arm, opened, round, async (simulation) => {
      await simulation.connect(phones);
      await simulation.open();
      await simulation.restart();
      const cpuBefore = await simulation.server.cpuSeconds();
      const since = performance.now();
      const returns = await Promise.all(
        simulation.phones.map((phone) => comeBack(() => phone.connect(), since)),
      );
      const cpu = (await simulation.server.cpuSeconds()) - cpuBefore;
      const failed = returns.find(({ failure }) => failure !== null);
      if (failed) throw new Error(`${arm.name}: a phone did not come back: ${failed.failure}`);
      const inSync = percentiles(returns.map(({ inSyncMs }) => inSyncMs));
      const add = (figure: string, unit: string, value: number) =>
        results.add({ part, figure, unit, column: arm.name }, round, value);
      add("half are in sync after", "ms", inSync.p50);
      add("all are in sync after", "ms", inSync.max);
      add("server CPU per phone", "µs", (cpu * 1e6) / phones);
      add("attempts per phone", "", returns.reduce((sum, r) => sum + r.attempts, 0) / phones);
    });
  });
}
