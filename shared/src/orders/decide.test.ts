import { describe, expect, test } from "vitest";
import type { Menu, MenuItem } from "../menu/menu.ts";
import { decisionClock } from "../menu/timing/decision-clock.ts";
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
  due: 0,
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
    ["round-unpaid", { due: 1 }],
    ["total-differs", { confirm: { ...input.confirm, total: 1899 } }],
  ] as [string, Partial<ConfirmInput>][])("%s", (code, change) => {
    expect(decide(change)).toEqual({ ok: false, code, lines: [] });
  });

  test("a confirm that is just as old as it may be is in time", () => {
    expect(decide({ arrivedAt: 1100 })).toMatchObject({ ok: true });
  });
});

describe("by the restaurant's clock", () => {
  const happy = [{ span: { from: "17:00", until: "19:00" } }];
  const service = {
    ...{ timezone: "Europe/Berlin", dayStartsAt: 4, pause: null },
    hours: {
      week: Array.from({ length: 7 }, () => [{ from: "11:00", until: "02:00" }]),
      ...{ exceptions: [], lastOrders: 30 },
    },
  };
  /** The confirm as it arrives when the clock of Berlin shows this, in winter. */
  const decideAt = (time: string, change: Partial<ConfirmInput> = {}, more: object = {}) => {
    const arrivedAt = Date.parse(`2026-11-30T${time}:00+01:00`);
    const confirm = { ...input.confirm, at: arrivedAt };
    const clock = decisionClock({ ...service, ...more }, arrivedAt);
    return decide({ confirm, arrivedAt, clock, ...change });
  };
  const menuOf = (more: Partial<MenuItem>) => ({ menu: menuWith({ ...dish, ...more }) });

  test("nothing is ordered while it is closed, after the last orders, or in a pause", () => {
    const paused = {
      from: Date.parse("2026-11-30T12:00+01:00"),
      until: Date.parse("2026-11-30T12:20+01:00"),
    };
    expect(decideAt("10:59")).toEqual({ ok: false, code: "closed", lines: [] });
    expect(decideAt("11:00")).toMatchObject({ ok: true });
    expect(decideAt("01:30")).toEqual({ ok: false, code: "last-orders", lines: [] });
    expect(decideAt("12:10", {}, { pause: paused })).toEqual({
      ok: false,
      code: "paused",
      lines: [],
    });
    expect(decideAt("12:20", {}, { pause: paused })).toMatchObject({ ok: true });
  });

  test("what is not served at that time is named, as a dish and as a choice", () => {
    const at = (time: string, more: Partial<MenuItem>) => decideAt(time, menuOf(more));
    const values = [{ id: "big", name: "big", priceDelta: 100, served: happy }];
    const both = [LINE, OTHER].map((line) => ({ line, code: "not-served" }));
    expect(at("16:59", { served: happy })).toEqual({ ok: false, code: "lines", lines: both });
    expect(at("17:00", { served: happy })).toMatchObject({ ok: true });
    expect(at("19:00", { served: happy })).toMatchObject({ ok: false });
    expect(at("16:00", { options: dish.options.map((o) => ({ ...o, values })) })).toEqual({
      ...{ ok: false, code: "lines", lines: [both[1]] },
    });
  });

  test("a price that a rule has changed is told with the one that was seen, and ordered where seen", () => {
    const rules = { priceRules: [{ when: happy, change: { kind: "fixed", price: 300 } as const }] };
    expect(decideAt("17:00", menuOf(rules))).toEqual({
      ...{ ok: false, code: "lines" },
      lines: [
        { line: LINE, code: "price-changed", seen: 450, now: 300 },
        { line: OTHER, code: "price-changed", seen: 550, now: 400 },
      ],
    });
    const confirm = {
      ...{ ...input.confirm, at: Date.parse("2026-11-30T17:00+01:00"), total: 900 },
      lines: [{ line: LINE, quantity: 3, unitPrice: 300, ordered: 0 }],
    };
    expect(decideAt("17:00", { ...menuOf(rules), confirm })).toMatchObject({
      ok: true,
      total: 900,
    });
  });

  test("what arrived in the hour that came twice is decided as the recorded clock says", () => {
    const arrivedAt = Date.parse("2026-10-25T01:15:00Z");
    const clock = decisionClock(service, arrivedAt);
    // The second quarter past two: the clock stands still just before three until it is over.
    expect(clock.local).toBe("2026-10-25T02:59");
    const confirm = { ...input.confirm, at: arrivedAt };
    expect(decide({ confirm, arrivedAt, clock })).toMatchObject({ code: "closed" });
    // A table of time zones that says otherwise later does not matter.
    const later = { ...clock, timezone: "America/New_York" };
    expect(decide({ confirm, arrivedAt, clock: later })).toMatchObject({ code: "closed" });
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

test("what a dish is for tax is frozen with the order; one that does not say has none", () => {
  const tax = [
    { category: "food", weight: 7 },
    { category: "drinks", weight: 3 },
  ];
  const decided = decide({ menu: menuWith({ ...dish, tax }), seen: menuWith(dish) });
  expect(decided.ok && decided.lines.map((ordered) => ordered.tax)).toEqual([tax, tax]);
  const plain = decide({});
  expect(plain.ok && plain.lines.map((ordered) => "tax" in ordered)).toEqual([false, false]);
});

describe("what a line leaves to the menu's defaults", () => {
  const withDefault = (id: string | null): MenuItem => ({
    ...dish,
    options: [
      {
        ...{ id: "with", name: "With", min: 0, max: 2 },
        values: ["egg", "ham"].map((name) => ({
          ...{ id: name, name, priceDelta: 0 },
          ...(name === id && { defaultQuantity: 1 }),
        })),
      },
    ],
  });
  const one = { lines: [{ line: LINE, quantity: 3, unitPrice: 450, ordered: 0 }], total: 1350 };
  const decideWith = (seen: MenuItem, now: MenuItem, more: Partial<ConfirmInput> = {}) =>
    decide({
      confirm: { ...input.confirm, ...one },
      ...{ seen: menuWith(seen), menu: menuWith(now), ...more },
    });

  test("is what the confirmer saw there, else nobody gets it", () => {
    const egg = withDefault("egg");
    expect(decideWith(egg, egg)).toMatchObject({ ok: true, lines: [{ choices: ["egg"] }] });
    for (const [seen, now] of [
      [egg, withDefault("ham")],
      [egg, withDefault(null)],
      [withDefault(null), egg],
    ] as const) {
      expect(decideWith(seen, now)).toMatchObject({ lines: [{ code: "options-changed" }] });
    }
  });

  test("may be sold out or not served like what it names", () => {
    const egg = withDefault("egg");
    const availability = { soldOut: [], valuesOut: ["egg"], stock: {} };
    expect(decideWith(egg, egg, { availability })).toMatchObject({ lines: [{ code: "sold-out" }] });
  });
});

describe("[D-COURSE-1] courses", () => {
  const courses = [{ name: "Starters" }, { name: "Mains" }];
  const steak: MenuItem = { ...dish, id: "steak", name: "Steak", options: [] };
  const withCourses = {
    ...menuWith({ ...dish, course: 1 }, { ...steak, course: 2 }),
    courses,
  };
  const wanted = (course?: number): SessionView => ({
    ...view,
    lines: {
      [LINE]: line,
      [OTHER]: { ...line, item: "steak", ...(course !== undefined && { course }) },
    },
  });
  const confirm = {
    ...input.confirm,
    total: 1800,
    lines: input.confirm.lines.map((each) => ({ ...each, unitPrice: 450 })),
  };
  const coursesOf = (course?: number, menu: Menu = withCourses, orders = {}) => {
    const decision = decide({
      ...{ confirm, menu, seen: menu },
      view: { ...wanted(course), orders: { ...orders } },
    });
    return decision.ok ? decision.lines.map((each) => each.course) : decision;
  };

  test("each line is of its dish's course, and the later one waits", () => {
    expect(coursesOf()).toEqual([
      { number: 1, name: "Starters" },
      { number: 2, name: "Mains", held: true },
    ]);
  });

  test("a guest brings a dish along with another course, or has it at once", () => {
    expect(coursesOf(1)).toEqual([
      { number: 1, name: "Starters" },
      { number: 1, name: "Starters" },
    ]);
    expect(coursesOf(0)).toEqual([{ number: 1, name: "Starters" }, undefined]);
    // A course that the menu does not have any more.
    expect(coursesOf(9)).toEqual([{ number: 1, name: "Starters" }, undefined]);
  });

  test("what the table is being served already counts", () => {
    const cooking = {
      status: "preparing",
      lines: [{ line: "d1-zzzzzzzzzz", quantity: 1, shares: { d1: 1 }, course: { number: 2 } }],
    };
    expect(coursesOf(undefined, withCourses, { o: cooking })).toEqual([
      { number: 1, name: "Starters" },
      { number: 2, name: "Mains" },
    ]);
  });

  test("a menu without courses knows none, whatever its dishes and lines name", () => {
    const { courses: _, ...menu } = withCourses;
    expect(coursesOf(2, menu)).toEqual([undefined, undefined]);
  });
});
