import { median } from "../../figures.ts";
import { ARMS } from "../arms/all.ts";
import { type Bench, eachRound, firstPlaces } from "../bench.ts";
import { withTableSimulation } from "../table-simulation.ts";

const part = "cold";

/** How long a phone waits for the cart of a long session, in memory and after the server's restart. */
export async function measureColdLoad(bench: Bench): Promise<void> {
  const { results, quick } = bench;
  const tables = quick ? 2 : 4;
  const editsPerTable = quick ? 100 : 1_000;
  results.note(
    part,
    `sessions of ${editsPerTable} edits; from connecting until a new phone has everything. After a restart only arms that keep anything have it`,
  );
  await eachRound(bench, part, { arms: ARMS, tables }, async (arm, opened, round) => {
    await withTableSimulation(bench, arm, opened, round, async (simulation) => {
      await simulation.connect();
      await simulation.open();
      const perSecond = 1_200;
      await simulation.drive(perSecond, (tables * editsPerTable) / perSecond);
      const firsts = firstPlaces(opened);
      const joinAll = async () => {
        const took: number[] = [];
        for (const place of firsts) {
          const phone = simulation.newPhone(place);
          const start = performance.now();
          await phone.connect();
          took.push(performance.now() - start);
          phone.close();
        }
        return median(took);
      };
      const add = (figure: string, value: number) =>
        results.add({ part, figure, unit: "ms", column: arm.name }, round, value);
      add("from memory", await joinAll());
      if (!arm.durable) return;
      await simulation.restart();
      add("after a restart, from the database", await joinAll());
    });
  });
}
