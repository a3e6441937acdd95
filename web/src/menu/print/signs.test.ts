import type { Menu, MenuItem } from "@tureen/shared/menu/menu";
import { expect, test } from "vitest";
import { signsBehind, signsOf } from "./signs.ts";

const dish = (more: Partial<MenuItem>): MenuItem => ({
  ...{ id: "x", name: "x", price: 1, allergens: [], additives: [], options: [] },
  ...more,
});
const menuOf = (...items: MenuItem[]) =>
  ({ categories: [{ id: "c", name: "c", items }] }) as unknown as Menu;

test("allergens are numbered in their usual order, additives have letters", () => {
  const soup = dish({
    allergens: ["milk", "Kiwi"],
    additives: ["colouring"],
    mayContain: ["nuts"],
  });
  const bread = dish({ allergens: ["Gluten"], additives: ["agar"] });
  const signs = signsOf(menuOf(soup, bread));
  expect([...signs.allergens]).toEqual([
    ...[
      ["gluten", "1"],
      ["milk", "2"],
      ["nuts", "3"],
      ["kiwi", "4"],
    ],
  ]);
  expect(signsBehind(soup, signs)).toBe("2, 4, (3), b");
  expect(signsBehind(bread, signs)).toBe("1, a");
  expect(signs.someUnknown).toBe(false);
});

test("a choice's allergens stand behind its dish, and a dish without any is unknown", () => {
  const values = [{ id: "v", name: "v", priceDelta: 0, allergens: ["fish"] }];
  const pizza = dish({ options: [{ id: "o", name: "o", min: 0, max: 1, values }] });
  const signs = signsOf(menuOf(pizza));
  expect(signsBehind(pizza, signs)).toBe("1");
  expect(signs.someUnknown).toBe(false);
  expect(signsOf(menuOf(pizza, dish({}))).someUnknown).toBe(true);
});

test("after z comes aa", () => {
  const additives = Array.from({ length: 28 }, (_, i) => String.fromCharCode(200 + i));
  const signs = signsOf(menuOf(dish({ additives })));
  expect([...signs.additives.values()].slice(25)).toEqual(["z", "aa", "ab"]);
});
