import type { DraftConflict, DraftEdit } from "@tureen/shared/menu/draft/edits";
import { menuPartSchemas } from "@tureen/shared/menu/menu-schema";
import { id as uuid } from "@tureen/shared/platform/http/fields";
import { describe, expect, test } from "vitest";
import type { Refused } from "./model/create-draft.ts";
import { refusedTexts } from "./refused-text.ts";

const id = (n: number) => `0190a0b0-0000-7000-8000-${String(n).padStart(12, "0")}`;
const [DISH, LARGE, GONE] = [id(1), id(2), id(3)];
const HASH = "ab".repeat(32);
const names: Readonly<Record<string, string>> = { [DISH]: "Soup", [LARGE]: "Large" };
const words = { nameOf: (of: string) => names[of], currency: "EUR", stations: [], courses: [] };

/** Values that a field can hold, those that hold ids and what no sentence has words for among them. */
const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  openedBy: [[LARGE], [LARGE, GONE], []],
  priceBy: [[{ value: LARGE, priceDelta: 150 }], [{ value: GONE, priceDelta: -50 }]],
  photo: [{ hash: HASH, width: 9, height: 9, placeholder: "Qk0=", focus: [50, 50] }],
  tax: [[{ category: "food", weight: 1 }]],
  translations: [{ de: "Suppe" }],
  descriptionTranslations: [{ de: "Heiß" }],
  served: [[{ days: [7] }], []],
  priceRules: [[{ when: [{ days: [7] }], change: { kind: "fixed", price: 500 } }]],
  name: ["Broth"],
  description: ["Hot"],
  code: ["12"],
  kitchenName: ["SOUP"],
  allergens: [["milk"], []],
  additives: [["1"]],
  mayContain: [["nuts"]],
  diets: [["vegan"]],
  badges: [["new"]],
  hidden: [true],
  notice: [true],
  externalId: ["soup-1"],
};
const fields = [
  ...new Set([
    ...Object.values(menuPartSchemas(uuid)).flatMap((part) => Object.keys(part.shape)),
    ...["hidden", "notice", "externalId"],
  ]),
].filter((field) => field !== "id");
const valuesOf = (field: string) => [...(VALUES[field] ?? [3]), null];

const refused = (edit: DraftEdit, conflict: Omit<DraftConflict, "edit">, by?: string): Refused => ({
  change: [edit],
  conflicts: [
    { edit: 0, ...conflict, by: by === undefined ? null : { userId: id(9), name: by, at: 0 } },
  ],
});

describe("What is said of a refused change", () => {
  const soup = { id: DISH, name: "Soup", options: [], allergens: [], additives: [] };
  const edits: DraftEdit[] = [
    ...fields.flatMap((field) =>
      valuesOf(field).map((to): DraftEdit => ({ kind: "set", id: DISH, field, was: null, to })),
    ),
    { kind: "add", part: "item", in: GONE, before: null, thing: soup },
    { kind: "remove", id: DISH, was: soup },
    { kind: "move", id: DISH, in: GONE, before: null },
  ];
  const all = edits.flatMap((edit) =>
    [DISH, GONE].flatMap((about) => [
      refused(edit, { reason: "gone", id: about }, "Ana"),
      refused(edit, { reason: "changed", id: about, now: soup }),
      ...(edit.kind === "set"
        ? valuesOf(edit.field).map((now) =>
            refused(edit, { reason: "changed", id: about, field: edit.field, now }, "Ana"),
          )
        : []),
    ]),
  );

  test("never is an id, a photo's hash or the form that values travel in", () => {
    for (const one of all) {
      const [text = ""] = refusedTexts(one, words);
      expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|[0-9a-f]{16}|[{}[\]"]|undefined|null/);
      expect(text).not.toMatch(/ {2}|^[ ,:]/);
    }
  });

  test.each<[string, DraftEdit, Omit<DraftConflict, "edit">]>([
    [
      "Soup, Asked with: Ana wrote “Large, The choice is gone”, you wrote “Large”.",
      { kind: "set", id: DISH, field: "openedBy", was: null, to: [LARGE] },
      { reason: "changed", id: DISH, field: "openedBy", now: [LARGE, GONE] },
    ],
    [
      "Soup, Photo: Ana has changed this meanwhile.",
      { kind: "set", id: DISH, field: "photo", was: null, to: null },
      { reason: "changed", id: DISH, field: "photo", now: { hash: HASH } },
    ],
    [
      "Ana has changed Soup meanwhile.",
      { kind: "remove", id: DISH, was: soup },
      { reason: "changed", id: DISH, now: soup },
    ],
    [
      "Ana has deleted Soup, which you changed.",
      { kind: "move", id: DISH, in: null, before: null },
      { reason: "gone", id: DISH },
    ],
    [
      "Ana has deleted what you changed.",
      { kind: "move", id: GONE, in: null, before: null },
      { reason: "gone", id: GONE },
    ],
  ])("is %s", (text, edit, conflict) => {
    expect(refusedTexts(refused(edit, conflict, "Ana"), words)).toEqual([text]);
  });
});
