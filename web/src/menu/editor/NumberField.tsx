import { Field } from "../../platform/ui/Field.tsx";
import styles from "./DishSheet.module.css";

/** A whole number that counts when its field is left; one that does not fit goes back to what it was. */
export function NumberField(props: {
  readonly label: string;
  readonly hint?: string;
  readonly value: number | undefined;
  readonly min: number;
  readonly max: number;
  /** Left out: it is emptied like any that does not fit. */
  readonly onClear?: () => void;
  readonly onCommit: (value: number) => void;
}) {
  return (
    <Field
      label={props.label}
      {...(props.hint !== undefined && { hint: props.hint })}
      class={styles.number}
      type="number"
      min={props.min}
      max={props.max}
      value={props.value ?? ""}
      onChange={(event) => {
        const input = event.currentTarget;
        const number = Number(input.value);
        if (input.value === "" && !input.validity.badInput && props.onClear) props.onClear();
        else if (
          input.value !== "" &&
          Number.isInteger(number) &&
          number >= props.min &&
          number <= props.max
        ) {
          props.onCommit(number);
        } else input.value = String(props.value ?? "");
      }}
    />
  );
}
