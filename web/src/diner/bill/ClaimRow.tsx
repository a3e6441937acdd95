import type { JSX } from "solid-js";
import { Checkbox } from "../../platform/ui/Checkbox.tsx";
import { Money } from "../../platform/ui/Money.tsx";
import styles from "./ClaimRow.module.css";

/** One of the parts of a dish to choose from, with what it comes to. */
export function ClaimRow(props: {
  readonly chosen: boolean;
  /** What the reader would pay for it. */
  readonly amount: number;
  readonly currency: string;
  readonly onChoose?: () => void;
  readonly children: JSX.Element;
}) {
  return (
    <Checkbox type="radio" name="claim" checked={props.chosen} onChange={() => props.onChoose?.()}>
      <span class={styles.row}>
        <span>{props.children}</span>
        <Money minor={props.amount} currency={props.currency} />
      </span>
    </Checkbox>
  );
}
