import { isSameLanguage, type Locale, matchLocale } from "@tureen/shared/platform/i18n/locales";
import { createSignal } from "solid-js";
import { readText, writeText } from "../storage.ts";

/** Each language in its own words, for the switcher. */
export const LOCALE_NAMES: Readonly<Record<Locale, string>> = {
  en: "English",
  de: "Deutsch",
  ja: "日本語",
  zh: "中文",
  ar: "العربية",
};

const STORAGE_KEY = "tureen.locale";
const RTL: ReadonlySet<Locale> = new Set(["ar"]);

/**
 * The locale in which times are written: the phone's own variant of the app's language ("en-GB"
 * counts hours to 24), else the language alone.
 */
export function timeLocale(): string {
  return navigator.languages.find((tag) => isSameLanguage(tag, locale())) ?? locale();
}

export function directionOf(locale: Locale): "rtl" | "ltr" {
  return RTL.has(locale) ? "rtl" : "ltr";
}

const [locale, setLocaleSignal] = createSignal<Locale>("en");
/** Whether somebody chose it on this phone. */
const [chosen, setChosen] = createSignal(false);

export { locale };

/** What the reader reads, best first: what was chosen on this phone, then what the phone says. */
export function readerLanguages(): readonly string[] {
  return chosen() ? [locale(), ...navigator.languages] : [...navigator.languages, locale()];
}

/** Picks the language this phone chose before, or else the phone's own. Called once, by main. */
export function startLocale(): void {
  const stored = readText(STORAGE_KEY);
  setChosen(Boolean(stored));
  setLocaleSignal(matchLocale(stored ? [stored, ...navigator.languages] : navigator.languages));
  applyLocale();
}

function applyLocale(): void {
  document.documentElement.lang = locale();
  document.documentElement.dir = directionOf(locale());
}

/** Changes the app's language, remembers it on this phone and turns the page's direction. */
export function setLocale(next: Locale): void {
  writeText(STORAGE_KEY, next);
  setChosen(true);
  setLocaleSignal(next);
  applyLocale();
}
