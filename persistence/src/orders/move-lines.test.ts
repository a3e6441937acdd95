import { formatRecording, parseRecording } from "@tureen/shared/replay/file";
import { verifyRecording } from "@tureen/shared/replay/verify";
import type { LineStatus } from "@tureen/shared/table/document/order-status";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, expect, test } from "vitest";
import { adjustBill } from "../bill/adjust-bill.ts";
import { givenPayingTable, type PayingTable } from "../bill/testing/paying-table.ts";
import { voidInKitchen } from "../bill/void-in-kitchen.ts";
import { readKitchenEvents } from "../kitchen/read-kitchen-events.ts";
import { readTickets } from "../kitchen/read-tickets.ts";
import { MenuCache } from "../menu/menu-cache.ts";
import { setAvailability } from "../menu/set-availability.ts";
import { auditAll } from "../replay/audit/audit.ts";
import { readRecording } from "../replay/read-recording.ts";
import { decide } from "../testing/confirmed.ts";
import { givenRestaurant } from "../testing/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { changeOrderStatus } from "./change-order-status.ts";
import { moveLines } from "./move-lines.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const by = { kind: "staff", id: uuidv7(), role: "kitchen" } as const;

/** A table that has ordered two soups, a pizza and a water as one order. */
async function givenOrderOfThree() {
  const restaurant = await givenRestaurant(db.pool);
  const table = await givenPayingTable(db.pool, restaurant);
  const [phone] = table.phones;
  const soup = await phone.add(restaurant.item("Soup"), 2);
  const pizza = await phone.add(restaurant.item("Pizza"), 1, [small(restaurant.item("Pizza"))]);
  const water = await phone.add(restaurant.item("Water"), 1);
  const confirmId = await phone.confirm(
    restaurant,
    [soup, pizza, water].map((line) => ({ line, quantity: line === soup ? 2 : 1 })),
  );
  const { receipt } = await decide(db.pool, { ...table, phone }, confirmId);
  if (!receipt.ok) throw new Error(`rejected: ${JSON.stringify(receipt)}`);
  const { restaurantId } = restaurant;
  const orderId = receipt.order;
  const move = (...moves: [string, LineStatus, LineStatus][]) =>
    moveLines(db.pool, {
      ...{ restaurantId, orderId, by, now: new Date() },
      moves: moves.map(([line, from, to]) => ({ line, from, to })),
    });
  return { restaurant, restaurantId, table, orderId, soup, pizza, water, move };
}

const small = ({
  options,
}: {
  options: readonly { id: string; values: readonly { id: string }[] }[];
}) => ({
  option: options[0]?.id ?? "",
  values: [options[0]?.values[0]?.id ?? ""],
});

const restaurantPrice = ({ restaurant }: Given, name: string) => restaurant.item(name).price;

type Given = Awaited<ReturnType<typeof givenOrderOfThree>>;

const orderOf = async ({ table, orderId }: Given) => (await table.view()).orders[orderId];

async function ticketOf({ restaurantId, orderId }: Given) {
  const menus = new MenuCache();
  const read = { menus, restaurantId, finishedSince: new Date(0) };
  const { tickets } = await readTickets(db.pool, read);
  return tickets.find((each) => each.orderId === orderId);
}

const eventsOf = ({ restaurantId }: Given) =>
  readKitchenEvents(db.pool, { menus: new MenuCache(), restaurantId, after: 1 });

/** The audit of the history, and of the log against the tables, also after a recording was written. */
async function expectProven({ restaurantId, table }: Given): Promise<void> {
  const { restaurants } = await auditAll(db.owner);
  const own = restaurants.find((each) => each.restaurantId === restaurantId);
  expect(own?.faults).toEqual([]);
  const { recording } = await readRecording(db.pool, table, { menus: new MenuCache() });
  expect(verifyRecording(parseRecording(formatRecording(recording)))).toMatchObject({ ok: true });
}

const voidOf = (table: PayingTable, order: string, line: string, portions: number) =>
  adjustBill(db.pool, {
    ...{ restaurantId: table.restaurantId, sessionId: table.sessionId, reason: "burnt" },
    ...{ what: { kind: "void", on: { order, line }, portions }, once: uuidv7(), now: new Date() },
    by: { kind: "staff", id: uuidv7(), role: "waiter" },
  });

test("lines go on one by one; the order follows, in the tables, the stream and the document", async () => {
  const given = await givenOrderOfThree();
  const { move, soup, pizza, water } = given;
  expect(await move([water, "placed", "ready"])).toMatchObject({ event: 2, status: "preparing" });
  expect(await orderOf(given)).toMatchObject({
    status: "preparing",
    progress: { [soup]: "placed", [pizza]: "placed", [water]: "ready" },
  });
  const at = (await orderOf(given))?.statusAt;
  expect(await move([soup, "placed", "preparing"], [water, "ready", "served"])).toMatchObject({
    event: 3,
    status: "preparing",
  });
  // Its own status did not change, nor since when it has it.
  expect((await orderOf(given))?.statusAt).toBe(at);
  expect((await ticketOf(given))?.lines.map(({ status }) => status)).toEqual([
    "preparing",
    "placed",
    "served",
  ]);
  await move([soup, "preparing", "ready"], [pizza, "placed", "ready"]);
  expect(await orderOf(given)).toMatchObject({ status: "ready", progress: { [water]: "served" } });
  const events = await eventsOf(given);
  expect(events.map(({ from, to, moves }) => [from, to, moves?.length])).toEqual([
    ["placed", "preparing", 1],
    ["preparing", "preparing", 2],
    ["preparing", "ready", 2],
  ]);
  await expectProven(given);
});

test("all lines that take the order's next step together are a move of the order", async () => {
  const given = await givenOrderOfThree();
  const { move, soup, pizza, water } = given;
  await move(
    [soup, "placed", "accepted"],
    [pizza, "placed", "accepted"],
    [water, "placed", "accepted"],
  );
  expect((await eventsOf(given))[0]).toMatchObject({ to: "accepted", moves: null });
  expect((await orderOf(given))?.progress).toBeUndefined();
  // From new to served at once, as a bar may have it, is not: it says what it is.
  const all = [soup, pizza, water].map((line) => [line, "accepted", "served"] as const);
  await move(...all.map((each) => [...each] as [string, LineStatus, LineStatus]));
  expect((await eventsOf(given))[1]).toMatchObject({ from: "accepted", to: "served" });
  await expectProven(given);
});

test("a move of the whole order takes all its lines along, and is taken back line by line", async () => {
  const given = await givenOrderOfThree();
  const { restaurantId, orderId, move, soup, pizza, water } = given;
  await move([water, "placed", "ready"]);
  const whole = { restaurantId, orderId, by, now: new Date() };
  await changeOrderStatus(db.pool, { ...whole, from: "preparing", to: "ready" });
  expect(await orderOf(given)).toMatchObject({ status: "ready" });
  expect((await orderOf(given))?.progress).toBeUndefined();
  await move([soup, "ready", "placed"], [pizza, "ready", "placed"]);
  expect(await orderOf(given)).toMatchObject({
    status: "preparing",
    progress: { [soup]: "placed", [pizza]: "placed", [water]: "ready" },
  });
  await expectProven(given);
});

test("two taps are one, whoever is first; nothing of a refused move is done", async () => {
  const given = await givenOrderOfThree();
  const { move, soup, pizza } = given;
  const taps = await Promise.allSettled([
    move([soup, "placed", "ready"], [pizza, "placed", "ready"]),
    move([soup, "placed", "ready"]),
  ]);
  expect(taps.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const refused = taps.find(({ status }) => status === "rejected");
  expect(refused).toMatchObject({ reason: { code: "order-moved" } });
  await expect(move([pizza, "served", "ready"])).rejects.toMatchObject({ code: "order-moved" });
  await expect(move(["d1-none", "placed", "ready"])).rejects.toMatchObject({
    code: "order-line-unknown",
  });
  for (const moves of [
    [],
    [[soup, "ready", "ready"]],
    [
      [soup, "ready", "served"],
      [soup, "ready", "served"],
    ],
  ] as [string, LineStatus, LineStatus][][]) {
    await expect(move(...moves)).rejects.toMatchObject({
      code: "field-invalid",
      field: "moves",
    });
  }
  expect(await eventsOf(given)).toHaveLength(1);
});

test("nothing of a cancelled order goes on", async () => {
  const given = await givenOrderOfThree();
  const { restaurantId, orderId, move, soup } = given;
  await move([soup, "placed", "preparing"]);
  const cancel = { restaurantId, orderId, by, now: new Date(), reason: "fire" };
  await changeOrderStatus(db.pool, { ...cancel, from: "preparing", to: "cancelled" });
  await expect(move([soup, "preparing", "ready"])).rejects.toMatchObject({
    code: "order-move-refused",
  });
  expect((await orderOf(given))?.progress).toBeUndefined();
  await expectProven(given);
});

test("an order does not wait for what was voided, and waits again when that is undone", async () => {
  const given = await givenOrderOfThree();
  const { table, orderId, move, soup, pizza, water } = given;
  await move([soup, "placed", "ready"], [water, "placed", "ready"]);
  expect((await orderOf(given))?.status).toBe("preparing");
  const { entry } = await voidOf(table, orderId, pizza, 1);
  expect((await orderOf(given))?.status).toBe("ready");
  await adjustBill(db.pool, {
    ...{ restaurantId: table.restaurantId, sessionId: table.sessionId, reason: "a slip" },
    ...{ what: { kind: "reversal", entry }, once: uuidv7(), now: new Date() },
    by: { kind: "staff", id: uuidv7(), role: "waiter" },
  });
  expect(await orderOf(given)).toMatchObject({ status: "preparing" });
  expect((await ticketOf(given))?.lines[1]?.status).toBe("placed");
  await expectProven(given);
});

test("a cook takes off what cannot be made, until it was served, and once", async () => {
  const given = await givenOrderOfThree();
  const { restaurantId, table, orderId, move, soup, pizza, water } = given;
  const input = { restaurantId, orderId, reason: "no more peas", by, now: new Date() };
  const off = (line: string, portions: number, once = uuidv7()) =>
    voidInKitchen(db.pool, { ...input, line, portions, once });
  const once = uuidv7();
  const first = await off(soup, 1, once);
  expect(await off(soup, 1, once)).toEqual(first);
  expect((await ticketOf(given))?.lines[0]?.cancelled).toEqual([
    { portions: 1, reason: "no more peas" },
  ]);
  const { listed } = await table.bill();
  expect(listed).toBe(450 + restaurantPrice(given, "Pizza") + restaurantPrice(given, "Water"));
  await expect(off(soup, 2)).rejects.toMatchObject({ code: "void-too-high" });
  await move([water, "placed", "served"]);
  await expect(off(water, 1)).rejects.toMatchObject({ code: "order-move-refused" });
  await expect(off(pizza, 1)).resolves.toBeDefined();
  // Anything else about a bill stays a waiter's.
  const { sessionId } = table;
  const comp = { what: { kind: "comp", on: null }, once: uuidv7() } as const;
  await expect(adjustBill(db.pool, { ...input, ...comp, sessionId })).rejects.toMatchObject({
    code: "not-allowed",
  });
  await expectProven(given);
});

test("counted portions go back in stock by what became of their own line", async () => {
  const given = await givenOrderOfThree();
  const { restaurant, restaurantId, table, orderId, move, soup, water } = given;
  const itemIds = ["Soup", "Water"].map((name) => restaurant.item(name).id);
  for (const itemId of itemIds) {
    const counted = { restaurantId, itemId, available: true, stock: 5, by, now: new Date() };
    await setAvailability(db.pool, counted);
  }
  await move([soup, "placed", "preparing"]);
  await voidOf(table, orderId, soup, 1);
  await voidOf(table, orderId, water, 1);
  const { rows } = await db.owner.query(
    "select stock from menu_items where id = any($1) order by array_position($1, id)",
    [itemIds],
  );
  expect(rows.map(({ stock }) => stock)).toEqual([5, 6]);
});
