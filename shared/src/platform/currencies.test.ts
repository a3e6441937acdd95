import { afterEach, expect, test, vi } from "vitest";
import { isCurrency, minorDigits } from "./currencies.ts";
import { decimalOf, formatMinor, parseMinor } from "./money.ts";

afterEach(() => vi.restoreAllMocks());

/** Every code of three letters. */
const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const CODES = LETTERS.flatMap((a) => LETTERS.flatMap((b) => LETTERS.map((c) => a + b + c)));

/** What the server stored prices with before the digits were written down: 24.21's CLDR 48. */
const STORED_WHOLE =
  "AFN ALL BIF CLP COP DJF GNF HUF IDR IQD IRR ISK JPY KMF KPW KRW LAK LBP MGA MMK PKR PYG RWF " +
  "SLL SOS SYP UGX UYI VND VUV XAF XOF XPF YER";

test("a currency's digits are those its prices have always been stored with", () => {
  const having = (digits: number) =>
    CODES.filter((code) => isCurrency(code) && minorDigits(code) === digits);
  expect(having(0)).toEqual(STORED_WHOLE.split(" "));
  expect(having(3)).toEqual(["BHD", "JOD", "KWD", "LYD", "OMR", "TND"]);
  expect(having(4)).toEqual(["CLF", "UYW"]);
});

test("every currency of the standard's list and the withdrawn ones are known, and no other", () => {
  // 165 codes with a minor unit in the list of 2026-01-01, and six withdrawn ones.
  expect(CODES.filter(isCurrency)).toHaveLength(165 + 6);
  expect(["EUR", "XCG", "XAD", "BGN", "SLL"].filter((code) => !isCurrency(code))).toEqual([]);
  const none = ["eur", "EURO", "ZZZ", "", "E\nR", "XXX", "XTS", "XAU", "XDR", "DEM"];
  expect(none.filter(isCurrency)).toEqual([]);
});

test("an unknown code has two digits, what is no code has none", () => {
  expect(minorDigits("ZZZ")).toBe(2);
  for (const text of ["EURO", "eur", ""]) expect(() => minorDigits(text)).toThrow(RangeError);
});

test("no engine's opinion of a currency's digits changes what is stored or shown", () => {
  // Firefox and Safari have two digits here, Chrome and Node none; this engine gets a third opinion.
  const asked = vi
    .spyOn(Intl.NumberFormat.prototype, "resolvedOptions")
    .mockImplementation(() => ({ maximumFractionDigits: 1 }) as Intl.ResolvedNumberFormatOptions);
  for (const currency of STORED_WHOLE.split(" ")) {
    expect(parseMinor("2490", currency), currency).toBe(2490);
    expect(parseMinor("2490.50", currency), currency).toBeNull();
    expect(decimalOf(2490, currency), currency).toBe("2490");
    expect(formatMinor(2490, currency, "en"), currency).toMatch(/2,490$/);
  }
  expect(asked).not.toHaveBeenCalled();
});
