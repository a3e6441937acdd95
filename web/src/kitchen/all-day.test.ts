import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import { expect, it } from "vitest";
import { allDay, allDayChoices } from "./all-day.ts";

const line = (
  name: string,
  quantity: number,
  more: Partial<Ticket["lines"][number]> = {},
): Ticket["lines"][number] => ({
  ...{ id: name, name, quantity, choices: [], note: "", for: null, forSeat: null, allergens: [] },
  ...more,
});
const rare = { chosen: [{ optionName: "Doneness", valueName: "Rare" }], choices: ["Rare"] };

it("counts what is wanted and not cooked yet, by dish and by what was chosen", () => {
  const counted = allDay([
    { status: "placed", lines: [line("Soup", 2), line("Steak", 1, rare)] },
    {
      status: "preparing",
      lines: [
        line("Soup", 3, { cancelled: [{ portions: 1, reason: "why" }], status: "preparing" }),
        line("Steak", 2, { ...rare, status: "placed" }),
        line("Steak", 1, { status: "placed" }),
        line("Wine", 4, { status: "ready" }),
      ],
    },
    { status: "ready", lines: [line("Soup", 9)] },
  ]);
  expect(counted).toEqual([
    { name: "Soup", portions: 4, ways: [] },
    { name: "Steak", portions: 4, ways: [{ text: "Doneness: Rare", portions: 3 }] },
  ]);
});

it("counts a dish under the name that the kitchen has for it", () => {
  const named = line("Crème brûlée", 1, { kitchenName: "Brulee" });
  expect(allDay([{ status: "placed", lines: [named] }])[0]?.name).toBe("Brulee");
});

it("counts the choices of a kind over all dishes, what is chosen twice and what is left out too", () => {
  const chosen = (...values: [string, string][]) => ({
    chosen: values.map(([optionName, valueName]) => ({ optionName, valueName })),
    choices: values.map(([, valueName]) => valueName),
  });
  const counted = allDayChoices([
    { status: "placed", lines: [line("Steak", 2, rare), line("Tuna", 1, rare)] },
    {
      status: "preparing",
      lines: [
        line("Steak", 5, { ...rare, status: "ready" }),
        line("Steak", 4, {
          ...chosen(["Doneness", "Medium"], ["Extra", "Butter"], ["Extra", "Butter"]),
          cancelled: [{ portions: 3, reason: "why" }],
          status: "preparing",
        }),
        line("Burger", 1, { ...chosen(["Bun", "0 × Onion"]), status: "placed" }),
      ],
    },
    { status: "placed", lines: [line("Steak", 2, chosen(["Doneness", "Medium"]))] },
  ]);
  expect(counted).toEqual([
    {
      name: "Doneness",
      values: [
        { name: "Rare", portions: 3 },
        { name: "Medium", portions: 3 },
      ],
    },
    { name: "Extra", values: [{ name: "Butter", portions: 2 }] },
    { name: "Bun", values: [{ name: expect.stringContaining("Onion"), portions: 1 }] },
  ]);
});
