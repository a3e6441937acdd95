import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import { expect, test } from "vitest";
import { dealColumns, inLane, LANES, ticketWeight } from "./lanes.ts";
import { lineChoices } from "./line-choices.ts";

test("every open status is in exactly one lane besides all", () => {
  for (const status of ["placed", "accepted", "preparing", "ready"] as const) {
    const lanesOf = (lines: Ticket["lines"]) =>
      LANES.filter((lane) => inLane({ status, lines }, lane));
    const line = { ...LINE, choices: [] };
    expect(lanesOf([line]), status).toHaveLength(2);
    expect(lanesOf([line]), status).toContain("all");
    // Nothing of it is to be cooked: it waits to be put away, and is not new.
    expect(lanesOf([{ ...line, cancelled: [{ portions: 1, reason: "Cold" }] }])).toEqual(["all"]);
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

const LINE = { name: "Burger", quantity: 1, note: "", for: null, forSeat: null, allergens: [] };

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

test("a ticket is taller by a line for each group that was chosen in, and for what has to wrap", () => {
  const weight = (...names: string[]) => {
    const chosen = names.map((optionName) => ({ optionName, valueName: "Onion" }));
    return ticketWeight({ lines: [{ ...LINE, choices: names, chosen }] });
  };
  expect(weight("Without", "Without") - weight()).toBe(1);
  expect(weight("Without", "Extra") - weight()).toBe(2);
  expect(weight("Please choose your favourite sauce") - weight()).toBe(2);
  const named = (kitchenName: string | null) =>
    ticketWeight({
      lines: [{ ...LINE, name: "Grandmother's slow-cooked stew", kitchenName, choices: [] }],
    });
  expect(named(null) - named("Stew")).toBe(1);
});
