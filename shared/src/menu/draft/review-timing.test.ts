import { describe, expect, it } from "vitest";
import { parseLocal } from "../timing/local-time.ts";
import type { PriceChange, TimeWindow } from "../timing/rules.ts";
import type { DraftDish, DraftOption, DraftSection } from "./draft.ts";
import { reviewDraft } from "./review.ts";

// A Monday.
const CLOCK = { local: parseLocal("2026-11-30T12:00"), dayStartsAt: 4 };
const LUNCH: TimeWindow = { span: { from: "11:30", until: "14:30" } };
const EVENING: TimeWindow = { span: { from: "17:00", until: "23:00" } };
const PAST: TimeWindow = { untilDate: "2026-11-29" };

const dish = (more: Partial<DraftDish> = {}): DraftDish => ({
  ...{ id: "dish", name: "Soup", price: 900, allergens: [], additives: [], options: [] },
  ...more,
});
const remarks = (item: DraftDish, section: Partial<DraftSection> = {}) =>
  reviewDraft(
    { categories: [{ id: "section", name: "Mains", ...section, items: [item] }] },
    CLOCK,
  ).map(({ code, id }) => `${code} ${id}`);
const rule = (change: PriceChange, when: readonly TimeWindow[] = [EVENING]) => ({ when, change });

describe("A careful colleague looks at the clock and", () => {
  it("has nothing to say about times that come and prices that go down", () => {
    const priceRules = [rule({ kind: "percent", by: -20 }), rule({ kind: "minus", amount: 899 })];
    expect(remarks(dish({ served: [LUNCH, EVENING], priceRules, stockPerDay: 9 }))).toEqual([]);
  });

  it.each<[string, Partial<DraftDish>, Partial<DraftSection>]>([
    ["its time is over", { served: [PAST] }, {}],
    ["its days and dates never meet", { served: [{ ...PAST, days: [2] }] }, {}],
    ["there is no time", { served: [] }, {}],
    ["its section is served at other times", { served: [LUNCH] }, { served: [EVENING] }],
  ])("says that a dish is never served: %s", (_, item, section) => {
    expect(remarks(dish(item), section)).toEqual(["never-served dish"]);
  });

  it("says which of several windows never opens, also of a section and of a price", () => {
    const priceRules = [rule({ kind: "minus", amount: 100 }, [LUNCH, PAST])];
    expect(remarks(dish({ served: [LUNCH, PAST], priceRules }))).toEqual([
      ...["window-never dish", "price-never dish"],
    ]);
    expect(remarks(dish(), { served: [LUNCH, PAST] })).toEqual(["window-never section"]);
  });

  it("says that a price at times is never looked at, since one before it always holds", () => {
    const always = rule({ kind: "minus", amount: 100 }, [{}]);
    const happy = rule({ kind: "minus", amount: 200 });
    expect(remarks(dish({ priceRules: [always, happy] }))).toEqual(["price-never dish"]);
    expect(remarks(dish({ priceRules: [happy, always] }))).toEqual([]);
  });

  it.each<[string, PriceChange]>([
    ["price-raised", { kind: "percent", by: 10 }],
    ["price-raised", { kind: "fixed", price: 901 }],
    ["price-to-zero", { kind: "fixed", price: 0 }],
    ["price-to-zero", { kind: "percent", by: -100 }],
    ["price-to-zero", { kind: "minus", amount: 900 }],
  ])("says %s of %o, on a dish and on a section for some of its dishes", (code, change) => {
    expect(remarks(dish({ priceRules: [rule(change)] }))).toEqual([`${code} dish`]);
    expect(remarks(dish(), { priceRules: [rule(change)] })).toEqual([`${code} section`]);
  });

  it("says that no portion a day is none ever, unless it is only a notice", () => {
    expect(remarks(dish({ stockPerDay: 0 }))).toEqual(["stock-none dish"]);
    expect(remarks(dish({ stockPerDay: 0, notice: true }))).toEqual([]);
  });

  const size = (small: Partial<DraftOption["values"][0]>, more: Partial<DraftOption> = {}) => ({
    ...{ id: "size", name: "Size", min: 1, max: 1 },
    values: [
      { id: "small", name: "Small", priceDelta: 100, served: [LUNCH], ...small },
      { id: "big", name: "Big", priceDelta: 200, served: [EVENING] },
    ],
    ...more,
  });
  it("says that a choice which has to be made cannot be at some time at which the dish is served", () => {
    expect(remarks(dish({ options: [size({})] }))).toEqual(["choice-at-times size"]);
    // Between them they are there whenever the dish is.
    expect(remarks(dish({ options: [size({})], served: [LUNCH, EVENING] }))).toEqual([]);
    expect(remarks(dish({ options: [size({ served: [LUNCH, { days: [7] }] })] }))).toEqual([
      "choice-at-times size",
    ]);
    expect(remarks(dish({ options: [size({}, { min: 0 })] }))).toEqual([]);
    const { served: _, ...always } = size({}).values[0] ?? { id: "", name: "", priceDelta: 0 };
    expect(remarks(dish({ options: [size({}, { values: [always] })] }))).toEqual([]);
  });

  it("says it of choices too; only that they may cost nothing is as it should be", () => {
    const raised = rule({ kind: "fixed", price: 150 });
    const free = rule({ kind: "fixed", price: 0 });
    const options = [size({ served: [LUNCH, PAST], priceRules: [raised, free] }, { min: 0 })];
    expect(remarks(dish({ options }))).toEqual(["window-never small", "price-raised small"]);
  });

  it("says nothing about time without a clock", () => {
    const draft = { categories: [{ id: "s", name: "s", items: [dish({ served: [PAST] })] }] };
    expect(reviewDraft(draft)).toEqual([]);
  });
});
