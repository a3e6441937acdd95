import { createMemo, createSignal } from "solid-js";
import { locale } from "../../platform/i18n/locale.ts";
import { amountText, parseAmount } from "../../platform/ui/amount-text.ts";
import styles from "./PriceInput.module.css";

/**
 * A price in its row: what is typed counts when the field is left. Enter goes to the next price, so that
 * a whole menu can be typed down; Escape brings the old one back.
 */
export function PriceInput(props: {
  readonly label: string;
  /** Minor units; undefined for none. */
  readonly value: number | undefined;
  readonly currency: string;
  readonly placeholder?: string;
  /** Whether what is added to a price may be below zero. */
  readonly signed?: boolean;
  /** Whether one that may be below zero may also be left out. */
  readonly optional?: boolean;
  readonly onCommit: (value: number | undefined) => void;
}) {
  const [wrong, setWrong] = createSignal(false);
  // A memo: what is being typed must not go when the same price is read again.
  const shown = createMemo(() => {
    const { value } = props;
    if (value === undefined) return "";
    const text = amountText(Math.abs(value), props.currency, locale());
    return value < 0 ? `-${text}` : text;
  });

  function commit(input: HTMLInputElement): void {
    const typed = input.value.trim();
    if (typed === shown()) {
      setWrong(false);
      return;
    }
    const negative = props.signed === true && /^[-−]/.test(typed);
    const amount = parseAmount(typed.replace(/^[-−+]/, ""), props.currency);
    const isAmount =
      typed === ""
        ? !props.signed || props.optional === true
        : amount !== null && !(/^[-−]/.test(typed) && !negative);
    setWrong(!isAmount);
    if (!isAmount) return;
    props.onCommit(typed === "" ? undefined : (amount ?? 0) * (negative ? -1 : 1));
  }

  return (
    <input
      class={styles.price}
      data-price
      aria-label={props.label}
      aria-invalid={wrong() || undefined}
      inputmode={props.signed ? "text" : "decimal"}
      autocomplete="off"
      enterkeyhint="next"
      maxLength={14}
      placeholder={props.placeholder}
      value={shown()}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => commit(event.currentTarget)}
      onKeyDown={(event) => {
        const input = event.currentTarget;
        if (event.key === "Escape" && input.value !== shown()) {
          event.stopPropagation();
          input.value = shown();
          setWrong(false);
        }
        if (event.key === "Enter") {
          event.preventDefault();
          const all = [...document.querySelectorAll<HTMLInputElement>("input[data-price]")];
          const next = all[all.indexOf(input) + (event.shiftKey ? -1 : 1)];
          if (next) next.focus();
          else input.blur();
        }
      }}
    />
  );
}
