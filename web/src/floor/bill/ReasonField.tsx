import { MAX_REASON } from "@tureen/shared/table/document/roots/entries";
import { For } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { Field } from "../../platform/ui/Field.tsx";
import type { AdjustmentKind } from "./adjustment.ts";
import { floorBillMessages } from "./messages/messages.ts";
import styles from "./ReasonField.module.css";

/** What asks for a reason. */
export type Reasoned = AdjustmentKind | "refund";

const USUAL = {
  void: ["reason.wrong", "reason.never", "reason.mistake"],
  discount: ["reason.wrong", "reason.waited", "reason.goodwill"],
  comp: ["reason.wrong", "reason.waited", "reason.goodwill"],
  charge: ["reason.spoken", "reason.missing"],
  "service-off": ["reason.waited", "reason.goodwill"],
  "service-mode": ["reason.wish", "reason.mistake"],
  "write-off": ["reason.left", "reason.difference"],
  reversal: ["reason.mistake", "reason.wish"],
  refund: ["reason.wrong", "reason.never", "reason.overpaid"],
} as const satisfies Readonly<Record<Reasoned, readonly string[]>>;

/** Why: a word of one's own, or with a tap one of those that are usual for what is done. */
export function ReasonField(props: {
  readonly of: Reasoned;
  readonly value: string;
  readonly onChange: (reason: string) => void;
}) {
  const { t } = floorBillMessages;
  return (
    <div class={styles.reason}>
      <Field
        label={t("reason")}
        hint={t("reasonHint")}
        required
        maxLength={MAX_REASON}
        autocomplete="off"
        value={props.value}
        onInput={(event) => props.onChange(event.currentTarget.value)}
      />
      <div class={styles.usual}>
        <For each={USUAL[props.of]}>
          {(key) => <Button onClick={() => props.onChange(t(key))}>{t(key)}</Button>}
        </For>
      </div>
    </div>
  );
}
