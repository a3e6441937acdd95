/** What a careful colleague would say about a draft before it is published. Pure. */

import { type OptionFault, optionFaults } from "../option-rules.ts";
import type { DraftDish, DraftSection, MenuDraft } from "./draft.ts";
import { type ReviewClock, reviewTiming, type TimingRemark } from "./review-timing.ts";

/** How many times dearer or cheaper than its neighbours a dish is likely to be a slip of the finger. */
const OUTLIER_FACTOR = 10;
/** Neighbours that are needed to compare with. */
const MIN_NEIGHBOURS = 3;
/** A language in which this part of the dishes has a name is one that guests count on. */
const SPOKEN_SHARE = 0.5;

export type Remark =
  /** No choice fits, or nothing opens it: it cannot be published so. */
  | {
      readonly code: "option-impossible" | "option-defaults" | "option-unopened";
      readonly id: string;
      readonly dish: string;
    }
  | { readonly code: "price-missing" | "price-zero"; readonly id: string }
  | {
      readonly code: "price-outlier";
      readonly id: string;
      /** What its neighbours cost, the median, in minor units. */
      readonly usual: number;
    }
  | { readonly code: "translation-missing"; readonly id: string; readonly language: string }
  | { readonly code: "allergens-unknown" | "name-twice" | "section-empty"; readonly id: string }
  | TimingRemark;

/** Whether a draft with this remark cannot be published. */
export function isBlocking({ code }: Remark): boolean {
  return code.startsWith("option-");
}

/**
 * Remarks on everything that would be published, those that prevent it first, then in menu order. What is
 * served when, only by a clock.
 */
export function reviewDraft(draft: MenuDraft, clock?: ReviewClock): Remark[] {
  const sections = draft.categories
    .filter((section) => !section.hidden)
    .map((section) => ({ ...section, items: section.items.filter((item) => !item.hidden) }));
  const dishes = sections.flatMap((section) => section.items);
  const languages = spokenLanguages(dishes);
  const someSayAllergens = dishes.some(saysAllergens);
  const remarks = sections.flatMap((section): Remark[] => [
    ...(section.items.length === 0 ? [{ code: "section-empty" as const, id: section.id }] : []),
    ...section.items.flatMap((dish): Remark[] => [
      ...optionRemarks(dish),
      ...priceRemarks(dish, section),
      ...(isNameTwice(dish, section) ? [{ code: "name-twice" as const, id: dish.id }] : []),
      ...languages
        .filter((language) => !dish.translations?.[language])
        .map((language) => ({ code: "translation-missing" as const, id: dish.id, language })),
      ...(someSayAllergens && !saysAllergens(dish) && !dish.notice
        ? [{ code: "allergens-unknown" as const, id: dish.id }]
        : []),
    ]),
  ]);
  remarks.push(...reviewTiming(sections, clock));
  return [...remarks.filter(isBlocking), ...remarks.filter((remark) => !isBlocking(remark))];
}

const OPTION_REMARKS = {
  "too-few-choices": "option-impossible",
  "too-many-defaults": "option-defaults",
  "opener-unknown": "option-unopened",
  "never-opened": "option-unopened",
  // A price beside something that is gone is gone with it.
  "price-by-unknown": null,
} as const satisfies Record<OptionFault["code"], Remark["code"] | null>;

/** What is wrong with options, each once; those without choices are not published. */
function optionRemarks(dish: DraftDish): Remark[] {
  const faults = optionFaults(dish.options.filter(({ values }) => values.length > 0));
  const remarks = faults.flatMap(({ code: fault, option: id }): Remark[] => {
    const code = OPTION_REMARKS[fault];
    return code === null ? [] : [{ code, id, dish: dish.id }];
  });
  return remarks.filter(
    (one, at) => remarks.findIndex(({ code, id }) => code === one.code && id === one.id) === at,
  );
}

function priceRemarks(dish: DraftDish, section: DraftSection): Remark[] {
  const { id, price } = dish;
  if (price === undefined) return [{ code: "price-missing", id }];
  // The price of a dish may be in its choices.
  const free = price === 0 && !dish.options.some((o) => o.values.some((v) => v.priceDelta > 0));
  if (free && !dish.notice) return [{ code: "price-zero", id }];
  const others = section.items
    .flatMap((other) => (other.id !== id && other.price ? [other.price] : []))
    .sort((a, b) => a - b);
  const usual = others[Math.floor(others.length / 2)] ?? 0;
  if (others.length < MIN_NEIGHBOURS || price === 0) return [];
  const slipped = price >= usual * OUTLIER_FACTOR || price * OUTLIER_FACTOR <= usual;
  return slipped ? [{ code: "price-outlier", id, usual }] : [];
}

function isNameTwice(dish: DraftDish, section: DraftSection): boolean {
  const name = (each: DraftDish) => each.name.normalize("NFKC").toLowerCase().trim();
  return section.items.some(
    (other) => other.id !== dish.id && name(other) === name(dish) && other.price === dish.price,
  );
}

function saysAllergens(dish: DraftDish): boolean {
  return dish.allergens.length > 0;
}

function spokenLanguages(dishes: readonly DraftDish[]): string[] {
  const counts = new Map<string, number>();
  for (const dish of dishes) {
    for (const language of Object.keys(dish.translations ?? {})) {
      counts.set(language, (counts.get(language) ?? 0) + 1);
    }
  }
  return [...counts]
    .filter(([, count]) => count >= dishes.length * SPOKEN_SHARE)
    .map(([language]) => language)
    .sort();
}
