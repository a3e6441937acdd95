import { createUniqueId, Show } from "solid-js";
import styles from "./Field.module.css";

export interface TextAreaProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  /** UTF-16 code units. */
  readonly maxLength: number;
  readonly placeholder?: string;
  readonly rows?: number;
}

/** A labelled multi-line input that shows how much room is left when it gets scarce. */
export function TextArea(props: TextAreaProps) {
  const id = createUniqueId();
  const left = () => props.maxLength - props.value.length;
  return (
    <div class={styles.field}>
      <label class={styles.label} for={id}>
        {props.label}
      </label>
      <textarea
        id={id}
        class={styles.input}
        rows={props.rows ?? 2}
        maxLength={props.maxLength}
        placeholder={props.placeholder}
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <Show when={left() <= 60}>
        <p class={styles.hint} aria-live="polite">
          {props.value.length}/{props.maxLength}
        </p>
      </Show>
    </div>
  );
}
