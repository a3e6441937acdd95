import { expect, test } from "vitest";
import { dealColumns, inLane } from "./lanes.ts";

test("every open status is in exactly one lane besides all", () => {
  for (const status of ["placed", "accepted", "preparing", "ready"] as const) {
    expect(inLane(status, "all")).toBe(true);
    const lanes = (["new", "cooking", "ready"] as const).filter((lane) => inLane(status, lane));
    expect(lanes, status).toHaveLength(1);
  }
});

test("the oldest stand at the top, and a tall one leaves room for several small ones", () => {
  const heights = [10, 2, 2, 2, 2, 2];
  const dealt = dealColumns([0, 1, 2, 3, 4, 5], 2, (index) => heights[index] ?? 0);
  expect(dealt).toEqual([[0], [1, 2, 3, 4, 5]]);
});

test("nobody is lost", () => {
  const all = Array.from({ length: 37 }, (_, index) => index);
  expect(
    dealColumns(all, 4, (index) => index % 5)
      .flat()
      .sort((a, b) => a - b),
  ).toEqual(all);
});
