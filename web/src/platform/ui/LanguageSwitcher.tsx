import { LOCALES, type Locale } from "@tureen/shared/platform/i18n/locales";
import { For } from "solid-js";
import { LOCALE_NAMES, locale, setLocale } from "../i18n/locale.ts";
import { Icon } from "./Icon.tsx";
import styles from "./LanguageSwitcher.module.css";
import { uiMessages } from "./messages/messages.ts";

/** The phone's own list picker: every language in its own words. */
export function LanguageSwitcher() {
  return (
    <label class={styles.switcher}>
      <Icon name="globe" size={20} />
      <span class="visually-hidden">{uiMessages.t("language")}</span>
      <span class={styles.code} aria-hidden="true">
        {locale().toUpperCase()}
      </span>
      <select
        class={styles.select}
        value={locale()}
        onChange={(event) => setLocale(event.currentTarget.value as Locale)}
      >
        <For each={LOCALES}>{(code) => <option value={code}>{LOCALE_NAMES[code]}</option>}</For>
      </select>
    </label>
  );
}
