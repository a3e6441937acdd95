import { expect, test } from "vitest";
import { createDishDrafts } from "./dish-drafts.ts";

const draft = { choices: { size: ["s"] }, note: "no nuts", whose: "table", quantity: 2 } as const;

test("a draft belongs to its dish until it is dropped, also where nothing can be stored", () => {
  const drafts = createDishDrafts("session");
  drafts.keep("soup", draft);
  drafts.keep("fish", { ...draft, note: "" });
  expect(drafts.of("soup")).toEqual(draft);
  drafts.drop("fish");
  drafts.drop("never-there");
  expect(drafts.of("fish")).toBeUndefined();
  expect(drafts.of("soup")).toEqual(draft);
});
