/**
 * Amounts as Stripe counts them. Its minor units are neither those of ISO 4217 nor those of
 * currencies.ts, which counts HUF, ISK or IDR in whole units: an amount is carried over by the
 * digits of both, exactly or not at all.
 *
 * Source: https://docs.stripe.com/currencies, "Supported presentment currencies", "Zero-decimal
 * currencies", "Three-decimal currencies" and "Special cases". UGX stands there among those without digits, and again
 * among the special cases as sent with two; the special case, with its example (5 UGX is 500), counts.
 * A currency that an account cannot take is refused by Stripe; one missing here, by us.
 */
import { minorDigits } from "@tureen/shared/platform/currencies";
import { ProviderRefused } from "../provider-refused.ts";

/** What can be charged, by the digits that an amount of it is sent with. */
const PRESENTMENT: Readonly<Record<number, string>> = {
  0: "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF",
  2:
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BWP BYN BZD CAD " +
    "CDF CHF CNY COP CRC CVE CZK DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GTQ GYD HKD HNL " +
    "HTG HUF IDR ILS INR ISK JMD KES KGS KHR KYD KZT LAK LBP LKR LRD LSL MAD MDL MKD MMK MNT MOP " +
    "MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR " +
    "SBD SCR SEK SGD SHP SLE SOS SRD STD SZL THB TJS TOP TRY TTD TWD TZS UAH UGX USD UYU UZS WST " +
    "XCD XCG YER ZAR ZMW",
  3: "BHD JOD KWD OMR TND",
};

const digitsAtStripe: ReadonlyMap<string, number> = new Map(
  Object.entries(PRESENTMENT).flatMap(([digits, codes]) =>
    codes.split(" ").map((code) => [code, Number(digits)] as const),
  ),
);

/**
 * The steps in which Stripe takes amounts. Card networks take two of three digits. ISK and UGX, which
 * are sent with two from older days, must end in 00; we count them whole, so they always do.
 */
const stepOf = (digits: number): number => (digits === 3 ? 10 : 1);

/** The amount as Stripe is asked for it. Throws ProviderRefused for what it cannot be asked for. */
export function toStripeAmount(
  amount: number,
  currency: string,
): { readonly amount: number; readonly currency: string } {
  const digits = stripeDigits(currency);
  const converted = shift(amount, digits - minorDigits(currency));
  if (converted === null || converted <= 0 || converted % stepOf(digits) !== 0) {
    throw new ProviderRefused("amount-not-representable", `${amount} ${currency}`);
  }
  return { amount: converted, currency: currency.toLowerCase() };
}

/** The amount that Stripe names, as we count it. Throws ProviderRefused where we cannot. */
export function fromStripeAmount(
  amount: number,
  stripeCurrency: string,
): { readonly amount: number; readonly currency: string } {
  const currency = stripeCurrency.toUpperCase();
  const converted = shift(amount, minorDigits(currency) - stripeDigits(currency));
  if (converted === null || converted < 0) {
    throw new ProviderRefused("amount-not-representable", `${amount} ${stripeCurrency}`);
  }
  return { amount: converted, currency };
}

function stripeDigits(currency: string): number {
  const digits = digitsAtStripe.get(currency);
  if (digits === undefined) throw new ProviderRefused("currency-not-supported", currency);
  return digits;
}

/** `amount` times ten to the power of `by`; null when that is no whole number that can be held. */
function shift(amount: number, by: number): number | null {
  if (!Number.isSafeInteger(amount)) return null;
  const factor = 10 ** Math.abs(by);
  const shifted = by < 0 ? amount / factor : amount * factor;
  return Number.isSafeInteger(shifted) ? shifted : null;
}
