import { ARMS } from "../arms/all.ts";
import { type Bench, eachRound, firstPlaces } from "../bench.ts";
import { withTableSimulation } from "../table-simulation.ts";
import { OPENING_LINES } from "../trace.ts";

const part = "memory";

/**
 * What idle connections and documents cost. First one phone comes to each table and fills its cart,
 * then everybody else comes: the second step is connections alone, the first is one of them and a
 * document for each table.
 */
export async function measureMemory(bench: Bench): Promise<void> {
  const { results, quick } = bench;
  const tables = quick ? 40 : 250;
  results.note(
    part,
    `${tables} tables of 4 to 8 with ${OPENING_LINES} lines each; heap and buffers after a full collection of garbage`,
  );
  await eachRound(bench, part, { arms: ARMS, tables }, async (arm, opened, round) => {
    const measured = await withTableSimulation(bench, arm, opened, round, async (simulation) => {
      const firsts = firstPlaces(opened);
      // What is made once, for the first connection, is nobody's.
      await simulation.connect([firsts[0] ?? 0]);
      await simulation.open();
      const empty = await simulation.server.settledMemory();
      await simulation.connect(firsts.slice(1));
      await simulation.open();
      const documents = await simulation.server.settledMemory();
      const here = new Set(firsts);
      await simulation.connect(opened.places.flatMap((_place, i) => (here.has(i) ? [] : [i])));
      return { empty, documents, everybody: await simulation.server.settledMemory() };
    });
    const more = opened.places.length - tables;
    const { empty, documents, everybody } = measured;
    const add = (figure: string, bytes: number) =>
      results.add({ part, figure, unit: "kB", column: arm.name }, round, bytes / 1000);
    const perConnection = (everybody.usedBytes - documents.usedBytes) / more;
    add("per idle connection", perConnection);
    add("per document", (documents.usedBytes - empty.usedBytes) / (tables - 1) - perConnection);
    add("per idle connection, resident", (everybody.rssBytes - documents.rssBytes) / more);
    add("whole process, resident", everybody.rssBytes);
  });
}
