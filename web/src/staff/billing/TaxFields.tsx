import { For, Show } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { Field } from "../../platform/ui/Field.tsx";
import { SegmentedChoice } from "../../platform/ui/SegmentedChoice.tsx";
import styles from "./BillingPage.module.css";
import { CategoryChoice } from "./CategoryChoice.tsx";
import { type Draft, withCategory, withNewCategory, withoutCategory } from "./draft.ts";
import { billingMessages } from "./messages/messages.ts";

const MAX_NAME = 80;

/** Whether prices hold the tax, and the tax categories with their rates. */
export function TaxFields(props: {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  readonly error: (field: string) => string | undefined;
}) {
  const { t } = billingMessages;
  const category = (place: number) => props.draft.categories[place];
  const nameOf = (place: number) =>
    category(place)?.name.trim() || t("category", { number: place + 1 });
  return (
    <section class={styles.card}>
      <h3 class={styles.heading}>{t("taxes")}</h3>
      <SegmentedChoice
        label={t("prices")}
        value={props.draft.prices}
        options={(["inclusive", "exclusive"] as const).map((value) => ({
          value,
          label: t(`prices.${value}`),
        }))}
        onChange={(prices) => props.onChange({ ...props.draft, prices })}
      />
      {/* By place: a category is another one with every key that is pressed. */}
      <For each={props.draft.categories.map((_, place) => place)}>
        {(place) => (
          <fieldset class={styles.category}>
            <legend class="visually-hidden">{nameOf(place)}</legend>
            <div class={styles.fields}>
              <Field
                label={t("name")}
                autocomplete="off"
                maxLength={MAX_NAME}
                value={category(place)?.name ?? ""}
                error={props.error(`name.${place}`)}
                onInput={(event) =>
                  props.onChange(
                    withCategory(props.draft, place, { name: event.currentTarget.value }),
                  )
                }
              />
              <div class={styles.rates}>
                <For each={["dineIn", "takeaway"] as const}>
                  {(mode) => (
                    <Field
                      label={t(mode)}
                      class={styles.number}
                      inputmode="decimal"
                      autocomplete="off"
                      maxLength={7}
                      value={category(place)?.[mode] ?? ""}
                      error={props.error(`rate.${place}.${mode}`)}
                      onInput={(event) =>
                        props.onChange(
                          withCategory(props.draft, place, { [mode]: event.currentTarget.value }),
                        )
                      }
                    />
                  )}
                </For>
              </div>
            </div>
            <div class={styles.below}>
              <p class={styles.hint}>{t("keyHint", { key: category(place)?.key ?? "" })}</p>
              <Show when={props.draft.categories.length > 1}>
                <Button
                  variant="quiet"
                  icon="trash"
                  aria-label={t("removeLabel", { name: nameOf(place) })}
                  onClick={() => props.onChange(withoutCategory(props.draft, place))}
                >
                  {t("remove")}
                </Button>
              </Show>
            </div>
          </fieldset>
        )}
      </For>
      <div>
        <Button icon="plus" onClick={() => props.onChange(withNewCategory(props.draft))}>
          {t("add")}
        </Button>
      </div>
      <Show when={props.draft.categories.length > 1}>
        <CategoryChoice
          label={t("default")}
          categories={props.draft.categories}
          value={props.draft.category}
          onChange={(key) => props.onChange({ ...props.draft, category: key })}
        />
      </Show>
    </section>
  );
}
