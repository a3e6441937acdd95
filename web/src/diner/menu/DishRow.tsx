import { type MenuItem, translated } from "@tureen/shared/menu/menu";
import { Show } from "solid-js";
import { descriptionOf } from "../../menu/menu-index.ts";
import { locale } from "../../platform/i18n/locale.ts";
import { Badge } from "../../platform/ui/Badge.tsx";
import { Icon } from "../../platform/ui/Icon.tsx";
import { Money } from "../../platform/ui/Money.tsx";
import { dinerMessages } from "../messages/messages.ts";
import { allergenNames } from "./allergen-name.ts";
import styles from "./DishRow.module.css";

/** With this many left or fewer, the number is shown. */
const LOW_STOCK = 5;

/** A dish on the menu: a tap anywhere opens it, a tap on the plus adds it. */
export function DishRow(props: {
  readonly item: MenuItem;
  readonly currency: string;
  readonly soldOut: boolean;
  /** Portions left, when they are counted. */
  readonly left: number | undefined;
  /** A filter is on: say loudly that nobody knows this dish's allergens. */
  readonly flagUnknown: boolean;
  readonly inCart: number;
  readonly onOpen: () => void;
  readonly onAdd: (() => void) | undefined;
}) {
  const { t } = dinerMessages;
  const name = () => translated(props.item, locale());
  return (
    <article class={styles.row} classList={{ [styles.out ?? ""]: props.soldOut }}>
      <div class={styles.text}>
        <h3 class={styles.name}>
          <button type="button" class={styles.open} onClick={() => props.onOpen()} dir="auto">
            <Show when={props.item.code}>
              <span class={styles.code}>{props.item.code} </span>
            </Show>
            {name()}
          </button>
        </h3>
        <Show when={descriptionOf(props.item, locale())}>
          {(text) => (
            <p class={styles.description} dir="auto">
              {text()}
            </p>
          )}
        </Show>
        <p class={styles.facts}>
          <span class={styles.price}>
            <Money minor={props.item.price} currency={props.currency} />
          </span>
          <Show when={props.soldOut}>
            <Badge tone="bad">{t("soldOut")}</Badge>
          </Show>
          <Show when={!props.soldOut && props.left !== undefined && props.left <= LOW_STOCK}>
            <Badge tone="warn">{t("left", { count: props.left ?? 0 })}</Badge>
          </Show>
          <Show
            when={props.item.allergens.length > 0}
            fallback={
              <Show
                when={props.flagUnknown}
                fallback={<span class={styles.allergens}>{t("allergensUnknownShort")}</span>}
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
        </p>
      </div>
      <Show when={props.onAdd}>
        {(add) => (
          <button
            type="button"
            class={styles.add}
            classList={{ [styles.chosen ?? ""]: props.inCart > 0 }}
            disabled={props.soldOut}
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
