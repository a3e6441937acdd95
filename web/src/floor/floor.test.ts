import { UNSEEN_AFTER_MS } from "@tureen/shared/kitchen/acknowledging";
import { expect, test } from "vitest";
import {
  type FloorDiner,
  type FloorSession,
  type FloorTable,
  needsOf,
  openOrderCounts,
  sortTables,
  spokenPin,
  unfinished,
} from "./floor.ts";

const NOW = 100 * 60_000;
const minutes = (count: number) => count * 60_000;

function diner(over: Partial<FloorDiner> = {}): FloorDiner {
  return {
    diner: "d1",
    name: "Ana",
    colour: 1,
    host: true,
    gone: false,
    ready: false,
    call: "none",
    calledAt: null,
    ...over,
  };
}

function order(number: number, status: FloorSession["orders"][number]["status"], at = NOW) {
  return { id: `o${number}`, number, status, total: 1_000, at };
}

function table(label: string, session: Partial<FloorSession> | null): FloorTable {
  return {
    id: `t-${label}`,
    label,
    code: "code1234",
    session: session && {
      id: `s-${label}`,
      pin: "123456",
      alarm: null,
      openedAt: 0,
      openedBy: "diner",
      expiresAt: NOW + minutes(60),
      diners: [],
      orders: [],
      ...session,
    },
  };
}

const summary = (tables: FloorTable[]) =>
  needsOf(tables, NOW).map((need) => `${need.kind} ${need.table.label}`);

test("guessed PINs come before calls before ready orders before expiring tables, longest waiting first", () => {
  const tables = [
    table("1", { expiresAt: NOW + minutes(14) }),
    table("2", { orders: [order(7, "ready", NOW - minutes(3))] }),
    table("3", { diners: [diner({ call: "bill", calledAt: NOW - minutes(1) })] }),
    table("4", { orders: [order(5, "ready", NOW - minutes(9))] }),
    table("5", { diners: [diner({ call: "waiter", calledAt: NOW - minutes(4) })] }),
    table("6", { expiresAt: NOW - 1 }),
    table("7", null),
    table("8", { alarm: { at: NOW - minutes(2), wrongPins: 10, lockedUntil: null } }),
  ];
  expect(summary(tables)).toEqual([
    "alarm 8",
    "call 5",
    "call 3",
    "ready 4",
    "ready 2",
    "expiring 6",
    "expiring 1",
  ]);
});

test("an order that no screen has shown is told after a minute, before guests who wait", () => {
  const unseen = (over: Partial<FloorSession["orders"][number]>) => ({
    ...order(1, over.status ?? "placed", NOW - UNSEEN_AFTER_MS - 1),
    ...{ seen: false, ...over },
  });
  const tables = [
    table("1", { diners: [diner({ call: "waiter", calledAt: NOW - minutes(9) })] }),
    table("2", { orders: [unseen({})] }),
    table("3", { orders: [unseen({ at: NOW - UNSEEN_AFTER_MS })] }),
    table("4", { orders: [unseen({ seen: true })] }),
    // Somebody has it in hand.
    table("5", { orders: [unseen({ status: "accepted" })] }),
    table("6", { orders: [unseen({ allCancelled: true })] }),
    // An older server says nothing of it.
    table("7", { orders: [order(2, "placed", NOW - minutes(5))] }),
  ];
  expect(summary(tables)).toEqual(["unseen 2", "call 1"]);
});

test("a table that everybody leaves without paying comes first, and one that has paid does not", () => {
  const gone = { diners: [diner({ gone: true }), diner({ diner: "d2", gone: true })] };
  const tables = [
    table("1", { diners: [diner({ call: "bill", calledAt: NOW - minutes(1) })] }),
    table("2", gone),
    table("3", gone),
    table("4", { diners: [diner({ gone: true }), diner({ diner: "d2" })] }),
  ];
  const bills = new Map(
    [0, 1250, 0, 900].map((balance, i) => {
      const sessionId = tables[i]?.session?.id ?? "";
      const sums = { total: 2000, paid: 2000 - balance, reserved: 0, balance, overpaid: 0 };
      const at = { table: `${i + 1}`, status: "active" as const, closedAt: null };
      return [sessionId, { sessionId, ...at, ...sums }];
    }),
  );
  const needs = needsOf(tables, NOW, bills);
  expect(needs.map((need) => `${need.kind} ${need.table.label}`)).toEqual(["left 2", "call 1"]);
  expect(needs[0]).toMatchObject({ balance: 1250 });
});

test("nobody needs anything: nothing is listed", () => {
  const tables = [
    table("1", { diners: [diner()], orders: [order(1, "placed"), order(2, "served")] }),
    table("2", { expiresAt: NOW + minutes(15) }),
  ];
  expect(summary(tables)).toEqual([]);
});

test("somebody who has left does not call any more", () => {
  expect(summary([table("1", { diners: [diner({ call: "bill", gone: true })] })])).toEqual([]);
});

test("tables are sorted as people count", () => {
  const labels = ["10", "2", "Bar 11", "1", "Bar 2"].map((label) => table(label, null));
  expect(sortTables(labels, "en").map((each) => each.label)).toEqual([
    "1",
    "2",
    "10",
    "Bar 2",
    "Bar 11",
  ]);
});

test("closing names what is unfinished, and only that", () => {
  const { session } = table("1", {
    diners: [diner({ call: "bill" }), diner({ diner: "d2", call: "waiter", gone: true })],
    orders: [order(1, "served"), order(2, "ready"), order(3, "cancelled"), order(4, "placed")],
  });
  if (!session) throw new Error("the table is open");
  expect(unfinished(session)).toEqual({ orders: 2, calls: 1 });
  expect(openOrderCounts(session)).toEqual([
    ["ready", 1],
    ["placed", 1],
  ]);
});

test("an order of which everything was taken back is in nobody's way", () => {
  const gone = { ...order(1, "ready"), allCancelled: true };
  const at = table("1", { orders: [gone, order(2, "placed")] });
  if (!at.session) throw new Error("the table is open");
  expect(unfinished(at.session).orders).toBe(1);
  expect(openOrderCounts(at.session)).toEqual([["placed", 1]]);
  expect(needsOf([at], NOW)).toEqual([]);
});

test("PINs are grouped for speaking", () => {
  expect(["482913", "1234", "12345678", "12345"].map(spokenPin)).toEqual([
    "482\u2009913",
    "1234",
    "1234\u20095678",
    "123\u200945",
  ]);
});
