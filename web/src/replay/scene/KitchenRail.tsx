import { isOver } from "@tureen/shared/orders/status";
import type { SessionView } from "@tureen/shared/table/document/session-document";
import type { Order } from "@tureen/shared/table/document/types";
import { createMemo, For, Show } from "solid-js";
import { Icon } from "../../platform/ui/Icon.tsx";
import { StatusPill } from "../../platform/ui/StatusPill.tsx";
import { replayMessages } from "../messages/messages.ts";
import type { ReplayedSession } from "../model/replayed-session.ts";
import { windowOf } from "../model/window.ts";
import { minuteText, type Words } from "../words.ts";
import styles from "./KitchenRail.module.css";
import { OrderLines } from "./OrderLines.tsx";

const MAX_TICKETS = 10;

/** The kitchen's tickets of this table: those in work first, as they came; then those that are done. */
export function KitchenRail(props: {
  readonly replayed: ReplayedSession;
  readonly table: SessionView;
  readonly words: Words;
  readonly onStory: (line: string) => void;
}) {
  const { t } = replayMessages;
  const orders = createMemo(() => props.table.orders);
  const tickets = createMemo(() => windowOf(sortTickets(orders()), MAX_TICKETS, 0));
  return (
    <article class={styles.kitchen} data-theme="kitchen" aria-label={t("kitchen")}>
      <h2 class={styles.title}>
        <Icon name="flame" size={22} />
        {t("kitchen")}
      </h2>
      <div class={styles.rail} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard too */}
      <section class={styles.tickets} tabIndex={0} aria-label={t("kitchen")}>
        <Show when={tickets().shown.length > 0} fallback={<p>{t("noTickets")}</p>}>
          <For each={tickets().shown.map(([id]) => id)}>
            {(id) => (
              <Show when={orders()[id]}>
                {(order: () => Order) => (
                  <section
                    class={styles.ticket}
                    data-done={isOver(order().status) ? "" : undefined}
                  >
                    <p class={styles.head}>
                      <strong class={styles.number} dir="ltr">
                        #{order().number}
                      </strong>
                      <time>{minuteText(order().at)}</time>
                    </p>
                    <StatusPill status={order().status} />
                    <Show when={!isOver(order().status)}>
                      <OrderLines order={order()} words={props.words} onStory={props.onStory} />
                    </Show>
                  </section>
                )}
              </Show>
            )}
          </For>
          <Show when={tickets().after > 0}>
            <p>{t("more", { count: tickets().after })}</p>
          </Show>
        </Show>
      </section>
    </article>
  );
}

function sortTickets(orders: SessionView["orders"]): (readonly [string, Order])[] {
  return Object.entries(orders).sort(([, a], [, b]) => {
    const done = Number(isOver(a.status)) - Number(isOver(b.status));
    return done || (isOver(a.status) ? b.number - a.number : a.number - b.number);
  });
}
