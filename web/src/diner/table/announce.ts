import type { SessionView } from "@tureen/shared/table/document/session-document";
import type { Payment } from "@tureen/shared/table/document/types";
import { createEffect, on } from "solid-js";
import { moneyText } from "../../platform/ui/Money.tsx";
import { toast } from "../../platform/ui/toasts.ts";
import { dinerMessages } from "../messages/messages.ts";
import type { Receipts } from "../model/receipts.ts";
import type { TableSession } from "../model/table-session.ts";
import { createWhenKnown } from "./when-known.ts";

/** A newcomer's name and a payer's receipt come over the API, after the document. Milliseconds. */
const WAIT_MS = 3_000;

/**
 * Tells in a sentence what others did or the kitchen said, once, when it happens; not the diner's
 * own order or payment while they are watching it go.
 */
export function announce(
  session: TableSession,
  receipts: Receipts,
  watching: { readonly ownOrder: () => boolean; readonly bill: () => boolean },
): void {
  const { t } = dinerMessages;
  let before: SessionView | undefined;
  const whenKnown = createWhenKnown();

  /** By name, or by seat if no name came. */
  function greet(id: string) {
    const known = () => session.knownName(id) !== undefined;
    whenKnown(known, WAIT_MS, () => {
      toast(t("joined", { name: session.nameOf(id) }), { icon: "people" });
    });
  }

  createEffect(
    on([session.view, session.link], ([view, link]) => {
      // What happened while this phone was away is on the screens; only news of now is announced.
      if (link !== "online") {
        before = undefined;
        return;
      }
      if (before && before !== view) compare(before, view);
      before = view;
    }),
  );

  function compare(old: SessionView, view: SessionView) {
    for (const [id, order] of Object.entries(view.orders)) {
      const known = old.orders[id];
      const number = order.number;
      if (!known) {
        if (order.by === session.me && watching.ownOrder()) continue;
        const name = session.nameOf(order.by);
        toast(
          order.by === session.me ? t("orderMine", { number }) : t("orderBy", { number, name }),
          {
            tone: "good",
            icon: "receipt",
          },
        );
      } else if (known.status !== order.status) {
        if (order.status === "ready") toast(t("orderReady", { number }), { icon: "bell" });
        if (order.status === "cancelled") {
          toast(t("orderCancelled", { number }), { tone: "bad", icon: "alert" });
        }
      }
    }
    for (const [key, payment] of Object.entries(view.payments)) {
      if (payment.status === "rejected") continue;
      const was = old.payments[key];
      if (!was || was.status === "rejected" || was.status !== payment.status) tellPayment(payment);
      else tellBack(was, payment);
    }
    for (const [id, diner] of Object.entries(view.diners)) {
      if (id === session.me) continue;
      const known = old.diners[id];
      const name = session.nameOf(id);
      if (!known && !diner.gone) greet(id);
      if (known && !known.gone && diner.gone) toast(t("wentAway", { name }), { icon: "people" });
    }
  }
  const price = (minor: number) => moneyText(minor, session.seat().restaurant.currency);
  const good = { tone: "good", icon: "check" } as const;

  /**
   * What others pay and what the waiter takes; the diner's own payment on the phone only while they
   * are not watching it.
   */
  function tellPayment({ id, by, status, method, amount, tip, rounding }: Payment) {
    if (status === "captured" && by === null) {
      toast(t("paidAtTable", { price: price(amount) }), good);
    } else if (status === "captured" && by !== null && by !== session.me) {
      toast(t("paidBy", { name: session.nameOf(by), price: price(amount) }), good);
    } else if (by === session.me && method !== "online") {
      const paid = { price: price(amount + tip + rounding) };
      tellOwn(id, "payment", t(method === "cash" ? "youPaidCash" : "youPaidCard", paid));
    } else if (by !== session.me || watching.bill()) {
      return;
    } else if (status === "captured") {
      tellOwn(id, "payment", t("youPaid", { price: price(amount + tip) }));
    } else if (status !== "reserved") {
      toast(t("payFailed", { price: price(amount + tip) }), { tone: "bad", icon: "alert" });
    }
  }

  /** What the diner gets back of a payment. */
  function tellBack(was: Payment, { id, by, refunded, tipRefunded }: Payment) {
    const back = refunded + tipRefunded - was.refunded - was.tipRefunded;
    if (by === session.me && back > 0) tellOwn(id, "refund", t("gaveBack", { price: price(back) }));
  }

  /** Of the diner's own money, with the way to the receipt once this phone knows it. */
  function tellOwn(payment: string, kind: "payment" | "refund", text: string) {
    const known = receipts.own().length;
    const receipt = () =>
      receipts.own().findLast((each) => each.payment === payment && each.kind === kind);
    const isThere = () => receipts.own().length > known && receipt() !== undefined;
    whenKnown(isThere, WAIT_MS, () => {
      const token = receipt()?.token;
      const action = token && { label: t("seeReceipt"), href: `/r/${token}` };
      toast(text, { ...good, ...(action && { action }) });
    });
  }
}
