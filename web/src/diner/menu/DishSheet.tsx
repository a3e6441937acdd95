import { MAX_NOTE_LENGTH, MAX_PORTION } from "@tureen/shared/limits";
import { type Availability, portionsLeft } from "@tureen/shared/menu/availability";
import { type Menu, type MenuItem, translated } from "@tureen/shared/menu/menu";
import { unitPrice } from "@tureen/shared/pricing";
import { createMemo, createSignal, For, Show } from "solid-js";
import { locale } from "../../i18n/locale.ts";
import { Badge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { moneyText } from "../../ui/Money.tsx";
import { SegmentedChoice } from "../../ui/SegmentedChoice.tsx";
import { Sheet } from "../../ui/Sheet.tsx";
import { Stepper } from "../../ui/Stepper.tsx";
import { TextArea } from "../../ui/TextArea.tsx";
import { dinerMessages } from "../messages/messages.ts";
import { descriptionOf } from "../model/menu-index.ts";
import {
  type Choices,
  firstMissing,
  initialChoices,
  lineOptions,
  toggleValue,
} from "../model/options.ts";
import { AllergenFacts } from "./AllergenFacts.tsx";
import styles from "./DishSheet.module.css";
import { OptionGroup, optionGroupId } from "./OptionGroup.tsx";

/** What somebody decided about a dish. */
export interface DishOrder {
  readonly item: MenuItem;
  readonly options: ReturnType<typeof lineOptions>;
  readonly note: string;
  readonly for: "me" | "table";
  readonly quantity: number;
}

/** A dish with everything that can be decided about it. Without `onAdd` it is for reading. */
export function DishSheet(props: {
  readonly item: MenuItem | undefined;
  readonly menu: Menu;
  readonly availability: Availability;
  readonly onClose: () => void;
  readonly onAdd?: (order: DishOrder) => void;
}) {
  return (
    <Show when={props.item} keyed>
      {(item) => (
        <OpenDish
          item={item}
          menu={props.menu}
          availability={props.availability}
          onClose={props.onClose}
          onAdd={props.onAdd}
        />
      )}
    </Show>
  );
}

function OpenDish(props: {
  readonly item: MenuItem;
  readonly menu: Menu;
  readonly availability: Availability;
  readonly onClose: () => void;
  readonly onAdd: ((order: DishOrder) => void) | undefined;
}) {
  const { t } = dinerMessages;
  const [choices, setChoices] = createSignal<Choices>(
    initialChoices(props.item, props.availability.valuesOut),
  );
  const [quantity, setQuantity] = createSignal(1);
  const [note, setNote] = createSignal("");
  const [whose, setWhose] = createSignal<"me" | "table">("me");
  const [asked, setAsked] = createSignal<string>();

  const name = () => translated(props.item, locale());
  const left = () => portionsLeft(props.availability, props.item.id);
  const options = createMemo(() => lineOptions(props.item, choices()));
  const price = () => unitPrice(props.item, options());
  const missing = () => firstMissing(props.item, choices());
  const money = (minor: number) => moneyText(minor, props.menu.currency);

  function add() {
    const lacking = missing();
    if (lacking) {
      // Instead of a dead button: go to the question that is still open.
      setAsked(lacking.id);
      document
        .getElementById(optionGroupId(lacking.id))
        ?.scrollIntoView({ block: "center", behavior: "smooth" });
      return;
    }
    props.onAdd?.({
      item: props.item,
      options: options(),
      note: note().trim(),
      for: whose(),
      quantity: quantity(),
    });
    props.onClose();
  }

  return (
    <Sheet
      open
      onClose={props.onClose}
      title={name()}
      footer={
        props.onAdd ? (
          <div class={styles.footer}>
            <Stepper
              value={quantity()}
              min={1}
              max={Math.min(MAX_PORTION, left())}
              onChange={setQuantity}
              label={t("quantity")}
              decreaseLabel={t("fewer")}
              increaseLabel={t("more")}
            />
            <Button
              class={styles.add}
              variant="primary"
              size="l"
              disabled={left() === 0}
              onClick={add}
            >
              <Show when={left() > 0} fallback={t("soldOut")}>
                <Show
                  when={missing()}
                  fallback={t("addFor", { price: money(price() * quantity()) })}
                >
                  {(option) => (
                    <span class={styles.ask}>
                      {t("chooseFirst", { option: translated(option(), locale()) })}
                    </span>
                  )}
                </Show>
              </Show>
            </Button>
          </div>
        ) : undefined
      }
    >
      <div class={styles.dish}>
        <p class={styles.price}>
          <span class="money">{money(price())}</span>
          <Show when={left() === 0}>
            <Badge tone="bad">{t("soldOut")}</Badge>
          </Show>
          <Show when={left() > 0 && Number.isFinite(left())}>
            <Badge tone="warn">{t("left", { count: left() })}</Badge>
          </Show>
        </p>
        <Show when={descriptionOf(props.item, locale())}>
          {(text) => (
            <p class={styles.description} dir="auto">
              {text()}
            </p>
          )}
        </Show>
        <AllergenFacts allergens={props.item.allergens} additives={props.item.additives} />
        <For each={props.item.options}>
          {(option) => (
            <OptionGroup
              option={option}
              choices={choices()}
              valuesOut={props.availability.valuesOut}
              currency={props.menu.currency}
              asked={asked() === option.id && missing()?.id === option.id}
              readOnly={!props.onAdd}
              onToggle={(valueId) => setChoices((now) => toggleValue(option, now, valueId))}
            />
          )}
        </For>
        <Show when={props.onAdd}>
          <TextArea
            label={t("note")}
            placeholder={t("noteHint")}
            value={note()}
            maxLength={MAX_NOTE_LENGTH}
            onInput={setNote}
          />
          <SegmentedChoice
            label={t("whose")}
            value={whose()}
            options={[
              { value: "me", label: t("forMe") },
              { value: "table", label: t("forTable") },
            ]}
            onChange={setWhose}
          />
        </Show>
      </div>
    </Sheet>
  );
}
