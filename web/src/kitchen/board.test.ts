import type { KitchenEvent, Ticket } from "@tureen/shared/kitchen/endpoints";
import type { OrderStatus } from "@tureen/shared/table/document/order-status";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  amended,
  applyEvent,
  applyMove,
  type Board,
  doneTickets,
  isBehind,
  loadBoard,
  MAX_DONE,
  newcomers,
  openTickets,
} from "./board.ts";
import { cancelReasons, isNothingToCook, wantedPortions } from "./wanted.ts";

const restaurant = { id: "r", name: "R", currency: "EUR", locale: "en" };

function ticket(number: number, status: OrderStatus = "placed", at = number): Ticket {
  return {
    orderId: `order-${number}`,
    number,
    table: "T1",
    sessionId: "s",
    status,
    placedAt: number,
    statusAt: at,
    total: 100,
    currency: "EUR",
    by: null,
    bySeat: 1,
    reason: null,
    lines: [],
  };
}

function event(number: number, of: Ticket): KitchenEvent {
  return {
    number,
    orderId: of.orderId,
    from: null,
    to: of.status,
    at: number,
    reason: null,
    ticket: of,
  };
}

function board(lastEvent: number, tickets: Ticket[] = []): Board {
  return loadBoard({ restaurant, tickets, lastEvent, now: 0 });
}

const numbers = (tickets: Ticket[]) => tickets.map((each) => each.number);

test("applies the next event", () => {
  const next = applyEvent(board(3), event(4, ticket(1)));
  expect(next.lastEvent).toBe(4);
  expect(numbers(openTickets(next))).toEqual([1]);
});

test("drops duplicates", () => {
  const start = board(4, [ticket(1, "ready")]);
  expect(applyEvent(start, event(4, ticket(1)))).toBe(start);
  expect(applyEvent(start, event(2, ticket(1)))).toBe(start);
});

test("holds events after a gap until the missing one has come", () => {
  const behind = applyEvent(board(3), event(5, ticket(1, "accepted")));
  expect(isBehind(behind)).toBe(true);
  expect(behind.lastEvent).toBe(3);
  const caughtUp = applyEvent(behind, event(4, ticket(1)));
  expect(isBehind(caughtUp)).toBe(false);
  expect(caughtUp.lastEvent).toBe(5);
  expect(openTickets(caughtUp)[0]?.status).toBe("accepted");
});

test("a fresh reading heals a gap and keeps events that came meanwhile", () => {
  let behind = applyEvent(board(3), event(6, ticket(2)));
  behind = applyEvent(behind, event(7, ticket(3)));
  const healed = loadBoard(
    { restaurant, tickets: [ticket(1), ticket(2)], lastEvent: 6, now: 0 },
    behind,
  );
  expect(isBehind(healed)).toBe(false);
  expect(healed.lastEvent).toBe(7);
  expect(numbers(openTickets(healed))).toEqual([1, 2, 3]);
});

test("in whatever order and however often events arrive, the end is the same", () => {
  const events = [1, 2, 3, 4, 5, 6].map((number) => event(number, ticket((number % 3) + 1)));
  fc.assert(
    fc.property(
      fc.shuffledSubarray([...events, ...events], { minLength: 12, maxLength: 12 }),
      (arrivals) => {
        const end = arrivals.reduce(applyEvent, board(0));
        expect(end.lastEvent).toBe(6);
        expect(isBehind(end)).toBe(false);
        expect(end.tickets).toEqual(events.reduce(applyEvent, board(0)).tickets);
      },
    ),
  );
});

test("an answer shows at once, but never undoes a later event", () => {
  const start = board(4, [ticket(1)]);
  const moved = applyMove(start, "order-1", { event: 5, status: "accepted", at: 9 });
  expect(openTickets(moved)[0]).toMatchObject({ status: "accepted", statusAt: 9 });
  const later = board(6, [ticket(1, "ready")]);
  expect(applyMove(later, "order-1", { event: 5, status: "accepted", at: 9 })).toBe(later);
});

test("a move of the whole order takes lines along, of which the server says how far they are", () => {
  const dish = { name: "Soup", quantity: 1, choices: [], note: "", for: null, forSeat: null };
  const lines = [
    { ...dish, id: "a", allergens: [], status: "placed" as const },
    { ...dish, id: "b", allergens: [] },
  ];
  const start = board(4, [{ ...ticket(1), lines }]);
  const stages = (to: OrderStatus) =>
    applyMove(start, "order-1", { event: 5, status: to, at: 9 }).tickets.get("order-1")?.lines;
  expect(stages("accepted")?.map(({ status }) => status)).toEqual(["accepted", undefined]);
  expect(stages("cancelled")?.map(({ status }) => status)).toEqual(["placed", undefined]);
});

test("oldest first on the board, last done first in the drawer", () => {
  const start = board(9, [
    ticket(3),
    ticket(1, "ready"),
    ticket(2, "served", 50),
    ticket(4, "cancelled", 60),
  ]);
  expect(numbers(openTickets(start))).toEqual([1, 3]);
  expect(numbers(doneTickets(start))).toEqual([4, 2]);
});

test("the drawer keeps a bounded number, also over a fresh reading", () => {
  const many = Array.from({ length: MAX_DONE + 20 }, (_, i) => ticket(i + 1, "served", i));
  const full = board(1, many);
  expect(doneTickets(full)).toHaveLength(MAX_DONE);
  expect(doneTickets(full)[0]?.number).toBe(MAX_DONE + 20);
  const reloaded = loadBoard({ restaurant, tickets: [ticket(999)], lastEvent: 2, now: 0 }, full);
  expect(doneTickets(reloaded)).toHaveLength(MAX_DONE);
});

test("sounds for orders that were not there, not for those brought back", () => {
  const before = board(1, [ticket(1)]);
  const after = board(4, [ticket(1), ticket(2), ticket(3, "accepted")]);
  expect(newcomers(before, after)).toEqual(["order-2"]);
});

test("stands out when portions are cancelled or wanted after all, unless nobody cooks it", () => {
  const dish = { name: "Soup", quantity: 3, choices: [], note: "", for: null, forSeat: null };
  const off = (of: Ticket, portions: number) => ({
    ...of,
    lines: [{ ...dish, allergens: [], cancelled: [{ portions, reason: "cold" }] }],
  });
  const before = board(4, [off(ticket(1), 1), off(ticket(2), 1), off(ticket(3, "served"), 1)]);
  const next = (number: number, of: Ticket) => applyEvent(before, event(number, of));
  expect(amended(before, next(5, off(ticket(1), 2)))).toEqual(["order-1"]);
  expect(amended(before, next(5, off(ticket(2), 0)))).toEqual(["order-2"]);
  expect(amended(before, next(5, off(ticket(1, "accepted"), 1)))).toEqual([]);
  expect(amended(before, next(5, off(ticket(3, "served"), 2)))).toEqual([]);
  // Who was away and reads all tickets again is told likewise.
  const lines = off(ticket(2), 3);
  const read = loadBoard({ restaurant, tickets: [lines], lastEvent: 9, now: 0 }, before);
  expect(amended(before, read)).toEqual(["order-2"]);
});

test("a ticket of which nothing is left is only to be put away", () => {
  const lines = [
    { quantity: 2, cancelled: [{ portions: 1, reason: "cold" }] },
    { quantity: 1, cancelled: [{ portions: 1, reason: "cold" }] },
  ];
  expect(lines.map(wantedPortions)).toEqual([1, 0]);
  expect(isNothingToCook({ lines })).toBe(false);
  expect(isNothingToCook({ lines: lines.slice(1) })).toBe(true);
  expect(isNothingToCook({ lines: [] })).toBe(false);
  // A server that knows nothing of it says nothing of it.
  expect(isNothingToCook({ lines: [{ quantity: 1 }] })).toBe(false);
  expect(cancelReasons(lines)).toEqual(["cold"]);
});
