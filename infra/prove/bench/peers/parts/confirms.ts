import { setTimeout as sleep } from "node:timers/promises";
import { readRows } from "@tureen/persistence/platform/rows";
import pg from "pg";
import { z } from "zod";
import { freePort } from "../../../../run/start/ports.ts";
import { findProgram, howToGet } from "../../../../run/start/programs.mjs";
import { driveConfirms, openKitchenStream, sendConfirm } from "../../kitchen.ts";
import { connectPhones } from "../../load.ts";
import { originOf, signIn, startServer, startWorker } from "../../ours.ts";
import type { Phone } from "../../phone.ts";
import { type Bench, firstPlaces, type OpenRestaurant, openRestaurant } from "../bench.ts";
import { type OrderLoad, ordersPerSecond } from "../order-transaction.ts";

const averages = z.object({ log: z.int(), result: z.int() });

const part = "confirms";
const STEADY_PER_SECOND = 20;
/** As many orders are under way as the worker takes at once. */
const CLIENTS = 6;
/** Orders per second that pgbench does not reach. */
const PGBENCH_BOUND = 4_000;

/**
 * Orders: how long one takes to the kitchen, how many go through in a second when every table orders
 * again as soon as it has been served, and how many of the same transactions pgbench drives.
 */
export async function measureConfirms(bench: Bench): Promise<void> {
  const { results, quick, say } = bench;
  const tables = quick ? 20 : 100;
  const [settle, seconds] = quick ? [1, 2] : [2, 4];
  const pgbench = findProgram("pgbench");
  results.note(
    part,
    `one restaurant of ${tables} tables, one worker; saturated: each table has one order under way`,
  );
  results.note(
    part,
    pgbench === undefined
      ? `not compared with the database alone: ${howToGet("pgbench")}`
      : `pgbench: the statements of the order transaction with ${CLIENTS} clients, on the tables just used, straight after`,
  );
  for (let round = 1; round <= bench.rounds; round++) {
    say(`${part}, round ${round} of ${bench.rounds}`);
    const opened = await openRestaurant(bench, round, tables);
    const add = (column: string, figure: string, unit: string, value: number) =>
      results.add({ part, figure, unit, column }, round, value);
    const ours = await driveOurs(bench, opened, settle, seconds);
    add("Tureen", "confirm to kitchen p50", "ms", ours.steady.confirmToKitchenMs.p50);
    add("Tureen", "confirm to kitchen p99", "ms", ours.steady.confirmToKitchenMs.p99);
    add("Tureen", "orders per second, saturated", "/s", ours.saturated);
    if (ours.steady.arrived < ours.steady.confirms) {
      results.note(
        part,
        `round ${round}: ${ours.steady.arrived} of ${ours.steady.confirms} arrived`,
      );
    }
    if (pgbench === undefined) continue;
    const load = await orderLoad(bench, opened);
    const atMost = PGBENCH_BOUND * seconds;
    const options = { pgbench, clients: CLIENTS, seconds, atMost };
    const rate = await ordersPerSecond(bench.databaseUrl, load, options);
    add("pgbench", "orders per second, saturated", "/s", rate);
  }
}

async function driveOurs(bench: Bench, opened: OpenRestaurant, settle: number, seconds: number) {
  const { databaseUrl, secret } = bench;
  const setup = { databaseUrl, secret, port: await freePort() };
  const server = await startServer(setup);
  const worker = await startWorker(setup);
  const url = `ws://127.0.0.1:${setup.port}/collab`;
  const phones = await connectPhones(
    opened.places.map((place) => ({ ...place, url })),
    () => {},
  );
  try {
    const origin = originOf(setup);
    const cookie = await signIn(origin, opened.staff);
    // driveConfirms takes every fourth phone: one of each table in turn.
    const turns = firstPlaces(opened).flatMap((first) => phones.slice(first, first + 4));
    await driveConfirms(origin, cookie, turns, opened.dish, STEADY_PER_SECOND, settle);
    const { dish } = opened;
    const steady = await driveConfirms(origin, cookie, turns, dish, STEADY_PER_SECOND, seconds);
    const saturated = await saturate(origin, cookie, opened, phones, settle, seconds);
    return { steady, saturated };
  } finally {
    for (const phone of phones) phone.close();
    await worker.stop();
    await server.stop();
  }
}

/** Orders per second that the kitchen hears of when every table always has one under way. */
async function saturate(
  origin: string,
  cookie: string,
  opened: OpenRestaurant,
  phones: readonly Phone[],
  settle: number,
  seconds: number,
): Promise<number> {
  const tables = new Map<string, Phone[]>(
    firstPlaces(opened).map((first, table) => {
      const those = phones.slice(first, first + (opened.sizes[table] ?? 0));
      return [those[0]?.document ?? "", those];
    }),
  );
  const began = Date.now();
  let orders = 0;
  let open = true;
  const orderNext = (sessionId: string) => {
    const table = tables.get(sessionId);
    const phone = table?.[orders % table.length];
    if (open && phone) sendConfirm(phone, opened.dish, performance.now());
  };
  const stream = await openKitchenStream(origin, cookie, (event) => {
    // Those of before are told again first.
    if (event.from !== null || event.ticket.placedAt < began) return;
    orders += 1;
    orderNext(event.ticket.sessionId);
  });
  for (const sessionId of tables.keys()) orderNext(sessionId);
  await sleep(settle * 1000);
  const before = { orders, at: performance.now() };
  await sleep(seconds * 1000);
  const rate = ((orders - before.orders) * 1000) / (performance.now() - before.at);
  open = false;
  stream.close();
  return rate;
}

/** What one of the transactions just made writes, on average. */
async function orderLoad(bench: Bench, { restaurantId, dish }: OpenRestaurant): Promise<OrderLoad> {
  const client = new pg.Client({ connectionString: bench.databaseUrl });
  await client.connect();
  try {
    const rows = await readRows(
      client,
      averages,
      `select
         (select avg(octet_length("update"))::int from session_updates
          where restaurant_id = $1 and author = 'server' and seq > 20) as log,
         (select avg(octet_length(result::text))::int from sync_queue
          where restaurant_id = $1 and status = 'done') as result`,
      [restaurantId],
    );
    const { log = 0, result = 0 } = rows[0] ?? {};
    return { restaurantId, dish, logBytes: log, resultBytes: result };
  } finally {
    await client.end();
  }
}
