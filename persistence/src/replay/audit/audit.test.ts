import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changeOrderStatus } from "../../orders/change-order-status.ts";
import { decide, givenOrder } from "../../testing/confirmed.ts";
import { givenRestaurant, givenTable, SMALL_MENU } from "../../testing/fixtures.ts";
import { type FullRestaurant, givenFullRestaurant } from "../../testing/full-restaurant.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { auditAll, type FaultCode, type Head } from "./audit.ts";

let db: TestDatabase;
let restaurant: FullRestaurant;
let other: FullRestaurant;
/** The head before and after the last two events. */
let anchors: { readonly early: Head; readonly late: Head };

const audit = (since: readonly Head[] = []) => auditAll(db.owner, { slug: restaurant.slug, since });

async function head(): Promise<Head> {
  const [found] = (await audit()).restaurants;
  if (!found) throw new Error("no restaurant");
  return found.head;
}

beforeAll(async () => {
  db = await createTestDatabase();
  restaurant = await givenFullRestaurant(db);
  other = await givenFullRestaurant(db);
  const { restaurantId, table, orderId } = restaurant;
  const by = { kind: "staff", id: "somebody", role: "kitchen" } as const;
  const move = (order: string, from: "placed" | "accepted", to: "accepted" | "cancelled") =>
    changeOrderStatus(db.pool, {
      restaurantId,
      orderId: order,
      from,
      to,
      reason: "none left",
      by,
      now: new Date(),
    });
  await move(orderId, "placed", "accepted");
  const second = await givenOrder(db.pool, restaurant, table, "Soup", 3);
  const third = await givenOrder(db.pool, restaurant, table, "Water", 1);
  const early = await head();
  await move(second, "placed", "accepted");
  await move(third, "placed", "cancelled");
  anchors = { early, late: await head() };
});
afterAll(() => db.drop());

/**
 * What the audit says after somebody with all rights, triggers off, has run these statements ($R is
 * the restaurant); puts everything back.
 */
async function tampered(statements: string, since: readonly Head[] = []) {
  const client = await db.owner.connect();
  try {
    await client.query("begin");
    await client.query("set local session_replication_role = replica");
    await client.query(statements.replaceAll("$R", `'${restaurant.restaurantId}'::uuid`));
    // The audit inside the same transaction sees what is not committed.
    const inside = {
      connect: async () => ({
        query: (text: string, values?: unknown[]) =>
          /^(begin|commit)/.test(text) ? undefined : client.query(text, values),
        release: () => {},
      }),
    } as unknown as typeof db.owner;
    const report = await auditAll(inside, { slug: restaurant.slug, since });
    const faults = report.restaurants[0]?.faults ?? [];
    return { ok: report.ok, first: faults[0], codes: new Set(faults.map(({ code }) => code)) };
  } finally {
    await client.query("rollback");
    client.release();
  }
}

test("what nobody touched is as it was written, over all restaurants", async () => {
  const report = await auditAll(db.owner, { since: [anchors.early, anchors.late] });
  expect(report).toMatchObject({ ok: true, events: 7, orders: 4, vanished: [] });
  expect(report.restaurants.map(({ slug }) => slug).sort()).toEqual(
    [restaurant.slug, other.slug].sort(),
  );
  expect(anchors.early.eventNumber).toBe(4);
  expect(anchors.late.eventNumber).toBe(6);
});

test("the application, which sees one restaurant only, cannot be told that all is well", async () => {
  await expect(auditAll(db.pool)).rejects.toThrow("tables' owner");
  await expect(auditAll(db.owner, { slug: "nobody" })).rejects.toMatchObject({
    code: "restaurant-unknown",
  });
});

const HISTORY = "order_status_history where restaurant_id = $R and event_number";

describe("the first broken link is named when somebody", () => {
  const cases: [what: string, statements: string, code: FaultCode, event: number | null][] = [
    ["changes who did it", `update ${up("actor_id = 'me'")} = 2`, "row-altered", 2],
    [
      "changes when it was",
      `update ${up("at = at + interval '1 microsecond'")} = 3`,
      "row-altered",
      3,
    ],
    ["changes a reason", `update ${up("reason = 'guest left'")} = 6`, "row-altered", 6],
    ["removes a reason", `update ${up("reason = null")} = 6`, "row-altered", 6],
    ["deletes a row in the middle", `delete from ${HISTORY} = 3`, "row-missing", 3],
    ["deletes the first row", `delete from ${HISTORY} = 1`, "row-missing", 1],
    ["deletes the end", `delete from ${HISTORY} >= 5`, "row-missing", 5],
    [
      "puts two rows in another order",
      `update ${up("event_number = 99")} = 2; update ${up("event_number = 2")} = 3;
       update ${up("event_number = 3")} = 99`,
      "link-broken",
      2,
    ],
    [
      "closes the gap of a deleted row",
      `delete from ${HISTORY} = 2; update ${up("event_number = event_number + 1000")} > 2;
       update ${up("event_number = event_number - 1001")} > 1000;
       update restaurant_counters set next_event_number = next_event_number - 1
         where restaurant_id = $R`,
      "link-broken",
      2,
    ],
    [
      "changes a row and hashes it anew",
      `update ${up("actor_id = 'me'")} = 2;
       update ${up("hash = tureen_history_hash(order_status_history)")} = 2`,
      "link-broken",
      3,
    ],
    ["changes a price", order("order_items set unit_price_minor = 1"), "order-altered", 1],
    ["changes a quantity", order("order_items set quantity = 9"), "order-altered", 1],
    ["changes a note", order("order_items set note = null"), "order-altered", 1],
    ["changes allergens", order("order_items set allergens = '{milk}'"), "order-altered", 1],
    [
      "changes a choice's price",
      "update order_item_customizations set price_delta_minor = 0 where restaurant_id = $R",
      "order-altered",
      1,
    ],
    [
      "changes who had what",
      "update order_item_shares set diner = 'd9' where restaurant_id = $R",
      "order-altered",
      1,
    ],
    [
      "removes a choice",
      "delete from order_item_customizations where restaurant_id = $R",
      "order-altered",
      1,
    ],
    [
      "adds an item",
      `insert into order_items select (i).* from (select jsonb_populate_record(i,
         jsonb_build_object('id', gen_random_uuid(), 'position', 7, 'line_id', 'd1-more')) as i
         from order_items i where restaurant_id = $R limit 1) x`,
      "order-altered",
      null,
    ],
    [
      "changes a total",
      "update orders set total_minor = 1 where restaurant_id = $R and number = 2",
      "order-altered",
      3,
    ],
    [
      "moves an order to another table",
      "update orders set session_id = gen_random_uuid() where restaurant_id = $R and number = 3",
      "order-altered",
      4,
    ],
    [
      "changes a status without an event",
      "update orders set status = 'served' where restaurant_id = $R and number = 2",
      "status-differs",
      5,
    ],
    [
      "changes why an order was cancelled",
      "update orders set cancel_reason = 'x' where restaurant_id = $R and number = 3",
      "status-differs",
      6,
    ],
    [
      "deletes an order",
      "delete from orders where restaurant_id = $R and number = 1",
      "order-missing",
      1,
    ],
    [
      "adds an order",
      `insert into orders select (o).* from (select jsonb_populate_record(o,
         jsonb_build_object('id', gen_random_uuid(), 'number', 99, 'confirm_id', 'more')) as o
         from orders o where restaurant_id = $R limit 1) x`,
      "order-unrecorded",
      null,
    ],
    [
      "sets the counter back",
      "update restaurant_counters set next_event_number = 3 where restaurant_id = $R",
      "counter-differs",
      6,
    ],
  ];
  for (const [what, statements, code, event] of cases) {
    test(what, async () => {
      const { ok, first } = await tampered(statements);
      expect(ok).toBe(false);
      expect(first).toMatchObject(event === null ? { code } : { code, eventNumber: event });
      expect(first?.sentence).toMatch(/\w{3}/);
      expect((await audit()).ok).toBe(true);
    });
  }
});

test("what a dish was for tax is part of its order", async () => {
  const [mains, drinks] = SMALL_MENU.categories;
  const items = mains?.items.map((item) => ({ ...item, tax: "food" }));
  const menu = { ...SMALL_MENU, categories: [{ ...mains, items }, drinks] };
  const taxed = await givenRestaurant(db.pool, { menu });
  const table = await givenTable(db.pool, taxed);
  await givenOrder(db.pool, taxed, table, "Water", 1);
  const { phone } = table;
  const lines = [await phone.add(taxed.item("Soup")), await phone.add(taxed.item("Water"))];
  const wanted = lines.map((line) => ({ line, quantity: 1 }));
  await decide(db.pool, table, await phone.confirm(taxed, wanted));
  const auditIt = () => auditAll(db.owner, { slug: taxed.slug });
  expect(await auditIt()).toMatchObject({ ok: true, orders: 2 });
  const client = await db.owner.connect();
  await client.query("set session_replication_role = replica");
  await client.query(
    `update order_items set tax = jsonb_set(tax, '{0,category}', '"drinks"') where restaurant_id = $1`,
    [taxed.restaurantId],
  );
  client.release(true);
  expect((await auditIt()).restaurants[0]?.faults).toMatchObject([{ code: "order-altered" }]);
});

describe("against an anchor that was kept elsewhere", () => {
  const wholeEnd = `
    delete from ${HISTORY} >= 5;
    update orders o set status = h.to_status, status_at = h.at, cancel_reason = null
      from order_status_history h
      where o.restaurant_id = $R and h.restaurant_id = $R and h.order_id = o.id
        and h.event_number in (2, 3, 4);
    update restaurant_counters set next_event_number = 5, last_event_hash =
      (select hash from ${HISTORY} = 4) where restaurant_id = $R`;

  test("an end that was cut off without a trace is noticed", async () => {
    expect((await tampered(wholeEnd)).ok).toBe(true);
    expect((await tampered(wholeEnd, [anchors.early])).ok).toBe(true);
    const { ok, first } = await tampered(wholeEnd, [anchors.late]);
    expect(ok).toBe(false);
    expect(first).toMatchObject({ code: "anchor-differs", eventNumber: 5 });
  });

  test("a history that was written anew, all its hashes right, is noticed", async () => {
    const anew = `
      update ${up("actor_id = 'd9'")} = 1;
      do $$ declare n int; previous bytea := decode(repeat('00', 32), 'hex'); begin
        for n in 1..6 loop
          update ${up("previous_hash = previous")} = n;
          update ${up("hash = tureen_history_hash(order_status_history)")} = n
            returning hash into previous;
        end loop;
        update restaurant_counters set last_event_hash = previous where restaurant_id = $R;
      end $$`;
    expect((await tampered(anew)).ok).toBe(true);
    const { ok, first } = await tampered(anew, [anchors.early]);
    expect(ok).toBe(false);
    expect(first).toMatchObject({ code: "anchor-differs", eventNumber: 4 });
  });

  test("a restaurant that is gone altogether is noticed", async () => {
    const gone = { ...anchors.late, restaurantId: crypto.randomUUID() };
    const report = await auditAll(db.owner, { since: [gone] });
    expect(report).toMatchObject({ ok: false, vanished: [gone] });
  });
});

test("no row enters the history that does not continue the chain", async () => {
  const insert = (change: string) =>
    tamperedInsert(`select (h).* from (select jsonb_populate_record(h, ${change}) as h
      from ${HISTORY.replace("where", "h where")} = 6) x`);
  async function tamperedInsert(rows: string) {
    const sql = `insert into order_status_history ${rows}`;
    return db.owner.query(sql.replaceAll("$R", `'${restaurant.restaurantId}'::uuid`));
  }
  for (const change of [
    `'{"event_number": 7}'`,
    `'{"event_number": 8}'`,
    `jsonb_build_object('event_number', 7, 'previous_hash', h.hash)`,
  ]) {
    await expect(insert(change)).rejects.toMatchObject({ code: "TU003" });
  }
});

/** The table and SET of an update that is completed by a condition on the event's number. */
function up(set: string): string {
  return `order_status_history set ${set} where restaurant_id = $R and event_number`;
}

/** An update of the items of the first order. */
function order(update: string): string {
  return `update ${update} where restaurant_id = $R and order_id = (select id from orders
    where restaurant_id = $R and number = 1)`;
}
