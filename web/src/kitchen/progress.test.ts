import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import type { LineStatus, OrderStatus } from "@tureen/shared/table/document/order-status";
import { describe, expect, it } from "vitest";
import { withBumps } from "./create-bumps.ts";
import { isThere, moved, movesTo, reversed, statusOfPart } from "./progress.ts";

type Line = Ticket["lines"][number];

const line = (id: string, status?: LineStatus, quantity = 1, cancelled = 0): Line => ({
  ...{ id, name: id, quantity, choices: [], note: "", for: null, forSeat: null, allergens: [] },
  ...(status && { status }),
  cancelled: cancelled > 0 ? [{ portions: cancelled, reason: "why" }] : [],
});
const ticket = (status: OrderStatus, ...lines: Line[]): Ticket => ({
  ...{ orderId: "o", number: 7, table: "1", sessionId: "s", status, placedAt: 1, statusAt: 1 },
  ...{ total: 1, currency: "EUR", by: null, bySeat: 1, reason: null, lines },
});
const stages = ({ lines, status }: Ticket) => [status, ...lines.map((each) => each.status)];

describe("the one button of a ticket", () => {
  it("brings those dishes on that are behind, and can be taken back", () => {
    const before = ticket("preparing", line("soup", "placed"), line("wine", "ready"));
    const moves = movesTo(before, "ready", "on");
    expect(moves).toEqual([{ line: "soup", from: "placed", to: "ready" }]);
    const after = moved(before, moves);
    expect(stages(after)).toEqual(["ready", "ready", "ready"]);
    expect(stages(moved(after, reversed(moves)))).toEqual(["preparing", "placed", "ready"]);
  });

  it("leaves alone what nobody wants, until that is all there is", () => {
    const gone = line("soup", "placed", 1, 1);
    expect(movesTo(ticket("placed", gone, line("wine", "placed")), "accepted", "on")).toEqual([
      { line: "wine", from: "placed", to: "accepted" },
    ]);
    const [move] = movesTo(ticket("placed", gone), "served", "on");
    expect(move).toEqual({ line: "soup", from: "placed", to: "served" });
    expect(statusOfPart([{ ...gone, status: "served" }], "preparing")).toBe("served");
    expect(statusOfPart([gone], "preparing")).toBe("placed");
  });

  it("brings back what is beyond", () => {
    const done = ticket("served", line("soup", "served"), line("wine", "served"));
    expect(movesTo(done, "ready", "back").map(({ to }) => to)).toEqual(["ready", "ready"]);
  });
});

describe("bumps that the server may not have", () => {
  const board = new Map([["o", ticket("placed", line("soup", "placed"), line("wine", "placed"))]]);
  const bump = (id: string, from: LineStatus, to: LineStatus) => ({
    ...{ orderId: "o", number: 7 },
    moves: [{ line: id, from, to }],
  });

  it("are shown in the order in which they were made", () => {
    const bumps = [bump("soup", "placed", "ready"), bump("soup", "ready", "preparing")];
    const shown = withBumps(board, bumps).get("o");
    expect(shown && stages(shown)).toEqual(["preparing", "preparing", "placed"]);
  });

  it("change nothing that somebody else has moved meanwhile, nor a cancelled order", () => {
    const served = new Map([["o", ticket("served", line("soup", "served"))]]);
    expect(withBumps(served, [bump("soup", "placed", "ready")]).get("o")).toBe(served.get("o"));
    const cancelled = ticket("cancelled", line("soup", "placed"));
    expect(moved(cancelled, bump("soup", "placed", "ready").moves)).toBe(cancelled);
  });

  it("are known to be done when their answer was lost", () => {
    const { moves } = bump("soup", "placed", "ready");
    expect(isThere(ticket("ready", line("soup", "ready")), moves)).toBe(true);
    expect(isThere(ticket("placed", line("soup", "placed")), moves)).toBe(false);
    // An older server does not say how far lines are.
    expect(isThere(ticket("ready", line("soup")), moves)).toBe(true);
  });
});
