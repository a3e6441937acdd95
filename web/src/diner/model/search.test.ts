import { expect, test } from "vitest";
import { foldText, matchesQuery } from "./search.ts";

test("finds dishes without their diacritics, in any case and width", () => {
  const text = foldText("M12\nPhở Bò\nCrème brûlée\nGrüße\nＡ１ピザ");
  for (const query of ["pho", "PHO BO", "creme brulee", "grusse", "a1", "ピザ", "m12", "bo pho"]) {
    expect(matchesQuery(text, query), query).toBe(true);
  }
  expect(matchesQuery(text, "pho gà")).toBe(false);
});

test("an empty query matches everything", () => {
  expect(matchesQuery(foldText("x"), "  ")).toBe(true);
});
