import type { SessionView } from "@tureen/shared/table/document/session-document";
import { createEffect, createSignal, on, onCleanup } from "solid-js";
import { toast } from "../../platform/ui/toasts.ts";
import { dinerMessages } from "../messages/messages.ts";
import type { TableSession } from "../model/table-session.ts";

/** A newcomer's seat is in the document before their name has come over the API. Milliseconds. */
const NAME_WAIT_MS = 3_000;

/**
 * Tells in a sentence what others did or the kitchen said, once, when it happens; not the diner's
 * own order while they are watching it go.
 */
export function announce(session: TableSession, watchingOwnOrder: () => boolean): void {
  const { t } = dinerMessages;
  let before: SessionView | undefined;
  const [nameless, setNameless] = createSignal<readonly string[]>([]);
  const timers = new Set<ReturnType<typeof setTimeout>>();

  createEffect(() => {
    for (const id of nameless()) if (session.knownName(id) !== undefined) greet(id);
  });
  onCleanup(() => {
    for (const timer of timers) clearTimeout(timer);
  });

  function joined(id: string) {
    setNameless((all) => [...all, id]);
    const timer = setTimeout(() => {
      timers.delete(timer);
      greet(id);
    }, NAME_WAIT_MS);
    timers.add(timer);
  }

  /** Says once who has joined: by name, or by seat if no name came. */
  function greet(id: string) {
    if (!nameless().includes(id)) return;
    setNameless((all) => all.filter((each) => each !== id));
    toast(t("joined", { name: session.nameOf(id) }), { icon: "people" });
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
      if (!known && !diner.gone) joined(id);
      if (known && !known.gone && diner.gone) toast(t("wentAway", { name }), { icon: "people" });
    }
  }
}
