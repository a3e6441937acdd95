import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import { expect, it } from "vitest";
import { allDay } from "./all-day.ts";

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
