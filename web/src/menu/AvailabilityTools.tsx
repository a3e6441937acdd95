import { SearchField } from "../platform/ui/SearchField.tsx";
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
      <SearchField label={t("search")} value={props.search} onInput={props.onSearch} />
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
