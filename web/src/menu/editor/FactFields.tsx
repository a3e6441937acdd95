import { BADGES, DIETS, MAX_SPICE } from "@tureen/shared/menu/dish-facts";
import type { DraftDish } from "@tureen/shared/menu/draft/draft";
import { For } from "solid-js";
import { uiMessages } from "../../platform/ui/messages/messages.ts";
import { Chip } from "./Chip.tsx";
import styles from "./DishSheet.module.css";
import { editorMessages } from "./messages/messages.ts";
import { NumberField } from "./NumberField.tsx";

/** Whom a dish suits, why it stands out, how hot it is, and from what age. */
export function FactFields(props: {
  readonly dish: DraftDish;
  readonly onChange: <K extends "diets" | "badges" | "spice" | "minAge">(
    field: K,
    to: DraftDish[K] | undefined,
  ) => void;
}) {
  const { t } = editorMessages;
  const toggled = <T extends string>(all: readonly T[] | undefined, one: T) => {
    const next = all?.includes(one) ? all.filter((each) => each !== one) : [...(all ?? []), one];
    return next.length > 0 ? next : undefined;
  };
  return (
    <>
      <fieldset class={styles.group}>
        <legend class={styles.legend}>{t("facts")}</legend>
        <div class={styles.chips}>
          <For each={DIETS}>
            {(diet) => (
              <Chip
                label={uiMessages.t(`diet.${diet}`)}
                on={props.dish.diets?.includes(diet) === true}
                onToggle={() => props.onChange("diets", toggled(props.dish.diets, diet))}
              />
            )}
          </For>
          <For each={BADGES}>
            {(badge) => (
              <Chip
                label={uiMessages.t(`badge.${badge}`)}
                on={props.dish.badges?.includes(badge) === true}
                onToggle={() => props.onChange("badges", toggled(props.dish.badges, badge))}
              />
            )}
          </For>
          <For each={Array.from({ length: MAX_SPICE }, (_, i) => (i + 1) as 1 | 2 | 3)}>
            {(spice) => (
              <Chip
                label={uiMessages.t(`spice.${spice}`)}
                on={props.dish.spice === spice}
                onToggle={() =>
                  props.onChange("spice", props.dish.spice === spice ? undefined : spice)
                }
              />
            )}
          </For>
        </div>
      </fieldset>
      <NumberField
        label={t("minAge")}
        hint={t("minAgeHint")}
        value={props.dish.minAge}
        min={1}
        max={99}
        onClear={() => props.onChange("minAge", undefined)}
        onCommit={(age) => props.onChange("minAge", age)}
      />
    </>
  );
}
