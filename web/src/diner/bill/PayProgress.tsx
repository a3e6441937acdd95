import { keyOf, paymentsOf } from "@tureen/shared/bill/bill";
import { rangesOf } from "@tureen/shared/bill/shares";
import type { RejectedPayment } from "@tureen/shared/table/document/types";
import { Match, Show, Switch } from "solid-js";
import { billMessages } from "../../bill/messages/messages.ts";
import type { OwnWish } from "../../bill/own-payments.ts";
import { locale } from "../../platform/i18n/locale.ts";
import { Icon } from "../../platform/ui/Icon.tsx";
import { Money } from "../../platform/ui/Money.tsx";
import type { OwnReceipt } from "../model/receipts.ts";
import { useTable } from "../table/context.ts";
import type { DinerBill } from "./bill-context.ts";
import { wasCalledOff } from "./called-off.ts";
import { payMessages } from "./messages/messages.ts";
import { PaidThanks } from "./PaidThanks.tsx";
import styles from "./PayProgress.module.css";
import { ReservedPayment } from "./ReservedPayment.tsx";

/** How a payment goes, honestly: nothing is called paid before the restaurant has the money. */
export function PayProgress(props: {
  readonly own: OwnWish;
  readonly bill: DinerBill;
  readonly receipts: readonly OwnReceipt[];
}) {
  const { t } = payMessages;
  const { session } = useTable();
  const wish = () => props.own.wish;
  const kind = () => props.own.state.kind;
  const payment = () => {
    const { state } = props.own;
    return "payment" in state ? state.payment : undefined;
  };
  const rejection = () => {
    const { state } = props.own;
    return state.kind === "rejected" ? state : undefined;
  };
  /** The names of those who are paying something of what was wished to be paid. */
  const rivals = () => {
    const wanted = rangesOf(wish().covers);
    const names = paymentsOf(props.bill.view()).flatMap(({ status, by, covers }) => {
      if (status !== "reserved" || by === null || by === session.me) return [];
      const touches =
        wanted.size === 0 ||
        covers.some((cover) =>
          wanted.get(keyOf(cover))?.some(([from, to]) => from < cover.to && cover.from < to),
        );
      return touches ? [session.nameOf(by)] : [];
    });
    return [...new Set(names)];
  };
  const rejectionText = (code: RejectedPayment["code"]) => {
    const names = code === "being-paid" ? rivals() : [];
    if (names.length === 0) return t(`rejected.${code}`);
    return t("claimReserved", {
      count: names.length,
      names: new Intl.ListFormat(locale()).format(names),
    });
  };
  const isAway = () => kind() === "sending" && session.link() !== "online";
  return (
    <div class={styles.progress}>
      <p class={styles.sum}>
        <Money minor={wish().amount + wish().tip} currency={props.bill.bill().currency} />
        <Show when={wish().tip > 0}>
          <span class={styles.small}>
            {t("billPart")} <Money minor={wish().amount} currency={props.bill.bill().currency} />
            {" · "}
            {billMessages.t("tip")}{" "}
            <Money minor={wish().tip} currency={props.bill.bill().currency} />
          </span>
        </Show>
      </p>
      <div role="status" class={styles.state}>
        <Switch>
          <Match when={kind() === "sending" || kind() === "deciding"}>
            <p class={isAway() ? styles.warn : styles.text}>
              <Icon name={isAway() ? "cloudOff" : "clock"} size={20} />
              {isAway() ? t("sendingOffline") : t(kind() as "sending" | "deciding")}
            </p>
            <Show when={!isAway()}>
              <p class={styles.hint}>{t("notYet")}</p>
            </Show>
          </Match>
          <Match when={rejection()}>
            {(rejected) => (
              <>
                <p class={styles.bad}>
                  <Icon name="alert" size={20} />
                  {t("notPaid")}
                </p>
                <p>{rejectionText(rejected().code)}</p>
              </>
            )}
          </Match>
          <Match when={kind() === "failed" || kind() === "lapsed"}>
            <p class={styles.bad}>
              <Icon name="alert" size={20} />
              {t("notPaid")}
            </p>
            <p>
              {kind() === "lapsed"
                ? t("lapsed")
                : wasCalledOff(props.own.key)
                  ? t("cancelled")
                  : t("failed")}
            </p>
          </Match>
          <Match when={kind() === "captured" && payment()}>
            {(paid) => <PaidThanks payment={paid()} receipts={props.receipts} />}
          </Match>
        </Switch>
      </div>
      <Show when={kind() === "reserved" && payment()}>
        {(reserved) => <ReservedPayment key={props.own.key} payment={reserved()} />}
      </Show>
    </div>
  );
}
