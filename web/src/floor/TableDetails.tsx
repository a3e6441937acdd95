import { createMemo, For, Show } from "solid-js";
import { Badge } from "../platform/ui/Badge.tsx";
import { staffMessages } from "../staff/messages/messages.ts";
import { durationText } from "../staff/words.ts";
import { BillSummary } from "./bill/BillSummary.tsx";
import { panelSums } from "./bill/panel-sums.ts";
import type { TableBill } from "./bill/table-bill.ts";
import { EXPIRING_MS, type FloorOrder, type FloorSession, presentDiners } from "./floor.ts";
import type { FloorActions } from "./floor-actions.ts";
import { GuestItem } from "./GuestItem.tsx";
import { HeldCourses } from "./HeldCourses.tsx";
import { OrderItem } from "./OrderItem.tsx";
import { PinPanel } from "./PinPanel.tsx";
import styles from "./TableDetails.module.css";

/** An open table: its PIN, its times, who is there, and what they have ordered. */
export function TableDetails(props: {
  readonly session: FloorSession;
  readonly currency: string;
  readonly now: number;
  readonly actions: FloorActions;
  readonly bill: TableBill;
  readonly onOpenBill: () => void;
}) {
  const { t } = staffMessages;
  const sums = createMemo(() => panelSums(props.bill.bill()).orders);
  /** What of an order is on the bill; all that was ordered until the bill has been read. */
  const leftOf = (order: FloorOrder) =>
    order.status === "cancelled" ? 0 : (sums().get(order.id) ?? order.total);
  const left = () => props.session.expiresAt - props.now;
  return (
    <>
      <PinPanel
        pin={props.session.pin}
        alarm={props.session.alarm}
        now={props.now}
        onRotate={() => props.actions.rotatePin(props.session)}
      />
      <p class={styles.times}>
        <Badge icon="clock">
          {t("since", { time: durationText(props.now - props.session.openedAt) })}
        </Badge>
        <Badge tone={left() < EXPIRING_MS ? "warn" : "neutral"}>
          {left() < 60_000 ? t("closesSoon") : t("closesIn", { time: durationText(left()) })}
        </Badge>
      </p>
      <section class={styles.part}>
        <h3 class={styles.title}>
          {t("whoIsThere")} · {t("people", { count: presentDiners(props.session).length })}
        </h3>
        <Show
          when={props.session.diners.length > 0}
          fallback={<p class={styles.none}>{t("nobody")}</p>}
        >
          <ul class={styles.list}>
            <For each={props.session.diners}>
              {(diner) => (
                <GuestItem
                  diner={diner}
                  now={props.now}
                  onAnswer={() => props.actions.answerCall(props.session, diner)}
                  onRemove={() => props.actions.removeDiner(props.session, diner)}
                  onErase={props.actions.eraseDiner?.bind(undefined, props.session, diner)}
                />
              )}
            </For>
          </ul>
        </Show>
      </section>
      <HeldCourses session={props.session} onFire={(course) => props.actions.fire(course)} />
      <section class={styles.part}>
        <h3 class={styles.title}>{t("orders")}</h3>
        <Show
          when={props.session.orders.length > 0}
          fallback={<p class={styles.none}>{t("ordersNone")}</p>}
        >
          <ul class={styles.list}>
            <For each={props.session.orders}>
              {(order) => (
                <OrderItem
                  order={order}
                  left={leftOf(order)}
                  currency={props.currency}
                  now={props.now}
                  onServed={() => props.actions.serve(order)}
                />
              )}
            </For>
          </ul>
          <BillSummary
            bill={props.bill}
            ordered={props.session.orders.reduce((sum, order) => sum + leftOf(order), 0)}
            currency={props.currency}
            onOpen={() => props.onOpenBill()}
          />
        </Show>
      </section>
    </>
  );
}
