import type { SessionView } from "@tureen/shared/document/session-document";
import { createEffect, on } from "solid-js";
import { toast } from "../../ui/toasts.ts";
import { dinerMessages } from "../messages/messages.ts";
import type { TableSession } from "../model/table-session.ts";

/**
 * Tells in a sentence what others did or the kitchen said, once, when it happens; not the diner's
 * own order while they are watching it go.
 */
export function announce(session: TableSession, watchingOwnOrder: () => boolean): void {
  const { t } = dinerMessages;
  let before: SessionView | undefined;

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
        if (order.by === session.me && watchingOwnOrder()) continue;
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
    for (const [id, diner] of Object.entries(view.diners)) {
      if (id === session.me) continue;
      const known = old.diners[id];
      const name = session.nameOf(id);
      if (!known && !diner.gone) toast(t("joined", { name }), { icon: "people" });
      if (known && !known.gone && diner.gone) toast(t("wentAway", { name }), { icon: "people" });
    }
  }
}
