import { createSignal } from "solid-js";
import { parseAmount } from "../platform/ui/amount-text.ts";
import { Field } from "../platform/ui/Field.tsx";
import { billMessages } from "./messages/messages.ts";

/** An amount to type. Says nothing of an empty field; null stands for what is no amount. */
export function AmountField(props: {
  readonly label: string;
  readonly hint?: string;
  readonly currency: string;
  readonly start?: string;
  /** What is wrong with an amount that is one. */
  readonly error?: string | undefined;
  /** What an empty field stands for. */
  readonly emptyIs?: number;
  readonly onAmount: (amount: number | null) => void;
}) {
  const [text, setText] = createSignal(props.start ?? "");
  const isWrong = () => text().trim() !== "" && parseAmount(text(), props.currency) === null;
  return (
    <Field
      label={props.label}
      {...(props.hint !== undefined && { hint: props.hint })}
      inputmode="decimal"
      autocomplete="off"
      value={text()}
      error={isWrong() ? billMessages.t("amountWrong") : props.error}
      onInput={(event) => {
        setText(event.currentTarget.value);
        const isEmpty = text().trim() === "";
        props.onAmount(isEmpty ? (props.emptyIs ?? null) : parseAmount(text(), props.currency));
      }}
    />
  );
}
