import { takesCards } from "@tureen/shared/bill/terms";
import { createMemo, For, Show } from "solid-js";
import { EmptyState } from "../../platform/ui/EmptyState.tsx";
import { Money } from "../../platform/ui/Money.tsx";
import { ScrollPane } from "../../platform/ui/ScrollPane.tsx";
import { dinerMessages } from "../messages/messages.ts";
import type { TableSession } from "../model/table-session.ts";
import { BillButton } from "./BillButton.tsx";
import { useTable } from "./context.ts";
import { OrderCard } from "./OrderCard.tsx";
import styles from "./OrdersView.module.css";
import { wantedTotal } from "./order-line.ts";
import { ServiceNotice } from "./ServiceNotice.tsx";

/** Everything the kitchen has from this table, newest first. */
export function OrdersView() {
  const { session } = useTable();
  // Where everything was cancelled there is nothing to pay.
  const hasBill = () =>
    takesCards(session.view().session.terms) ||
    Object.values(session.view().orders).some(({ status }) => status !== "cancelled");
  return (
    <ScrollPane class={styles.content} footer={hasBill() && <BillButton />}>
      <OrderList session={session} />
    </ScrollPane>
  );
}

/** The orders themselves; also shown after the end. */
export function OrderList(props: { readonly session: TableSession }) {
  const { t } = dinerMessages;
  const orders = createMemo(() =>
    Object.entries(props.session.view().orders).sort(
      ([, a], [, b]) => b.at - a.at || b.number - a.number,
    ),
  );
  const total = () =>
    orders()
      .filter(([, order]) => order.status !== "cancelled")
      .reduce((sum, [id, order]) => sum + wantedTotal(id, order, props.session.view()), 0);
  return (
    <Show
      when={orders().length > 0}
      fallback={<EmptyState icon="receipt" title={t("noOrders")} text={t("noOrdersText")} />}
    >
      <ul class={styles.orders}>
        <For each={orders().map(([id]) => id)}>
          {(id) => (
            <Show when={props.session.view().orders[id]}>
              {(order) => (
                <li>
                  <OrderCard id={id} order={order()} session={props.session} />
                </li>
              )}
            </Show>
          )}
        </For>
      </ul>
      <p class={styles.total}>
        <span>{t("orderedTotal")}</span>
        <Money minor={total()} currency={props.session.seat().restaurant.currency} />
      </p>
      <Show when={total() > 0}>
        <ServiceNotice
          view={props.session.view()}
          currency={props.session.seat().restaurant.currency}
        />
      </Show>
    </Show>
  );
}
