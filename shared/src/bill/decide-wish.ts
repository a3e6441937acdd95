import { makerOf } from "../table/document/keys.ts";
import type { SessionView } from "../table/document/session-document.ts";
import { decidePayment, type PaymentDecision } from "./decide.ts";
import type { PaymentRecord } from "./decision-record.ts";
import { decideTab } from "./tab.ts";

/** Decides a wish in a document by the facts of its moment: the first time, and again in a replay. */
export function decideWish(
  wishId: string,
  view: SessionView,
  facts: Omit<PaymentRecord, "seq" | "decision">,
): PaymentDecision {
  const wish = view.wishes[wishId];
  if (!wish) throw new RangeError(`wish ${wishId} is not in its session's document`);
  if (!facts.online) return { ok: false, code: "online-off", now: null };
  const { sessionStatus, arrivedAt, maxAgeMs } = facts;
  if (wish.mode === "tab") return decideTab({ wish, view, sessionStatus, arrivedAt, maxAgeMs });
  return decidePayment({
    ...{ wish, payer: makerOf(wishId), method: "online", view },
    ...{ sessionStatus, arrivedAt, maxAgeMs },
  });
}
