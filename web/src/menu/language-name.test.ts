import { expect, test } from "vitest";
import { otherLanguage } from "./language-name.ts";

test("a language is named to those who read another one, and what nobody knows goes by its tag", () => {
  expect(otherLanguage("de", "en")).toBe("German");
  expect(otherLanguage("en-GB", "de")).toBe("Englisch");
  expect(otherLanguage("en-GB", "en")).toBeUndefined();
  expect(otherLanguage("not a tag", "en")).toBe("not a tag");
});
