import { expect, test } from "vitest";
import { firstGrapheme, initialOf } from "./seat.ts";

test.each([
  ["Ana", "A"],
  ["é́x", "é́"],
  ["👩🏽‍🍳 Mia", "👩🏽‍🍳"],
  ["🇦🇹🇩🇪", "🇦🇹"],
  ["❤️ you", "❤️"],
  ["山田", "山"],
])("the first sign of %s is found with and without a segmenter", (name, sign) => {
  expect(firstGrapheme(name)).toBe(sign);
  // `null` is what a browser without one has.
  expect(firstGrapheme(name, null)).toBe(sign);
});

test("no name leaves the seat's number", () => {
  expect(initialOf(" ", 3)).toBe("3");
  expect(initialOf("ana", 3)).toBe("A");
});
