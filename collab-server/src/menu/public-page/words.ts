import { messages as timesAr } from "@tureen/shared/menu/timing/messages/ar";
import { messages as timesDe } from "@tureen/shared/menu/timing/messages/de";
import { messages as timesEn } from "@tureen/shared/menu/timing/messages/en";
import { messages as timesJa } from "@tureen/shared/menu/timing/messages/ja";
import { messages as timesZh } from "@tureen/shared/menu/timing/messages/zh";
import type { TimesLanguage } from "@tureen/shared/menu/timing/timing-text";
import { formatMessage, type MessagesOf } from "@tureen/shared/platform/i18n/format";
import { isSameLanguage, type Locale, matchLocale } from "@tureen/shared/platform/i18n/locales";
import { messages as ar } from "./messages/ar.ts";
import { messages as de } from "./messages/de.ts";
import { messages as en } from "./messages/en.ts";
import { messages as ja } from "./messages/ja.ts";
import { messages as zh } from "./messages/zh.ts";

type Dictionaries<English> = Readonly<Record<Locale, MessagesOf<English>>>;

const TIMES: Dictionaries<typeof timesEn> = {
  ...{ en: timesEn, de: timesDe, ar: timesAr, ja: timesJa, zh: timesZh },
};
const OWN: Dictionaries<typeof en> = { en, de, ar, ja, zh };

/** A sentence of the page. */
export function say(key: keyof typeof en, language: Locale): string {
  return formatMessage(OWN[language][key], language);
}

/** Times in the language of a menu; English where it is none of ours. */
export function timesFor(tag: string): TimesLanguage {
  const language = matchLocale([tag]);
  return {
    t: (key, params) => formatMessage(TIMES[language][key], language, params),
    language,
    clock: isSameLanguage(tag, language) ? tag : language,
  };
}
