import { createMemo } from "solid-js";
import inputStyles from "../../service/TimeInput.module.css";

/**
 * A time or a date that counts once its field is left: what is half typed never does. Emptied it goes back
 * to what it was, unless it may be left out.
 */
export function MomentInput(props: {
  readonly type: "time" | "date";
  readonly label: string;
  readonly value: string | undefined;
  readonly onCommit: (value: string) => void;
  /** Called when it is emptied. */
  readonly onClear?: () => void;
}) {
  // A memo: what is being typed must not go when the same value is read again.
  const shown = createMemo(() => props.value ?? "");
  return (
    <input
      class={inputStyles.input}
      type={props.type}
      aria-label={props.label}
      value={shown()}
      onBlur={(event) => {
        const input = event.currentTarget;
        if (input.value === shown() && !input.validity.badInput) return;
        if (input.value !== "") props.onCommit(input.value);
        else if (props.onClear && !input.validity.badInput) props.onClear();
        else input.value = shown();
      }}
    />
  );
}
