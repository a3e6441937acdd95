import { ARMS } from "../arms/all.ts";
import { type Bench, eachRound, firstPlaces } from "../bench.ts";
import { withParty } from "../table-simulation.ts";
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
  await eachRound(bench, part, { arms: ARMS, tables }, async (arm, evening, round) => {
    const measured = await withParty(bench, arm, evening, round, async (party) => {
      const firsts = firstPlaces(evening);
      // What is made once, for the first connection, is nobody's.
      await party.connect([firsts[0] ?? 0]);
      await party.open();
      const empty = await party.server.settledMemory();
      await party.connect(firsts.slice(1));
      await party.open();
      const documents = await party.server.settledMemory();
      const here = new Set(firsts);
      await party.connect(evening.places.flatMap((_place, i) => (here.has(i) ? [] : [i])));
      return { empty, documents, everybody: await party.server.settledMemory() };
    });
    const more = evening.places.length - tables;
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
