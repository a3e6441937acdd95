import type { Menu } from "@tureen/shared/menu/menu";
import { bestLanguage } from "@tureen/shared/platform/i18n/locales";
import { createMemo, createRoot, createSignal } from "solid-js";
import { readerLanguages } from "../platform/i18n/locale.ts";

/**
 * The language in which a menu is read: of those it has, the one that the reader prefers; else its own.
 * Menus are written in any language, so that it may be none of the app's.
 */
export function preferredLanguage(spoken: readonly string[], preferred: readonly string[]): string {
  return bestLanguage(spoken, preferred) ?? spoken[0] ?? preferred[0] ?? "";
}

/** The languages of a menu: its own, and those that its dishes are translated into. */
export function languagesOf({ locale, categories }: Menu): string[] {
  const translated = new Set<string>();
  for (const category of categories) {
    for (const thing of [category, ...category.items]) {
      for (const tag of Object.keys(thing.translations ?? {})) translated.add(tag);
    }
  }
  return [locale, ...translated];
}

const [spoken, setSpoken] = createSignal<readonly string[]>([]);

/** Says which languages the guest's menu has; the page shows one restaurant's. */
export function speakMenu(menu: Menu): void {
  setSpoken(languagesOf(menu));
}

/** The language in which this phone's guest reads the names of dishes; worked out once for all of them. */
export const menuLanguage = createRoot(() =>
  createMemo(() => preferredLanguage(spoken(), readerLanguages())),
);
