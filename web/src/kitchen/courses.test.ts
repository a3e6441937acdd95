import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import type { LineStatus, OrderStatus } from "@tureen/shared/table/document/order-status";
import { describe, expect, it } from "vitest";
import { waitingSince } from "./age.ts";
import { allDay } from "./all-day.ts";
import { type Board, fired } from "./board.ts";
import { backTo, firedLines, fireMoves, heldCourses, isWaiting, startedAt } from "./courses.ts";
import { inLane } from "./lanes.ts";
import { moved, movesTo } from "./progress.ts";
import { waitedFor } from "./screen-view.ts";

type Line = Ticket["lines"][number];

const line = (id: string, status: LineStatus, course = 0, more: Partial<Line> = {}): Line => ({
  ...{ id, name: id, quantity: 1, choices: [], note: "", for: null, forSeat: null, allergens: [] },
  ...{ status, course: course === 0 ? null : { number: course, name: `Course ${course}` } },
  ...more,
});
const ticket = (status: OrderStatus, ...lines: Line[]): Ticket => ({
  ...{ orderId: "o", number: 7, table: "1", sessionId: "s", status, placedAt: 100, statusAt: 500 },
  ...{ total: 1, currency: "EUR", by: null, bySeat: 1, reason: null, lines },
});
const off = { cancelled: [{ portions: 1, reason: "why" }] };

describe("A ticket with courses", () => {
  const first = ticket(
    "placed",
    line("cake", "held", 3),
    line("soup", "placed", 1),
    line("steak", "held", 2),
    line("fish", "held", 2),
    line("pie", "held", 2, off),
  );

  it("shows apart what waits, by course, the next one first, without what is off", () => {
    expect(heldCourses(first).map(({ name, lines }) => [name, lines.map(({ id }) => id)])).toEqual([
      ["Course 2", ["steak", "fish"]],
      ["Course 3", ["cake"]],
    ]);
    expect(firedLines(first).map(({ id }) => id)).toEqual(["soup", "pie"]);
    expect(heldCourses({ ...first, status: "cancelled" })).toEqual([]);
  });

  it("has one course fired, and its button leaves alone what waits", () => {
    const moves = fireMoves(first, 2);
    expect(moves).toEqual([
      { line: "steak", from: "held", to: "placed" },
      { line: "fish", from: "held", to: "placed" },
    ]);
    expect(fireMoves(moved(first, moves), 2)).toEqual([]);
    expect(movesTo(first, "accepted", "on").map((each) => each.line)).toEqual(["soup"]);
  });

  it("waits when all else was served, in no lane but that of all", () => {
    const between = ticket("preparing", line("soup", "served", 1), line("steak", "held", 2));
    expect(isWaiting(between)).toBe(true);
    expect([inLane(between, "all"), inLane(between, "cooking")]).toEqual([true, false]);
    expect(isWaiting(ticket("placed", line("steak", "held", 2)))).toBe(true);
    expect(inLane(ticket("placed", line("steak", "held", 2)), "new")).toBe(false);
    expect(isWaiting(first)).toBe(false);
    expect(isWaiting(ticket("preparing", line("soup", "served", 1)))).toBe(false);
  });

  it("is taken back to where its course was not served yet, if one was", () => {
    const between = ticket("preparing", line("soup", "served", 1), line("steak", "held", 2));
    expect(backTo(between)).toBe("ready");
    expect(movesTo(between, "ready", "back")).toEqual([
      { line: "soup", from: "served", to: "ready" },
    ]);
    expect(backTo(ticket("placed", line("steak", "held", 2)))).toBeUndefined();
    expect(backTo(ticket("ready", line("soup", "ready", 1), line("steak", "held", 2)))).toBe(
      "preparing",
    );
  });

  it("counts from the fire of what is being made, not from the order", () => {
    const served = line("soup", "served", 1);
    const steak = line("steak", "placed", 2, { firedAt: 900 });
    expect(startedAt(ticket("preparing", served, steak))).toBe(900);
    expect(waitingSince(ticket("preparing", served, steak))).toBe(900);
    expect(startedAt(ticket("preparing", line("soup", "preparing", 1), steak))).toBe(100);
    // A screen knows when it has fired something before the server has said so.
    const [now] = fireMoves(ticket("preparing", served, line("steak", "held", 2)), 2);
    const after = moved(
      ticket("preparing", served, line("steak", "held", 2)),
      now ? [now] : [],
      800,
    );
    expect(startedAt(after)).toBe(800);
  });

  it("is not waited for, nor counted all day, by what it holds", () => {
    const station = {
      id: "grill",
      name: "Grill",
      isDefault: true,
      warnAfterS: null,
      lateAfterS: null,
    };
    expect(waitedFor(first, [station])).toEqual([{ station, portions: 1 }]);
    expect(allDay([first]).map(({ name }) => name)).toEqual(["soup"]);
  });

  it("is news when a course of it was fired", () => {
    const board = (one: Ticket): Board => ({
      ...{ lastEvent: 1, ahead: [] },
      tickets: new Map([[one.orderId, one]]),
    });
    const after = moved(first, fireMoves(first, 3));
    expect(fired(board(first), board(after))).toEqual(["o"]);
    expect(fired(board(after), board(after))).toEqual([]);
    expect(fired(board(first), board(moved(first, movesTo(first, "ready", "on"))))).toEqual([]);
  });
});
