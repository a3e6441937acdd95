import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import { formatRecording, parseRecording } from "@tureen/shared/replay/file";
import { verifyRecording } from "@tureen/shared/replay/verify";
import type { OrderStatus } from "@tureen/shared/table/document/order-status";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readKitchenEvents } from "../kitchen/read-kitchen-events.ts";
import { readTickets } from "../kitchen/read-tickets.ts";
import { MenuCache } from "../menu/menu-cache.ts";
import { readAvailability } from "../menu/read-menu.ts";
import { setAvailability } from "../menu/set-availability.ts";
import { changeOrderStatus } from "../orders/change-order-status.ts";
import { auditAll } from "../replay/audit/audit.ts";
import { readRecording } from "../replay/read-recording.ts";
import { givenRestaurant, type TestRestaurant } from "../testing/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { adjustBill } from "./adjust-bill.ts";
import { noteBill } from "./note-bill.ts";
import { givenPayingTable, type PayingTable } from "./testing/paying-table.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const waiter = { kind: "staff", id: uuidv7(), role: "waiter" } as const;
const cook = { kind: "staff", id: uuidv7(), role: "kitchen" } as const;
const STEPS = ["placed", "accepted", "preparing", "ready", "served"] as const;

async function givenEvening() {
  const restaurant = await givenRestaurant(db.pool);
  const table = await givenPayingTable(db.pool, restaurant);
  return { restaurant, table };
}

const adjust = (
  table: PayingTable,
  what: Parameters<typeof adjustBill>[1]["what"],
  reason: string,
) =>
  adjustBill(db.pool, {
    ...{ restaurantId: table.restaurantId, sessionId: table.sessionId, what, reason },
    ...{ by: waiter, once: uuidv7(), now: new Date() },
  });

async function voidPortions(table: PayingTable, order: string, portions: number, reason = "why") {
  const line = (await table.view()).orders[order]?.lines[0]?.line ?? "";
  return adjust(table, { kind: "void", on: { order, line }, portions }, reason);
}

const undo = (table: PayingTable, { entry }: { entry: number }, reason = "not that one") =>
  adjust(table, { kind: "reversal", entry }, reason);

function move(table: PayingTable, orderId: string, from: OrderStatus, to: OrderStatus) {
  const { restaurantId } = table;
  const by = { by: cook, noteBill, now: new Date() };
  return changeOrderStatus(db.pool, { restaurantId, orderId, from, to, reason: "put away", ...by });
}

/** Moves an order on, step by step. */
async function moveTo(table: PayingTable, orderId: string, status: OrderStatus) {
  for (const [i, to] of STEPS.entries()) {
    const from = STEPS[i - 1];
    if (from) await move(table, orderId, from, to);
    if (to === status) return;
  }
}

const eventsAfter = (table: PayingTable, after: number) =>
  readKitchenEvents(db.pool, { menus: new MenuCache(), restaurantId: table.restaurantId, after });

async function ticketOf(table: PayingTable, orderId: string): Promise<Ticket> {
  const { restaurantId } = table;
  const { tickets } = await readTickets(db.pool, {
    menus: new MenuCache(),
    restaurantId,
    finishedSince: new Date(0),
  });
  const ticket = tickets.find((each) => each.orderId === orderId);
  if (!ticket) throw new Error("no ticket");
  return ticket;
}

async function refusalOf(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => "done",
    (error: { code: string }) => error.code,
  );
}

async function expectProven(table: PayingTable) {
  const { recording } = await readRecording(db.pool, table, { menus: new MenuCache() });
  expect(verifyRecording(recording)).toMatchObject({ ok: true });
  expect(verifyRecording(parseRecording(formatRecording(recording)))).toMatchObject({ ok: true });
  const { restaurants } = await auditAll(db.owner);
  const own = restaurants.find(({ restaurantId }) => restaurantId === table.restaurantId);
  expect(own?.faults).toEqual([]);
  return recording;
}

describe("A void of a dish", () => {
  test("is the kitchen's next event, and its ticket says how many and why, live and read anew", async () => {
    const { table } = await givenEvening();
    const order = await table.order("Soup", 3);
    await voidPortions(table, order, 1, "guest left");
    await voidPortions(table, order, 1, "cold");
    const events = await eventsAfter(table, 1);
    expect(events.map(({ number, from, to, line }) => [number, from, to, line])).toEqual([
      [2, "placed", "placed", { id: expect.any(String), change: "cancelled", portions: 1 }],
      [3, "placed", "placed", { id: expect.any(String), change: "cancelled", portions: 1 }],
    ]);
    expect(events[0]).toMatchObject({ reason: "guest left", orderId: order });
    const ticket = await ticketOf(table, order);
    expect(ticket.lines[0]).toMatchObject({
      quantity: 3,
      cancelled: [
        { portions: 1, reason: "guest left" },
        { portions: 1, reason: "cold" },
      ],
    });
    expect(events.at(-1)?.ticket).toEqual(ticket);
    // The order itself stays as it was ordered.
    expect((await table.view()).orders[order]).toMatchObject({ total: 1350, status: "placed" });
    expect((await table.bill()).total).toBe(450);
    await expectProven(table);
  });

  test("that is not to be had tells the kitchen nothing", async () => {
    const { table } = await givenEvening();
    const order = await table.order("Soup", 2);
    expect(await refusalOf(voidPortions(table, order, 3))).toBe("void-too-high");
    await voidPortions(table, order, 2);
    expect(await refusalOf(voidPortions(table, order, 1))).toBe("void-too-high");
    expect(await eventsAfter(table, 1)).toHaveLength(1);
  });

  test("by two waiters at once is one void of the last portion, and one event", async () => {
    const { table } = await givenEvening();
    const order = await table.order("Soup");
    const both = [voidPortions(table, order, 1), voidPortions(table, order, 1)];
    expect((await Promise.all(both.map(refusalOf))).sort()).toEqual(["done", "void-too-high"]);
    expect(await eventsAfter(table, 1)).toHaveLength(1);
    await expectProven(table);
  });

  test("while the order is bumped is told with the status that it had, whoever was first", async () => {
    const { table } = await givenEvening();
    const order = await table.order("Soup", 8);
    for (const [i, from] of STEPS.slice(0, 4).entries()) {
      const to = STEPS[i + 1] ?? "served";
      await Promise.all([
        voidPortions(table, order, 1),
        move(table, order, from, to),
        voidPortions(table, order, 1),
      ]);
    }
    const events = await eventsAfter(table, 1);
    expect(events.map(({ number }) => number)).toEqual(events.map((_, i) => i + 2));
    // Each begins where the one before ended, lines' events among them.
    expect(events.map(({ from }) => from)).toEqual(
      ["placed", ...events.map(({ to }) => to)].slice(0, -1),
    );
    expect(events.filter(({ line }) => line)).toHaveLength(8);
    await expectProven(table);
  });

  test("on a cancelled order is refused, and on a charge is no business of the kitchen's", async () => {
    const { table } = await givenEvening();
    const order = await table.order("Soup");
    await move(table, order, "placed", "cancelled");
    expect(await refusalOf(voidPortions(table, order, 1))).toBe("order-line-unknown");
    const { entry } = await adjust(
      table,
      { kind: "charge", name: "Corkage", amount: 500, category: "drinks" },
      "own wine",
    );
    const on = { order: "charges", line: String(entry) };
    await adjust(table, { kind: "void", on, portions: 1 }, "why");
    expect(await eventsAfter(table, 2)).toEqual([]);
  });

  test("of all that was ordered leaves a ticket that a cook puts away", async () => {
    const { table } = await givenEvening();
    const order = await table.order("Soup", 2);
    const gone = await voidPortions(table, order, 2);
    expect((await ticketOf(table, order)).status).toBe("placed");
    await move(table, order, "placed", "cancelled");
    expect((await ticketOf(table, order)).status).toBe("cancelled");
    expect((await table.bill()).total).toBe(0);
    // Nobody would cook it: what is put away stays so.
    expect(await refusalOf(undo(table, gone))).toBe("order-cancelled");
    await expectProven(table);
  });

  test("of what was served changes the bill, and is told without a move", async () => {
    const { table } = await givenEvening();
    const order = await table.order("Soup", 2);
    await moveTo(table, order, "served");
    await voidPortions(table, order, 1);
    expect(await ticketOf(table, order)).toMatchObject({
      status: "served",
      lines: [{ cancelled: [{ portions: 1 }] }],
    });
    expect((await table.bill()).total).toBe(450);
    await expectProven(table);
  });
});

describe("Undoing a void", () => {
  test("reaches the kitchen likewise, once", async () => {
    const { table } = await givenEvening();
    const order = await table.order("Soup", 3);
    const first = await voidPortions(table, order, 1, "guest left");
    await voidPortions(table, order, 1, "cold");
    await undo(table, first, "came back");
    expect(await refusalOf(undo(table, first))).toBe("entry-unknown");
    const [event, ...more] = await eventsAfter(table, 3);
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      ...{ from: "placed", to: "placed", reason: "came back" },
      line: { change: "restored", portions: 1 },
      ticket: { lines: [{ quantity: 3, cancelled: [{ portions: 1, reason: "cold" }] }] },
    });
    expect((await table.bill()).total).toBe(900);
    await expectProven(table);
  });
});

describe("Counted portions", () => {
  async function givenCounted(stock: number) {
    const evening = await givenEvening();
    const { restaurantId } = evening.table;
    const itemId = evening.restaurant.item("Soup").id;
    await setAvailability(db.pool, {
      ...{ restaurantId, itemId, available: true, stock, by: cook, now: new Date() },
    });
    return { ...evening, left: () => leftOf(evening.restaurant) };
  }

  async function leftOf({ restaurantId, item }: TestRestaurant) {
    const itemIds = [item("Soup").id];
    const { stock } = await readAvailability(db.pool, {
      ...{ restaurantId, itemIds, at: new Date() },
      days: { timezone: "UTC", dayStartsAt: 4 },
    });
    return stock[itemIds[0] ?? ""];
  }

  test("that nobody has begun to cook can be sold again; what is being cooked is used up", async () => {
    const { table, left } = await givenCounted(10);
    const order = await table.order("Soup", 6);
    expect(await left()).toBe(4);
    await voidPortions(table, order, 1);
    await moveTo(table, order, "accepted");
    await voidPortions(table, order, 1);
    expect(await left()).toBe(6);
    await move(table, order, "accepted", "preparing");
    await voidPortions(table, order, 1);
    expect(await left()).toBe(6);
    // Cancelling the rest puts back what was not voided, and nothing twice.
    await move(table, order, "preparing", "cancelled");
    expect(await left()).toBe(9);
  });

  test("are taken again when the void is undone, unless somebody else has them now", async () => {
    const { table, left } = await givenCounted(3);
    const order = await table.order("Soup", 3);
    const first = await voidPortions(table, order, 1);
    const second = await voidPortions(table, order, 1);
    await undo(table, first);
    expect(await left()).toBe(1);
    await table.order("Soup", 1);
    expect(await refusalOf(undo(table, second))).toBe("dish-sold-out");
    expect(await left()).toBe(0);
    // It was cooked and eaten all the same: the bill can be put right.
    await moveTo(table, order, "served");
    await undo(table, second);
    expect(await left()).toBe(0);
    await expectProven(table);
  });
});

describe("What somebody alters of it afterwards", () => {
  test("is found by the verifier and by the audit", async () => {
    const { table } = await givenEvening();
    const order = await table.order("Soup", 3);
    await undo(table, await voidPortions(table, order, 2));
    const recording = await expectProven(table);
    const [told] = recording.orders;
    if (!told) throw new Error("no order");
    for (const change of [{ portions: 1 }, { reason: "else" }, { entry: 99 }, { line: "d1-x" }]) {
      const lineChanges = told.lineChanges?.map((each) => ({ ...each, ...change }));
      const verdict = verifyRecording({ ...recording, orders: [{ ...told, lineChanges }] });
      expect(verdict).toMatchObject({ ok: false, difference: { code: "void-differs" } });
    }
    const faultsAfter = async (statement: string) => {
      const client = await db.owner.connect();
      try {
        await client.query("begin; set local session_replication_role = replica");
        await client.query(statement, [table.restaurantId]);
        const inside = {
          connect: async () => ({
            query: (text: string, values?: unknown[]) =>
              /^(begin|commit)/.test(text) ? undefined : client.query(text, values),
            release: () => {},
          }),
        } as unknown as typeof db.owner;
        const { restaurants } = await auditAll(inside);
        return restaurants.flatMap(({ faults }) => faults.map(({ code }) => code));
      } finally {
        await client.query("rollback");
        client.release();
      }
    };
    const changed = (set: string) =>
      faultsAfter(
        `update order_status_history set ${set} where restaurant_id = $1 and event_number = 2`,
      );
    const both = ["row-altered", "void-differs", "void-untold"];
    expect(await changed("portions = 1")).toEqual(both);
    expect(await changed("line_change = 'restored'")).toEqual(both);
    expect(await changed("void_entry = 99")).toEqual(both);
    expect(await changed("reason = 'else'")).toContain("void-differs");
    // The other way round: the ledger has what the kitchen was never told of.
    const gone = (event: number) =>
      faultsAfter(
        `with gone as (
           delete from order_status_history where restaurant_id = $1 and event_number = ${event})
         update restaurant_counters set next_event_number = ${event}, last_event_hash = (
           select previous_hash from order_status_history
           where restaurant_id = $1 and event_number = ${event}) where restaurant_id = $1`,
      );
    // The last event and the counter with it: nothing of the history itself is wrong.
    expect(await gone(3)).toEqual(["void-untold"]);
    const other = `update bill_entries set content = replace(content, '"line":"', '"line":"x')
      where restaurant_id = $1 and content like '%"void"%'`;
    // Its undoing too was told of another line.
    const codes = await faultsAfter(other);
    expect(codes.filter((code) => code === "void-untold")).toHaveLength(2);
  });

  test("is nothing where a void of a charge has nothing to tell the kitchen", async () => {
    const { table } = await givenEvening();
    const what = { kind: "charge", name: "Corkage", amount: 300, category: "drinks" } as const;
    const { entry } = await adjust(table, what, "brought along");
    const on = { order: "charges", line: String(entry) };
    await adjust(table, { kind: "void", on, portions: 1 }, "not theirs");
    const { restaurants } = await auditAll(db.owner);
    const own = restaurants.find(({ restaurantId }) => restaurantId === table.restaurantId);
    expect(own?.faults).toEqual([]);
  });
});
