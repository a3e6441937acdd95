import { WHOLE } from "@tureen/shared/bill/terms";
import type { Reduction } from "@tureen/shared/table/document/types";
import { createSignal, For, Show } from "solid-js";
import { AmountField } from "../../bill/AmountField.tsx";
import { percentText } from "../../bill/percent-text.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { Field } from "../../platform/ui/Field.tsx";
import { SegmentedChoice } from "../../platform/ui/SegmentedChoice.tsx";
import styles from "./DiscountFields.module.css";
import { floorBillMessages } from "./messages/messages.ts";

/** Hundredths of a percent that are given most often. */
const USUAL = [1000, 2000, 5000];

/** How much a discount takes off: so many percent, or an amount. */
export function DiscountFields(props: {
  readonly currency: string;
  /** Undefined while it is nothing that could be taken off. */
  readonly onOff: (off: Reduction | undefined) => void;
}) {
  const { t } = floorBillMessages;
  const [by, setBy] = createSignal<"percent" | "amount">("percent");
  const [text, setText] = createSignal("");
  const isWrong = () => text().trim() !== "" && percentOf(text()) === undefined;

  function type(typed: string): void {
    setText(typed);
    const percent = percentOf(typed);
    props.onOff(percent === undefined ? undefined : { percent });
  }

  return (
    <>
      <SegmentedChoice
        label={t("offAs")}
        value={by()}
        options={[
          { value: "percent", label: t("percent") },
          { value: "amount", label: t("amount") },
        ]}
        onChange={(value) => {
          setBy(value);
          setText("");
          props.onOff(undefined);
        }}
      />
      <Show
        when={by() === "percent"}
        fallback={
          <AmountField
            label={t("amount")}
            currency={props.currency}
            onAmount={(amount) => props.onOff(amount ? { amount } : undefined)}
          />
        }
      >
        <Field
          label={t("percent")}
          inputmode="decimal"
          autocomplete="off"
          value={text()}
          error={isWrong() ? t("percentWrong") : undefined}
          onInput={(event) => type(event.currentTarget.value)}
        />
        <div class={styles.usual}>
          <For each={USUAL}>
            {(percent) => (
              <Button onClick={() => type(String(percent / 100))}>{percentText(percent)}</Button>
            )}
          </For>
        </div>
      </Show>
    </>
  );
}

/** "7.5" or "7,5" in hundredths of a percent; undefined for what is none, or more than all. */
function percentOf(text: string): number | undefined {
  const match = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(text.trim());
  if (!match) return undefined;
  const percent = Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
  return percent >= 1 && percent <= WHOLE ? percent : undefined;
}
