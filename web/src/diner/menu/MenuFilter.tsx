import type { Diet } from "@tureen/shared/menu/dish-facts";
import { For, Show } from "solid-js";
import { allergenName } from "../../menu/allergen-name.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { Checkbox } from "../../platform/ui/Checkbox.tsx";
import { uiMessages } from "../../platform/ui/messages/messages.ts";
import { Sheet } from "../../platform/ui/Sheet.tsx";
import { dinerMessages } from "../messages/messages.ts";
import styles from "./MenuFilter.module.css";

/**
 * Choose which diets dishes have to suit, and which allergens to avoid: dishes that name one are hidden,
 * those that say nothing are flagged.
 */
export function MenuFilter(props: {
  readonly allergens: readonly string[];
  readonly avoided: ReadonlySet<string>;
  readonly onChange: (avoided: ReadonlySet<string>) => void;
  /** Diets that some dish suits. */
  readonly offered: readonly Diet[];
  readonly diets: ReadonlySet<Diet>;
  readonly onDiets: (diets: ReadonlySet<Diet>) => void;
  /** Dishes that are left. */
  readonly count: number;
  readonly onClose: () => void;
}) {
  const { t } = dinerMessages;
  function changed<T>(all: ReadonlySet<T>, one: T, on: boolean): ReadonlySet<T> {
    const next = new Set(all);
    if (on) next.add(one);
    else next.delete(one);
    return next;
  }
  return (
    <Sheet
      open
      onClose={props.onClose}
      title={t("filterAllergens")}
      footer={
        <Button variant="primary" size="l" wide onClick={props.onClose}>
          {t("showDishes", { count: props.count })}
        </Button>
      }
    >
      <Show when={props.offered.length > 0}>
        <fieldset class={styles.group}>
          <legend class={styles.legend}>{t("suits")}</legend>
          <For each={props.offered}>
            {(diet) => (
              <Checkbox
                checked={props.diets.has(diet)}
                onChange={(on) => props.onDiets(changed(props.diets, diet, on))}
              >
                {uiMessages.t(`diet.${diet}`)}
              </Checkbox>
            )}
          </For>
        </fieldset>
      </Show>
      <Show when={props.allergens.length > 0}>
        <fieldset class={styles.group}>
          <legend class={styles.legend}>{t("avoid")}</legend>
          <p class={styles.hint}>{t("filterExplain")}</p>
          <For each={props.allergens}>
            {(allergen) => (
              <Checkbox
                checked={props.avoided.has(allergen)}
                onChange={(on) => props.onChange(changed(props.avoided, allergen, on))}
              >
                <span dir="auto">{allergenName(allergen)}</span>
              </Checkbox>
            )}
          </For>
        </fieldset>
      </Show>
    </Sheet>
  );
}
