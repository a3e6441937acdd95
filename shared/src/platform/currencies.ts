/**
 * The currencies of ISO 4217 and the digits that an amount of each is kept with.
 *
 * Written down here for ever instead of asked of `Intl`, whose answer differs: Chrome and Node say
 * what CLDR says of their version (HUF 0), Firefox and Safari what ISO says (HUF 2). Prices are
 * stored and orders signed in these minor units, so a number here can never be changed: it would
 * change what every stored price of that currency means.
 *
 * Source: ISO 4217:2015, list one ("Current currency & funds"), published 2026-01-01 by SIX, the
 * maintenance agency:
 * https://www.six-group.com/dam/download/financial-information/data-center/iso-currrency/lists/list-one.xml
 * Left out are the thirteen codes without a minor unit ("N.A.": metals, baskets, testing), in which
 * nothing can be priced.
 */

/** Minor units by the standard: currencies by their number of decimal digits. */
const ISO_4217: Readonly<Record<number, string>> = {
  0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
  2:
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD " +
    "CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS " +
    "GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD " +
    "LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB " +
    "PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP " +
    "SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW " +
    "ZWG",
  3: "BHD IQD JOD KWD LYD OMR TND",
  4: "CLF UYW",
};

/**
 * Withdrawn from the standard since 2021, with two digits each. Restaurants may have prices in
 * them, and can go on with those.
 */
const WITHDRAWN = "ANG BGN CUC HRK SLL ZWL";

/**
 * Counted in whole units although the standard has 2 digits (IQD: 3). Their coins are long out of
 * use and menus name whole amounts, so CLDR gives them none; and the server has stored their prices
 * so from the start (Node 24.21, CLDR 48: exactly these). With the standard's digits a dish of
 * 2490 Ft would read 24.90 Ft, in signed orders and in logs that nobody can rewrite.
 */
const COUNTED_WHOLE = "AFN ALL COP HUF IDR IQD IRR KPW LAK LBP MGA MMK PKR SLL SOS SYP YER";

const digitsByCurrency: ReadonlyMap<string, number> = new Map(
  [
    ...Object.entries(ISO_4217).map(([digits, codes]) => [codes, Number(digits)] as const),
    [WITHDRAWN, 2] as const,
    [COUNTED_WHOLE, 0] as const,
  ].flatMap(([codes, digits]) => codes.split(" ").map((code) => [code, digits] as const)),
);

/**
 * Digits behind the point of an amount in a currency's major unit: 2 for EUR. A code that is none
 * of ISO 4217's has 2, as for every engine. Throws RangeError for what is no code at all.
 */
export function minorDigits(currency: string): number {
  const digits = digitsByCurrency.get(currency);
  if (digits !== undefined) return digits;
  if (!/^[A-Z]{3}$/.test(currency)) throw new RangeError(`${currency} is no currency code`);
  return 2;
}

/** Is this the code of a currency of ISO 4217 that something can be priced in? */
export function isCurrency(code: string): boolean {
  return digitsByCurrency.has(code);
}
