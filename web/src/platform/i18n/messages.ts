import {
  formatMessage,
  type Message,
  type MessagesOf,
  type Params,
} from "@tureen/shared/platform/i18n/format";
import type { Locale } from "@tureen/shared/platform/i18n/locales";
import { createSignal } from "solid-js";
import { locale } from "./locale.ts";

export type { MessagesOf } from "@tureen/shared/platform/i18n/format";

type Loader<English> = () => Promise<{ readonly messages: MessagesOf<English> }>;

export interface Messages<English> {
  /** The sentence for `key` in the current language; reactive inside Solid's tracking scopes. */
  t(key: keyof English, params?: Params): string;
  /** Resolves when the current language has been loaded (or could not be: English is shown). */
  prepare(): Promise<void>;
  /** The sentences in a language other than the app's, as for guests on paper; English if it cannot be loaded. */
  speak(language: Locale): Promise<Messages<English>["t"]>;
}

/**
 * A set of messages: English is bundled with its page, the others are fetched when wanted.
 * Until one has arrived, English is shown.
 */
export function createMessages<const English extends Record<string, Message>>(
  english: English,
  loaders: Readonly<Record<Exclude<Locale, "en">, Loader<English>>>,
): Messages<English> {
  const [loaded, setLoaded] = createSignal<Partial<Record<Locale, MessagesOf<English>>>>({
    en: english,
  });
  const pending = new Map<Locale, Promise<void>>();

  function load(wanted: Locale): Promise<void> {
    if (wanted === "en" || loaded()[wanted]) return Promise.resolve();
    const running = pending.get(wanted);
    if (running) return running;
    const loading = loaders[wanted]()
      .then(
        (module) => void setLoaded((all) => ({ ...all, [wanted]: module.messages })),
        () => undefined, // no signal: English now, another try when the language is next asked for
      )
      .finally(() => pending.delete(wanted));
    pending.set(wanted, loading);
    return loading;
  }

  const say = (language: Locale, key: keyof English, params?: Params) => {
    const messages = loaded()[language];
    return messages
      ? formatMessage(messages[key], language, params)
      : formatMessage(english[key] as Message, "en", params);
  };

  return {
    t(key, params) {
      const current = locale();
      if (!loaded()[current]) void load(current);
      return say(current, key, params);
    },
    prepare: () => load(locale()),
    async speak(language) {
      await load(language);
      return (key, params) => say(language, key, params);
    },
  };
}
