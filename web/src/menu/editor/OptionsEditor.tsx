import type { DraftDish, DraftOption, DraftThing } from "@tureen/shared/menu/draft/draft";
import { MAX_CHOICES } from "@tureen/shared/platform/limits";
import { createSignal, For, Show } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { IconButton } from "../../platform/ui/IconButton.tsx";
import { AddField } from "./AddField.tsx";
import styles from "./DishSheet.module.css";
import { editorMessages } from "./messages/messages.ts";
import type { DraftSession } from "./model/create-draft.ts";
import { addThing, newOption, newValue, nudgeThing, removeThing, setField } from "./model/write.ts";
import { NumberField } from "./NumberField.tsx";
import { OpenedByField } from "./OpenedByField.tsx";
import { PriceInput } from "./PriceInput.tsx";
import { ValueFields } from "./ValueFields.tsx";

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
  const [opened, setOpened] = createSignal<string>();
  const set = <K extends keyof DraftOption & string>(field: K, to: DraftOption[K] | undefined) =>
    props.session.make([setField(props.option, field, to)]);
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
        <NumberField
          label={t("min")}
          value={props.option.min}
          min={0}
          max={MAX_CHOICES}
          onCommit={(count) => set("min", count)}
        />
        <NumberField
          label={t("max")}
          value={props.option.max}
          min={1}
          max={MAX_CHOICES}
          onCommit={(count) => set("max", count)}
        />
        <NumberField
          label={t("included")}
          hint={t("includedHint")}
          value={props.option.included}
          min={1}
          max={MAX_CHOICES}
          onClear={() => set("included", undefined)}
          onCommit={(count) => set("included", count)}
        />
      </div>
      <OpenedByField
        dish={props.dish}
        option={props.option}
        onChange={(openedBy) => set("openedBy", openedBy)}
      />
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
                aria-label={t("details", { name: value.name })}
                aria-expanded={opened() === value.id}
                onClick={() => setOpened((id) => (id === value.id ? undefined : value.id))}
              >
                {t("more")}
              </Button>
            </div>
            <Show when={opened() === value.id}>
              <ValueFields
                dish={props.dish}
                option={props.option}
                value={value}
                currency={props.currency}
                onChange={(field, to) => props.session.make([setField(value, field, to)])}
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
