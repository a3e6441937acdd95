import type { DraftDish, DraftOption, DraftValue } from "@tureen/shared/menu/draft/draft";
import type { PriceBy } from "@tureen/shared/menu/menu";
import { MAX_CHOICES } from "@tureen/shared/platform/limits";
import { For, Show } from "solid-js";
import { AllergenChoice } from "./AllergenChoice.tsx";
import styles from "./DishSheet.module.css";
import { editorMessages } from "./messages/messages.ts";
import { NumberField } from "./NumberField.tsx";
import { PriceInput } from "./PriceInput.tsx";
import { TimingFields } from "./timing/TimingFields.tsx";

/** What of a choice is seldom needed: how often, what it costs beside others and when, its allergens. */
export function ValueFields(props: {
  readonly dish: DraftDish;
  readonly option: DraftOption;
  readonly value: DraftValue;
  readonly currency: string;
  readonly onChange: <
    K extends
      | ("defaultQuantity" | "maxQuantity" | "priceBy" | "allergens")
      | ("served" | "priceRules"),
  >(
    field: K,
    to: DraftValue[K] | undefined,
  ) => void;
}) {
  const { t } = editorMessages;
  /** Groups of which one choice decides, such as sizes. */
  const deciding = () =>
    props.dish.options.filter(({ id, max }) => id !== props.option.id && max === 1);
  const beside = (id: string) => props.value.priceBy?.find((by) => by.value === id)?.priceDelta;

  function setBeside(id: string, priceDelta: number | undefined): void {
    const others = (props.value.priceBy ?? []).filter((by) => by.value !== id);
    const next: readonly PriceBy[] =
      priceDelta === undefined ? others : [...others, { value: id, priceDelta }];
    props.onChange("priceBy", next.length > 0 ? next : undefined);
  }

  return (
    <fieldset class={styles.group} aria-label={t("details", { name: props.value.name })}>
      <div class={styles.rule}>
        <NumberField
          label={t("defaultQuantity")}
          value={props.value.defaultQuantity}
          min={1}
          max={props.value.maxQuantity ?? 1}
          onClear={() => props.onChange("defaultQuantity", undefined)}
          onCommit={(count) => props.onChange("defaultQuantity", count)}
        />
        <NumberField
          label={t("maxQuantity")}
          value={props.value.maxQuantity ?? 1}
          min={1}
          max={MAX_CHOICES}
          onCommit={(count) => props.onChange("maxQuantity", count === 1 ? undefined : count)}
        />
      </div>
      <Show when={deciding().some(({ values }) => values.length > 0)}>
        <fieldset class={styles.group}>
          <legend class={styles.legend}>{t("priceBy")}</legend>
          <For each={deciding()}>
            {(option) => (
              <For each={option.values}>
                {(other) => (
                  <div class={styles.value}>
                    <span dir="auto">{`${option.name}: ${other.name}`}</span>
                    <PriceInput
                      label={t("priceWith", { name: props.value.name, with: other.name })}
                      value={beside(other.id)}
                      currency={props.currency}
                      signed
                      optional
                      onCommit={(delta) => setBeside(other.id, delta)}
                    />
                  </div>
                )}
              </For>
            )}
          </For>
        </fieldset>
      </Show>
      <TimingFields
        part="value"
        thing={props.value}
        price={props.value.priceDelta}
        currency={props.currency}
        onServed={(to) => props.onChange("served", to)}
        onPriceRules={(to) => props.onChange("priceRules", to)}
      />
      <AllergenChoice
        legend={t("allergensOf", { name: props.value.name })}
        value={props.value.allergens ?? []}
        onChange={(allergens) =>
          props.onChange("allergens", allergens.length > 0 ? allergens : undefined)
        }
      />
    </fieldset>
  );
}
