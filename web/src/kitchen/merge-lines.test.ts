import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import { describe, expect, it } from "vitest";
import { guestsOf, mergeLines, singleLines } from "./merge-lines.ts";

type Line = Ticket["lines"][number];

let made = 0;
const line = (more: Partial<Line> = {}): Line => ({
  ...{ id: `d1-${++made}`, name: "Soup", quantity: 1, choices: [], chosen: [], note: "" },
  ...{ for: null, forSeat: null, allergens: ["milk"], status: "placed", stations: [] },
  ...more,
});

describe("lines that are the same to a cook", () => {
  it("are one with all their portions, where the first of them stood", () => {
    const lines = [line(), line({ name: "Steak" }), line({ quantity: 2 })];
    const merged = mergeLines(lines);
    expect(merged.map((each) => [each.line.name, each.line.quantity])).toEqual([
      ["Soup", 3],
      ["Steak", 1],
    ]);
    expect(merged[0]?.parts).toEqual([lines[0], lines[2]]);
    expect(merged[1]?.line).toBe(lines[1]);
  });

  it.each<[string, Partial<Line>]>([
    ["a note", { note: "hot" }],
    ["a choice", { choices: ["Large"], chosen: [{ optionName: "Size", valueName: "Large" }] }],
    ["a group of it", { chosen: [{ optionName: "Without", valueName: "Milk" }] }],
    ["an allergen", { allergens: [] }],
    ["how far they are", { status: "ready" }],
    ["where they are made", { stations: ["bar"] }],
    ["what the kitchen calls them", { kitchenName: "SOUP" }],
    ["what a newer server says of them", { later: 2 } as Partial<Line>],
  ])("are not one when %s differs", (_, more) => {
    expect(mergeLines([line(), line(more)])).toHaveLength(2);
  });

  it("are told alone once portions of them were taken back, or are wanted after all", () => {
    const cancelled = { cancelled: [{ portions: 1, reason: "Cold" }] };
    expect(mergeLines([line(cancelled), line(cancelled), line()])).toHaveLength(3);
    expect(mergeLines([line({ restored: true }), line({ restored: true })])).toHaveLength(2);
    expect(mergeLines([line({ cancelled: [] }), line({ cancelled: [] })])).toHaveLength(1);
  });

  it("stay apart on a screen that does not merge", () => {
    expect(singleLines([line(), line()]).map(({ parts }) => parts.length)).toEqual([1, 1]);
  });
});

it("says for whom dishes are, each guest once with all that is theirs", () => {
  const parts = [
    line({ for: "Ana", forSeat: 1, quantity: 2 }),
    line(),
    line({ for: null, forSeat: 3 }),
    line({ for: "Ana", forSeat: 1 }),
  ];
  expect(guestsOf(parts)).toEqual([
    { name: "Ana", seat: 1, portions: 3 },
    { name: null, seat: 3, portions: 1 },
  ]);
});
