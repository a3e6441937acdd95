import type { Menu } from "@tureen/shared/menu/menu";
import { choicesText } from "@tureen/shared/table/choice-groups";
import type { CartLine } from "@tureen/shared/table/document/cart";
import { expect, test } from "vitest";
import { planConfirm } from "../diner/model/confirm-plan.ts";
import { indexMenu } from "../menu/menu-index.ts";
import {
  cartEntries,
  countOf,
  entryChoices,
  ownTotalOf,
  roomFor,
  sameEntry,
  totalOf,
} from "./cart-entries.ts";

const menu: Menu = {
  restaurantId: "r",
  version: 1,
  name: "R",
  currency: "EUR",
  locale: "en",
  categories: [
    {
      id: "c",
      name: "C",
      items: [
        {
          id: "soup",
          name: "Soup",
          price: 500,
          allergens: [],
          additives: [],
          options: [
            {
              id: "size",
              name: "Size",
              min: 1,
              max: 1,
              values: [
                { id: "s", name: "S", priceDelta: 0 },
                { id: "l", name: "L", priceDelta: 200 },
              ],
            },
          ],
        },
        { id: "tea", name: "Tea", price: 300, allergens: [], additives: [], options: [] },
      ],
    },
  ],
};
const index = indexMenu(menu);
const everything = { soldOut: [], valuesOut: [], stock: {} };
const large = [{ option: "size", values: ["l"] }];

function line(
  id: string,
  item: string,
  portions: Record<string, number>,
  more: Partial<CartLine["line"]> = {},
): CartLine {
  const quantity = Object.values(portions).reduce((sum, n) => sum + n, 0);
  return {
    id,
    by: id.split("-")[0] ?? "",
    quantity,
    ordered: 0,
    portions,
    line: { item, options: [], note: "", for: "d1", at: 0, ...more },
  };
}

const cart = [
  line("d1-soup", "soup", { d1: 1, d2: 2 }, { options: large }),
  line("d2-tea", "tea", { d2: 1 }, { for: "table" }),
];

test("prices the cart, the diner's own part of it, and counts portions", () => {
  const entries = cartEntries(cart, index, everything, "d1");
  expect(totalOf(entries)).toBe(3 * 700 + 300);
  expect(ownTotalOf(entries)).toBe(700);
  expect(countOf(entries)).toBe(4);
});

test("says why a line cannot be ordered as it stands", () => {
  const problems = (cartLine: CartLine, availability = everything) =>
    cartEntries([cartLine], index, availability, "d1")[0]?.problem;
  expect(problems(line("d1-a", "tea", { d1: 1 }))).toBeUndefined();
  expect(problems(line("d1-a", "gone", { d1: 1 }))).toBe("off-menu");
  expect(problems(line("d1-a", "soup", { d1: 1 }))).toBe("options-changed");
  const soup = line("d1-a", "soup", { d1: 1 }, { options: large });
  expect(problems(soup, { ...everything, valuesOut: ["l"] as never[] })).toBe("sold-out");
  expect(problems(soup, { ...everything, stock: { soup: 0 } })).toBe("sold-out");
});

test("counts what is left beside all of it that is in the cart, over its lines and options", () => {
  const small = [{ option: "size", values: ["s"] }];
  const lines = [...cart, line("d1-b", "soup", { d1: 1 }, { options: small })];
  const entries = cartEntries(lines, index, { ...everything, stock: { soup: 5 } }, "d1");
  expect(entries.map(({ counted }) => counted)).toEqual([
    { left: 5, inCart: 4 },
    undefined,
    { left: 5, inCart: 4 },
  ]);
  expect(entries.map(({ counted }) => roomFor(counted))).toEqual([1, Infinity, 1]);
  expect(roomFor({ left: 1, inCart: 3 })).toBe(0);
});

test("says when a line is served again: when the last of its parts is", () => {
  const unserved = (parts: [string, number | null][]) => {
    const now = { ...everything, unserved: new Map(parts) };
    const [entry] = cartEntries(cart, index, now, "d1");
    return [entry?.problem, entry?.comes];
  };
  expect(unserved([])).toEqual([undefined, undefined]);
  expect(unserved([["soup", 100]])).toEqual(["not-served", 100]);
  expect(
    unserved([
      ["soup", 100],
      ["l", 200],
    ]),
  ).toEqual(["not-served", 200]);
  expect(
    unserved([
      ["soup", 100],
      ["l", null],
    ]),
  ).toEqual(["not-served", null]);
});

test("finds the line to which another of the very same belongs", () => {
  const entries = cartEntries(cart, index, everything, "d1");
  const wanted = { item: "soup", options: large, note: "", for: "d1" };
  expect(sameEntry(entries, wanted)?.id).toBe("d1-soup");
  expect(sameEntry(entries, { ...wanted, note: "hot" })).toBeUndefined();
  expect(sameEntry(entries, { ...wanted, for: "d2" })).toBeUndefined();
  expect(sameEntry(entries, { ...wanted, options: [] })).toBeUndefined();
});

test("says what was chosen behind its group's name, and nothing of a dish that is gone", () => {
  const of = (item: string) => {
    const entry = cartEntries(
      [line("d1-a", item, {}, { options: large })],
      index,
      everything,
      "d1",
    );
    return entry[0] && choicesText(entryChoices(entry[0], "en"));
  };
  expect(of("soup")).toBe("Size: L");
  expect(of("gone")).toBe("");
});

test("plans all, only mine, or chosen lines, with the prices on the screen", () => {
  const entries = cartEntries(cart, index, everything, "d1");
  const none = new Set<string>();
  const shape = (plan: ReturnType<typeof planConfirm>) =>
    plan.lines.map(({ line: id, quantity, unitPrice }) => [id, quantity, unitPrice]);
  const all = planConfirm(entries, { kind: "all" }, none);
  expect(shape(all)).toEqual([
    ["d1-soup", 3, 700],
    ["d2-tea", 1, 300],
  ]);
  expect(all.total).toBe(2400);
  expect(shape(planConfirm(entries, { kind: "mine" }, none))).toEqual([["d1-soup", 1, 700]]);
  expect(shape(planConfirm(entries, { kind: "lines", ids: new Set(["d2-tea"]) }, none))).toEqual([
    ["d2-tea", 1, 300],
  ]);
});

test("leaves out what cannot be ordered and what is already on its way", () => {
  const entries = cartEntries(cart, index, { ...everything, stock: { tea: 0 } }, "d1");
  const plan = planConfirm(entries, { kind: "all" }, new Set(["d1-soup"]));
  expect(plan.lines).toEqual([]);
  expect(plan.excluded.map((entry) => entry.id)).toEqual(["d2-tea"]);
  expect(plan.total).toBe(0);
});
