import type { AvailableNow } from "@tureen/shared/menu/availability";
import { type MenuOption, translated } from "@tureen/shared/menu/menu";
import type { LocalMinute } from "@tureen/shared/menu/timing/local-time";
import { holdsAny } from "@tureen/shared/orders/allergens";
import { For, Show } from "solid-js";
import { allergenNames } from "../../menu/allergen-name.ts";
import { menuLanguage } from "../../menu/menu-language.ts";
import { Badge } from "../../platform/ui/Badge.tsx";
import { Checkbox } from "../../platform/ui/Checkbox.tsx";
import { moneyChangeText } from "../../platform/ui/Money.tsx";
import { dinerMessages } from "../messages/messages.ts";
import { type Choices, canToggle, ruleOf } from "../model/options.ts";
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
  readonly availability: AvailableNow;
  readonly local: LocalMinute;
  readonly avoided: ReadonlySet<string>;
  readonly currency: string;
  /** Somebody tried to add the dish without answering this one. */
  readonly asked: boolean;
  readonly readOnly: boolean;
  readonly onToggle: (valueId: string) => void;
}) {
  const { t } = dinerMessages;
  const chosen = (valueId: string) => props.choices[props.option.id]?.includes(valueId) ?? false;
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
        </legend>
        <For each={props.option.values}>
          {(value) => (
            <Checkbox
              type={props.option.max === 1 && props.option.min === 1 ? "radio" : "checkbox"}
              name={optionGroupId(props.option.id)}
              checked={chosen(value.id)}
              disabled={props.readOnly || !canToggle(props.option, props.choices, value.id, out())}
              onChange={() => props.onToggle(value.id)}
            >
              <span class={styles.value}>
                <span dir="auto">{translated(value, menuLanguage())}</span>
                <Show when={value.allergens}>
                  {(allergens) => (
                    <ValueAllergens
                      allergens={allergens()}
                      marked={holdsAny(allergens(), props.avoided)}
                    />
                  )}
                </Show>
                <Show when={comesText(props.availability, value.id, props.local)}>
                  {(text) => <Badge icon="clock">{text()}</Badge>}
                </Show>
                <Show when={props.availability.valuesOut.includes(value.id)}>
                  <Badge tone="bad">{t("soldOut")}</Badge>
                </Show>
                <Show when={value.priceDelta !== 0}>
                  <span class={styles.delta}>
                    {moneyChangeText(value.priceDelta, props.currency)}
                  </span>
                </Show>
              </span>
            </Checkbox>
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
