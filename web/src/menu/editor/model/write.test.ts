import type { DraftDish } from "@tureen/shared/menu/draft/draft";
import { expect, test } from "vitest";
import { copyOf } from "./write.ts";

test("what a copy's options say of each other is about the copy, not about the first one", () => {
  const burger: DraftDish = {
    ...{ id: "burger", name: "Burger", price: 900, allergens: [], additives: [], externalId: "x" },
    options: [
      {
        ...{ id: "as", name: "As", min: 1, max: 1 },
        values: [{ id: "meal", name: "Meal", priceDelta: 400 }],
      },
      {
        ...{ id: "extra", name: "Extra", min: 0, max: 1, openedBy: ["meal"] },
        values: [
          {
            ...{ id: "bacon", name: "Bacon", priceDelta: 100 },
            priceBy: [{ value: "meal", priceDelta: 150 }],
          },
        ],
      },
    ],
  };
  const copy = copyOf("item", burger, "Burger II");
  const meal = copy.options[0]?.values[0]?.id;
  expect(meal).not.toBe("meal");
  expect(copy.options[1]?.openedBy).toEqual([meal]);
  expect(copy.options[1]?.values[0]?.priceBy).toEqual([{ value: meal, priceDelta: 150 }]);
  expect(copy).toMatchObject({ name: "Burger II", price: 900 });
  expect(copy).not.toHaveProperty("externalId");
});
