import { describe, expect, it } from "vitest";
import type { DraftDish, DraftOption, MenuDraft } from "./draft.ts";
import { isBlocking, reviewDraft } from "./review.ts";

const dish = (id: string, more: Partial<DraftDish> = {}): DraftDish => ({
  ...{ id, name: id, price: 900, allergens: [], additives: [], options: [] },
  ...more,
});
const section = (...items: DraftDish[]): MenuDraft => ({
  categories: [{ id: "s", name: "Mains", items }],
});
const codes = (draft: MenuDraft) => reviewDraft(draft).map(({ code, id }) => `${code} ${id}`);
const option = (more: Partial<DraftOption>): DraftOption => ({
  ...{ id: "o", name: "Size", min: 1, max: 1 },
  values: [{ id: "v", name: "Small", priceDelta: 0 }],
  ...more,
});

describe("A careful colleague", () => {
  it("has nothing to say about a menu that is in order", () => {
    const options = [option({})];
    expect(codes(section(dish("a"), dish("b", { options })))).toEqual([]);
  });

  it.each<[string, Partial<DraftOption>]>([
    ["more than there are", { min: 2, max: 2 }],
    ["more than may be chosen", { min: 2, max: 1 }],
  ])("says first that a choice cannot be made: %s", (_, more) => {
    const draft = section(dish("free", { price: 0 }), dish("a", { options: [option(more)] }));
    expect(codes(draft)).toEqual(["option-impossible o", "price-zero free"]);
    expect(reviewDraft(draft).map(isBlocking)).toEqual([true, false]);
  });

  it("says what is never asked, and what has more chosen beforehand than can be", () => {
    const values = (id: string, more = {}) => [{ id, name: id, priceDelta: 0, ...more }];
    const options = [
      option({ id: "o1", values: values("v1", { defaultQuantity: 2 }) }),
      option({ id: "o2", values: values("v2"), openedBy: ["gone"] }),
      option({ id: "o3", values: values("v3"), openedBy: ["v1"] }),
      option({ id: "o4", values: [], openedBy: ["gone"] }),
    ];
    const draft = section(dish("a", { options }));
    expect(codes(draft)).toEqual(["option-defaults o1", "option-unopened o2"]);
    expect(reviewDraft(draft).every(isBlocking)).toBe(true);
  });

  it("says what has no price, and what costs nothing unless its choices do", () => {
    const sized = option({ values: [{ id: "v", name: "Small", priceDelta: 500 }] });
    const { price: _, ...unpriced } = dish("none");
    const draft = section(
      unpriced,
      dish("free", { price: 0 }),
      dish("sized", { price: 0, options: [sized] }),
      dish("closed", { price: 0, notice: true }),
    );
    expect(codes(draft)).toEqual(["price-missing none", "price-zero free"]);
  });

  it("says that a price is ten times its neighbours', or a tenth, where there are some", () => {
    const others = [dish("a"), dish("b", { price: 950 }), dish("c", { price: 1100 })];
    const remarks = (price: number) => reviewDraft(section(...others, dish("x", { price })));
    expect(remarks(9500)).toEqual([{ code: "price-outlier", id: "x", usual: 950 }]);
    expect(remarks(95)).toEqual([{ code: "price-outlier", id: "x", usual: 950 }]);
    expect(remarks(9400)).toEqual([]);
    expect(codes(section(dish("a"), dish("x", { price: 90_000 })))).toEqual([]);
  });

  it("says what lacks a name in a language that most dishes have", () => {
    const both = { de: "Suppe", ja: "スープ" };
    const draft = section(
      dish("a", { translations: both }),
      dish("b", { translations: { de: "Brot" } }),
      dish("c"),
    );
    expect(reviewDraft(draft)).toEqual([{ code: "translation-missing", id: "c", language: "de" }]);
  });

  it("says whose allergens are unknown once the menu names any", () => {
    const draft = section(dish("a", { allergens: ["milk"] }), dish("b"), dish("c"));
    expect(codes(draft)).toEqual(["allergens-unknown b", "allergens-unknown c"]);
  });

  it("says what is there twice, and which section is empty", () => {
    const twice = section(dish("a", { name: "Soup" }), dish("b", { name: " soup " }));
    expect(codes(twice)).toEqual(["name-twice a", "name-twice b"]);
    expect(codes(section())).toEqual(["section-empty s"]);
  });

  it("says nothing about what is hidden", () => {
    const draft = section(dish("a"), dish("free", { price: 0, hidden: true }));
    expect(codes(draft)).toEqual([]);
    expect(codes({ categories: [{ id: "s", name: "Mains", hidden: true, items: [] }] })).toEqual(
      [],
    );
  });
});
