import { createSignal, Show } from "solid-js";
import { Button } from "../platform/ui/Button.tsx";
import { Money } from "../platform/ui/Money.tsx";
import { StatusPill } from "../platform/ui/StatusPill.tsx";
import { staffMessages } from "../staff/messages/messages.ts";
import { agoText } from "../staff/words.ts";
import type { FloorOrder } from "./floor.ts";
import styles from "./OrderItem.module.css";

/** One order of a table, and "served" once it is ready. */
export function OrderItem(props: {
  readonly order: FloorOrder;
  /** What of its total is on the bill: what was voided is not. */
  readonly left: number;
  readonly currency: string;
  readonly now: number;
  readonly onServed: () => Promise<boolean>;
}) {
  const { t } = staffMessages;
  const [busy, setBusy] = createSignal(false);
  return (
    <li class={styles.item}>
      <div class={styles.words}>
        <p class={styles.number}>{t("order", { number: String(props.order.number) })}</p>
        <p class={styles.state}>
          <StatusPill status={props.order.status} />
          <span>{agoText(props.now - props.order.at)}</span>
        </p>
      </div>
      <Show when={props.order.status === "ready"}>
        <Button
          variant="primary"
          busy={busy()}
          onClick={() => {
            setBusy(true);
            void props.onServed().finally(() => setBusy(false));
          }}
        >
          {t("served")}
        </Button>
      </Show>
      <span class={styles.totals}>
        <Show when={props.left !== props.order.total}>
          <s class={styles.off}>
            <Money minor={props.order.total} currency={props.currency} />
          </s>
        </Show>
        <Show when={!isCancelled(props.order)}>
          <span class={styles.total}>
            <Money minor={props.left} currency={props.currency} />
          </span>
        </Show>
      </span>
    </li>
  );
}

function isCancelled(order: FloorOrder): boolean {
  return order.status === "cancelled";
}
