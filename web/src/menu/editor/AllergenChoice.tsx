import { For } from "solid-js";
import { allergenName, KNOWN_ALLERGENS } from "../allergen-name.ts";
import { AddField } from "./AddField.tsx";
import { Chip } from "./Chip.tsx";
import styles from "./DishSheet.module.css";
import { editorMessages } from "./messages/messages.ts";

/** The allergens of a dish or choice: the usual ones to be tapped, others to be typed. */
export function AllergenChoice(props: {
  readonly legend: string;
  readonly hint?: string;
  readonly value: readonly string[];
  readonly onChange: (allergens: readonly string[]) => void;
}) {
  const { t } = editorMessages;
  const has = (allergen: string) =>
    props.value.some((each) => each.toLowerCase() === allergen.toLowerCase());
  const others = () =>
    props.value.filter((each) => !KNOWN_ALLERGENS.some((known) => known === each.toLowerCase()));
  function toggle(allergen: string): void {
    props.onChange(
      has(allergen)
        ? props.value.filter((each) => each.toLowerCase() !== allergen.toLowerCase())
        : [...props.value, allergen],
    );
  }
  return (
    <fieldset class={styles.group}>
      <legend class={styles.legend}>{props.legend}</legend>
      <p class={styles.hint}>{props.hint}</p>
      <div class={styles.chips}>
        <For each={[...KNOWN_ALLERGENS, ...others()]}>
          {(allergen) => (
            <Chip
              label={allergenName(allergen)}
              on={has(allergen)}
              onToggle={() => toggle(allergen)}
            />
          )}
        </For>
      </div>
      <AddField label={t("addAllergen")} onAdd={(name) => has(name) || toggle(name)} />
    </fieldset>
  );
}
