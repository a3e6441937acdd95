import { closeTabNow, type TabClosing, tabOf } from "@tureen/shared/bill/tab";
import { TureenError } from "@tureen/shared/platform/errors";
import { SESSION_STATUSES } from "@tureen/shared/platform/identity";
import type { DinerId } from "@tureen/shared/table/document/types";
import { z } from "zod";
import { type Actor, SERVER } from "../platform/actor.ts";
import type { Database } from "../platform/database.ts";
import { failPoint } from "../platform/faults/fail-points.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import type { SessionKey } from "../table/load-document.ts";
import { editBill, type LockedBill } from "./edit-bill.ts";
import { appendEntry, takeLedgerNumbers } from "./ledger.ts";
import { closeTabPayment, movePayment } from "./payment-rows.ts";
import { addProviderTask } from "./provider-tasks.ts";

const statusRow = z.object({ status: z.enum(SESSION_STATUSES) });

export interface CloseTab extends SessionKey {
  /** The guest who closes it, who has to be its holder; null for staff and the server. */
  readonly holder: DinerId | null;
  readonly tip: number;
  /** What whoever closes it saw that it comes to; null when nobody looks. */
  readonly seen: number | null;
  readonly by: Actor;
  readonly now: Date;
}

/** What became of a tab; "none" when there is none that could be closed any more. */
export type ClosedTab = Exclude<TabClosing["kind"], "refused"> | "none";

/**
 * Closes a table's tab, once, however many ask for it: under the session's lock what is left to pay is
 * reserved for its card, as far as the hold goes, and the provider is asked to charge it; the rest of the
 * hold is let go. With nothing left the card is given back. Throws "payment-rejected" with the reason,
 * "not-allowed" for somebody else's card, "session-unknown".
 */
export async function closeTab(database: Database, input: CloseTab): Promise<ClosedTab> {
  return editBill(database, input, async (bill) => {
    const tab = tabOf(bill.view);
    if (tab?.status !== "held") return "none";
    if (input.holder !== null && input.holder !== tab.by) throw new TureenError("not-allowed");
    const closing = closeTabNow(bill.view, tab, input);
    if (closing.kind === "refused") {
      throw new TureenError("payment-rejected", { detail: `${closing.code}, now ${closing.now}` });
    }
    const { restaurantId, now, by } = input;
    const { key: paymentKey, ...payment } = tab;
    const paymentId = payment.id;
    const about = { restaurantId, paymentId, now };
    const at = now.getTime();
    failPoint("before:reserve");
    if (closing.kind === "release") {
      await note(bill, input, { kind: "released", paymentId, by, content: { key: paymentKey } });
      await movePayment(bill.tx, { ...about, status: "failed" });
      bill.setPayment(paymentKey, { ...payment, status: "released", statusAt: at });
      await addProviderTask(bill.tx, { ...about, task: "cancel", dueAt: now });
    } else {
      const { amount, tip, covers } = closing;
      const { total } = bill.bill;
      const paid = { method: "online", diner: payment.by, amount, tip, covers, total };
      await note(bill, input, {
        ...{ kind: "reserved", paymentId, by, content: { key: paymentKey, ...paid } },
      });
      await closeTabPayment(bill.tx, { ...about, amount, tip });
      const charged = { amount, tip, covers, status: "reserved", statusAt: at } as const;
      bill.setPayment(paymentKey, { ...payment, ...charged });
      await addProviderTask(bill.tx, { ...about, task: "capture", dueAt: now });
    }
    failPoint("after:reserve");
    return closing.kind;
  });
}

/** Closes a table's tab for whatever is left to pay, without a tip. While others pay the rest it stays open. */
export async function closeTabUnseen(
  database: Database,
  key: Pick<CloseTab, "restaurantId" | "sessionId" | "by" | "now">,
): Promise<void> {
  try {
    await closeTab(database, { ...key, holder: null, tip: 0, seen: null });
  } catch (error) {
    if (!(error instanceof TureenError) || error.code !== "payment-rejected") throw error;
  }
}

/** Closes the tab of a table that is over; whoever looks at the hold the next time tries again. */
export async function closeTabWhenOver(
  database: Database,
  { restaurantId, sessionId, now }: SessionKey & { readonly now: Date },
): Promise<void> {
  const [session] = await readRows(
    ofRestaurant(database, restaurantId),
    statusRow,
    "select status from sessions where restaurant_id = $1 and id = $2",
    [restaurantId, sessionId],
  );
  if (!session || session.status === "active") return;
  await closeTabUnseen(database, { restaurantId, sessionId, by: SERVER, now });
}

async function note(
  { tx }: LockedBill,
  { restaurantId, sessionId, now }: CloseTab,
  entry: Pick<Parameters<typeof appendEntry>[1], "kind" | "paymentId" | "by" | "content">,
): Promise<void> {
  const numbers = await takeLedgerNumbers(tx, restaurantId, { receipt: false });
  await appendEntry(tx, { restaurantId, sessionId, now, ...entry }, numbers);
}
