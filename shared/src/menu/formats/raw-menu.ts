import type { MenuFileJson } from "../menu-file.ts";

/**
 * The menu that a reader makes of a foreign file: a menu file (../menu-file.ts) before it is checked. What
 * the foreign format does not know, such as a currency, is filled in from the restaurant.
 */
export interface RawMenu
  extends Partial<Pick<MenuFileJson, "name" | "currency" | "locale" | "timezone">> {
  categories: RawSection[];
}

export type RawSection = MenuFileJson["categories"][number];
export type RawDish = RawSection["items"][number];
export type RawOption = NonNullable<RawDish["options"]>[number];
export type RawValue = RawOption["values"][number];
export type RawWindow = NonNullable<RawDish["served"]>[number];

/** What options say of how often, for how much and when their values can be chosen. */
export const OPTION_FIELDS = [
  "included",
  "openedBy",
  "priceBy",
  "defaultQuantity",
  "maxQuantity",
] as const;

/** Fields that some format cannot say, without a dish's photo, which every import keeps. */
const FIELDS = [
  "translations",
  "description",
  "descriptionTranslations",
  "allergens",
  "additives",
  "diets",
  "spice",
  "badges",
  "minAge",
  "mayContain",
  "kitchenName",
  "course",
  "prepMinutes",
  "stations",
  "tax",
  "stockPerDay",
  "code",
  "options",
  "served",
  "priceRules",
  ...OPTION_FIELDS,
] as const;
/** What a dish, a section, an option or a choice may say; where a format cannot, what there was stays. */
export type KeptField = (typeof FIELDS)[number];

/** Every field but those that a format can say. */
export function allBut(...said: readonly KeptField[]): KeptField[] {
  return FIELDS.filter((field) => !said.includes(field));
}
