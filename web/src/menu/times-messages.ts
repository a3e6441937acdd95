import { messages as en } from "@tureen/shared/menu/timing/messages/en";
import type { TimesLanguage } from "@tureen/shared/menu/timing/timing-text";
import type { Locale } from "@tureen/shared/platform/i18n/locales";
import { locale, timeLocale } from "../platform/i18n/locale.ts";
import { createMessages } from "../platform/i18n/messages.ts";

/** Sentences about when things are served and what they cost at times, as the server says them too. */
export const timesMessages = createMessages(en, {
  de: () => import("@tureen/shared/menu/timing/messages/de"),
  ja: () => import("@tureen/shared/menu/timing/messages/ja"),
  zh: () => import("@tureen/shared/menu/timing/messages/zh"),
  ar: () => import("@tureen/shared/menu/timing/messages/ar"),
});

/** Times as the reader of the app says them. */
export function readersTimes(): TimesLanguage {
  return { t: timesMessages.t, language: locale(), clock: timeLocale() };
}

/** Times in a language other than the app's, `tag` being its variant, as for guests on paper. */
export async function timesIn(language: Locale, tag: string): Promise<TimesLanguage> {
  return { t: await timesMessages.speak(language), language, clock: tag };
}
