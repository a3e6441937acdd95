import { MAX_STOCK } from "@tureen/shared/menu/availability";
import { createSignal, Show } from "solid-js";
import { Button } from "../platform/ui/Button.tsx";
import { staffMessages } from "../staff/messages/messages.ts";
import styles from "./PortionsForm.module.css";

/** How many portions are left, or that nobody counts them. */
export function PortionsForm(props: {
  readonly stock: number | null;
  readonly onSave: (stock: number | null) => void;
}) {
  const { t } = staffMessages;
  const [text, setText] = createSignal(String(props.stock ?? ""));
  const valid = () => /^\d{1,6}$/.test(text().trim()) && Number(text()) <= MAX_STOCK;
  return (
    <form
      class={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (valid()) props.onSave(Number(text()));
      }}
    >
      <label class={styles.label}>
        <span>{t("portions")}</span>
        <input
          class={styles.input}
          inputmode="numeric"
          autocomplete="off"
          maxLength={6}
          value={text()}
          ref={(input) => queueMicrotask(() => input.focus())}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <Button type="submit" variant="primary" disabled={!valid()}>
        {t("save")}
      </Button>
      <Show when={props.stock !== null}>
        <Button variant="quiet" onClick={() => props.onSave(null)}>
          {t("dontCount")}
        </Button>
      </Show>
    </form>
  );
}
