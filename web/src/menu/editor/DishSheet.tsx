import type { Answer } from "@tureen/shared/endpoints";
import type { DraftDish, DraftSection } from "@tureen/shared/menu/draft/draft";
import { Button } from "../../platform/ui/Button.tsx";
import { Checkbox } from "../../platform/ui/Checkbox.tsx";
import { Field } from "../../platform/ui/Field.tsx";
import { SelectField } from "../../platform/ui/SelectField.tsx";
import { Sheet } from "../../platform/ui/Sheet.tsx";
import { toast } from "../../platform/ui/toasts.ts";
import { PhotoField } from "../photo/PhotoField.tsx";
import { AllergenChoice } from "./AllergenChoice.tsx";
import styles from "./DishSheet.module.css";
import { FactFields } from "./FactFields.tsx";
import { KitchenFields } from "./KitchenFields.tsx";
import { LongText } from "./LongText.tsx";
import { editorMessages } from "./messages/messages.ts";
import type { DraftSession } from "./model/create-draft.ts";
import { addThing, copyOf, moveThing, removeThing, setField } from "./model/write.ts";
import { NameField } from "./NameField.tsx";
import { OptionsEditor } from "./OptionsEditor.tsx";
import { PriceInput } from "./PriceInput.tsx";
import { StationChoice } from "./StationChoice.tsx";
import { TranslationFields } from "./TranslationFields.tsx";
import { DishTiming } from "./timing/DishTiming.tsx";

/** Everything about a dish; each field is saved when it is left. */
export function DishSheet(props: {
  readonly session: DraftSession;
  readonly dish: DraftDish;
  readonly section: DraftSection;
  readonly restaurant: Answer<"readMenuDraft">["restaurant"];
  /** Shows another dish in its place. */
  readonly onOpen: (id: string) => void;
  readonly onClose: () => void;
}) {
  const { t } = editorMessages;
  const set = <K extends keyof DraftDish & string>(field: K, to: DraftDish[K] | null | undefined) =>
    props.session.make([setField(props.dish, field, to)]);

  function moveTo(id: string): void {
    if (id !== props.section.id) props.session.make([moveThing(props.dish, id, null)]);
  }

  function duplicate(): void {
    const copy = copyOf("item", props.dish, t("copyOf", { name: props.dish.name }));
    const items = props.section.items;
    const next = items[items.findIndex(({ id }) => id === props.dish.id) + 1] ?? null;
    if (props.session.make([addThing("item", props.section.id, copy, next)])) {
      props.onOpen(copy.id);
    }
  }

  function remove(): void {
    const { name } = props.dish;
    if (!props.session.make([removeThing(props.dish)])) return;
    props.onClose();
    toast(t("removed", { name }), {
      icon: "trash",
      action: { label: t("undo"), run: () => props.session.undo() },
    });
  }

  return (
    <Sheet
      open
      height="full"
      title={props.dish.name}
      onClose={() => props.onClose()}
      footer={
        <div class={styles.footer}>
          <Button icon="trash" variant="danger" onClick={remove}>
            {t("remove")}
          </Button>
          <Button onClick={duplicate}>{t("duplicate")}</Button>
          <Button variant="primary" onClick={() => props.onClose()}>
            {t("done")}
          </Button>
        </div>
      }
    >
      <div class={styles.form}>
        <NameField value={props.dish.name} onCommit={(name) => set("name", name)} />
        <div class={styles.pair}>
          <div class={styles.labelled}>
            <span class={styles.label}>{t("price", { currency: props.restaurant.currency })}</span>
            <PriceInput
              label={t("price", { currency: props.restaurant.currency })}
              value={props.dish.price}
              currency={props.restaurant.currency}
              placeholder={t("none")}
              onCommit={(price) => set("price", price)}
            />
            <p class={styles.hint}>{t("priceHint")}</p>
          </div>
          <Field
            label={t("code")}
            hint={t("codeHint")}
            value={props.dish.code ?? ""}
            maxLength={40}
            autocomplete="off"
            onChange={(event) => set("code", event.currentTarget.value.trim())}
          />
        </div>
        <LongText
          label={t("description")}
          value={props.dish.description ?? ""}
          onCommit={(text) => set("description", text)}
        />
        <div class={styles.labelled}>
          <span class={styles.label}>{t("field.photo")}</span>
          <PhotoField
            restaurantId={props.restaurant.id}
            dish={props.dish.name}
            value={props.dish.photo}
            onChange={(photo) => set("photo", photo)}
          />
        </div>
        <SelectField
          label={t("section")}
          value={props.section.id}
          options={props.session.draft.categories.map(({ id, name }) => ({
            value: id,
            label: name,
          }))}
          onChange={moveTo}
        />
        <div>
          <Checkbox
            checked={props.dish.hidden === true}
            onChange={(on) => set("hidden", on || undefined)}
          >
            {t("hide")}
          </Checkbox>
          <Checkbox
            checked={props.dish.notice === true}
            onChange={(on) => set("notice", on || undefined)}
          >
            {t("noticeOnly")}
          </Checkbox>
        </div>
        <KitchenFields
          dish={props.dish}
          section={props.section}
          courses={props.session.courses()}
          onChange={set}
        />
        <StationChoice
          stations={props.session.stations()}
          hint={t("stationsHint")}
          value={props.dish.stations}
          otherwise={props.section.stations}
          onChange={(to) => set("stations", to)}
        />
        <DishTiming
          session={props.session}
          dish={props.dish}
          section={props.section}
          currency={props.restaurant.currency}
        />
        <AllergenChoice
          legend={t("allergens")}
          hint={t("allergensHint")}
          value={props.dish.allergens}
          onChange={(allergens) => set("allergens", allergens)}
        />
        <AllergenChoice
          legend={t("mayContain")}
          hint={t("mayContainHint")}
          value={props.dish.mayContain ?? []}
          onChange={(all) => set("mayContain", all.length > 0 ? all : undefined)}
        />
        <FactFields dish={props.dish} onChange={set} />
        <LongText
          label={t("additives")}
          hint={t("additivesHint")}
          rows={1}
          value={props.dish.additives.join(", ")}
          onCommit={(text) => set("additives", words(text))}
        />
        <OptionsEditor
          session={props.session}
          dish={props.dish}
          currency={props.restaurant.currency}
        />
        <TranslationFields
          session={props.session}
          locale={props.restaurant.locale}
          things={[
            { part: t("name"), thing: props.dish },
            ...props.dish.options.flatMap((option) => [
              { part: option.name, thing: option },
              ...option.values.map((value) => ({
                part: `${option.name} › ${value.name}`,
                thing: value,
              })),
            ]),
          ]}
          description={props.dish}
        />
      </div>
    </Sheet>
  );
}

/** The words of a list that was typed with commas. */
function words(text: string): string[] {
  return [
    ...new Set(
      text
        .split(/[,،、;\n]/)
        .map((word) => word.trim())
        .filter(Boolean),
    ),
  ];
}
