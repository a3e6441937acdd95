import { createUniqueId, For } from "solid-js";
import styles from "./SegmentedChoice.module.css";

/** One of a few, side by side: native radios that look like a switch. */
export function SegmentedChoice<Value extends string>(props: {
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
}) {
  const name = createUniqueId();
  return (
    <fieldset>
      <legend class={props.hideLabel ? "visually-hidden" : styles.label}>{props.label}</legend>
      <div class={styles.track}>
        <For each={props.options}>
          {(option) => (
            <label class={styles.option}>
              <input
                class="visually-hidden"
                type="radio"
                name={name}
                checked={props.value === option.value}
                onChange={() => props.onChange(option.value)}
              />
              <span>{option.label}</span>
            </label>
          )}
        </For>
      </div>
    </fieldset>
  );
}
