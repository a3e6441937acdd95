import { PORTION } from "@tureen/shared/bill/ranges";
import { Evening } from "@tureen/shared/bill/testing/evening";
import type { MenuItem, MenuOption } from "@tureen/shared/menu/menu";
import { choicesText } from "@tureen/shared/table/choice-groups";
import type { Line, OrderLine } from "@tureen/shared/table/document/types";
import { expect, test } from "vitest";
import { indexMenu } from "../../menu/menu-index.ts";
import { orderLineChoices, wantedTotal } from "./order-line.ts";

function group(id: string, name: string, values: Record<string, string>): MenuOption {
  const all = Object.entries(values).map(([id, name]) => ({ id, name, priceDelta: 0 }));
  return { id, name, min: 0, max: all.length, values: all };
}

const WITHOUT = group("w", "Without", { w1: "Onion", w2: "Tomato" });
const EXTRA = group("e", "Extra", { e1: "Onion" });

/** The menu's index when the burger has these groups of options. */
function menuWith(options: readonly MenuOption[]) {
  const burger: MenuItem = {
    ...{ id: "burger", name: "Burger", price: 900, allergens: [], additives: [], options },
  };
  return indexMenu({
    ...{ restaurantId: "r", version: 1, name: "R", currency: "EUR", locale: "en" },
    categories: [{ id: "c", name: "C", items: [burger] }],
  });
}

function ordered(...choices: string[]): OrderLine {
  return {
    ...{ line: "d1-a", item: "burger", name: "Burger", choices, note: "", for: "table" },
    ...{ quantity: 1, unitPrice: 900, shares: { d1: 1 } },
  };
}

function wanted(...values: string[]): Line {
  // A value's id begins with its group's.
  const options = ["w", "e"].map((option) => ({
    option,
    values: values.filter((value) => value.startsWith(option)),
  }));
  return { item: "burger", options, note: "", for: "table", at: 0 };
}

const textOf = (...args: Parameters<typeof orderLineChoices>) =>
  choicesText(orderLineChoices(...args));

test("a value of an order stands behind the name of the group it was chosen in", () => {
  const menu = menuWith([WITHOUT, EXTRA]);
  const text = (value: string) => textOf(ordered("Onion"), wanted(value), menu);
  expect(text("w1")).toBe("Without: Onion");
  expect(text("e1")).toBe("Extra: Onion");
  expect(textOf(ordered("Onion", "Onion"), wanted("e1", "w1"), menu)).toBe(
    "Without: Onion · Extra: Onion",
  );
});

test("a value that is gone from the menu, or renamed, keeps the order's word and no wrong group", () => {
  const line = ordered("Onion", "Tomato");
  const of = (...options: MenuOption[]) => textOf(line, wanted("w1", "w2"), menuWith(options));
  expect(of(EXTRA)).toBe("Onion, Tomato");
  expect(of(group("w", "Without", { w1: "Red onion", w2: "Tomato" }))).toBe(
    "Without: Tomato · Onion",
  );
});

test("without the menu, or the line it was made of, the order's words are all there is", () => {
  expect(textOf(ordered("Onion"), wanted("w1"), undefined)).toBe("Onion");
  expect(textOf(ordered("Onion"), undefined, menuWith([WITHOUT]))).toBe("Onion");
});

test("groups and values are in the reader's language where the menu has it", () => {
  const translated = { ...WITHOUT, translations: { en: "Leave out" } };
  const text = textOf(ordered("Onion"), wanted("w1"), menuWith([translated]));
  expect(text).toBe("Leave out: Onion");
});

test("an order comes to what is left of it, at the menu's prices", () => {
  const evening = new Evening(1);
  const order = evening.order({ price: 450, quantity: 3 }, { price: 200 });
  const { lines } = evening.view.orders[order] ?? { lines: [] };
  const total = () => wantedTotal(order, { lines, total: 1550 }, evening.view);
  expect(total()).toBe(1550);
  evening.adjust({ kind: "void", on: evening.line(order), ranges: [[PORTION, 3 * PORTION]] });
  expect(total()).toBe(650);
});
