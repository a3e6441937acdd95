import { describe, expect, it } from "vitest";
import type { LineStatus, OrderStatus } from "../table/document/order-status.ts";
import type { Order, OrderLine } from "../table/document/types.ts";
import { heldCourses, progressWhenPlaced } from "./courses.ts";

const line = (id: string, number: number, held?: true): OrderLine => ({
  ...{ line: id, item: id, name: id, choices: [], note: "", for: "table", quantity: 1 },
  ...{ unitPrice: 1, shares: { d1: 1 } },
  course: { number, name: `Course ${number}`, ...(held && { held }) },
});
/** An order with a line of each course, so far. */
const order = (status: OrderStatus, lines: readonly [number, LineStatus][]): Order => ({
  ...{ number: 1, confirm: "c", by: "d1", total: 1, currency: "EUR", status, at: 1, statusAt: 1 },
  lines: lines.map(([course], i) => line(`l${i}`, course)),
  progress: Object.fromEntries(lines.map(([, progress], i) => [`l${i}`, progress])),
});
const held = (orders: Order[], ...ordered: number[]) => [
  ...heldCourses({ orders: Object.fromEntries(orders.map((each, i) => [`o${i}`, each])) }, ordered),
];

describe("[D-COURSE-2] Of a new order", () => {
  it("the first course is made and the later ones wait", () => {
    expect(held([], 2, 1, 3, 2)).toEqual([2, 3]);
    expect(held([], 2, 3)).toEqual([3]);
    expect(held([])).toEqual([]);
  });

  it("what comes after something that the table is still to be served waits", () => {
    expect(held([order("preparing", [[1, "preparing"]])], 2)).toEqual([2]);
    expect(held([order("ready", [[1, "ready"]])], 2)).toEqual([2]);
    // Also behind a course that waits itself.
    expect(held([order("placed", [[2, "held"]])], 2, 3)).toEqual([3]);
  });

  it("what is being made already is made with it, also while an earlier course is open", () => {
    const both = order("preparing", [
      [1, "ready"],
      [2, "placed"],
    ]);
    expect(held([both], 2, 3)).toEqual([3]);
    expect(held([both], 1)).toEqual([]);
  });

  it("nothing waits for what was served or cancelled, and that was no fire for the next round", () => {
    const served = order("served", [
      [1, "served"],
      [2, "served"],
    ]);
    expect(held([served, order("cancelled", [[1, "placed"]])], 3)).toEqual([]);
    expect(held([served], 1, 2)).toEqual([2]);
    // A line that was served of an order that goes on.
    expect(
      held(
        [
          order("preparing", [
            [1, "served"],
            [2, "held"],
          ]),
        ],
        2,
      ),
    ).toEqual([]);
  });
});

describe("An order in the table's document", () => {
  it("says of a line that waits that it is held, and of no other anything", () => {
    expect(progressWhenPlaced([line("a", 1), line("b", 2, true)])).toEqual({ b: "held" });
    expect(progressWhenPlaced([line("a", 1)])).toBeUndefined();
  });
});
