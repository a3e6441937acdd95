import { maxTip } from "@tureen/shared/bill/decide";
import { createUniqueId, For, type JSX, Show } from "solid-js";
import { Money, moneyText } from "../platform/ui/Money.tsx";
import { AmountField } from "./AmountField.tsx";
import { billMessages } from "./messages/messages.ts";
import { tipOn } from "./pay-plan.ts";
import { percentText } from "./percent-text.ts";
import styles from "./TipChoice.module.css";
import { type Tip, tipAmount } from "./tip.ts";

/** A tip: the restaurant's suggestions with what each comes to, another amount, or none. */
export function TipChoice(props: {
  readonly value: Tip | undefined;
  /** What is paid, of which a suggestion is a part. */
  readonly base: number;
  readonly rates: readonly number[];
  readonly currency: string;
  /** The highest tip, where it is less than a tip may be. */
  readonly most?: number | undefined;
  readonly onChange: (tip: Tip) => void;
}) {
  const { t } = billMessages;
  const name = createUniqueId();
  const is = (kind: Tip["kind"], rate?: number) => {
    const { value } = props;
    return value?.kind === kind && (value.kind !== "rate" || value.rate === rate);
  };
  const most = () => props.most ?? maxTip(props.base, props.currency);
  const tooMuch = () => props.value !== undefined && tipAmount(props.value, props.base) > most();
  const option = (checked: () => boolean, choose: () => void, content: () => JSX.Element) => (
    <label class={styles.option}>
      <input
        class="visually-hidden"
        type="radio"
        name={name}
        checked={checked()}
        onChange={choose}
      />
      <span class={styles.face}>{content()}</span>
    </label>
  );
  return (
    <fieldset>
      <legend class={styles.label}>{t("tip")}</legend>
      <Show when={props.rates.length > 0}>
        <p class={styles.hint}>{t("tipBase", { price: moneyText(props.base, props.currency) })}</p>
      </Show>
      <div class={styles.options}>
        {option(
          () => is("none"),
          () => props.onChange({ kind: "none" }),
          () => t("tipNone"),
        )}
        <For each={props.rates}>
          {(rate) =>
            option(
              () => is("rate", rate),
              () => props.onChange({ kind: "rate", rate }),
              () => (
                <>
                  {percentText(rate)}
                  <span class={styles.sum}>
                    <Money minor={tipOn(props.base, rate)} currency={props.currency} />
                  </span>
                </>
              ),
            )
          }
        </For>
        {option(
          () => is("own"),
          () => props.onChange({ kind: "own", amount: null }),
          () => t("tipOwn"),
        )}
      </div>
      <Show when={is("own")}>
        <div class={styles.own}>
          <AmountField
            label={t("tipOwn")}
            currency={props.currency}
            error={
              tooMuch() ? t("tipTooMuch", { price: moneyText(most(), props.currency) }) : undefined
            }
            onAmount={(amount) => props.onChange({ kind: "own", amount })}
          />
        </div>
      </Show>
    </fieldset>
  );
}
