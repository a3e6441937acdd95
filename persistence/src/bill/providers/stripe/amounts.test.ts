import { isCurrency, minorDigits } from "@tureen/shared/platform/currencies";
import { describe, expect, it } from "vitest";
import { ProviderRefused } from "../provider-refused.ts";
import { fromStripeAmount, toStripeAmount } from "./amounts.ts";

describe("an amount for Stripe", () => {
  it.each([
    ["EUR", 2_350, 2_350],
    ["JPY", 2_350, 2_350],
    ["KWD", 5_120, 5_120],
    // Counted in whole units by us, with two digits by Stripe.
    ["HUF", 2_490, 249_000],
    ["IDR", 45_000, 4_500_000],
    ["LAK", 90_000, 9_000_000],
    ["COP", 32_000, 3_200_000],
    // Whole units by ISO, sent with two digits from older days.
    ["ISK", 4_200, 420_000],
    ["UGX", 30_000, 3_000_000],
    // Two digits by ISO, none for both of us.
    ["MGA", 15_000, 15_000],
    ["TWD", 30_000, 30_000],
  ])("is %s %i → %i, and comes back as it was", (currency, ours, theirs) => {
    const sent = toStripeAmount(ours, currency);
    expect(sent).toEqual({ amount: theirs, currency: currency.toLowerCase() });
    expect(fromStripeAmount(sent.amount, sent.currency)).toEqual({ amount: ours, currency });
  });

  it.each([
    ["KWD", 5_124, "the third digit must be 0"],
    ["EUR", 0, "nothing"],
    ["EUR", -1, "less than nothing"],
    ["EUR", 1.5, "no whole number"],
    ["EUR", Number.NaN, "no number"],
    ["HUF", Number.MAX_SAFE_INTEGER, "more than can be held"],
    ["IQD", 1_000, "a currency that Stripe does not take"],
    ["LYD", 1_000, "three digits, which Stripe does not take either"],
    ["CLF", 10_000, "four digits"],
    ["XXX", 100, "no currency"],
  ])("of %s %s is refused: %s", (currency, amount) => {
    expect(() => toStripeAmount(amount, currency)).toThrow(ProviderRefused);
  });

  it("that was taken in parts that we do not count is refused, not rounded", () => {
    expect(() => fromStripeAmount(249_050, "huf")).toThrow(ProviderRefused);
    expect(() => fromStripeAmount(1_050, "isk")).toThrow(ProviderRefused);
    expect(() => fromStripeAmount(1.5, "eur")).toThrow(ProviderRefused);
    expect(() => fromStripeAmount(-1, "eur")).toThrow(ProviderRefused);
  });

  it("of every currency is carried over exactly or refused", () => {
    const codes = Array.from({ length: 26 ** 3 }, (_, n) =>
      [Math.floor(n / 676), Math.floor(n / 26) % 26, n % 26]
        .map((letter) => String.fromCharCode(65 + letter))
        .join(""),
    ).filter(isCurrency);
    let carried = 0;
    for (const currency of codes) {
      let sent: ReturnType<typeof toStripeAmount>;
      try {
        sent = toStripeAmount(12_340, currency);
      } catch (error) {
        expect(error).toBeInstanceOf(ProviderRefused);
        continue;
      }
      carried += 1;
      expect(fromStripeAmount(sent.amount, sent.currency)).toEqual({ amount: 12_340, currency });
      expect(String(sent.amount).startsWith("1234")).toBe(true);
      expect(sent.amount).toBeGreaterThanOrEqual(12_340);
      expect(minorDigits(currency)).toBeLessThanOrEqual(3);
    }
    expect(carried).toBeGreaterThan(130);
  });
});
