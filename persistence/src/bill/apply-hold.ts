import type { Payment } from "@tureen/shared/table/document/types";
import { SERVER } from "../platform/actor.ts";
import type { Database } from "../platform/database.ts";
import type { LockedBill } from "./edit-bill.ts";
import { editBill } from "./edit-bill.ts";
import { appendEntry, type LedgerEntry, takeLedgerNumbers } from "./ledger.ts";
import { authorisePayment, readPayment } from "./payment-rows.ts";
import { addProviderTask } from "./provider-tasks.ts";

type Key = Pick<LedgerEntry, "restaurantId" | "sessionId" | "now">;

/**
 * Notes under the bill's lock what a provider holds for a tab: the card is down, or more is held than
 * before. Older news change nothing, whatever the order in which they come. What is held for a tab that
 * has ended meanwhile is let go.
 */
export async function applyHold(
  bill: LockedBill,
  key: Key,
  { paymentKey, payment, held }: { paymentKey: string; payment: Payment; held: number },
): Promise<"held" | "raised" | "nothing"> {
  const { tx } = bill;
  const { restaurantId, now } = key;
  const { id: paymentId, hold, status } = payment;
  if (!hold || status === "captured" || status === "reserved") return "nothing";
  if (status !== "authorising" && status !== "held") {
    await addProviderTask(tx, { restaurantId, paymentId, task: "cancel", dueAt: now, now });
    return "nothing";
  }
  if (held <= hold.held) return "nothing";
  await noteEntry(bill, key, {
    ...{ kind: "authorised", paymentId, content: { key: paymentKey, held } },
  });
  await authorisePayment(tx, { restaurantId, paymentId, amount: held, now });
  bill.setPayment(paymentKey, {
    ...{ ...payment, status: "held", hold: { ...hold, held } },
    ...(status === "authorising" && { statusAt: now.getTime() }),
  });
  return status === "held" ? "raised" : "held";
}

/** Notes that no more can be held for a tab: its holder and the floor are told, and nothing is lost. */
export async function refuseRaise(
  database: Database,
  input: {
    readonly restaurantId: string;
    readonly paymentId: string;
    /** What it was to be raised to. */
    readonly amount: number;
    readonly now: Date;
  },
): Promise<void> {
  const { restaurantId, paymentId, amount, now } = input;
  const row = await readPayment(database, { restaurantId, paymentId });
  if (!row) return;
  const key = { restaurantId, sessionId: row.sessionId, now };
  await editBill(database, key, async (bill) => {
    const paymentKey = row.wishId ?? paymentId;
    const payment = bill.view.payments[paymentKey];
    if (payment?.status !== "held" || !payment.hold) return;
    if (payment.hold.refused !== undefined || payment.hold.held >= amount) return;
    await noteEntry(bill, key, {
      ...{ kind: "raise-refused", paymentId, content: { key: paymentKey, amount } },
    });
    bill.setPayment(paymentKey, { ...payment, hold: { ...payment.hold, refused: amount } });
  });
}

async function noteEntry(
  { tx }: LockedBill,
  key: Key,
  entry: Pick<LedgerEntry, "kind" | "paymentId" | "content">,
): Promise<void> {
  const numbers = await takeLedgerNumbers(tx, key.restaurantId, { receipt: false });
  await appendEntry(tx, { ...key, ...entry, by: SERVER }, numbers);
}
