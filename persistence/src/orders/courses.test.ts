import { formatRecording, parseRecording } from "@tureen/shared/replay/file";
import { verifyRecording } from "@tureen/shared/replay/verify";
import type { LineStatus } from "@tureen/shared/table/document/order-status";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, expect, test } from "vitest";
import { givenPayingTable } from "../bill/testing/paying-table.ts";
import { voidInKitchen } from "../bill/void-in-kitchen.ts";
import { readKitchenEvents } from "../kitchen/read-kitchen-events.ts";
import { readTickets } from "../kitchen/read-tickets.ts";
import { MenuCache } from "../menu/menu-cache.ts";
import { readCourses } from "../menu/read-courses.ts";
import { readMenu } from "../menu/read-menu.ts";
import { setAvailability } from "../menu/set-availability.ts";
import { setCourses } from "../menu/set-courses.ts";
import { auditAll } from "../replay/audit/audit.ts";
import { readRecording } from "../replay/read-recording.ts";
import { readFloor } from "../table/read-floor.ts";
import { decide } from "../testing/confirmed.ts";
import { givenRestaurant, SMALL_MENU, type TestRestaurant } from "../testing/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { toldEffects } from "../testing/told-effects.ts";
import { changeOrderStatus } from "./change-order-status.ts";
import { moveLines } from "./move-lines.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const by = { kind: "staff", id: uuidv7(), role: "waiter" } as const;
const COURSES = [{ name: "Starters" }, { name: "Mains", translations: { de: "Hauptgang" } }];
const [mains, drinks] = SMALL_MENU.categories;
/** Soup is a starter, all else of its section a main course; water is of no course. */
const MENU = {
  ...SMALL_MENU,
  categories: [
    {
      ...mains,
      course: 2,
      items: mains?.items.map((item) => (item.name === "Soup" ? { ...item, course: 1 } : item)),
    },
    drinks,
  ],
};

/** A table of a restaurant with two courses. */
async function givenCourses() {
  const made = await givenRestaurant(db.pool, { menu: MENU });
  const { restaurantId } = made;
  await setCourses(db.pool, { restaurantId, courses: COURSES, by, now: new Date() });
  const { menu } = await readMenu(db.pool, { restaurantId });
  const restaurant: TestRestaurant = { ...made, menu };
  const table = await givenPayingTable(db.pool, restaurant);
  return { restaurant, restaurantId, table };
}

type Given = Awaited<ReturnType<typeof givenCourses>>;

/** Orders one of each of these dishes; the order's id, and its lines in that order. */
async function order({ restaurant, table }: Given, ...dishes: string[]) {
  const [phone] = table.phones;
  await phone.receive();
  const lines: string[] = [];
  for (const name of dishes) {
    const dish = restaurant.item(name);
    const options = dish.options.map(({ id, values }) => ({
      option: id,
      values: [values[0]?.id ?? ""],
    }));
    lines.push(await phone.add(dish, 1, options));
  }
  const confirmId = await phone.confirm(
    restaurant,
    lines.map((line) => ({ line, quantity: 1 })),
  );
  const { receipt } = await decide(db.pool, { ...table, phone }, confirmId);
  if (!receipt.ok) throw new Error(`rejected: ${JSON.stringify(receipt)}`);
  return { orderId: receipt.order, lines };
}

const move = (
  { restaurantId }: Given,
  orderId: string,
  ...moves: [string | undefined, LineStatus, LineStatus][]
) =>
  moveLines(db.pool, {
    ...{ restaurantId, orderId, by, now: new Date() },
    moves: moves.map(([line = "", from, to]) => ({ line, from, to })),
  });

async function ticketOf({ restaurantId }: Given, orderId: string) {
  const read = { menus: new MenuCache(), restaurantId, finishedSince: new Date(0) };
  const { tickets } = await readTickets(db.pool, read);
  const ticket = tickets.find((each) => each.orderId === orderId);
  if (!ticket) throw new Error(`no ticket of ${orderId}`);
  return ticket;
}

const stagesOf = async (given: Given, orderId: string) => {
  const { status, lines } = await ticketOf(given, orderId);
  return [status, ...lines.map((line) => line.status)];
};

/** What waiters see waiting at the table. */
async function heldOnFloor({ restaurantId, table }: Given) {
  const tables = await readFloor(db.pool, { restaurantId, now: new Date() });
  const session = tables.find((each) => each.session?.id === table.sessionId)?.session;
  return session?.orders.flatMap(({ held = [] }) => held.map((line) => line.dish)) ?? [];
}

/** The audit of the history, and of the log against the tables, also after a recording was written. */
async function expectProven({ restaurantId, table }: Given): Promise<void> {
  const { restaurants } = await auditAll(db.owner);
  expect(restaurants.find((each) => each.restaurantId === restaurantId)?.faults).toEqual([]);
  const { recording } = await readRecording(db.pool, table, { menus: new MenuCache() });
  expect(verifyRecording(parseRecording(formatRecording(recording)))).toMatchObject({ ok: true });
}

test("later courses are held and fired once, in the tables, the stream, the document and the floor", async () => {
  const given = await givenCourses();
  const { orderId, lines } = await order(given, "Pizza", "Soup", "Water");
  const [pizza, soup, water] = lines;
  expect(await stagesOf(given, orderId)).toEqual(["placed", "held", "placed", "placed"]);
  expect((await given.table.view()).orders[orderId]).toMatchObject({
    status: "placed",
    progress: { [pizza ?? ""]: "held" },
    lines: [{ course: { number: 2, name: "Mains", held: true } }, { course: { number: 1 } }, {}],
  });
  expect((await ticketOf(given, orderId)).lines.map((line) => [line.course, line.firedAt])).toEqual(
    [
      [{ number: 2, name: "Mains" }, null],
      [{ number: 1, name: "Starters" }, null],
      [null, null],
    ],
  );
  expect(await heldOnFloor(given)).toEqual(["Pizza"]);
  await expectProven(given);

  await move(given, orderId, [soup, "placed", "served"], [water, "placed", "served"]);
  // Nothing is left to do, but the order is not served.
  expect(await stagesOf(given, orderId)).toEqual(["preparing", "held", "served", "served"]);

  const told = toldEffects(db.pool);
  const { event } = await move(given, orderId, [pizza, "held", "placed"]);
  expect(told.map(({ kind }) => kind)).toContain("floor");
  expect(await stagesOf(given, orderId)).toEqual(["preparing", "placed", "served", "served"]);
  const ticket = await ticketOf(given, orderId);
  expect(ticket.lines[0]?.firedAt).toBeGreaterThan(ticket.placedAt);
  expect(await heldOnFloor(given)).toEqual([]);
  const events = await readKitchenEvents(db.pool, {
    ...{ menus: new MenuCache(), restaurantId: given.restaurantId, after: event - 1 },
  });
  expect(events).toMatchObject([
    { number: event, from: "preparing", to: "preparing", moves: [{ from: "held", to: "placed" }] },
  ]);
  await expect(move(given, orderId, [pizza, "held", "placed"])).rejects.toMatchObject({
    code: "order-moved",
  });
  await move(given, orderId, [pizza, "placed", "served"]);
  expect((await ticketOf(given, orderId)).status).toBe("served");
  await expectProven(given);
});

test("two who fire at once fire once; a fire is taken back until it was accepted", async () => {
  const given = await givenCourses();
  const { orderId, lines } = await order(given, "Soup", "Pizza");
  const pizza = lines[1];
  const fires = await Promise.allSettled([
    move(given, orderId, [pizza, "held", "placed"]),
    move(given, orderId, [pizza, "held", "placed"]),
  ]);
  expect(fires.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  await move(given, orderId, [pizza, "placed", "held"]);
  expect(await stagesOf(given, orderId)).toEqual(["placed", "placed", "held"]);
  await move(given, orderId, [pizza, "held", "placed"]);
  await move(given, orderId, [pizza, "placed", "accepted"]);
  await expect(move(given, orderId, [pizza, "accepted", "held"])).rejects.toMatchObject({
    code: "order-move-refused",
  });
  await expectProven(given);
});

test("an order that waits as a whole is not accepted, which is nobody's being faster", async () => {
  const given = await givenCourses();
  await order(given, "Soup");
  const { orderId } = await order(given, "Pizza");
  expect(await stagesOf(given, orderId)).toEqual(["placed", "held"]);
  const whole = { restaurantId: given.restaurantId, orderId, by, now: new Date() };
  await expect(
    changeOrderStatus(db.pool, { ...whole, from: "placed", to: "accepted" }),
  ).rejects.toMatchObject({ code: "order-move-refused" });
  await changeOrderStatus(db.pool, {
    ...{ ...whole, from: "placed", to: "cancelled", reason: "they left" },
  });
  await expectProven(given);
});

test("a move of the whole order leaves alone what is held, and cancelling takes all of it", async () => {
  const given = await givenCourses();
  const { restaurantId } = given;
  const { orderId } = await order(given, "Soup", "Pizza");
  const whole = { restaurantId, orderId, by, now: new Date() };
  await changeOrderStatus(db.pool, { ...whole, from: "placed", to: "accepted" });
  await changeOrderStatus(db.pool, { ...whole, from: "accepted", to: "preparing" });
  await changeOrderStatus(db.pool, { ...whole, from: "preparing", to: "ready" });
  expect(await stagesOf(given, orderId)).toEqual(["ready", "ready", "held"]);
  const served = await changeOrderStatus(db.pool, { ...whole, from: "ready", to: "served" });
  expect(served.status).toBe("preparing");
  expect(await stagesOf(given, orderId)).toEqual(["preparing", "served", "held"]);
  // Nothing that was fired is left to move.
  await expect(
    changeOrderStatus(db.pool, { ...whole, from: "placed", to: "accepted" }),
  ).rejects.toMatchObject({ code: "order-moved" });
  await changeOrderStatus(db.pool, {
    ...{ ...whole, from: "preparing", to: "cancelled", reason: "they left" },
  });
  expect(await heldOnFloor(given)).toEqual([]);
  await expectProven(given);
});

test("an order of nothing but later courses waits for the one before, and goes with a fired one", async () => {
  const given = await givenCourses();
  const first = await order(given, "Soup", "Pizza");
  const second = await order(given, "Pizza");
  expect(await stagesOf(given, second.orderId)).toEqual(["placed", "held"]);
  expect(await heldOnFloor(given)).toEqual(["Pizza", "Pizza"]);
  await move(given, first.orderId, [first.lines[1], "held", "placed"]);
  const third = await order(given, "Pizza");
  expect(await stagesOf(given, third.orderId)).toEqual(["placed", "placed"]);
  await expectProven(given);
});

test("what is held and taken off goes back in stock, and holds nothing up", async () => {
  const given = await givenCourses();
  const { restaurant, restaurantId } = given;
  const itemId = restaurant.item("Pizza").id;
  const counted = { restaurantId, itemId, available: true, stock: 5, by, now: new Date() };
  await setAvailability(db.pool, counted);
  const { orderId, lines } = await order(given, "Soup", "Pizza");
  const [soup, pizza = ""] = lines;
  await move(given, orderId, [soup, "placed", "served"]);
  await voidInKitchen(db.pool, {
    ...{ restaurantId, orderId, line: pizza, portions: 1, reason: "changed their minds" },
    ...{ once: uuidv7(), by, now: new Date() },
  });
  const { rows } = await db.owner.query("select stock from menu_items where id = $1", [itemId]);
  expect(rows).toEqual([{ stock: 5 }]);
  expect((await ticketOf(given, orderId)).status).toBe("served");
  expect(await heldOnFloor(given)).toEqual([]);
  await expectProven(given);
});

test("courses are in force at once, in a version of the menu of their own; none end them", async () => {
  const given = await givenCourses();
  const { restaurantId } = given;
  const { menu } = await readMenu(db.pool, { restaurantId });
  expect([menu.version, menu.courses]).toEqual([2, COURSES]);
  expect(await readCourses(db.pool, { restaurantId })).toEqual(COURSES);
  // The same again is no new menu.
  await setCourses(db.pool, { restaurantId, courses: COURSES, by, now: new Date() });
  expect((await readMenu(db.pool, { restaurantId })).menu.version).toBe(2);
  await setCourses(db.pool, { restaurantId, courses: [], by, now: new Date() });
  const without = (await readMenu(db.pool, { restaurantId })).menu;
  expect([without.version, without.courses]).toEqual([3, undefined]);
  const { orderId } = await order(
    { ...given, restaurant: { ...given.restaurant, menu: without } },
    "Soup",
    "Pizza",
  );
  expect(await stagesOf(given, orderId)).toEqual(["placed", "placed", "placed"]);
  await expectProven(given);
});

test("an order keeps the words of its courses, and nobody changes of which its lines are", async () => {
  const given = await givenCourses();
  const { restaurantId } = given;
  const { orderId } = await order(given, "Soup", "Pizza");
  const courses = [{ name: "First" }, { name: "Second" }];
  await setCourses(db.pool, { restaurantId, courses, by, now: new Date() });
  const { lines } = await ticketOf(given, orderId);
  expect(lines.map((line) => line.course?.name)).toEqual(["Starters", "Mains"]);
  const change = `update order_items set course = null where restaurant_id = $1`;
  await expect(db.pool.query(change, [restaurantId])).rejects.toThrow(/permission denied/);
});
