import { Icon } from "../platform/ui/Icon.tsx";
import { staffMessages } from "../staff/messages/messages.ts";
import styles from "./AvailabilityTools.module.css";

/** Narrows the list of dishes. */
export function AvailabilityTools(props: {
  readonly search: string;
  readonly onSearch: (text: string) => void;
  readonly onlyOut: boolean;
  readonly onOnlyOut: (on: boolean) => void;
}) {
  const { t } = staffMessages;
  return (
    <div class={styles.tools}>
      <label class={styles.search}>
        <Icon name="search" size={20} />
        <span class="visually-hidden">{t("search")}</span>
        <input
          type="search"
          class={styles.input}
          placeholder={t("search")}
          value={props.search}
          maxLength={80}
          onInput={(event) => props.onSearch(event.currentTarget.value)}
        />
      </label>
      <label class={styles.only}>
        <input
          type="checkbox"
          checked={props.onlyOut}
          onChange={(event) => props.onOnlyOut(event.currentTarget.checked)}
        />
        <span>{t("onlyOut")}</span>
      </label>
    </div>
  );
}
