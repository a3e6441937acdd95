/**
 * A dish as it reads where nobody can tap it: on paper and on the public page. Whatever a phone would
 * work out by the clock and by what is chosen stands there in words.
 */
import { formatMinor } from "../platform/money.ts";
import {
  type MenuCategory,
  type MenuItem,
  type MenuOption,
  type MenuOptionValue,
  translated,
} from "./menu.ts";
import { pricedSizes } from "./priced-sizes.ts";
import { changedPrice } from "./timing/price-rules.ts";
import type { Timed } from "./timing/rules.ts";
import { ruleText, servedText, type TimesLanguage, windowsText } from "./timing/timing-text.ts";

/** How a menu is written. */
export interface Writing {
  readonly currency: string;
  /** BCP 47: of names and amounts. */
  readonly language: string;
  readonly times: TimesLanguage;
}

/** A size of a dish with its whole price. */
export interface WrittenSize {
  readonly name: string;
  readonly price: string;
  /** When it is served, and what it costs at times and beside other choices. */
  readonly notes: readonly string[];
}

/** What a dish costs, and when it is had and costs something else. */
export interface WrittenDish {
  /** Undefined where `sizes` say it. */
  readonly price: string | undefined;
  readonly sizes: readonly WrittenSize[];
  readonly times: readonly string[];
}

export function writtenDish(item: MenuItem, writing: Writing): WrittenDish {
  const { language, times } = writing;
  const money = (minor: number) => amount(Math.max(0, minor), writing);
  const sizes = pricedSizes(item);
  const named = (value: MenuOptionValue) => translated(value, language);
  const priced = (price: number) =>
    sizes
      ? sizes.map((size) => `${named(size)} ${money(price + size.priceDelta)}`).join(" · ")
      : money(price);
  const rules = (item.priceRules ?? []).map(({ when, change }) =>
    times.t("priceAt", {
      price: priced(changedPrice(item.price, change)),
      when: windowsText(when, times),
    }),
  );
  return {
    price: sizes ? undefined : money(item.price),
    sizes: (sizes ?? []).map((size) => ({
      name: named(size),
      price: money(item.price + size.priceDelta),
      notes: [
        ...besides(size, item).flatMap(({ beside, priceDelta }) =>
          beside ? [`${named(beside)} ${money(item.price + priceDelta)}`] : [],
        ),
        ...valueTimes(size, writing, (delta) => money(item.price + delta)),
      ],
    })),
    times: [...servedOf(item, writing), ...rules],
  };
}

/** When a section is served, and what it makes of its dishes' prices at times. */
export function sectionTimes(section: MenuCategory, writing: Writing): string[] {
  const rules = (section.priceRules ?? []).map((rule) =>
    ruleText(rule, writing.currency, writing.times),
  );
  return [...servedOf(section, writing), ...rules];
}

/** "Ham +€1.00, Cheese (Small +€0.50, Large +€1.00)": the choices of an option with what each adds. */
export function choicesText(option: MenuOption, item: MenuItem, writing: Writing): string {
  const named = (value: MenuOptionValue) => translated(value, writing.language);
  const added = (delta: number) => {
    // Joined: the sign and its amount stay on one line.
    return `${delta > 0 ? "+\u2060" : ""}${amount(delta, writing)}`;
  };
  return option.values
    .map((value) => {
      const [first, ...others] = besides(value, item);
      const always = first && !first.beside ? first.priceDelta : 0;
      const cases = (first?.beside ? [first, ...others] : others).map(
        ({ beside, priceDelta }) => `${beside ? named(beside) : ""} ${added(priceDelta)}`,
      );
      const notes = [...cases, ...valueTimes(value, writing, added)];
      return [
        named(value),
        ...(always === 0 ? [] : [added(always)]),
        ...(notes.length > 0 ? [`(${notes.join(", ")})`] : []),
      ].join(" ");
    })
    .join(", ");
}

/** What a value adds to the price, by what else is chosen; without `beside` where that does not matter. */
interface AddedPrice {
  readonly beside?: MenuOptionValue;
  readonly priceDelta: number;
}

function besides(value: MenuOptionValue, { options }: MenuItem): readonly AddedPrice[] {
  const { priceBy = [], priceDelta } = value;
  const own = { priceDelta };
  const deltaBy = (id: string) => priceBy.find((each) => each.value === id)?.priceDelta;
  const groups = options.filter(({ values }) => values.some(({ id }) => deltaBy(id) !== undefined));
  // Where one of them is chosen in any case, such as a size, the price without any is nobody's.
  const [only] = groups;
  const isAsked = groups.length === 1 && only?.min === 1 && only.max === 1 && !only.openedBy;
  const cases = groups
    .flatMap(({ values }) => values)
    .flatMap((beside): AddedPrice[] => {
      const delta = deltaBy(beside.id) ?? (isAsked ? priceDelta : undefined);
      return delta === undefined ? [] : [{ beside, priceDelta: delta }];
    });
  const all: readonly AddedPrice[] = isAsked ? cases : [own, ...cases];
  const [first = own] = all;
  return all.every((each) => each.priceDelta === first.priceDelta)
    ? [{ priceDelta: first.priceDelta }]
    : all;
}

function valueTimes(
  value: MenuOptionValue,
  writing: Writing,
  priced: (delta: number) => string,
): string[] {
  const rules = (value.priceRules ?? []).map(({ when, change }) =>
    writing.times.t("priceAt", {
      price: priced(changedPrice(value.priceDelta, change)),
      when: windowsText(when, writing.times),
    }),
  );
  return [...servedOf(value, writing), ...rules];
}

function servedOf({ served }: Timed, { times }: Writing): string[] {
  return served ? [servedText(served, times)] : [];
}

function amount(minor: number, { currency, language }: Writing): string {
  return formatMinor(minor, currency, language);
}
