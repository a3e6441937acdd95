import { Show } from "solid-js";
import { Checkbox } from "../../platform/ui/Checkbox.tsx";
import { Field } from "../../platform/ui/Field.tsx";
import styles from "./BillingPage.module.css";
import type { Draft } from "./draft.ts";
import { billingMessages } from "./messages/messages.ts";

/** Whether guests can put a card down for the table, and how much is held on it. */
export function TabFields(props: {
  readonly draft: Draft;
  readonly currency: string;
  readonly onChange: (change: Partial<Draft>) => void;
  readonly error: (field: string) => string | undefined;
}) {
  const { t } = billingMessages;
  const field = (name: "tabHold" | "tabStep") => (
    <Field
      label={t(name, { currency: props.currency })}
      inputmode="decimal"
      autocomplete="off"
      maxLength={12}
      value={props.draft[name]}
      error={props.error(name)}
      onInput={(event) => props.onChange({ [name]: event.currentTarget.value })}
    />
  );
  return (
    <>
      <div>
        <Checkbox checked={props.draft.tab} onChange={(tab) => props.onChange({ tab })}>
          {t("tab")}
        </Checkbox>
        <p class={styles.hint}>{t("tabHint")}</p>
      </div>
      <Show when={props.draft.tab}>
        <div class={styles.pair}>
          {field("tabHold")}
          {field("tabStep")}
        </div>
      </Show>
    </>
  );
}
