import { expect, test } from "vitest";
import { dateTimeFormat, numberFormat, pluralRules } from "./intl.ts";

/** Locales whose own digits are not Latin, at least in some engine. */
const OTHERS = ["ar", "ar-EG", "ar-SA", "fa", "ckb", "mr", "ne", "my", "bn", "ar-u-nu-arab"];
const digitsOf = (text: string) => text.replace(/\P{Nd}/gu, "");

test.each(OTHERS)("%s: numbers and times are written in Latin digits", (locale) => {
  expect(digitsOf(numberFormat(locale).format(1234567890))).toBe("1234567890");
  const noon = Date.UTC(2026, 4, 3, 12, 34, 56);
  const time = dateTimeFormat(locale, { timeStyle: "medium", timeZone: "UTC", hourCycle: "h23" });
  expect(digitsOf(time.format(noon))).toBe("123456");
  expect(dateTimeFormat(locale, { dateStyle: "full" }).format(noon)).not.toMatch(/[٠-٩۰-۹]/);
});

test("only the digits change: words, separators and plural forms stay the locale's own", () => {
  expect(numberFormat("de").format(1234.5)).toBe("1.234,5");
  expect(dateTimeFormat("ar", { weekday: "long", timeZone: "UTC" }).format(0)).toBe("الخميس");
  expect(pluralRules("ar").select(2)).toBe("two");
});

test("a format is made once for the same locale and options", () => {
  expect(numberFormat("de", { style: "percent" })).toBe(numberFormat("de", { style: "percent" }));
  expect(numberFormat("de", { style: "percent" })).not.toBe(numberFormat("de"));
  expect(numberFormat("de")).not.toBe(numberFormat("en"));
});
