import type { JSX } from "solid-js";
import styles from "./Checkbox.module.css";

/** A native checkbox or radio in a row that is a touch target as a whole. */
export function Checkbox(props: {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children: JSX.Element;
  readonly type?: "checkbox" | "radio";
  readonly name?: string;
  readonly disabled?: boolean;
}) {
  return (
    <label class={styles.row} classList={{ [styles.disabled ?? ""]: props.disabled === true }}>
      <input
        class={styles.box}
        type={props.type ?? "checkbox"}
        name={props.name}
        checked={props.checked}
        disabled={props.disabled}
        onChange={(event) => {
          const wanted = event.currentTarget.checked;
          props.onChange(wanted);
          // Whoever owns the state decides: show what it says, not what was tapped.
          event.currentTarget.checked = props.checked;
        }}
      />
      <span class={styles.content}>{props.children}</span>
    </label>
  );
}
