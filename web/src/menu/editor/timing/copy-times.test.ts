import type { DraftDish } from "@tureen/shared/menu/draft/draft";
import { expect, test } from "vitest";
import { copyTimes, hasTimesOf } from "./copy-times.ts";

const dish = (id: string, more: Partial<DraftDish> = {}): DraftDish => ({
  ...{ id, name: id, price: 500, allergens: [], additives: [], options: [] },
  ...more,
});
const sundays = [{ days: [7 as const] }];
const rules = [{ when: sundays, change: { kind: "percent", by: -20 } as const }];

test("times and prices go to the dishes that do not have them yet", () => {
  const from = dish("a", { served: sundays, priceRules: rules });
  const same = dish("b", { priceRules: rules, served: sundays });
  expect(hasTimesOf(same, from)).toBe(true);
  const edits = copyTimes(from, [same, dish("c", { served: [] })]);
  expect(edits).toMatchObject([
    { kind: "set", id: "c", field: "served", was: [], to: sundays },
    { kind: "set", id: "c", field: "priceRules", to: rules },
  ]);
});

test("a dish without any takes them away from others", () => {
  const [served] = copyTimes(dish("a"), [dish("b", { served: sundays })]);
  expect(served).toMatchObject({ id: "b", field: "served", was: sundays });
  expect(copyTimes(dish("a"), [dish("c")])).toEqual([]);
});
