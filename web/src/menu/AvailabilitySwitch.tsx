import { staffMessages } from "../staff/messages/messages.ts";
import styles from "./DishRow.module.css";

/** Switches something between sold out and available. */
export function AvailabilitySwitch(props: {
  /** What it is about. */
  readonly name: string;
  readonly available: boolean;
  readonly busy: boolean;
  readonly onToggle: () => void;
}) {
  const { t } = staffMessages;
  return (
    <button
      type="button"
      role="switch"
      class={styles.switch}
      aria-checked={props.available}
      aria-busy={props.busy || undefined}
      aria-label={t("availableLabel", { dish: props.name })}
      onClick={() => {
        if (!props.busy) props.onToggle();
      }}
    >
      <span class={styles.word}>{props.available ? t("available") : t("soldOut")}</span>
      <span class={styles.track}>
        <span class={styles.thumb} />
      </span>
    </button>
  );
}
