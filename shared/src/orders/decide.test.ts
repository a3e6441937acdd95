import { describe, expect, test } from "vitest";
import type { Menu, MenuItem } from "../menu/menu.ts";
import { emptyView, type SessionView } from "../table/document/session-document.ts";
import type { Line, Order } from "../table/document/types.ts";
import { type ConfirmInput, decideConfirm } from "./decide.ts";

const LINE = "d1-aaaaaaaaaa";
const OTHER = "d2-bbbbbbbbbb";
const dish: MenuItem = {
  id: "dish",
  name: "Soup",
  price: 450,
  allergens: [],
  additives: [],
  options: [
    {
      id: "size",
      name: "Size",
      min: 0,
      max: 1,
      values: [{ id: "big", name: "big", priceDelta: 100 }],
    },
  ],
};
const line: Line = { item: "dish", options: [], note: "hot", for: "d2", at: 1 };
const menuWith = (...items: MenuItem[]): Menu => ({
  restaurantId: "r",
  version: 2,
  name: "m",
  currency: "EUR",
  locale: "en",
  categories: [{ id: "c", name: "c", items }],
});
const view: SessionView = {
  ...emptyView(),
  lines: { [LINE]: line, [OTHER]: { ...line, options: [{ option: "size", values: ["big"] }] } },
  portions: { [`${LINE}/d1.a`]: 2, [`${LINE}/d2.a`]: 1, [`${OTHER}/d2.a`]: 1 },
};
const input: ConfirmInput = {
  confirmId: "d2-cccccccccccccc",
  confirm: {
    lines: [
      { line: LINE, quantity: 3, unitPrice: 450, ordered: 0 },
      { line: OTHER, quantity: 1, unitPrice: 550, ordered: 0 },
    ],
    total: 1900,
    menuVersion: 1,
    at: 100,
  },
  view,
  sessionStatus: "active",
  menu: menuWith(dish),
  seen: menuWith(dish),
  availability: { soldOut: [], valuesOut: [], stock: {} },
  arrivedAt: 200,
  maxAgeMs: 1000,
};
const decide = (change: Partial<ConfirmInput>) => decideConfirm({ ...input, ...change });
const orderOf = (quantity: number) =>
  ({ lines: [{ line: LINE, quantity, shares: { d1: quantity } }] }) as unknown as Order;

test("what the confirmer saw is ordered, with who had what", () => {
  const name = "Soup";
  expect(decide({})).toEqual({
    ok: true,
    total: 1900,
    lines: [
      {
        line: LINE,
        item: "dish",
        name,
        choices: [],
        note: "hot",
        for: "d2",
        quantity: 3,
        unitPrice: 450,
        shares: { d1: 2, d2: 1 },
      },
      {
        line: OTHER,
        item: "dish",
        name,
        choices: ["big"],
        note: "hot",
        for: "d2",
        quantity: 1,
        unitPrice: 550,
        shares: { d2: 1 },
      },
    ],
  });
});

test("fewer than are in the cart may be ordered, the confirmer's own first", () => {
  const confirm = {
    ...input.confirm,
    lines: [{ line: LINE, quantity: 2, unitPrice: 450, ordered: 0 }],
    total: 900,
  };
  expect(decide({ confirm })).toMatchObject({ ok: true, lines: [{ shares: { d1: 1, d2: 1 } }] });
});

describe("all of it is rejected when the whole cannot be ordered", () => {
  test.each([
    ["session-closed", { sessionStatus: "closed" }],
    ["session-closed", { sessionStatus: "expired" }],
    ["too-old", { arrivedAt: 1101 }],
    ["total-differs", { confirm: { ...input.confirm, total: 1899 } }],
  ] as [string, Partial<ConfirmInput>][])("%s", (code, change) => {
    expect(decide(change)).toEqual({ ok: false, code, lines: [] });
  });

  test("a confirm that is just as old as it may be is in time", () => {
    expect(decide({ arrivedAt: 1100 })).toMatchObject({ ok: true });
  });
});

describe("a line that cannot be ordered is named with its reason", () => {
  const changed = (item: Partial<MenuItem>) => ({ menu: menuWith({ ...dish, ...item }) });
  const stock = (n: number) => ({
    availability: { soldOut: [], valuesOut: [], stock: { dish: n } },
  });
  test.each([
    [
      "withdrawn",
      { view: { ...view, portions: { ...view.portions, [`${LINE}/d1.a`]: 1 } } },
      [{ line: LINE, code: "withdrawn", left: 2 }],
    ],
    [
      "withdrawn, though ordered from before",
      {
        view: { ...view, orders: { o: orderOf(1) } },
        confirm: {
          ...input.confirm,
          lines: input.confirm.lines.map((l) => ({ ...l, ordered: 1 })),
        },
      },
      [{ line: LINE, code: "withdrawn", left: 2 }],
    ],
    [
      "ordered by somebody else since",
      { view: { ...view, orders: { o: orderOf(1) } } },
      [{ line: LINE, code: "already-ordered", left: 2 }],
    ],
    [
      "unknown",
      { view: { ...view, lines: { [OTHER]: view.lines[OTHER] } } },
      [{ line: LINE, code: "withdrawn", left: 0 }],
    ],
    [
      "dearer",
      changed({ price: 500 }),
      [
        { line: LINE, code: "price-changed", seen: 450, now: 500 },
        { line: OTHER, code: "price-changed", seen: 550, now: 600 },
      ],
    ],
    [
      "off the menu",
      { menu: menuWith() },
      [LINE, OTHER].map((id) => ({ line: id, code: "off-menu" })),
    ],
    [
      "called otherwise than when it was confirmed",
      changed({ name: "Duck" }),
      [LINE, OTHER].map((id) => ({ line: id, code: "off-menu" })),
    ],
    [
      "with a choice called otherwise",
      changed({
        options: dish.options.map((option) => ({
          ...option,
          values: option.values.map((value) => ({ ...value, name: "huge" })),
        })),
      }),
      [{ line: OTHER, code: "options-changed" }],
    ],
    ["without its option", changed({ options: [] }), [{ line: OTHER, code: "options-changed" }]],
    [
      "sold out",
      { availability: { soldOut: ["dish"], valuesOut: [], stock: {} } },
      [LINE, OTHER].map((id) => ({ line: id, code: "sold-out", left: 0 })),
    ],
    [
      "out of a value",
      { availability: { soldOut: [], valuesOut: ["big"], stock: {} } },
      [{ line: OTHER, code: "sold-out", left: 0 }],
    ],
    ["one portion short", stock(3), [{ line: OTHER, code: "sold-out", left: 0 }]],
    ["two portions short", stock(2), [{ line: LINE, code: "sold-out", left: 2 }]],
  ] as [string, Partial<ConfirmInput>, unknown][])("%s", (_, change, lines) => {
    expect(decide(change)).toEqual({ ok: false, code: "lines", lines });
  });

  test("a name that is not on record is no reason", () => {
    expect(decide({ ...changed({ name: "Duck" }), seen: null })).toMatchObject({ ok: true });
  });

  test("just enough is enough", () => {
    expect(decide(stock(4))).toMatchObject({ ok: true });
  });
});
