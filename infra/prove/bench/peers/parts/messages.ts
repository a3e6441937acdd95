import { setTimeout as sleep } from "node:timers/promises";
import { countMessages } from "@tureen/collab-server/testing/message-count";
import { startRedis } from "../../../../run/start/redis-process.ts";
import { stockMessagesPerEdit } from "../../stock-fan-out.ts";
import { tureen } from "../arms/tureen.ts";
import { type Bench, openRestaurant } from "../bench.ts";
import { type TableSimulation, withTableSimulation } from "../table-simulation.ts";

const part = "messages";
const EDITS = 10;
const MAX_NODES = 4;
/** What an edit causes comes within this time. */
const QUIET_MS = 300;

/** Messages between nodes for one edit, counted by Redis: the same in every round, so there is one. */
export async function measureMessages(bench: Bench): Promise<void> {
  const { results, say } = bench;
  results.note(part, `${EDITS} edits at a table that is on every node, counted by Redis`);
  const redis = await startRedis();
  try {
    for (let nodes = 1; nodes <= MAX_NODES; nodes++) {
      const figure = nodes === 1 ? "1 node" : `${nodes} nodes`;
      say(`${part}: ${figure}`);
      const add = (column: string, value: number) =>
        results.add({ part, figure, unit: "messages per edit", column }, 1, value);
      add(tureen.name, await ourMessagesPerEdit(bench, redis.url, nodes));
      add("Hocuspocus' Redis extension", await stockMessagesPerEdit(redis.url, nodes, EDITS));
    }
  } finally {
    await redis.stop();
  }
}

async function ourMessagesPerEdit(bench: Bench, redisUrl: string, nodes: number): Promise<number> {
  const opened = await openRestaurant(bench, 1, 1);
  const table = opened.places[0]?.document ?? "";
  const layout = { nodes, redisUrl, nodeOf: (place: number) => place };
  const count = async (simulation: TableSimulation) => {
    await simulation.connect(nodes);
    await sleep(QUIET_MS);
    const counted = await countMessages(redisUrl, table);
    for (let edit = 0; edit < EDITS; edit++) {
      simulation.phones[0]?.add();
      await sleep(QUIET_MS);
    }
    counted.close();
    return counted.published / EDITS;
  };
  return withTableSimulation(bench, tureen, opened, 1, count, layout);
}
