import type { CartLine } from "@tureen/shared/table/document/cart";
import { createMemo, For, Show } from "solid-js";
import { menuLanguage } from "../../menu/menu-language.ts";
import { locale } from "../../platform/i18n/locale.ts";
import { Choices } from "../../platform/ui/Choices.tsx";
import { Icon } from "../../platform/ui/Icon.tsx";
import { entryChoices } from "../../table/cart-entries.ts";
import { dinerMessages } from "../messages/messages.ts";
import { notOrderedAtEnd } from "../model/not-ordered.ts";
import type { EndReason } from "../model/seat.ts";
import { dishName } from "../model/seen-dishes.ts";
import type { TableSession } from "../model/table-session.ts";
import { endMessages } from "./messages/messages.ts";
import styles from "./NotOrderedList.module.css";

/** What was in the cart when it ended and was not sent; nothing when all of it was. */
export function NotOrderedList(props: {
  readonly reason: EndReason;
  readonly session: TableSession;
}) {
  const { t } = endMessages;
  const left = createMemo(() =>
    notOrderedAtEnd(props.reason, {
      view: props.session.view(),
      cart: props.session.cart(),
      unsaved: props.session.unsaved(),
    }),
  );
  const itemOf = (line: CartLine) => props.session.menu.index()?.items.get(line.line.item);
  const nameOf = (line: CartLine) => dishName(itemOf(line), line.line.item);
  const choicesOf = (line: CartLine) => {
    return entryChoices({ item: itemOf(line), line: line.line }, menuLanguage());
  };
  const holders = (line: CartLine) =>
    Object.entries(line.portions).map(([diner, count]) => {
      const name =
        diner === props.session.me ? dinerMessages.t("you") : props.session.nameOf(diner);
      return Object.keys(line.portions).length > 1 ? `${name} ×${count}` : name;
    });

  return (
    <Show when={left().lines.length > 0}>
      <section class={styles.box} aria-labelledby="not-ordered">
        <h2 class={styles.title} id="not-ordered">
          {t("notOrdered")}
        </h2>
        <p>{t(`notOrdered.${left().certainty}`)}</p>
        <ul class={styles.lines}>
          <For each={left().lines}>
            {(line) => (
              <li class={styles.line}>
                <span class={styles.quantity}>{line.quantity}×</span>
                <span class={styles.text}>
                  <span dir="auto">{nameOf(line)}</span>
                  <Show when={choicesOf(line).length > 0}>
                    <span class={styles.detail} dir="auto">
                      <Choices of={choicesOf(line)} />
                    </span>
                  </Show>
                  <Show when={line.line.note}>
                    <q class={styles.detail} dir="auto">
                      {line.line.note}
                    </q>
                  </Show>
                  <span class={styles.detail}>
                    <bdi>{new Intl.ListFormat(locale()).format(holders(line))}</bdi>
                  </span>
                  <Show when={props.session.unsaved().has(line.id)}>
                    <span class={styles.here}>
                      <Icon name="cloudOff" size={15} />
                      {t("onlyOnPhone")}
                    </span>
                  </Show>
                </span>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  );
}
