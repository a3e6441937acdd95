import { createSignal, For } from "solid-js";
import { staffMessages } from "../staff/messages/messages.ts";
import type { StaffMember } from "../staff/staff-session.ts";
import styles from "./OpeningSetting.module.css";

type Opening = StaffMember["opening"];
const CHOICES: readonly Opening[] = ["diner", "staff"];

/** Who opens a free table: the guests themselves, or the staff. */
export function OpeningSetting(props: {
  readonly value: Opening;
  readonly onChange: (value: Opening) => Promise<void>;
}) {
  const { t } = staffMessages;
  const [busy, setBusy] = createSignal(false);
  return (
    <fieldset class={styles.choices} disabled={busy()}>
      <legend class={styles.legend}>{t("opening")}</legend>
      <For each={CHOICES}>
        {(choice) => (
          <label class={styles.choice}>
            <input
              type="radio"
              name="opening"
              checked={props.value === choice}
              onChange={(event) => {
                const input = event.currentTarget;
                setBusy(true);
                void props.onChange(choice).finally(() => {
                  setBusy(false);
                  // A refused change: the page says what is so, not what was tapped.
                  input.checked = props.value === choice;
                });
              }}
            />
            <span>
              <span class={styles.name}>{t(`opening.${choice}`)}</span>
              <span class={styles.text}>{t(`opening.${choice}Text`)}</span>
            </span>
          </label>
        )}
      </For>
    </fieldset>
  );
}
