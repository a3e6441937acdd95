import { createMemo, For, Show } from "solid-js";
import { EmptyState } from "../../platform/ui/EmptyState.tsx";
import { Money } from "../../platform/ui/Money.tsx";
import { dinerMessages } from "../messages/messages.ts";
import type { TableSession } from "../model/table-session.ts";
import { useTable } from "./context.ts";
import { OrderCard } from "./OrderCard.tsx";
import styles from "./OrdersView.module.css";

/** Everything the kitchen has from this table, newest first. */
export function OrdersView() {
  const { session } = useTable();
  return (
    <div class={styles.scroll}>
      <OrderList session={session} />
    </div>
  );
}

/** The orders themselves; also shown after the end. */
export function OrderList(props: { readonly session: TableSession }) {
  const { t } = dinerMessages;
  const orders = createMemo(() =>
    Object.values(props.session.view().orders).sort((a, b) => b.at - a.at || b.number - a.number),
  );
  const total = () =>
    orders()
      .filter((order) => order.status !== "cancelled")
      .reduce((sum, order) => sum + order.total, 0);
  return (
    <Show
      when={orders().length > 0}
      fallback={<EmptyState icon="receipt" title={t("noOrders")} text={t("noOrdersText")} />}
    >
      <ul class={styles.orders}>
        <For each={orders()}>
          {(order) => (
            <li>
              <OrderCard order={order} session={props.session} />
            </li>
          )}
        </For>
      </ul>
      <p class={styles.total}>
        <span>{t("orderedTotal")}</span>
        <Money minor={total()} currency={props.session.seat().restaurant.currency} />
      </p>
    </Show>
  );
}
