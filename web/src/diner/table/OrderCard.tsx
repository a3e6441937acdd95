import { voidedPortions } from "@tureen/shared/bill/voids";
import { dateTimeFormat } from "@tureen/shared/platform/intl";
import type { Order, OrderLine } from "@tureen/shared/table/document/types";
import { For, Show } from "solid-js";
import { billMessages } from "../../bill/messages/messages.ts";
import { timeLocale } from "../../platform/i18n/locale.ts";
import { Choices } from "../../platform/ui/Choices.tsx";
import { Icon } from "../../platform/ui/Icon.tsx";
import { Money } from "../../platform/ui/Money.tsx";
import { uiMessages } from "../../platform/ui/messages/messages.ts";
import { StatusPill } from "../../platform/ui/StatusPill.tsx";
import { CourseState } from "../courses/CourseState.tsx";
import { dinerMessages } from "../messages/messages.ts";
import type { TableSession } from "../model/table-session.ts";
import styles from "./OrderCard.module.css";
import { orderLineChoices, orderLineName, wantedTotal } from "./order-line.ts";

/** One order as the kitchen has it: number, who sent it, what is in it, where it is. */
export function OrderCard(props: {
  readonly id: string;
  readonly order: Order;
  readonly session: TableSession;
}) {
  const { t } = dinerMessages;
  const time = () => dateTimeFormat(timeLocale(), { timeStyle: "short" }).format(props.order.at);
  const menuIndex = () => props.session.menu.index();
  const wantedLine = (line: OrderLine) => props.session.view().lines[line.line];
  const voided = (line: OrderLine) =>
    voidedPortions(props.session.view(), { order: props.id, line: line.line });
  const by = () =>
    props.order.by === props.session.me
      ? t("sentByYou", { time: time() })
      : t("sentBy", { name: props.session.nameOf(props.order.by), time: time() });
  return (
    <article class={styles.card}>
      <header class={styles.header}>
        <h3 class={styles.number}>{t("orderNumber", { number: props.order.number })}</h3>
        <StatusPill status={props.order.status} />
      </header>
      <p class={styles.by}>{by()}</p>
      <Show when={props.order.status === "placed" && props.session.isSeen(props.id)}>
        <p class={styles.seen}>
          <Icon name="check" size={16} /> {t("seenInKitchen")}
        </p>
      </Show>
      <Show when={props.order.status === "cancelled" && props.order.reason}>
        {(reason) => (
          <p class={styles.reason} dir="auto">
            {t("cancelReason", { reason: reason() })}
          </p>
        )}
      </Show>
      <ul class={styles.lines}>
        <For each={props.order.lines}>
          {(line) => (
            <li class={styles.line}>
              <span class={styles.quantity}>{line.quantity - voided(line) || line.quantity}×</span>
              <span class={styles.text}>
                <span
                  dir="auto"
                  classList={{ [styles.gone ?? ""]: voided(line) === line.quantity }}
                >
                  {orderLineName(line, menuIndex())}
                </span>
                <Show when={voided(line)}>
                  {(count) => (
                    <span class={styles.voided}>
                      {count() === line.quantity
                        ? uiMessages.t("status.cancelled")
                        : billMessages.t("cancelledOf", { count: count(), all: line.quantity })}
                    </span>
                  )}
                </Show>
                <Show when={line.quantity > voided(line)}>
                  <CourseState order={props.order} line={line} index={menuIndex()} />
                </Show>
                <Show when={line.choices.length > 0}>
                  <span class={styles.detail} dir="auto">
                    <Choices of={orderLineChoices(line, wantedLine(line), menuIndex())} />
                  </span>
                </Show>
                <Show when={line.note}>
                  <q class={styles.detail} dir="auto">
                    {line.note}
                  </q>
                </Show>
              </span>
              <Money
                minor={(line.quantity - voided(line)) * line.unitPrice}
                currency={props.order.currency}
              />
            </li>
          )}
        </For>
      </ul>
      <p class={styles.total}>
        <span>{t("total")}</span>
        <Money
          minor={wantedTotal(props.id, props.order, props.session.view())}
          currency={props.order.currency}
        />
      </p>
    </article>
  );
}
