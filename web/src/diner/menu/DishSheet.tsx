import { type AvailableNow, portionsLeft } from "@tureen/shared/menu/availability";
import { AT_ONCE, coursesOfDishes } from "@tureen/shared/menu/courses";
import { type Menu, type MenuItem, translated } from "@tureen/shared/menu/menu";
import { pricedSizes } from "@tureen/shared/menu/priced-sizes";
import type { LocalMinute } from "@tureen/shared/menu/timing/local-time";
import { allergensOfChoices } from "@tureen/shared/orders/allergens";
import { MAX_NOTE_LENGTH, MAX_PORTION } from "@tureen/shared/platform/limits";
import { choicesOf, chosenIds } from "@tureen/shared/table/choices";
import { unitPrice } from "@tureen/shared/table/pricing";
import { createMemo, createSignal, For, type JSX, Show, untrack } from "solid-js";
import { factWords } from "../../menu/dish-facts.ts";
import { descriptionOf } from "../../menu/menu-index.ts";
import { menuLanguage } from "../../menu/menu-language.ts";
import { DishPicture } from "../../menu/photo/DishPicture.tsx";
import { Badge } from "../../platform/ui/Badge.tsx";
import { Button } from "../../platform/ui/Button.tsx";
import { moneyText } from "../../platform/ui/Money.tsx";
import { SegmentedChoice } from "../../platform/ui/SegmentedChoice.tsx";
import { Sheet } from "../../platform/ui/Sheet.tsx";
import { Stepper } from "../../platform/ui/Stepper.tsx";
import { TextArea } from "../../platform/ui/TextArea.tsx";
import { CourseChoice } from "../courses/CourseChoice.tsx";
import { dinerMessages } from "../messages/messages.ts";
import type { DishDraft, DishDrafts } from "../model/dish-drafts.ts";
import {
  initialChoices,
  lineOptions,
  missingOptions,
  openOptions,
  renewChoices,
  setQuantity,
  toggleValue,
} from "../model/options.ts";
import { AllergenFacts } from "./AllergenFacts.tsx";
import { comesText } from "./comes-text.ts";
import styles from "./DishSheet.module.css";
import { leftText } from "./left-text.ts";
import { OptionGroup, optionGroupId } from "./OptionGroup.tsx";
import { Price } from "./Price.tsx";
import { isWholePrice, startingPrice } from "./starting-price.ts";

/** What somebody decided about a dish. */
export interface DishOrder {
  readonly item: MenuItem;
  readonly options: ReturnType<typeof lineOptions>;
  readonly note: string;
  readonly for: "me" | "table";
  readonly quantity: number;
  /** Another course than the dish's own. */
  readonly course?: number;
}

/**
 * A dish with everything that can be decided about it; with `drafts`, what was decided before it was
 * closed without adding it is there again. Without `onAdd` it is for reading.
 */
export function DishSheet(props: {
  readonly item: MenuItem | undefined;
  readonly menu: Menu;
  readonly availability: AvailableNow;
  /** Allergens that the reader avoids: what holds one is marked. */
  readonly avoided: ReadonlySet<string>;
  readonly onClose: () => void;
  /** Where the restaurant's clock is, and what a dish costs without its rules. */
  readonly local: LocalMinute;
  readonly regularPrice: (itemId: string) => number | undefined;
  /** Portions of it that are in the cart. */
  readonly inCart?: (itemId: string) => number;
  /** Whether it is in the cart now. */
  readonly onAdd?: (order: DishOrder) => Promise<boolean>;
  /** Stands over the button that adds it. */
  readonly notice?: JSX.Element;
  readonly drafts?: DishDrafts;
}) {
  return (
    <Show when={props.item} keyed>
      {(item) => (
        <OpenDish
          item={item}
          menu={props.menu}
          availability={props.availability}
          avoided={props.avoided}
          local={props.local}
          regularPrice={props.regularPrice(item.id)}
          inCart={props.inCart?.(item.id) ?? 0}
          onClose={props.onClose}
          onAdd={props.onAdd}
          notice={props.notice}
          drafts={props.drafts}
        />
      )}
    </Show>
  );
}

function OpenDish(props: {
  readonly item: MenuItem;
  readonly menu: Menu;
  readonly availability: AvailableNow;
  /** Allergens that the reader avoids: what holds one is marked. */
  readonly avoided: ReadonlySet<string>;
  readonly local: LocalMinute;
  readonly regularPrice: number | undefined;
  readonly inCart: number;
  readonly onClose: () => void;
  readonly onAdd: ((order: DishOrder) => Promise<boolean>) | undefined;
  readonly notice: JSX.Element;
  readonly drafts: DishDrafts | undefined;
}) {
  const { t } = dinerMessages;
  const name = () => translated(props.item, menuLanguage());
  const left = () => portionsLeft(props.availability, props.item.id);
  const comes = () => comesText(props.availability, props.item.id, props.local);
  const room = () => Math.max(0, left() - props.inCart);
  /** Why none can be added, in words. */
  const refused = () => {
    if (left() === 0) return t("soldOut");
    return comes() ?? (room() === 0 ? leftText(left(), props.inCart) : undefined);
  };
  /** Values that cannot be chosen: there are none left, or they are not served now. */
  const valuesOut = createMemo(() => [
    ...props.availability.valuesOut,
    ...props.availability.unserved.keys(),
  ]);
  const [draft, setDraft] = createSignal(untrack(firstDraft));
  const [asked, setAsked] = createSignal<string>();

  const ownCourse = () => coursesOfDishes(props.menu).get(props.item.id) ?? AT_ONCE;
  const choices = () => draft().choices;
  const quantity = () => draft().quantity;
  const options = createMemo(() => lineOptions(props.item, choices()));
  const price = () => unitPrice(props.item, options());
  const taken = createMemo(() => chosenIds(choicesOf(props.item, options())));
  /** With the same choices: only the dish's own price has a usual one. */
  const regular = () =>
    props.regularPrice === undefined
      ? undefined
      : price() + (props.regularPrice - props.item.price);
  const missing = createMemo(() => missingOptions(props.item, choices()));
  const isSizeMissing = () => missing().some(({ values }) => values === pricedSizes(props.item));
  const money = (minor: number) => moneyText(minor, props.menu.currency);

  function untouched(): DishDraft {
    const initial = initialChoices(props.item, valuesOut());
    return { choices: initial, note: "", whose: "me", quantity: 1 };
  }

  /** What was decided before, as far as the menu and what is left of the dish still allow it. */
  function firstDraft(): DishDraft {
    const kept = props.drafts?.of(props.item.id);
    if (!kept) return untouched();
    return {
      ...kept,
      choices: renewChoices(props.item, kept.choices, valuesOut()),
      quantity: Math.max(1, Math.min(kept.quantity, room())),
    };
  }

  function change(part: Partial<DishDraft>) {
    const next = setDraft((now) => ({ ...now, ...part }));
    if (isSameDraft(props.item, next, untouched())) props.drafts?.drop(props.item.id);
    else props.drafts?.keep(props.item.id, next);
  }

  async function add() {
    const [lacking] = missing();
    if (lacking) {
      // Instead of a dead button: go to the question that is still open.
      setAsked(lacking.id);
      document
        .getElementById(optionGroupId(lacking.id))
        ?.scrollIntoView({ block: "center", behavior: "smooth" });
      return;
    }
    const { item, drafts } = props;
    const decided = draft();
    const { course } = decided;
    const adding = props.onAdd?.({
      item,
      options: options(),
      note: decided.note.trim(),
      for: decided.whose,
      quantity: quantity(),
      ...(course !== undefined && course !== ownCourse() && { course }),
    });
    drafts?.drop(item.id);
    props.onClose();
    let isWritten = false;
    try {
      isWritten = (await adding) ?? false;
    } finally {
      // Nothing has to be decided a second time.
      if (!isWritten) drafts?.keep(item.id, decided);
    }
  }

  return (
    <Sheet
      open
      onClose={props.onClose}
      title={name()}
      footer={
        props.onAdd ? (
          <>
            {props.notice}
            <div class={styles.footer}>
              <Stepper
                value={quantity()}
                min={1}
                max={Math.max(1, Math.min(MAX_PORTION, room()))}
                onChange={(count) => change({ quantity: count })}
                label={t("quantity")}
                decreaseLabel={t("fewer")}
                increaseLabel={t("more")}
              />
              <Button
                class={styles.add}
                variant="primary"
                size="l"
                disabled={refused() !== undefined}
                onClick={add}
              >
                <Show when={refused() === undefined} fallback={refused()}>
                  <Show
                    when={missing().length > 0}
                    fallback={t("addFor", { price: money(price() * quantity()) })}
                  >
                    {t("choicesLeft", { count: missing().length })}
                  </Show>
                </Show>
              </Button>
            </div>
          </>
        ) : undefined
      }
    >
      <div class={styles.dish}>
        <Show when={props.item.photo}>
          {(photo) => (
            <DishPicture
              eager
              restaurantId={props.menu.restaurantId}
              photo={photo()}
              sizes="(min-width: 48rem) 34rem, (min-width: 40rem) 40rem, 100vw"
              class={styles.picture}
            />
          )}
        </Show>
        <p class={styles.price}>
          <Price
            minor={price()}
            regular={regular()}
            from={isSizeMissing() ? startingPrice(props.item) : undefined}
            currency={props.menu.currency}
          />
          <Show when={comes()}>{(text) => <Badge icon="clock">{text()}</Badge>}</Show>
          <Show when={left() === 0}>
            <Badge tone="bad">{t("soldOut")}</Badge>
          </Show>
          <Show when={left() > 0 && Number.isFinite(left())}>
            <Badge tone="warn">{leftText(left(), props.inCart)}</Badge>
          </Show>
        </p>
        <Show when={descriptionOf(props.item, menuLanguage())}>
          {(text) => (
            <p class={styles.description} dir="auto">
              {text()}
            </p>
          )}
        </Show>
        <Show when={factWords(props.item).length > 0}>
          <p class={styles.words}>
            <For each={factWords(props.item)}>{(word) => <Badge>{word}</Badge>}</For>
          </p>
        </Show>
        <AllergenFacts
          allergens={props.item.allergens}
          chosen={allergensOfChoices(props.item, options())}
          mayContain={props.item.mayContain ?? []}
          additives={props.item.additives}
        />
        <For each={openOptions(props.item, choices())}>
          {(option) => (
            <OptionGroup
              option={option}
              wholePrice={isWholePrice(props.item, option)}
              choices={choices()}
              taken={taken()}
              availability={props.availability}
              local={props.local}
              avoided={props.avoided}
              currency={props.menu.currency}
              asked={asked() === option.id && missing()[0]?.id === option.id}
              readOnly={!props.onAdd}
              onToggle={(id) => change({ choices: toggleValue(option, choices(), id) })}
              onCount={(id, count) =>
                change({ choices: setQuantity(option, choices(), id, count) })
              }
            />
          )}
        </For>
        <Show when={props.onAdd}>
          <TextArea
            label={t("note")}
            placeholder={t("noteHint")}
            value={draft().note}
            maxLength={MAX_NOTE_LENGTH}
            onInput={(text) => change({ note: text })}
          />
          <SegmentedChoice
            label={t("whose")}
            value={draft().whose}
            options={[
              { value: "me", label: t("forMe") },
              { value: "table", label: t("forTable") },
            ]}
            onChange={(who) => change({ whose: who })}
          />
          <Show when={props.menu.courses}>
            {(courses) => (
              <CourseChoice
                courses={courses()}
                value={draft().course ?? ownCourse()}
                onChange={(course) => change({ course })}
              />
            )}
          </Show>
        </Show>
      </div>
    </Sheet>
  );
}

function isSameDraft(item: MenuItem, a: DishDraft, b: DishDraft): boolean {
  const contents = ({ choices, note, whose, quantity, course }: DishDraft) =>
    JSON.stringify([lineOptions(item, choices), note, whose, quantity, course]);
  return contents(a) === contents(b);
}
