/** An evening at a spread database, from the tap on a phone to the log that leaves. */
import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";
import { createTestRestaurant } from "@tureen/collab-server/testing/test-restaurant";
import { type Database, inRestaurant } from "@tureen/persistence/platform/database";
import { errorCode } from "@tureen/persistence/platform/retry";
import { readRows } from "@tureen/persistence/platform/rows";
import { ofRestaurant } from "@tureen/persistence/platform/wire/index";
import { auditAll } from "@tureen/persistence/replay/audit/audit";
import { findOldLogs, removeLogBatch } from "@tureen/persistence/table/remove-log";
import { ENDPOINTS } from "@tureen/shared/endpoints";
import { businessDayOf, DEFAULT_DAYS } from "@tureen/shared/platform/business-day";
import { z } from "zod";
import { doMainJob } from "../../deploy/main-job/main-job.ts";
import { startServerAndWorker } from "../bench/server-and-worker.ts";
import { ask, signIn } from "../chaos/api.ts";

const TABLES = 3;
const order = z.object({ id: z.string(), session: z.string(), total: z.int() });
const anyRow = z.object({ row: z.record(z.string(), z.unknown()) });
/** Hashing a password takes its time on a machine that others use too. */
const PATIENCE_MS = 60_000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** The application's pool and the owner's, of one database at `url`. */
export interface Spread {
  readonly url: string;
  readonly pool: Database;
  readonly owner: Database;
}

/** Drives the evening with a server and a worker of its own; `say` hears what held, else it throws. */
export async function driveEvening(db: Spread, say: (held: string) => void): Promise<void> {
  const here = await createTestRestaurant(db.pool, "Here", TABLES);
  const there = await createTestRestaurant(db.pool, "There", TABLES);
  const { restaurantId } = here;
  const { origin, stop } = await startServerAndWorker({
    DATABASE_URL: db.url,
    JWT_SECRET: randomBytes(32).toString("hex"),
    LOG_LEVEL: "warn",
  });
  try {
    say("server and worker start, and say that they are well");
    const as = (role: string) => {
      const account = here.staff.find((one) => one.role === role);
      assert(account);
      return account;
    };
    const signedIn = (account: ReturnType<typeof as>) => signIn(origin, account, PATIENCE_MS);
    const cook = as("kitchen");
    for (const { code } of here.tables) await doMainJob({ origin, code, cook });
    say(`${TABLES} tables of two phones each: opened, ordered, confirmed, accepted by the kitchen`);

    const [kitchen, waiter, manager] = [
      await signedIn(cook),
      await signedIn(as("waiter")),
      await signedIn(as("manager")),
    ];
    const orders = await readRows(
      db.owner,
      order,
      `select id, session_id as session, total_minor as total from orders where restaurant_id = $1`,
      [restaurantId],
    );
    assert.equal(orders.length, TABLES);
    for (const { id: orderId, session: sessionId, total: amount } of orders) {
      const steps = ["accepted", "preparing", "ready", "served"] as const;
      for (const [i, to] of steps.entries()) {
        const from = steps[i - 1];
        if (!from) continue;
        await ask(origin, "moveOrder", {
          params: { orderId },
          body: { from, to },
          cookie: kitchen,
        });
      }
      const money = { payer: null, mode: "rest", covers: [], payers: 1, amount, tip: 0 } as const;
      const body = { once: randomUUID(), method: "cash", ...money } as const;
      await ask(origin, "takePayment", { params: { sessionId }, body, cookie: waiter });
      await ask(origin, "closeSession", { params: { sessionId }, body: {}, cookie: waiter });
    }
    say("cooked, served, paid in cash with a receipt, and closed");

    const today = businessDayOf(new Date(), DEFAULT_DAYS);
    const day = await ask(origin, "readDay", { params: { date: today }, cookie: manager });
    assert.equal(day.receipts, TABLES);
    const list = await ask(origin, "listReplays", { cookie: manager });
    assert.equal(list.sessions.length, TABLES);
    const file = async (path: string) => {
      const answer = await fetch(`${origin}${path}`, { headers: { cookie: manager } });
      assert.equal(answer.status, 200, path);
      return (await answer.text()).trimEnd().split("\n").length;
    };
    const lines = await file(`${ENDPOINTS.exportOrders.path}?from=${today}&to=${today}`);
    assert.equal(lines, 1 + 2 * TABLES);
    await file(ENDPOINTS.exportDay.path.replace("{date}", today));
    say("the day's report, the list of recordings and both exports");
  } finally {
    await stop();
  }

  const audit = await auditAll(db.owner);
  assert(audit.ok && audit.orders === TABLES, JSON.stringify(audit.restaurants));
  await assert.rejects(auditAll(db.pool), /one restaurant only/);
  say("the audit finds the chains whole, and does not answer the application's role");
  await checkRetention(db, restaurantId);
  say(`the logs of ${TABLES} sessions that ended long ago leave, with a note of it`);
  await checkProtection(db, restaurantId, there.restaurantId);
  say("without a restaurant, or for another's, the application's role reads and writes nothing");
  say("an order that is there does not grow, and no history is made up");
}

async function checkRetention({ pool, owner }: Spread, restaurantId: string): Promise<void> {
  const now = new Date();
  await owner.query(
    "update sessions set closed_at = now() - interval '40 days' where restaurant_id = $1",
    [restaurantId],
  );
  const endedBefore = new Date(now.getTime() - 30 * DAY_MS);
  const logs = await findOldLogs(pool, { endedBefore, limit: 10 });
  assert.equal(logs.length, TABLES);
  for (const key of logs) {
    assert((await removeLogBatch(pool, { ...key, endedBefore, now })).gone);
  }
  const { rowCount } = await owner.query(
    "select 1 from session_updates where restaurant_id = $1 limit 1",
    [restaurantId],
  );
  assert.equal(rowCount, 0);
}

/** What protects rows on plain Postgres does so here: policies, and triggers that look at other rows. */
async function checkProtection(db: Spread, here: string, there: string): Promise<void> {
  const { pool, owner } = db;
  const refusal = (work: Promise<unknown>) => work.then(() => "none", errorCode);
  for (const text of ["select password_hash from users", "update users set display_name = 'x'"]) {
    assert.match((await refusal(pool.query(text))) ?? "", /^(42704|22P02)$/, text);
  }
  const others = await ofRestaurant(pool, here).query(
    "select 1 from users where restaurant_id = $1",
    [there],
  );
  assert.equal(others.rowCount, 0);
  const items = await readRows(
    owner,
    anyRow,
    "select to_jsonb(i) as row from order_items i where restaurant_id = $1 limit 1",
    [here],
  );
  const item = { ...items[0]?.row, id: randomUUID(), position: 99, line_id: "d1-forged" };
  const columns = Object.keys(item);
  const insert = `insert into order_items (${columns}) values (${columns.map((_, i) => `$${i + 1}`)})`;
  const grown = inRestaurant(pool, here, (tx) => tx.query(insert, Object.values(item)));
  assert.equal(await refusal(grown), "TU001");
  const forged = inRestaurant(pool, here, (tx) =>
    tx.query(
      `insert into order_status_history (restaurant_id, event_number, order_id, from_status, to_status,
         actor_kind, at, previous_hash, hash)
       values ($1, 9999, $2, 'served', 'ready', 'server', now(), '\\x00', '\\x00')`,
      [here, items[0]?.row.order_id],
    ),
  );
  assert.equal(await refusal(forged), "TU003");
}
