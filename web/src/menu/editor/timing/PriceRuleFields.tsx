import type { PriceChange } from "@tureen/shared/menu/timing/rules";
import { Match, Show, Switch } from "solid-js";
import { locale } from "../../../platform/i18n/locale.ts";
import { amountText } from "../../../platform/ui/amount-text.ts";
import { SelectField } from "../../../platform/ui/SelectField.tsx";
import sheetStyles from "../DishSheet.module.css";
import { editorMessages } from "../messages/messages.ts";
import { roundingSteps } from "../model/rounding.ts";
import { NumberField } from "../NumberField.tsx";
import { PriceInput } from "../PriceInput.tsx";
import { asKind, CHANGES, kindOf, MOST_PERCENT, percent } from "./edit-rule.ts";
import { timingMessages } from "./messages/messages.ts";
import styles from "./timing.module.css";

/** What a price becomes: a kind of change, and how much. */
export function PriceRuleFields(props: {
  readonly change: PriceChange;
  /** What it costs otherwise, in minor units; 0 where that is not one price. */
  readonly price: number;
  readonly currency: string;
  /** Whether it is added to another price, and may be below zero. */
  readonly signed: boolean;
  readonly onChange: (change: PriceChange) => void;
}) {
  const { t } = timingMessages;
  const asPercent = () => (props.change.kind === "percent" ? props.change : undefined);
  const asMinus = () => (props.change.kind === "minus" ? props.change : undefined);
  const asFixed = () => (props.change.kind === "fixed" ? props.change : undefined);
  const direction = () => (kindOf(props.change) === "more" ? "more" : "less");
  const roundings = () => {
    const steps = roundingSteps(props.currency);
    const now = asPercent()?.roundTo ?? 1;
    // A file may have brought another one.
    return (steps.includes(now) ? steps : [...steps, now]).map((step) => ({
      value: String(step),
      label:
        step === 1
          ? editorMessages.t("bulk.exact")
          : editorMessages.t("bulk.to", { price: amountText(step, props.currency, locale()) }),
    }));
  };
  const amount = () => t("amount", { currency: props.currency });
  return (
    <>
      <SelectField
        label={t("how")}
        value={kindOf(props.change)}
        options={CHANGES.map((kind) => ({ value: kind, label: t(`how.${kind}`) }))}
        onChange={(kind) => props.onChange(asKind(props.change, kind, props.price))}
      />
      <div class={styles.amounts}>
        <Switch>
          <Match when={asPercent()}>
            {(change) => (
              <NumberField
                label={t("percent")}
                value={Math.abs(change().by)}
                min={1}
                max={MOST_PERCENT[direction()]}
                onCommit={(by) => props.onChange(percent(direction(), by, change().roundTo))}
              />
            )}
          </Match>
          <Match when={asMinus()}>
            {(change) => (
              <div class={sheetStyles.labelled}>
                <span class={sheetStyles.label}>{amount()}</span>
                <PriceInput
                  label={amount()}
                  value={change().amount}
                  currency={props.currency}
                  onCommit={(less) => less && props.onChange({ kind: "minus", amount: less })}
                />
              </div>
            )}
          </Match>
          <Match when={asFixed()}>
            {(change) => (
              <div class={sheetStyles.labelled}>
                <span class={sheetStyles.label}>{amount()}</span>
                <PriceInput
                  label={amount()}
                  value={change().price}
                  currency={props.currency}
                  signed={props.signed}
                  onCommit={(price) =>
                    price !== undefined && props.onChange({ kind: "fixed", price })
                  }
                />
              </div>
            )}
          </Match>
        </Switch>
        <Show when={asPercent()}>
          {(change) => (
            <SelectField
              label={editorMessages.t("bulk.rounding")}
              value={String(change().roundTo ?? 1)}
              options={roundings()}
              onChange={(step) =>
                props.onChange(percent(direction(), Math.abs(change().by), Number(step)))
              }
            />
          )}
        </Show>
      </div>
    </>
  );
}
