import { createSignal, For } from "solid-js";
import { TextArea } from "../platform/ui/TextArea.tsx";
import { BigButton } from "./BigButton.tsx";
import styles from "./CancelForm.module.css";
import { kitchenMessages } from "./messages/messages.ts";
import { MAX_REASON_LENGTH } from "./reason.ts";

const REASONS = ["soldOut", "guests", "mistake", "closing"] as const;

/** Asks why an order or a dish is cancelled; nothing happens without a reason. */
export function CancelForm(props: {
  /** What the button says. */
  readonly label: string;
  readonly onCancel: (reason: string) => void;
  readonly onKeep: () => void;
}) {
  const { t } = kitchenMessages;
  const [preset, setPreset] = createSignal<(typeof REASONS)[number]>();
  const [own, setOwn] = createSignal("");
  const reason = () => {
    const chosen = preset();
    return own().trim() || (chosen ? t(`reason.${chosen}`) : "");
  };
  return (
    <form
      class={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (reason()) props.onCancel(reason());
      }}
    >
      <fieldset class={styles.reasons}>
        <legend class={styles.why}>{t("cancelWhy")}</legend>
        <For each={REASONS}>
          {(name, index) => (
            <label class={styles.reason}>
              <input
                // The button that led here is gone; the focus would be lost with it.
                ref={(input) => index() === 0 && queueMicrotask(() => input.focus())}
                type="radio"
                name="reason"
                checked={preset() === name && !own().trim()}
                onChange={() => {
                  setPreset(name);
                  setOwn("");
                }}
              />
              <span>{t(`reason.${name}`)}</span>
            </label>
          )}
        </For>
      </fieldset>
      <TextArea
        label={t("reasonOwn")}
        value={own()}
        onInput={setOwn}
        maxLength={MAX_REASON_LENGTH}
      />
      <div class={styles.foot}>
        <BigButton onClick={() => props.onKeep()}>{t("keep")}</BigButton>
        <BigButton type="submit" look="danger" disabled={!reason()}>
          {props.label}
        </BigButton>
      </div>
    </form>
  );
}
