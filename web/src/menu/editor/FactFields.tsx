import { BADGES, DIETS, MAX_SPICE } from "@tureen/shared/menu/dish-facts";
import type { DraftDish } from "@tureen/shared/menu/draft/draft";
import { For } from "solid-js";
import { Field } from "../../platform/ui/Field.tsx";
import { uiMessages } from "../../platform/ui/messages/messages.ts";
import { Chip } from "./Chip.tsx";
import styles from "./DishSheet.module.css";
import { editorMessages } from "./messages/messages.ts";

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
      <Field
        label={t("minAge")}
        hint={t("minAgeHint")}
        class={styles.number}
        type="number"
        min={1}
        max={99}
        value={props.dish.minAge ?? ""}
        onChange={(event) => {
          const input = event.currentTarget;
          const age = input.value === "" ? undefined : Number(input.value);
          const fits = age === undefined || (Number.isInteger(age) && age >= 1 && age <= 99);
          if (fits) props.onChange("minAge", age);
          else input.value = String(props.dish.minAge ?? "");
        }}
      />
    </>
  );
}
