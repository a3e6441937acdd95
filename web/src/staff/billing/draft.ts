/**
 * The settings of bills as they stand in a form: everything as it was typed, so that nothing is lost
 * while it is not right yet. Pure; the page shows it and what is wrong with it.
 */

import type { Billing } from "@tureen/shared/bill/endpoints";
import { isCoin } from "@tureen/shared/bill/terms";
import { TAX_CATEGORY } from "@tureen/shared/menu/tax-part";
import { minorDigits } from "@tureen/shared/platform/currencies";
import { decimalOf, parseMinor } from "@tureen/shared/platform/money";

/** A tax category; its key is what the menu and orders know it by. */
export interface CategoryDraft {
  readonly key: string;
  /** Nobody knows it by its key yet: the key follows the name. */
  readonly isNew: boolean;
  readonly name: string;
  readonly dineIn: string;
  readonly takeaway: string;
}

export interface Draft {
  readonly prices: "inclusive" | "exclusive";
  readonly categories: readonly CategoryDraft[];
  /** Of what names none: a category's key, as the service charge's. */
  readonly category: string;
  readonly service: "none" | "percent" | "fixed";
  readonly servicePercent: string;
  readonly serviceAmount: string;
  readonly fromGuests: string;
  readonly serviceOf: "net" | "gross";
  readonly serviceCategory: string;
  /** As many as there may be; an empty one is none. */
  readonly tips: readonly string[];
  readonly cashStep: string;
  readonly online: boolean;
  /** Whether a host may pay for the others. */
  readonly hostPays: boolean;
  readonly rounds: "off" | "offered" | "required";
  /** Whether a card can be put down, what is held on it at first, and by how much that is raised. */
  readonly tab: boolean;
  readonly tabHold: string;
  readonly tabStep: string;
  readonly header: string;
  readonly taxNumber: string;
}

/** What is wrong, by the field that it is wrong in: `rate.<place>.dineIn`, `tip.<place>` … */
export type Problems = ReadonlyMap<
  string,
  "percentWrong" | "nameMissing" | "amountWrong" | "guestsWrong" | "tipWrong" | "stepWrong"
>;

export const MAX_TIPS = 5;
const MAX_GUESTS = 200;
const MAX_CATEGORY_KEY = 40;

/** A form for these settings; without any, for a restaurant that begins to do its bills here. */
export function draftOf(billing: Billing | null, currency: string, comma: boolean): Draft {
  const number = (text: string) => (comma ? text.replace(".", ",") : text);
  const percent = (hundredths: number) => number(String(hundredths / 100));
  const terms = billing?.terms;
  const service = terms?.service ?? null;
  const rate = service?.rate;
  const tips = (terms?.tips ?? []).map(percent);
  const categories = terms
    ? Object.entries(terms.categories).map(([key, { name, rates }]) => ({
        ...{ key, name, isNew: false },
        ...{ dineIn: percent(rates["dine-in"]), takeaway: percent(rates.takeaway) },
      }))
    : [newCategory([])];
  const category = terms?.category ?? categories[0]?.key ?? "";
  return {
    prices: terms?.prices ?? "inclusive",
    categories,
    category,
    service: !rate ? "none" : "amount" in rate ? "fixed" : "percent",
    servicePercent: rate && "percent" in rate ? percent(rate.percent) : "",
    serviceAmount: rate && "amount" in rate ? number(decimalOf(rate.amount, currency)) : "",
    fromGuests: String(service?.fromGuests ?? 1),
    serviceOf: service?.of ?? "net",
    serviceCategory: service?.category ?? category,
    tips: Array.from({ length: MAX_TIPS }, (_, place) => tips[place] ?? ""),
    cashStep: number(decimalOf(terms?.cashStep ?? 1, currency)),
    online: terms?.online ?? false,
    hostPays: terms?.hostPays ?? false,
    rounds: terms?.rounds ?? "off",
    tab: terms?.tab !== undefined,
    tabHold: number(decimalOf(terms?.tab?.hold ?? wholeUnits(50, currency), currency)),
    tabStep: number(decimalOf(terms?.tab?.step ?? wholeUnits(20, currency), currency)),
    header: billing?.receipt.header ?? "",
    taxNumber: billing?.receipt.taxNumber ?? "",
  };
}

/** The settings that a form says, or everything that is wrong with it. */
export function billingOf(
  draft: Draft,
  currency: string,
):
  | { readonly ok: true; readonly billing: Billing }
  | { readonly ok: false; readonly problems: Problems } {
  const problems = new Map<string, Problems extends ReadonlyMap<string, infer P> ? P : never>();
  const percent = (
    field: string,
    text: string,
    least: number,
    wrong: "percentWrong" | "tipWrong",
  ) => {
    const value = parsePercent(text);
    if (value !== null && value >= least) return value;
    problems.set(field, wrong);
    return least;
  };
  const amount = (
    field: string,
    text: string,
    most: number,
    wrong: "amountWrong" | "stepWrong",
  ) => {
    const value = parseMinor(plainNumber(text), currency);
    if (value !== null && value >= 1 && value <= most) return value;
    problems.set(field, wrong);
    return 1;
  };

  const categories: Billing["terms"]["categories"] = {};
  for (const [place, each] of draft.categories.entries()) {
    const name = each.name.trim();
    if (name === "") problems.set(`name.${place}`, "nameMissing");
    categories[each.key] = {
      name,
      rates: {
        "dine-in": percent(`rate.${place}.dineIn`, each.dineIn, 0, "percentWrong"),
        takeaway: percent(`rate.${place}.takeaway`, each.takeaway, 0, "percentWrong"),
      },
    };
  }
  const tips = draft.tips.flatMap((text, place) =>
    text.trim() === "" ? [] : [percent(`tip.${place}`, text, 1, "tipWrong")],
  );
  const cashStep = amount("cashStep", draft.cashStep, 10_000, "stepWrong");
  if (!isCoin(cashStep)) problems.set("cashStep", "stepWrong");
  const service = serviceOf();
  const tab = draft.online && draft.tab ? tabOf() : undefined;
  if (problems.size > 0) return { ok: false, problems };
  const { prices, category, online, rounds, hostPays } = draft;
  return {
    ok: true,
    billing: {
      terms: {
        ...{ prices, categories, category, service, tips, cashStep, online },
        ...(rounds !== "off" && { rounds }),
        ...(hostPays && { hostPays }),
        ...(tab && { tab }),
      },
      receipt: { header: draft.header.trim(), taxNumber: draft.taxNumber.trim() },
    },
  };

  function tabOf(): Billing["terms"]["tab"] {
    return {
      hold: amount("tabHold", draft.tabHold, 1e9, "amountWrong"),
      step: amount("tabStep", draft.tabStep, 1e9, "amountWrong"),
    };
  }

  function serviceOf(): Billing["terms"]["service"] {
    if (draft.service === "none") return null;
    const rate =
      draft.service === "percent"
        ? { percent: percent("servicePercent", draft.servicePercent, 1, "tipWrong") }
        : { amount: amount("serviceAmount", draft.serviceAmount, 1e9, "amountWrong") };
    const guests = plainNumber(draft.fromGuests);
    const fromGuests = /^\d{1,3}$/.test(guests) ? Number(guests) : 0;
    if (fromGuests < 1 || fromGuests > MAX_GUESTS) problems.set("fromGuests", "guestsWrong");
    // Of net and gross only prices without tax know a difference.
    return { rate, fromGuests, of: draft.serviceOf, category: draft.serviceCategory };
  }
}

/** So many euros, or about as much: whole units, a hundred times as many where they have no parts. */
function wholeUnits(count: number, currency: string): number {
  const digits = minorDigits(currency);
  return digits === 0 ? count * 100 : count * 10 ** digits;
}

/** A category more, which nobody knows yet. */
export function withNewCategory(draft: Draft): Draft {
  return { ...draft, categories: [...draft.categories, newCategory(keysOf(draft))] };
}

function newCategory(taken: readonly string[]): CategoryDraft {
  return { key: keyFor("", taken), isNew: true, name: "", dineIn: "", takeaway: "" };
}

/** The category at a place changed; of a new one the key follows the name. */
export function withCategory(
  draft: Draft,
  place: number,
  change: Partial<Pick<CategoryDraft, "name" | "dineIn" | "takeaway">>,
): Draft {
  const before = draft.categories[place];
  if (!before) return draft;
  const others = keysOf(draft).filter((key) => key !== before.key);
  const key = before.isNew && change.name !== undefined ? keyFor(change.name, others) : before.key;
  const categories = draft.categories.map((each) =>
    each === before ? { ...each, ...change, key } : each,
  );
  const follow = (named: string) => (named === before.key ? key : named);
  return {
    ...draft,
    categories,
    category: follow(draft.category),
    serviceCategory: follow(draft.serviceCategory),
  };
}

/** Without the category at a place; what named it is of the first one then. */
export function withoutCategory(draft: Draft, place: number): Draft {
  const categories = draft.categories.filter((_, at) => at !== place);
  const [first] = categories;
  if (!first) return draft;
  const known = new Set(categories.map(({ key }) => key));
  const orFirst = (key: string) => (known.has(key) ? key : first.key);
  return {
    ...draft,
    categories,
    category: orFirst(draft.category),
    serviceCategory: orFirst(draft.serviceCategory),
  };
}

/** Percent with up to two decimals, as hundredths of a percent from 0 to 100 %; null for others. */
export function parsePercent(text: string): number | null {
  const match = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(plainNumber(text));
  if (!match) return null;
  const value = Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
  return value <= 10_000 ? value : null;
}

/** What somebody typed on any keyboard, with a point and the digits 0 to 9. */
function plainNumber(text: string): string {
  return text
    .trim()
    .normalize("NFKC")
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[,٫]/, ".")
    .replace(/\s*[%٪]$/, "");
}

function keysOf({ categories }: Draft): string[] {
  return categories.map(({ key }) => key);
}

/** A key that a menu file can name, made of a name ("Soft Drinks" is "soft-drinks"). */
function keyFor(name: string, taken: readonly string[]): string {
  const wanted = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, MAX_CATEGORY_KEY - 4);
  const named = TAX_CATEGORY.test(wanted);
  const base = named ? wanted : "tax";
  if (named && !taken.includes(base)) return base;
  for (let number = named ? 2 : 1; ; number++) {
    if (!taken.includes(`${base}-${number}`)) return `${base}-${number}`;
  }
}
