import type { AvailableNow } from "@tureen/shared/menu/availability";
import { type MenuOption, type MenuOptionValue, translated } from "@tureen/shared/menu/menu";
import { mostOf } from "@tureen/shared/menu/option-rules";
import type { LocalMinute } from "@tureen/shared/menu/timing/local-time";
import { holdsAny } from "@tureen/shared/orders/allergens";
import { priceDeltaOf } from "@tureen/shared/table/choices";
import { For, Show } from "solid-js";
import { allergenNames } from "../../menu/allergen-name.ts";
import { menuLanguage } from "../../menu/menu-language.ts";
import { Badge } from "../../platform/ui/Badge.tsx";
import { Checkbox } from "../../platform/ui/Checkbox.tsx";
import { moneyChangeText } from "../../platform/ui/Money.tsx";
import { Stepper } from "../../platform/ui/Stepper.tsx";
import { dinerMessages } from "../messages/messages.ts";
import { type Choices, canToggle, mostNow, quantityOf, ruleOf } from "../model/options.ts";
import { comesText } from "./comes-text.ts";
import styles from "./OptionGroup.module.css";

/** The id of an option's group in the page. */
export function optionGroupId(optionId: string): string {
  return `option-${optionId}`;
}

/** One question about a dish: its rule in words, and what may be chosen. */
export function OptionGroup(props: {
  readonly option: MenuOption;
  readonly choices: Choices;
  /** All values that the dish is chosen with: what one costs may depend on another. */
  readonly taken: ReadonlySet<string>;
  readonly availability: AvailableNow;
  readonly local: LocalMinute;
  readonly avoided: ReadonlySet<string>;
  readonly currency: string;
  /** Somebody tried to add the dish without answering this one. */
  readonly asked: boolean;
  readonly readOnly: boolean;
  readonly onToggle: (valueId: string) => void;
  readonly onCount: (valueId: string, count: number) => void;
}) {
  const { t } = dinerMessages;
  const count = (valueId: string) => quantityOf(props.option, props.choices, valueId);
  const out = () => [...props.availability.valuesOut, ...props.availability.unserved.keys()];
  const rule = () => {
    const is = ruleOf(props.option);
    switch (is.kind) {
      case "exactly":
        return t("ruleExactly", { count: is.count });
      case "upTo":
        return t("ruleUpTo", { count: is.count });
      case "atLeast":
        return t("ruleAtLeast", { count: is.count });
      case "between":
        return t("ruleBetween", { min: is.min, max: is.max });
      case "any":
        return t("ruleAny");
    }
  };
  /** A value's name with what there is to know before it is chosen. */
  const facts = (value: MenuOptionValue) => {
    const delta = () => priceDeltaOf(value, props.taken);
    return (
      <span class={styles.value}>
        <span dir="auto">{translated(value, menuLanguage())}</span>
        <Show when={value.allergens}>
          {(allergens) => (
            <ValueAllergens allergens={allergens()} marked={holdsAny(allergens(), props.avoided)} />
          )}
        </Show>
        <Show when={comesText(props.availability, value.id, props.local)}>
          {(text) => <Badge icon="clock">{text()}</Badge>}
        </Show>
        <Show when={props.availability.valuesOut.includes(value.id)}>
          <Badge tone="bad">{t("soldOut")}</Badge>
        </Show>
        <Show when={delta() !== 0}>
          <span class={styles.delta}>{moneyChangeText(delta(), props.currency)}</span>
        </Show>
      </span>
    );
  };
  return (
    <div
      class={styles.group}
      classList={{ [styles.asked ?? ""]: props.asked }}
      id={optionGroupId(props.option.id)}
    >
      <fieldset>
        <legend class={styles.legend}>
          <span class={styles.name} dir="auto">
            {translated(props.option, menuLanguage())}
          </span>
          <Badge tone={props.option.min > 0 ? "copper" : "neutral"}>{rule()}</Badge>
          <Show when={props.option.included}>
            {(count) => <Badge tone="good">{t("included", { count: count() })}</Badge>}
          </Show>
        </legend>
        <For each={props.option.values}>
          {(value) => (
            <Show
              when={mostOf(value) > 1}
              fallback={
                <Checkbox
                  type={props.option.max === 1 && props.option.min === 1 ? "radio" : "checkbox"}
                  name={optionGroupId(props.option.id)}
                  checked={count(value.id) > 0}
                  disabled={
                    props.readOnly || !canToggle(props.option, props.choices, value.id, out())
                  }
                  onChange={() => props.onToggle(value.id)}
                >
                  {facts(value)}
                </Checkbox>
              }
            >
              <div class={styles.counted}>
                {facts(value)}
                <Show when={!props.readOnly}>
                  <Stepper
                    value={count(value.id)}
                    max={mostNow(props.option, props.choices, value.id, out())}
                    onChange={(next) => props.onCount(value.id, next)}
                    label={t("countOf", { name: translated(value, menuLanguage()) })}
                    decreaseLabel={t("fewerOf", { dish: translated(value, menuLanguage()) })}
                    increaseLabel={t("moreOf", { dish: translated(value, menuLanguage()) })}
                  />
                </Show>
              </div>
            </Show>
          )}
        </For>
      </fieldset>
    </div>
  );
}

/** What a choice adds to the dish's allergens, loudly where the reader avoids one of them. */
function ValueAllergens(props: {
  readonly allergens: readonly string[];
  readonly marked: boolean;
}) {
  const { t } = dinerMessages;
  return (
    <Show
      when={props.marked}
      fallback={
        <span class={styles.allergens} dir="auto">
          <span class="visually-hidden">{t("allergens")}: </span>
          {allergenNames(props.allergens)}
        </span>
      }
    >
      <Badge tone="bad" icon="alert">
        <span class="visually-hidden">{t("allergens")}: </span>
        {allergenNames(props.allergens)}
      </Badge>
    </Show>
  );
}
