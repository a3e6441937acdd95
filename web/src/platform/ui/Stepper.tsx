import { Icon } from "./Icon.tsx";
import styles from "./Stepper.module.css";

export interface StepperProps {
  readonly value: number;
  readonly min?: number;
  readonly max?: number;
  readonly onChange: (next: number) => void;
  /** What is being counted, e.g. "Miso soup". */
  readonly label: string;
  readonly decreaseLabel: string;
  readonly increaseLabel: string;
}

/** Minus, number, plus: two 44 px targets that never move, whatever the number. */
export function Stepper(props: StepperProps) {
  return (
    <fieldset class={styles.stepper} aria-label={props.label}>
      <button
        type="button"
        class={styles.step}
        aria-label={props.decreaseLabel}
        disabled={props.value <= (props.min ?? 0)}
        onClick={() => props.onChange(props.value - 1)}
      >
        <Icon name="minus" size={20} />
      </button>
      <output class={styles.value} aria-live="polite">
        {props.value}
      </output>
      <button
        type="button"
        class={styles.step}
        aria-label={props.increaseLabel}
        disabled={props.value >= (props.max ?? Number.POSITIVE_INFINITY)}
        onClick={() => props.onChange(props.value + 1)}
      >
        <Icon name="plus" size={20} />
      </button>
    </fieldset>
  );
}
