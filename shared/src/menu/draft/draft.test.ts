import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffDrafts } from "./diff.ts";
import { type DraftDish, draftOf, type MenuDraft, outcomeOf, placesOf } from "./draft.ts";
import { applyEdits, type DraftEdit, EditInvalid, inverseOf } from "./edits.ts";

const dish = (id: string, more: Partial<DraftDish> = {}): DraftDish => ({
  ...{ id, name: id, price: 500, allergens: [], additives: [], options: [] },
  ...more,
});
const draft = (...sections: readonly (readonly [string, ...DraftDish[]])[]): MenuDraft => ({
  categories: sections.map(([id, ...items]) => ({ id, name: id, items })),
});
const ids = (of: MenuDraft) => of.categories.map((c) => [c.id, ...c.items.map((i) => i.id)]);

/** Each of a few ids somewhere or nowhere, in any order, so that two drafts share some things. */
const anyDraft = fc
  .record({
    places: fc.array(fc.nat(), { minLength: 16, maxLength: 16 }),
    order: fc.shuffledSubarray([...Array(18).keys()], { minLength: 18, maxLength: 18 }),
    names: fc.array(fc.constantFrom("a", "b"), { minLength: 18, maxLength: 18 }),
    priced: fc.array(fc.boolean(), { minLength: 18, maxLength: 18 }),
  })
  .map(({ places, order, names, priced }): MenuDraft => {
    const numbered = (kind: string, from: number, count: number) =>
      [...Array(count).keys()]
        .map((i) => ({ id: `${kind}${i}`, at: from + i, name: names[from + i] ?? "a" }))
        .sort((x, y) => order.indexOf(x.at) - order.indexOf(y.at));
    const within = <T extends { readonly at: number }>(things: T[], place: number, of: number) =>
      things.filter(({ at }) => (places[at] ?? 0) % (of + 1) === place);
    const bare = ({ at: _, ...thing }: { id: string; at: number; name: string }) => thing;
    const [sections, dishes] = [numbered("s", 0, 4), numbered("d", 4, 6)];
    const [options, values] = [numbered("o", 10, 4), numbered("v", 12, 4)];
    return {
      categories: within(sections, 0, 1).map((section, s, { length }) => ({
        ...bare(section),
        items: within(dishes, s, length).map((item) => ({
          ...bare(item),
          ...(priced[item.at] && { price: item.at }),
          ...{ allergens: [], additives: [] },
          options: within(options, Number(item.id.slice(1)), 6).map((option) => ({
            ...bare(option),
            ...{ min: 0, max: 1 },
            values: within(values, Number(option.id.slice(1)), 4).map((value) => ({
              ...bare(value),
              priceDelta: 0,
            })),
          })),
        })),
      })),
    };
  });

describe("The edits between two drafts", () => {
  it("make the one out of the other, and their inverse the other out of the one", () => {
    fc.assert(
      fc.property(anyDraft, anyDraft, (before, after) => {
        const edits = diffDrafts(before, after);
        const made = applyEdits(before, edits);
        expect(made.conflicts).toEqual([]);
        expect(made.draft).toEqual(after);
        const back = applyEdits(made.draft, inverseOf(before, edits));
        expect(back.conflicts).toEqual([]);
        expect(back.draft).toEqual(before);
      }),
      { numRuns: 2_000 },
    );
  });

  it("are none between equal ones, and can be sent again", () => {
    fc.assert(
      fc.property(anyDraft, anyDraft, (before, after) => {
        expect(diffDrafts(before, structuredClone(before))).toEqual([]);
        const edits = diffDrafts(before, after).filter(({ kind }) => kind === "set");
        const once = applyEdits(before, edits).draft;
        expect(applyEdits(once, edits)).toEqual({ draft: once, conflicts: [] });
      }),
    );
  });

  it("move one dish when one dish has moved, wherever to", () => {
    const names = [...Array(600).keys()].map((i) => `d${i}`);
    const before = draft(["s", ...names.map((id) => dish(id))]);
    for (const [from, to] of [
      [599, 0],
      [0, 599],
      [20, 300],
    ] as const) {
      const moved = [...names];
      moved.splice(to, 0, ...moved.splice(from, 1));
      const edits = diffDrafts(before, draft(["s", ...moved.map((id) => dish(id))]));
      expect(edits).toHaveLength(1);
      expect(edits[0]).toMatchObject({ kind: "move", id: `d${from}` });
    }
  });

  it("keep a dish that leaves a section which goes", () => {
    const before = draft(["s1", dish("d1"), dish("d2")], ["s2"]);
    const after = draft(["s2", dish("d2")]);
    const edits = diffDrafts(before, after);
    expect(edits.map(({ kind }) => kind)).toEqual(["move", "remove"]);
    expect(applyEdits(before, edits).draft).toEqual(after);
  });
});

describe("Two who write at once", () => {
  const before = draft(["s", dish("d1"), dish("d2")]);
  const price = (was: unknown, to: unknown): DraftEdit => ({
    ...{ kind: "set", id: "d1", field: "price" },
    ...{ was, to },
  });

  it("both change a dish when they change different fields", () => {
    const first = applyEdits(before, [price(500, 600)]).draft;
    const second: DraftEdit = { kind: "set", id: "d1", field: "name", was: "d1", to: "Soup" };
    const both = applyEdits(first, [second]);
    expect(both.conflicts).toEqual([]);
    expect(both.draft.categories[0]?.items[0]).toMatchObject({ name: "Soup", price: 600 });
  });

  it("are told when they change the same field, and nothing of the second is done", () => {
    const first = applyEdits(before, [price(500, 600)]).draft;
    const other: DraftEdit = { kind: "set", id: "d2", field: "price", was: 500, to: 700 };
    expect(applyEdits(first, [other, price(500, 650)])).toEqual({
      draft: first,
      conflicts: [{ edit: 1, reason: "changed", id: "d1", field: "price", now: 600 }],
    });
  });

  it("do not conflict when they agree", () => {
    const first = applyEdits(before, [price(500, 600)]).draft;
    expect(applyEdits(first, [price(500, 600)]).conflicts).toEqual([]);
  });

  it("are told when one takes away what the other has changed", () => {
    const [was] = before.categories[0]?.items ?? [];
    const remove: DraftEdit = { kind: "remove", id: "d1", was: was as DraftDish };
    const changed = applyEdits(before, [price(500, 600)]).draft;
    expect(applyEdits(changed, [remove]).conflicts).toMatchObject([
      { reason: "changed", id: "d1", now: { price: 600 } },
    ]);
    const removed = applyEdits(before, [remove]).draft;
    expect(applyEdits(removed, [price(500, 600)]).conflicts).toMatchObject([
      { reason: "gone", id: "d1" },
    ]);
    expect(applyEdits(removed, [remove])).toEqual({ draft: removed, conflicts: [] });
  });

  it("are told when a dish is put into a section that is gone", () => {
    const edits: DraftEdit[] = [
      { kind: "move", id: "d1", in: "s9", before: null },
      { kind: "add", part: "item", in: "s9", before: null, thing: dish("d3") },
    ];
    expect(applyEdits(before, edits)).toEqual({
      draft: before,
      conflicts: [
        { edit: 0, reason: "gone", id: "s9" },
        { edit: 1, reason: "gone", id: "s9" },
      ],
    });
  });

  it("put things at the end when what they stood before is gone", () => {
    const edits: DraftEdit[] = [{ kind: "move", id: "d1", in: "s", before: "d9" }];
    expect(ids(applyEdits(before, edits).draft)).toEqual([["s", "d2", "d1"]]);
  });
});

describe("An edit that makes no sense", () => {
  const before = draft(["s", dish("d1")]);
  it.each<[string, DraftEdit]>([
    ["sets an id", { kind: "set", id: "d1", field: "id", was: "d1", to: "d2" }],
    ["sets what is in a thing", { kind: "set", id: "s", field: "items", was: [], to: [] }],
    ["puts a dish into a dish", { kind: "move", id: "d1", in: "d1", before: null }],
    ["puts a section into something", { kind: "move", id: "s", in: "s", before: null }],
    ["puts a dish into nothing", { kind: "move", id: "d1", in: null, before: null }],
    [
      "adds an id twice",
      {
        ...{ kind: "add", part: "category", in: null, before: null },
        thing: { id: "s2", name: "s2", items: [dish("d1")] },
      },
    ],
    [
      "adds another part under an id",
      {
        ...{ kind: "add", part: "category", in: null, before: null },
        thing: { id: "d1", name: "d1", items: [] },
      },
    ],
  ])("%s and is refused", (_, edit) => {
    expect(() => applyEdits(before, [edit])).toThrow(EditInvalid);
  });
});

describe("What is published of a draft", () => {
  it("is what a menu's own draft came from", () => {
    const menu = outcomeOf(draft(["s", dish("d1"), dish("d2")]));
    const rows = { notices: new Set(["d2"]), externalIds: new Map([["d1", "POS-1"]]) };
    const again = outcomeOf(draftOf(menu, rows));
    expect(again).toEqual({ ...rows, categories: menu.categories });
  });

  it("leaves out what is hidden, unpriced or empty", () => {
    const size = { id: "o", name: "Size", min: 0, max: 3, values: [] };
    const outcome = outcomeOf({
      categories: [
        { id: "s1", name: "s1", hidden: true, items: [dish("d1")] },
        { id: "s2", name: "s2", items: [dish("d2", { hidden: true })] },
        {
          ...{ id: "s3", name: "s3" },
          items: [
            { id: "d3", name: "d3", allergens: [], additives: [], options: [] },
            dish("d4", { options: [size] }),
          ],
        },
      ],
    });
    expect(outcome.categories.map((c) => [c.id, ...c.items.map((i) => i.id)])).toEqual([
      ["s3", "d4"],
    ]);
    expect(outcome.categories[0]?.items[0]?.options).toEqual([]);
  });
});

describe("A draft's things", () => {
  it("are found by id with where they are", () => {
    const places = placesOf(draft(["s1"], ["s2", dish("d1"), dish("d2")]));
    expect(places.get("d2")).toMatchObject({ part: "item", parent: "s2", position: 1 });
    expect([...places.keys()]).toEqual(["s1", "s2", "d1", "d2"]);
  });
});
