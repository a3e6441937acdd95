import { uiMessages } from "../platform/ui/messages/messages.ts";

/** The fourteen allergens that menus must name in the EU, as menu files write them in English. */
export const KNOWN_ALLERGENS = [
  "gluten",
  "crustaceans",
  "eggs",
  "fish",
  "peanuts",
  "soya",
  "milk",
  "nuts",
  "celery",
  "mustard",
  "sesame",
  "sulphites",
  "lupin",
  "molluscs",
] as const;

/** An allergen in the reader's language if it is one of the usual ones, else as the menu says it. */
export function allergenName(allergen: string): string {
  return allergenIn(uiMessages.t, allergen);
}

/** The same in the language of some sentences. */
export function allergenIn(t: typeof uiMessages.t, allergen: string): string {
  const known = KNOWN_ALLERGENS.find((name) => name === allergen.toLowerCase());
  return known ? t(`allergen.${known}`) : allergen;
}

/** Several of them as one text. */
export function allergenNames(allergens: readonly string[]): string {
  return allergens.map(allergenName).join(uiMessages.t("allergenSeparator"));
}
