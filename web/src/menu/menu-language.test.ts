import type { Menu } from "@tureen/shared/menu/menu";
import { expect, test } from "vitest";
import { languagesOf, preferredLanguage } from "./menu-language.ts";

test.each<[spoken: string[], preferred: string[], read: string]>([
  // None of the app's own languages.
  [["en", "de", "fr"], ["fr", "en"], "fr"],
  [["en", "de", "fr"], ["fr-CA", "en"], "fr"],
  // The menu's own is as good as a translation.
  [["it", "en"], ["it-CH", "en"], "it"],
  [["zh-Hans", "zh-Hant"], ["zh-Hant", "en"], "zh-Hant"],
  [["zh-Hans", "zh-Hant"], ["zh", "en"], "zh-Hans"],
  // Nothing that the reader knows: as it was written.
  [["el", "tr"], ["ja", "en"], "el"],
  [[], ["de", "en"], "de"],
])("a menu in %j is read by somebody who prefers %j in %s", (spoken, preferred, read) => {
  expect(preferredLanguage(spoken, preferred)).toBe(read);
});

test("a menu speaks its own language and those of its translations", () => {
  const menu = {
    locale: "it",
    categories: [
      {
        translations: { en: "Soups" },
        items: [{ translations: { fr: "Soupe" } }, { translations: { en: "Stew" } }, {}],
      },
    ],
  } as unknown as Menu;
  expect(languagesOf(menu)).toEqual(["it", "en", "fr"]);
});
