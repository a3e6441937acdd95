/** Languages of our own sentences. Menus may come in any language. */
export const LOCALES = ["en", "de", "ja", "zh", "ar"] as const;
export type Locale = (typeof LOCALES)[number];

const baseOf = (tag: string) => tag.toLowerCase().split("-")[0];

/** Whether two languages are the same but for their variants. */
export function isSameLanguage(a: string, b: string): boolean {
  return baseOf(a) === baseOf(b);
}

/** Of the languages in which there is something, the one that comes first in a reader's order, if any does. */
export function bestLanguage<Tag extends string>(
  offered: readonly Tag[],
  wanted: readonly string[],
): Tag | undefined {
  for (const tag of wanted) {
    const exact = offered.find((each) => each.toLowerCase() === tag.toLowerCase());
    const found = exact ?? offered.find((each) => isSameLanguage(each, tag));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The supported language that fits best, in the reader's order of preference. */
export function matchLocale(wanted: readonly string[]): Locale {
  return bestLanguage(LOCALES, wanted) ?? "en";
}
