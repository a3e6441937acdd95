/**
 * Promise 2: each confirm has exactly one outcome. A confirm counts from the moment anybody was told
 * of it: its phone that it is saved, another phone by seeing it, or the log.
 */
import { isDeepStrictEqual } from "node:util";
import type { Receipt } from "@tureen/shared/table/document/types";
import type { HistoryEvent } from "../history.ts";
import type { OrderRecord } from "./evidence.ts";
import { bySession, type Check, type Offence, type ViolationCode } from "./finding.ts";
import type { GroundSession } from "./ground.ts";

/** Codes under which a confirm counts as having no outcome, in the run's figures. */
const MISSING: readonly ViolationCode[] = ["outcome-missing", "receipt-without-order"];

export const checkOutcomes: Check = (events, ground) => {
  const offences: Offence[] = [];
  const counts = { confirms: 0, ordered: 0, rejected: 0, receiptsSeen: 0 };
  const ofSession = bySession(events);
  for (const session of ground.sessions.values()) {
    const own = ofSession.get(session.id) ?? [];
    const seenReceipts = receiptsSeen(own);
    for (const confirm of allConfirms(session, own)) {
      counts.confirms += 1;
      const receipt = session.replay.view.receipts[confirm];
      if (receipt) counts[receipt.ok ? "ordered" : "rejected"] += 1;
      const orders = session.orders.filter((order) => order.confirm === confirm);
      const seen = seenReceipts.get(confirm) ?? [];
      counts.receiptsSeen += seen.length;
      const problems = [
        ...numberOfOrders(session, confirm, orders),
        ...receiptAgainstOrder(receipt, orders),
        ...queueAgainstReceipt(session, confirm, receipt),
        ...(receipt ? seenAgainstReceipt(receipt, seen) : []),
      ];
      for (const [code, what] of problems) {
        offences.push({
          code,
          message: `Confirm ${confirm} ${what}.`,
          ids: { session: session.id, confirm },
          about: aboutConfirm(own, session.id, confirm),
        });
      }
    }
  }
  const number = (wanted: (code: ViolationCode) => boolean) =>
    offences.filter((offence) => wanted(offence.code)).length;
  return {
    offences,
    counts: {
      ...counts,
      duplicateOrders: number((code) => code === "duplicate-order"),
      missingOutcomes: number((code) => MISSING.includes(code)),
    },
  };
};

type Problem = readonly [ViolationCode, string];

/** Every confirm that anybody was told of. */
function allConfirms(session: GroundSession, events: readonly HistoryEvent[]): Set<string> {
  const { view } = session.replay;
  const all = new Set([
    ...Object.keys(view.confirms),
    ...Object.keys(view.receipts),
    ...session.queue.map((row) => row.confirm),
    ...session.orders.map((order) => order.confirm),
  ]);
  const saved = new Map<number, number>();
  for (const e of events) {
    if (e.kind === "acknowledged") {
      saved.set(e.client, Math.max(saved.get(e.client) ?? 0, e.clock));
    }
  }
  for (const e of events) {
    if (e.kind === "seen" && (e.root === "confirms" || e.root === "receipts")) all.add(e.key);
    if (e.kind === "sent" && e.root === "confirms" && e.clock <= (saved.get(e.client) ?? 0)) {
      all.add(e.key);
    }
  }
  return all;
}

function receiptsSeen(events: readonly HistoryEvent[]): Map<string, unknown[]> {
  const seen = new Map<string, unknown[]>();
  for (const event of events) {
    if (event.kind !== "seen" || event.root !== "receipts") continue;
    const values = seen.get(event.key) ?? [];
    seen.set(event.key, values);
    values.push(event.value);
  }
  return seen;
}

function* numberOfOrders(
  session: GroundSession,
  confirm: string,
  orders: readonly OrderRecord[],
): Generator<Problem> {
  const inDocument = Object.values(session.replay.view.orders).filter((o) => o.confirm === confirm);
  const count = Math.max(orders.length, inDocument.length);
  if (count > 1) yield ["duplicate-order", `was ordered ${count} times`];
}

function* receiptAgainstOrder(
  receipt: Receipt | undefined,
  orders: readonly OrderRecord[],
): Generator<Problem> {
  if (!receipt) {
    if (orders.length === 0) yield ["outcome-missing", "has neither an order nor a rejection"];
    else yield ["order-without-receipt", "was ordered, and the table was never told"];
  } else if (!receipt.ok) {
    if (orders.length > 0)
      yield ["order-despite-rejection", "was rejected and ordered all the same"];
  } else if (!orders.some((o) => o.id === receipt.order && o.number === receipt.number)) {
    yield [
      "receipt-without-order",
      `has a receipt for order ${receipt.number}, which is not there`,
    ];
  }
}

function* queueAgainstReceipt(
  session: GroundSession,
  confirm: string,
  receipt: Receipt | undefined,
): Generator<Problem> {
  const row = session.queue.find((r) => r.confirm === confirm);
  if (!row) yield ["queue-disagrees", "was never queued"];
  else if (receipt && row.status === "pending")
    yield ["queue-disagrees", "has its outcome and is still queued"];
  else if (receipt?.ok && row.status === "failed")
    yield ["queue-disagrees", "was ordered and is noted as failed"];
}

/** Nobody may have been told anything but what stands in the end. */
function* seenAgainstReceipt(receipt: Receipt, seen: readonly unknown[]): Generator<Problem> {
  const other = seen.find((value) => !isDeepStrictEqual(value, receipt));
  if (other)
    yield ["outcome-changed", `was answered with ${JSON.stringify(other)} and now differs`];
}

/** What was sent, said and seen of a confirm; of the acknowledgements only the one that covers it. */
function aboutConfirm(
  events: readonly HistoryEvent[],
  session: string,
  confirm: string,
): Offence["about"] {
  const sent = events.find(
    (e) => e.kind === "sent" && e.root === "confirms" && e.key === confirm,
  ) as Extract<HistoryEvent, { kind: "sent" }> | undefined;
  const saved =
    sent &&
    events.find(
      (e) => e.kind === "acknowledged" && e.client === sent.client && e.clock >= sent.clock,
    );
  return (e) => {
    if (!("session" in e) || e.session !== session) return false;
    if (e.kind === "acknowledged") return e.n === saved?.n;
    if (e.kind !== "sent" && e.kind !== "seen") return false;
    if (e.root === "orders") return (e.value as { confirm?: string }).confirm === confirm;
    return (e.root === "confirms" || e.root === "receipts") && e.key === confirm;
  };
}
