import type { Order } from "@tureen/shared/table/document/types";
import { createMemo, For, Show } from "solid-js";
import { StatusPill } from "../../platform/ui/StatusPill.tsx";
import { replayMessages } from "../messages/messages.ts";
import type { PhoneModel } from "../model/phone.ts";
import type { Words } from "../words.ts";
import { OrderLines } from "./OrderLines.tsx";
import styles from "./PhoneOrders.module.css";

/** The orders as a phone showed them, the newest first. */
export function PhoneOrders(props: {
  readonly model: PhoneModel;
  readonly words: Words;
  readonly onStory: (line: string) => void;
}) {
  const { t } = replayMessages;
  const orders = () => props.model.orders;
  const ids = createMemo(() => orders().shown.map(([id]) => id));
  const byId = createMemo(() => new Map(orders().shown));
  return (
    <Show when={ids().length > 0}>
      <h3 class={styles.heading}>{t("orders")}</h3>
      <ul class={styles.orders}>
        <For each={ids()}>
          {(id) => {
            const order = createMemo(() => byId().get(id));
            return (
              <Show when={order()}>
                {(current: () => Order) => (
                  <li class={styles.order}>
                    <p class={styles.head}>
                      <strong>{t("order", { number: String(current().number) })}</strong>
                      <StatusPill status={current().status} />
                    </p>
                    <Show when={current().reason}>
                      {(reason) => (
                        <p class={styles.reason} dir="auto">
                          {reason()}
                        </p>
                      )}
                    </Show>
                    <OrderLines order={current()} words={props.words} onStory={props.onStory} />
                  </li>
                )}
              </Show>
            );
          }}
        </For>
      </ul>
      <Show when={orders().after > 0}>
        <p class={styles.more}>{t("more", { count: orders().after })}</p>
      </Show>
    </Show>
  );
}
