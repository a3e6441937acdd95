import { Show } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { Mark } from "../../platform/ui/Mark.tsx";
import { Skeleton } from "../../platform/ui/Skeleton.tsx";
import { ReceiptList } from "../bill/ReceiptList.tsx";
import type { Receipts } from "../model/receipts.ts";
import type { EndReason } from "../model/seat.ts";
import type { TableSession } from "../model/table-session.ts";
import { OrderList } from "../table/OrdersView.tsx";
import styles from "./EndPage.module.css";
import { endMessages } from "./messages/messages.ts";
import { NotOrderedList } from "./NotOrderedList.tsx";

/** The calm end: why it is over for this phone, what was not ordered and what was, and how to begin again. */
export function EndPage(props: {
  readonly reason: EndReason;
  readonly session: TableSession;
  readonly receipts: Receipts;
  readonly onStartAgain: () => void;
}) {
  const { t } = endMessages;
  const hasOrders = () => Object.keys(props.session.view().orders).length > 0;
  return (
    <main class={styles.page}>
      <header class={styles.header}>
        <span class={styles.mark}>
          <Mark size={56} />
        </span>
        <p class={styles.restaurant}>{props.session.seat().restaurant.name}</p>
        <h1 class={styles.title}>{t(`end.${props.reason}`)}</h1>
        <p class={styles.text}>{t(`endText.${props.reason}`)}</p>
      </header>
      <Show when={props.session.loaded()}>
        <NotOrderedList reason={props.reason} session={props.session} />
      </Show>
      <Button variant="primary" size="l" wide onClick={() => props.onStartAgain()}>
        {t("startAgain")}
      </Button>
      <ReceiptList
        own={props.receipts.own()}
        table={props.receipts.table()}
        currency={props.session.seat().restaurant.currency}
      />
      {/* Where nothing was ordered, an empty list would promise orders that can no longer come. */}
      <Show when={!props.session.loaded() || hasOrders()}>
        <section class={styles.orders}>
          <h2 class={styles.subtitle}>{t("ordersOfTonight")}</h2>
          <Show when={props.session.loaded()} fallback={<Skeleton />}>
            <OrderList session={props.session} />
          </Show>
        </section>
      </Show>
    </main>
  );
}
