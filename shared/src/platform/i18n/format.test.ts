import { expect, test } from "vitest";
import { formatMessage, placeholdersOf } from "./format.ts";
import { matchLocale } from "./locales.ts";

test("fills placeholders and writes numbers in the language's way", () => {
  expect(formatMessage("{who} adds {n}", "de", { who: "Ana", n: 1234.5 })).toBe("Ana adds 1.234,5");
  expect(formatMessage("{missing}", "en")).toBe("{missing}");
});

test("writes the digits that everybody can read, whatever the phone's Arabic has", () => {
  for (const locale of ["ar", "ar-EG", "fa"]) {
    expect(formatMessage("{n}", locale, { n: 1234 }).replace(/\D/g, ""), locale).toBe("1234");
  }
});

test("picks the plural form of the language", () => {
  const forms = { one: "{count} dish", other: "{count} dishes" };
  expect(formatMessage(forms, "en", { count: 1 })).toBe("1 dish");
  expect(formatMessage(forms, "en", { count: 0 })).toBe("0 dishes");
  expect(formatMessage({ two: "طبقان", other: "{count} طبق" }, "ar", { count: 2 })).toBe("طبقان");
});

test("names the placeholders of a message once each", () => {
  expect(placeholdersOf({ one: "{b} {a}", other: "{a}" })).toEqual(["a", "b"]);
});

test("matches the phone's languages in order, by base language", () => {
  expect(matchLocale(["fr-FR", "zh-Hant-TW", "en"])).toBe("zh");
  expect(matchLocale(["fr"])).toBe("en");
});
