/**
 * Measures what guests do with a bill: from the phone that wishes to pay until it sees the amount
 * reserved; and whether a claim costs what a tap on the menu does.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { PORTION } from "@tureen/shared/bill/ranges";
import { SERVER_CLIENT_ID } from "@tureen/shared/table/document/keys";
import type { LineRef, Order, Payment, RejectedPayment } from "@tureen/shared/table/document/types";
import * as Y from "yjs";
import { type Percentiles, percentiles } from "./figures.ts";
import type { Edit } from "./load.ts";
import type { Phone } from "./phone.ts";

export interface PaymentFigures {
  readonly wishes: number;
  readonly reserved: number;
  readonly wishToReservedMs: Percentiles;
}

/** Notes the newest line that was ordered at each phone's table, as the phone hears of it. */
export function watchOrders(phones: readonly Phone[]): ReadonlyMap<Phone, LineRef> {
  const ordered = new Map<Phone, LineRef>();
  for (const phone of phones) {
    phone.received = (update) => {
      for (const { key, value } of writtenByServer(update, "orders")) {
        const line = (value as Order).lines.at(-1)?.line;
        if (line !== undefined) ordered.set(phone, { order: key, line });
      }
    };
  }
  return ordered;
}

/** Has phones wish to pay `amount`, `perSecond` of them, each phone once; stops before money moves. */
export async function drivePayments(
  phones: readonly Phone[],
  amount: number,
  perSecond: number,
): Promise<PaymentFigures> {
  const samples: number[] = [];
  const open = new Set<Phone>();
  const start = performance.now();
  for (const [n, phone] of phones.entries()) {
    const due = start + (n * 1000) / perSecond;
    await sleep(Math.max(0, due - performance.now()));
    open.add(phone);
    phone.received = (update, at) => {
      for (const { value } of writtenByServer(update, "payments")) {
        open.delete(phone);
        if ((value as Payment | RejectedPayment).status === "reserved") samples.push(at - due);
      }
    };
    phone.edit(due, (edits) =>
      edits.wish({ mode: "amount", covers: [], payers: 1, amount, tip: 0, at: Date.now() }),
    );
  }
  for (let waited = 0; open.size > 0 && waited < 5_000; waited += 50) await sleep(50);
  for (const phone of phones) phone.received = null;
  return {
    wishes: phones.length,
    reserved: samples.length,
    wishToReservedMs: percentiles(samples),
  };
}

/** Claims now the half, now the whole of what was ordered at the phone's table. */
export function claimOf(ordered: ReadonlyMap<Phone, LineRef>): Edit {
  return (phone, due) => {
    const line = ordered.get(phone);
    if (!line) throw new Error(`nothing was ordered at ${phone.document}`);
    phone.edit(due, (edits) => edits.claim(line, phone.clock % 2 === 0 ? PORTION : PORTION / 2));
  };
}

/** The new keys of a root in an update, when the server wrote it. */
function* writtenByServer(update: Uint8Array, root: string) {
  if (!Y.parseUpdateMeta(update).from.has(SERVER_CLIENT_ID)) return;
  for (const struct of Y.decodeUpdate(update).structs) {
    if (!(struct instanceof Y.Item) || struct.parentSub === null) continue;
    // As it comes over the wire the parent is the root's name; a later value of a key has none.
    if ((struct.parent as unknown) !== root || !(struct.content instanceof Y.ContentAny)) continue;
    yield { key: struct.parentSub, value: struct.content.arr[0] as unknown };
  }
}
