import type { Payment } from "@tureen/shared/table/document/types";
import { For, Show } from "solid-js";
import { billMessages } from "../../bill/messages/messages.ts";
import { Person } from "../../bill/Person.tsx";
import { Badge } from "../../platform/ui/Badge.tsx";
import { Button } from "../../platform/ui/Button.tsx";
import { Money, moneyChangeText, moneyText } from "../../platform/ui/Money.tsx";
import { whenText } from "../../platform/ui/when.ts";
import { actorName } from "./actor-name.ts";
import { floorBillMessages } from "./messages/messages.ts";
import styles from "./PaymentItem.module.css";
import type { TableBill } from "./table-bill.ts";

/** Nothing came of these. */
const ENDED: ReadonlySet<Payment["status"]> = new Set(["failed", "lapsed"]);

/** One payment of a table: who, how, how much, where it stands; its receipt, and giving it back. */
export function PaymentItem(props: {
  readonly payment: Payment;
  readonly bill: TableBill;
  /** For those who may give money back. */
  readonly onRefund: (() => void) | undefined;
}) {
  const { t } = floorBillMessages;
  const payment = () => props.payment;
  const currency = () => props.bill.bill().currency;
  const time = () => whenText(payment().statusAt);
  const state = () => {
    const { status } = payment();
    return status === "captured" ? undefined : status;
  };
  const back = () => payment().refunded + payment().tipRefunded;
  const isHeld = () => payment().status === "captured" && payment().amount + payment().tip > back();
  /** Of a card that is only down. */
  const heldFor = () => payment().hold?.held || payment().hold?.asked || 0;
  /** What changed hands: of the bill, the tip, and what rounding to coins added. */
  const handed = () => payment().amount + payment().tip + payment().rounding;
  const acts = () => props.bill.acts().filter((act) => act.payment === payment().id);
  const takenBy = () => acts().find(({ kind, actor }) => kind === "captured" && actor === "staff");
  const refunds = () => acts().filter(({ kind }) => kind === "refunded");
  const receipt = () => props.bill.receiptOf(payment().id);
  return (
    <li class={styles.item}>
      <div class={styles.words}>
        <p class={styles.who}>
          <Show when={payment().by} fallback={t("table")}>
            {(diner) => <Person diner={diner()} people={props.bill.people} named />}
          </Show>
        </p>
        <p class={styles.how}>
          {time()} · {billMessages.t(`method.${payment().method}`)}
          <Show when={payment().tip > 0}>
            {" · "}
            {t("withTip", { price: moneyText(payment().tip, currency()) })}
          </Show>
          <Show when={payment().rounding !== 0}>
            {" · "}
            {t("rounded", { change: moneyChangeText(payment().rounding, currency()) })}
          </Show>
          <Show when={takenBy()}>
            {(act) => (
              <>
                {" · "}
                <bdi>{t("takenBy", { name: actorName(act()) })}</bdi>
              </>
            )}
          </Show>
        </p>
        <For each={refunds()}>
          {(act) => (
            <p class={styles.how}>
              <span class="money">{moneyChangeText(-act.back, currency())}</span>
              {" · "}
              {whenText(act.at)}
              {" · "}
              <bdi>{actorName(act)}</bdi>
              <Show when={act.reason}>
                {" · "}
                <bdi>{act.reason}</bdi>
              </Show>
            </p>
          )}
        </For>
        <p class={styles.marks}>
          <Show when={state()}>
            {(status) => (
              <Badge tone={ENDED.has(status()) ? "bad" : "info"}>{t(`status.${status()}`)}</Badge>
            )}
          </Show>
          <Show when={back() > 0}>
            <Badge tone="warn">{t("refunded", { price: moneyText(back(), currency()) })}</Badge>
          </Show>
          <Show when={receipt()}>
            {(own) => (
              <a class={styles.link} href={`/r/${own().token}`} target="_blank" rel="noopener">
                {billMessages.t("receipt", { number: String(own().number) })}
              </a>
            )}
          </Show>
          <Show when={isHeld() && props.onRefund}>
            {(refund) => (
              <Button variant="quiet" onClick={() => refund()()}>
                {t("refund")}
              </Button>
            )}
          </Show>
        </p>
      </div>
      <span class={styles.sum} classList={{ [styles.off ?? ""]: state() !== undefined }}>
        <Money minor={handed() || heldFor()} currency={currency()} />
      </span>
    </li>
  );
}
