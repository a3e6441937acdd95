import { LOW_STOCK } from "@tureen/shared/menu/availability";
import { type MenuItem, translated } from "@tureen/shared/menu/menu";
import { unitPrice } from "@tureen/shared/table/pricing";
import { createMemo, Show } from "solid-js";
import { allergenNames } from "../../menu/allergen-name.ts";
import { factWords } from "../../menu/dish-facts.ts";
import { descriptionOf } from "../../menu/menu-index.ts";
import { menuLanguage } from "../../menu/menu-language.ts";
import { DishPicture } from "../../menu/photo/DishPicture.tsx";
import { Badge } from "../../platform/ui/Badge.tsx";
import { Icon } from "../../platform/ui/Icon.tsx";
import { uiMessages } from "../../platform/ui/messages/messages.ts";
import { dinerMessages } from "../messages/messages.ts";
import styles from "./DishRow.module.css";
import { leftText } from "./left-text.ts";
import { Price } from "./Price.tsx";
import { startingPrice } from "./starting-price.ts";

/** A dish on the menu: a tap anywhere opens it, a tap on the plus adds it. */
export function DishRow(props: {
  readonly item: MenuItem;
  readonly restaurantId: string;
  readonly currency: string;
  readonly soldOut: boolean;
  /** When it comes, in words, where it is not served now. */
  readonly comes: string | undefined;
  /** Without the rules of this time, minor units. */
  readonly regularPrice: number | undefined;
  /** Portions left, when they are counted. */
  readonly left: number | undefined;
  /** With any, it is said loudly that nobody knows this dish's allergens, or that it may hold one. */
  readonly avoided: ReadonlySet<string>;
  /** Whether any dish says its allergens; where none does, the menu says so once. */
  readonly allergensKnown: boolean;
  readonly inCart: number;
  readonly onOpen: () => void;
  readonly onAdd: (() => void) | undefined;
}) {
  const { t } = dinerMessages;
  const name = () => translated(props.item, menuLanguage());
  /** At which it goes into the cart: what is chosen beforehand adds to it. */
  const price = createMemo(() => unitPrice(props.item, []));
  const out = () => props.soldOut || props.comes !== undefined;
  /** Of what the reader avoids, what may get into it. */
  const traces = () => (props.item.mayContain ?? []).filter((each) => props.avoided.has(each));
  const isFull = () => props.left !== undefined && props.inCart >= props.left;
  return (
    <article class={styles.row} classList={{ [styles.out ?? ""]: out() }}>
      <div class={styles.text}>
        <h3 class={styles.name}>
          <button type="button" class={styles.open} onClick={() => props.onOpen()} dir="auto">
            <Show when={props.item.code}>
              <span class={styles.code}>{props.item.code} </span>
            </Show>
            {name()}
          </button>
        </h3>
        <Show when={descriptionOf(props.item, menuLanguage())}>
          {(text) => (
            <p class={styles.description} dir="auto">
              {text()}
            </p>
          )}
        </Show>
        <p class={styles.facts}>
          <span class={styles.price}>
            <Price
              minor={price()}
              regular={
                props.regularPrice === undefined
                  ? undefined
                  : price() + (props.regularPrice - props.item.price)
              }
              from={startingPrice(props.item)}
              currency={props.currency}
            />
          </span>
          <Show when={props.comes}>{(text) => <Badge icon="clock">{text()}</Badge>}</Show>
          <Show when={props.soldOut}>
            <Badge tone="bad">{t("soldOut")}</Badge>
          </Show>
          <Show when={!out() && props.left !== undefined && props.left <= LOW_STOCK}>
            <Badge tone="warn">{leftText(props.left ?? 0, props.inCart)}</Badge>
          </Show>
          <Show
            when={props.item.allergens.length > 0}
            fallback={
              <Show
                when={props.avoided.size > 0}
                fallback={
                  <Show when={props.allergensKnown}>
                    <span class={styles.allergens}>{t("allergensUnknownShort")}</span>
                  </Show>
                }
              >
                <Badge tone="warn" icon="alert">
                  {t("allergensUnknownShort")}
                </Badge>
              </Show>
            }
          >
            <span class={styles.allergens} dir="auto">
              <span class="visually-hidden">{t("allergens")}: </span>
              {allergenNames(props.item.allergens)}
            </span>
          </Show>
          <Show when={traces().length > 0}>
            <Badge tone="warn" icon="alert">
              {uiMessages.t("mayContain")}: {allergenNames(traces())}
            </Badge>
          </Show>
        </p>
        <Show when={factWords(props.item).length > 0}>
          <p class={styles.words}>{factWords(props.item).join(" · ")}</p>
        </Show>
      </div>
      <Show when={props.item.photo}>
        {(photo) => (
          <DishPicture
            restaurantId={props.restaurantId}
            photo={photo()}
            sizes="96px"
            class={styles.picture}
          />
        )}
      </Show>
      <Show when={props.onAdd}>
        {(add) => (
          <button
            type="button"
            class={styles.add}
            classList={{
              [styles.chosen ?? ""]: props.inCart > 0,
              [styles.onPicture ?? ""]: props.item.photo !== undefined,
            }}
            disabled={out() || isFull()}
            aria-label={
              props.inCart > 0
                ? t("addMore", { dish: name(), count: props.inCart })
                : t("addDish", { dish: name() })
            }
            onClick={() => add()()}
          >
            <Show when={props.inCart > 0} fallback={<Icon name="plus" />}>
              {props.inCart}
            </Show>
          </button>
        )}
      </Show>
    </article>
  );
}
