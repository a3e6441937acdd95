import type { DraftDish, DraftOption, DraftThing } from "@tureen/shared/menu/draft/draft";
import { createSignal, For, Show } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { Field } from "../../platform/ui/Field.tsx";
import { IconButton } from "../../platform/ui/IconButton.tsx";
import { AddField } from "./AddField.tsx";
import { AllergenChoice } from "./AllergenChoice.tsx";
import styles from "./DishSheet.module.css";
import { editorMessages } from "./messages/messages.ts";
import type { DraftSession } from "./model/create-draft.ts";
import { addThing, newOption, newValue, nudgeThing, removeThing, setField } from "./model/write.ts";
import { PriceInput } from "./PriceInput.tsx";
import { TimingFields } from "./timing/TimingFields.tsx";

/** What can be chosen with a dish: groups, and the choices in each with what they add to the price. */
export function OptionsEditor(props: {
  readonly session: DraftSession;
  readonly dish: DraftDish;
  readonly currency: string;
}) {
  const { t } = editorMessages;
  return (
    <section class={styles.group} aria-label={t("options")}>
      <h3 class={styles.legend}>{t("options")}</h3>
      <p class={styles.hint}>{t("optionsHint")}</p>
      <For each={props.dish.options}>
        {(option) => (
          <OptionCard
            session={props.session}
            dish={props.dish}
            option={option}
            currency={props.currency}
          />
        )}
      </For>
      <AddField
        label={t("addOption")}
        onAdd={(name) =>
          props.session.make([addThing("option", props.dish.id, newOption(name, []))])
        }
      />
    </section>
  );
}

function OptionCard(props: {
  readonly session: DraftSession;
  readonly dish: DraftDish;
  readonly option: DraftOption;
  readonly currency: string;
}) {
  const { t } = editorMessages;
  const [withAllergens, setWithAllergens] = createSignal<string>();
  const rule = (field: "min" | "max", input: HTMLInputElement) => {
    const number = Number(input.value);
    const fits = Number.isInteger(number) && number >= (field === "max" ? 1 : 0) && number <= 99;
    if (!fits) input.value = String(props.option[field]);
    else if (number !== props.option[field]) {
      props.session.make([setField(props.option, field, number)]);
    }
  };
  const rename = (thing: DraftThing, input: HTMLInputElement) => {
    const name = input.value.trim();
    if (name && name !== thing.name) props.session.make([setField(thing, "name", name)]);
    else input.value = thing.name;
  };
  /** Buttons that move a thing up and down, and take it away. */
  const tools = (thing: DraftThing, into: string, siblings: readonly DraftThing[]) => {
    const nudge = (step: -1 | 1) => {
      const edit = nudgeThing(thing, into, siblings, step);
      if (edit) props.session.make([edit]);
    };
    return (
      <>
        <IconButton
          icon="up"
          label={t("moveUp", { name: thing.name })}
          disabled={siblings[0]?.id === thing.id}
          onClick={() => nudge(-1)}
        />
        <IconButton
          icon="chevronDown"
          label={t("moveDown", { name: thing.name })}
          disabled={siblings.at(-1)?.id === thing.id}
          onClick={() => nudge(1)}
        />
        <IconButton
          icon="trash"
          label={t("removeNamed", { name: thing.name })}
          onClick={() => props.session.make([removeThing(thing)])}
        />
      </>
    );
  };

  return (
    <div class={styles.card}>
      <div class={styles.value}>
        <input
          class={styles.text}
          aria-label={t("optionName")}
          value={props.option.name}
          maxLength={200}
          onChange={(event) => rename(props.option, event.currentTarget)}
        />
        {tools(props.option, props.dish.id, props.dish.options)}
      </div>
      <div class={styles.rule}>
        <Field
          label={t("min")}
          class={styles.number}
          type="number"
          min={0}
          max={99}
          value={props.option.min}
          onChange={(event) => rule("min", event.currentTarget)}
        />
        <Field
          label={t("max")}
          class={styles.number}
          type="number"
          min={1}
          max={99}
          value={props.option.max}
          onChange={(event) => rule("max", event.currentTarget)}
        />
      </div>
      <For each={props.option.values}>
        {(value) => (
          <>
            <div class={styles.value}>
              <input
                class={styles.text}
                aria-label={t("valueName")}
                value={value.name}
                maxLength={200}
                onChange={(event) => rename(value, event.currentTarget)}
              />
              <PriceInput
                label={t("extraOf", { name: value.name })}
                value={value.priceDelta}
                currency={props.currency}
                signed
                onCommit={(delta) =>
                  props.session.make([setField(value, "priceDelta", delta ?? 0)])
                }
              />
              {tools(value, props.option.id, props.option.values)}
              <Button
                variant="quiet"
                aria-expanded={withAllergens() === value.id}
                onClick={() => setWithAllergens((id) => (id === value.id ? undefined : value.id))}
              >
                {t("allergenCount", { count: value.allergens?.length ?? 0 })}
              </Button>
            </div>
            <TimingFields
              part="value"
              thing={value}
              price={value.priceDelta}
              currency={props.currency}
              onServed={(to) => props.session.make([setField(value, "served", to)])}
              onPriceRules={(to) => props.session.make([setField(value, "priceRules", to)])}
            />
            <Show when={withAllergens() === value.id}>
              <AllergenChoice
                legend={t("allergensOf", { name: value.name })}
                value={value.allergens ?? []}
                onChange={(allergens) =>
                  props.session.make([
                    setField(value, "allergens", allergens.length > 0 ? allergens : undefined),
                  ])
                }
              />
            </Show>
          </>
        )}
      </For>
      <AddField
        label={t("addValue")}
        onAdd={(name) => props.session.make([addThing("value", props.option.id, newValue(name))])}
      />
    </div>
  );
}
