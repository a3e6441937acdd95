import { expect, test } from "vitest";
import { exceedsShare } from "./shares.ts";

const share = { table: 100, diner: 20, reserved: 5 };

test.each([
  ["within both bounds", { all: 100, own: 20 }, false],
  ["more than one diner's", { all: 30, own: 21 }, true],
  ["a full table, and more than the reserve", { all: 101, own: 6 }, true],
  ["a full table, and within the reserve", { all: 101, own: 5 }, false],
])("%s", (_, counts, exceeds) => {
  expect(exceedsShare(share, counts)).toBe(exceeds);
});
