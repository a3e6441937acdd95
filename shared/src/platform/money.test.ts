import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { minorDigits } from "./currencies.ts";
import { formatMinor, parseMinor } from "./money.ts";

describe("amounts are read exactly or not at all", () => {
  test.each([
    ["8.99", "EUR", 899],
    ["8.9", "EUR", 890],
    ["8", "EUR", 800],
    ["-2.00", "EUR", -200],
    ["0.29", "EUR", 29],
    ["350", "JPY", 350],
    ["350.00", "JPY", 350],
    ["1.2340", "KWD", 1234],
    ["999999999.99", "EUR", 99_999_999_999],
  ])("%s %s is %i", (text, currency, minor) => {
    expect(parseMinor(text, currency)).toBe(minor);
  });

  test.each([
    ["350.50", "JPY"],
    ["1.999", "EUR"],
    ["1.2345", "KWD"],
    ["1e3", "EUR"],
    ["1,50", "EUR"],
    [".5", "EUR"],
    ["5.", "EUR"],
    ["+5", "EUR"],
    ["--5", "EUR"],
    [" 5", "EUR"],
    ["5\n", "EUR"],
    ["", "EUR"],
    ["NaN", "EUR"],
    ["٣", "EUR"],
    ["1234567890", "EUR"],
  ])("%j is no amount of %s", (text, currency) => {
    expect(parseMinor(text, currency)).toBeNull();
  });

  test("minus nothing is nothing, not minus zero", () => {
    expect(Object.is(parseMinor("-0.00", "EUR"), 0)).toBe(true);
  });

  test("whatever is written with the currency's digits reads back as the same amount", () => {
    const amounts = fc.tuple(
      fc.integer({ min: -1e11, max: 1e11 }),
      fc.constantFrom("JPY", "EUR", "KWD", "CLF"),
    );
    fc.assert(
      fc.property(amounts, ([minor, currency]) => {
        const digits = minorDigits(currency);
        const padded = String(Math.abs(minor)).padStart(digits + 1, "0");
        const whole = padded.slice(0, padded.length - digits);
        const text = digits ? `${whole}.${padded.slice(-digits)}` : whole;
        if (whole.length <= 9) {
          expect(parseMinor(minor < 0 ? `-${text}` : text, currency)).toBe(minor);
        }
      }),
      { seed: 1 },
    );
  });
});

test("amounts are shown with the digits of their currency", () => {
  expect(formatMinor(4320, "EUR", "en")).toBe("€43.20");
  expect(formatMinor(350, "JPY", "ja-JP")).toBe("￥350");
  expect(formatMinor(1234, "KWD", "en").replace(/\s/, " ")).toBe("KWD 1.234");
  expect(formatMinor(-29, "EUR", "en")).toBe("−€0.29");
  expect(formatMinor(2490, "HUF", "de")).toBe("2.490\u00a0HUF");
});

test("amounts are written in Latin digits in every language", () => {
  for (const locale of ["ar", "ar-EG", "ar-SA", "fa", "mr", "ne"]) {
    const digits = formatMinor(123456, "EUR", locale).replace(/\P{Nd}/gu, "");
    expect(digits, locale).toBe("123456");
  }
});
