import { createUniqueId, type JSX, Show, splitProps } from "solid-js";
import styles from "./Field.module.css";
import { Icon } from "./Icon.tsx";

export interface FieldProps extends JSX.InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  readonly hint?: string;
  /** Shown in place and tied to the input; the input is marked invalid. */
  readonly error?: string | undefined;
}

/** A labelled text input with its hint and its error where they belong. */
export function Field(props: FieldProps) {
  const [own, rest] = splitProps(props, ["label", "hint", "error", "class", "id"]);
  const id = own.id ?? createUniqueId();
  const describedBy = () =>
    [own.hint && `${id}-hint`, own.error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  return (
    <div class={styles.field}>
      <label class={styles.label} for={id}>
        {own.label}
      </label>
      <Show when={own.hint}>
        <p class={styles.hint} id={`${id}-hint`}>
          {own.hint}
        </p>
      </Show>
      <input
        {...rest}
        id={id}
        class={`${styles.input} ${own.class ?? ""}`}
        aria-invalid={own.error ? "true" : undefined}
        aria-describedby={describedBy()}
      />
      <FieldError id={`${id}-error`} error={own.error} />
    </div>
  );
}

/** The line under a control that says what is wrong with it; announced when it appears. */
export function FieldError(props: { readonly id: string; readonly error: string | undefined }) {
  return (
    <p class={styles.error} id={props.id} role="alert">
      <Show when={props.error}>
        <Icon name="alert" size={18} />
        <span>{props.error}</span>
      </Show>
    </p>
  );
}
