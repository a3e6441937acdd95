import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import { expect, test } from "vitest";
import { lineChoices } from "./line-choices.ts";
import { singleLines } from "./merge-lines.ts";
import { estimateHeight } from "./ticket-height.ts";

const LINE = {
  ...{ name: "Burger", quantity: 1, note: "", for: null, forSeat: null, allergens: [] },
  choices: [],
};
const USUAL = { type: 1, width: 320, inner: 1 };

const height = (lines: Ticket["lines"], drawn = USUAL) =>
  estimateHeight(singleLines(lines), drawn, 16);

test("a dish's choices stand behind their groups' names, or alone from a server without them", () => {
  const choices = ["Onion", "Tomato", "Onion"];
  const chosen = [
    { optionName: "Without", valueName: "Onion" },
    { optionName: "Without", valueName: "Tomato" },
    { optionName: "Extra", valueName: "Onion" },
  ];
  expect(lineChoices({ choices, chosen })).toEqual([
    { name: "Without", values: ["Onion", "Tomato"] },
    { name: "Extra", values: ["Onion"] },
  ]);
  expect(lineChoices({ choices })).toEqual([{ name: "", values: choices }]);
});

test("a ticket is taller by a row for each group that was chosen in, and for what has to wrap", () => {
  const chosenIn = (...names: string[]) => {
    const chosen = names.map((optionName) => ({ optionName, valueName: "Onion" }));
    return height([{ ...LINE, choices: names, chosen }]);
  };
  const row = chosenIn("Without", "Without") - chosenIn();
  expect(row).toBeGreaterThan(0);
  expect(chosenIn("Without", "Extra") - chosenIn()).toBeCloseTo(2 * row);
  const name = "Grandmother's slow-cooked stew";
  expect(height([{ ...LINE, name, kitchenName: null }])).toBeGreaterThan(
    height([{ ...LINE, name, kitchenName: "Stew" }]),
  );
  expect(height([{ ...LINE, note: "hot" }])).toBeGreaterThan(height([LINE]));
});

test("a ticket is taller in larger type and lower in more columns", () => {
  const lines = Array.from({ length: 12 }, () => LINE);
  expect(height(lines, { type: 2, width: 640, inner: 1 })).toBeCloseTo(2 * height(lines));
  const [one, three] = [1, 3].map((inner) => height(lines, { type: 1, width: 960, inner }));
  expect(three).toBeLessThan((one ?? 0) / 2);
});
