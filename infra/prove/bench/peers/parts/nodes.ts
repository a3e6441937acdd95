import { startRedis } from "../../../../run/start/redis-process.ts";
import { tureen } from "../arms/tureen.ts";
import { type Bench, inTurn, type OpenRestaurant, openRestaurant } from "../bench.ts";
import { countRound } from "../count-round.ts";
import { familyCpuSeconds } from "../process-cpu.ts";
import { type TableSimulation, withTableSimulation } from "../table-simulation.ts";

const part = "nodes";
const EDITS_PER_SECOND = 300;

/** How the phones are spread over nodes. */
interface Spread {
  readonly column: string;
  readonly nodes: number;
  /** Which node the phone of a place goes to, before it is taken modulo the nodes. */
  readonly choice: (opened: OpenRestaurant, place: number) => number;
}

const diner = (_evening: OpenRestaurant, place: number) => place;
const table = ({ places }: OpenRestaurant, place: number) =>
  Number.parseInt(places[place]?.document.slice(-6) ?? "", 16);

const SPREADS: readonly Spread[] = [
  { column: "1 node", nodes: 1, choice: diner },
  { column: "3 nodes, tables together", nodes: 3, choice: table },
  { column: "2 nodes, diners apart", nodes: 2, choice: diner },
  { column: "3 nodes, diners apart", nodes: 3, choice: diner },
];

/** Ours on one to three nodes with a Redis, a table's diners on one of them, as the proxy sees to, or on all. */
export async function measureNodes(bench: Bench): Promise<void> {
  const { results, quick } = bench;
  const tables = quick ? 10 : 60;
  const [warmUp, seconds] = quick ? [1, 1] : [2, 3];
  results.note(
    part,
    `Tureen alone; ${EDITS_PER_SECOND} edits/s for ${seconds} s, all processes on this machine; the other arms have no way to a second node in this form`,
  );
  const redis = await startRedis();
  try {
    for (let round = 1; round <= bench.rounds; round++) {
      const opened = await openRestaurant(bench, round, tables);
      for (const { column, nodes, choice } of inTurn(SPREADS, round)) {
        bench.say(`${part}, round ${round} of ${bench.rounds}: ${column}`);
        const layout = {
          nodes,
          redisUrl: redis.url,
          nodeOf: (place: number) => choice(opened, place) % nodes,
        };
        const work = async (simulation: TableSimulation) => {
          await simulation.connect();
          await simulation.open();
          await simulation.warmUp(warmUp);
          const redisBefore = await familyCpuSeconds(redis.pid);
          const stretch = await simulation.drive(EDITS_PER_SECOND, seconds);
          const redisCpu = (await familyCpuSeconds(redis.pid)) - redisBefore;
          return { ...stretch, redisCpuPerEditUs: (redisCpu * 1e6) / stretch.edits };
        };
        const stretch = await withTableSimulation(bench, tureen, opened, round, work, layout);
        const add = countRound(results, { part, column, round }, stretch.generator);
        if (!add) continue;
        add("propagation p50", "ms", stretch.propagation.p50);
        add("propagation p99", "ms", stretch.propagation.p99);
        add("acknowledged p50", "ms", stretch.acknowledged.p50);
        add("CPU per edit, all servers", "µs", stretch.serverCpuPerEditUs);
        add("Postgres CPU per edit", "µs", stretch.postgresCpuPerEditUs);
        add("Redis CPU per edit", "µs", stretch.redisCpuPerEditUs);
      }
    }
  } finally {
    await redis.stop();
  }
}
