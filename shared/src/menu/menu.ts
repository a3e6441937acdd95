/**
 * A published menu as phones, the worker and a replay see it: immutable, one per version. Whether
 * a dish can be had right now is not part of it (see availability.ts), so that selling out does not
 * publish a new menu. Ids are UUIDs and stay the same across versions for the same dish.
 */

import type { DishFacts } from "./dish-facts.ts";
import type { KitchenFacts, OfCourse, Routed } from "./kitchen-facts.ts";
import type { DishPhoto } from "./photo.ts";
import type { TaxPart } from "./tax-part.ts";
import type { Timed } from "./timing/rules.ts";

/** The parts that a menu is made of: sections, dishes, groups of options, and their choices. */
export type MenuPart = "category" | "item" | "option" | "value";

/** Name by BCP 47 language ("de", "zh"); the menu's own language is the untranslated name. */
export type Translations = Readonly<Record<string, string>>;

export interface MenuOptionValue extends Timed {
  readonly id: string;
  readonly name: string;
  readonly translations?: Translations;
  /** What choosing it adds to the dish's allergens; left out where nothing is said. */
  readonly allergens?: readonly string[];
  /** Added to the dish's price, in minor units; may be negative. */
  readonly priceDelta: number;
  /** What it adds instead while a value of another option is chosen, such as a size; the first that is counts. */
  readonly priceBy?: readonly PriceBy[];
  /** How often it is chosen before anybody chose; left out: not at all. */
  readonly defaultQuantity?: number;
  /** How often it may be chosen; left out: once. */
  readonly maxQuantity?: number;
}

/** What a value adds to the price while another one, by id, is chosen. */
export interface PriceBy {
  readonly value: string;
  readonly priceDelta: number;
}

export interface MenuOption {
  readonly id: string;
  readonly name: string;
  readonly translations?: Translations;
  /** How many must, and may, be chosen, each value as often as it is; max is no more than there can be. */
  readonly min: number;
  readonly max: number;
  /** How many of the chosen ones add nothing to the price: the dearest. */
  readonly included?: number;
  /** Values of options before it: it is asked only while one of them is chosen. Left out: always. */
  readonly openedBy?: readonly string[];
  readonly values: readonly MenuOptionValue[];
}

export interface MenuItem extends Timed, DishFacts, KitchenFacts {
  readonly id: string;
  readonly name: string;
  readonly translations?: Translations;
  readonly description?: string;
  readonly descriptionTranslations?: Translations;
  /** Price without options, in minor units. */
  readonly price: number;
  /** Empty means that nobody has said, never that there are none. */
  readonly allergens: readonly string[];
  readonly additives: readonly string[];
  /** What it is for tax; left out where the menu does not say. */
  readonly tax?: readonly TaxPart[];
  /** Portions that there are each business day; left out where they are not counted by the day. */
  readonly stockPerDay?: number;
  /** The number guests see on a printed menu, if any. */
  readonly code?: string;
  readonly photo?: DishPhoto;
  readonly options: readonly MenuOption[];
}

export interface MenuCategory extends Timed, Routed, OfCourse {
  readonly id: string;
  readonly name: string;
  readonly translations?: Translations;
  readonly items: readonly MenuItem[];
}

/** A course of a meal as guests and cooks read it. The first of a menu's list is course 1. */
export interface MenuCourse {
  readonly name: string;
  readonly translations?: Translations;
}

export interface Menu {
  readonly restaurantId: string;
  /** 1, 2, 3 … per restaurant. */
  readonly version: number;
  readonly name: string;
  readonly currency: string;
  /** BCP 47 tag of the menu's own language. */
  readonly locale: string;
  /** The courses of a meal, the first first; left out where everything is made at once. */
  readonly courses?: readonly MenuCourse[];
  readonly categories: readonly MenuCategory[];
}

/** All dishes of a menu by id. */
export function itemsById(menu: Menu): ReadonlyMap<string, MenuItem> {
  return new Map(menu.categories.flatMap((c) => c.items.map((item) => [item.id, item] as const)));
}

/** The name in the wanted language ("de-AT" falls back to "de"), else the menu's own. */
export function translated(
  thing: { readonly name: string; readonly translations?: Translations },
  language: string,
): string {
  return translation(thing.translations, language) ?? thing.name;
}

/** The text in the wanted language or its base language, if there is one. */
export function translation(
  translations: Translations | undefined,
  language: string,
): string | undefined {
  return translations?.[language] ?? translations?.[language.split("-")[0] ?? ""];
}
