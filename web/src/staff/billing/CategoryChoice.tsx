import { createUniqueId, For } from "solid-js";
import { Checkbox } from "../../platform/ui/Checkbox.tsx";
import styles from "./BillingPage.module.css";
import type { CategoryDraft } from "./draft.ts";
import { billingMessages } from "./messages/messages.ts";

/** One of the tax categories. */
export function CategoryChoice(props: {
  readonly label: string;
  readonly categories: readonly CategoryDraft[];
  /** Its key. */
  readonly value: string;
  readonly onChange: (key: string) => void;
}) {
  const name = createUniqueId();
  const { t } = billingMessages;
  return (
    <fieldset>
      <legend class={styles.legend}>{props.label}</legend>
      <For each={props.categories}>
        {(category) => (
          <Checkbox
            type="radio"
            name={name}
            checked={category.key === props.value}
            onChange={() => props.onChange(category.key)}
          >
            <bdi>{category.name.trim() || t("unnamed")}</bdi>
          </Checkbox>
        )}
      </For>
    </fieldset>
  );
}
