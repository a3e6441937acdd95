import { billOf, paymentsOf } from "@tureen/shared/bill/bill";
import { sharesOf } from "@tureen/shared/bill/shares";
import type { SessionView } from "@tureen/shared/table/document/session-document";
import type { DinerId } from "@tureen/shared/table/document/types";
import { openCall } from "@tureen/shared/table/open-call";
import type { Transaction } from "../platform/database.ts";
import { answerLocked } from "../table/answer-call.ts";
import type { LockedSession } from "../table/edit-session.ts";
import type { SessionKey } from "../table/load-document.ts";

/**
 * Ends the calls for the bill of those who have nothing to pay any more by what has just happened to
 * it: `now` is the document as it will be. Whoever calls for the bill again later is heard again.
 */
export async function answerPaidCalls(
  tx: Transaction,
  session: LockedSession,
  key: SessionKey & { readonly now: Date },
  now: SessionView,
): Promise<void> {
  const callers = Object.keys(now.diners).filter(
    (diner) => !now.diners[diner]?.gone && openCall(now, diner) === "bill",
  );
  if (callers.length === 0) return;
  const [before, after] = [session.view(), now].map(asked) as [Asked, Asked];
  for (const diner of callers) {
    const isSettled = before.of(diner) && !after.of(diner);
    if (isSettled || (before.table && !after.table))
      await answerLocked(tx, session, { ...key, diner });
  }
}

/** Of whom money can still be asked: what is only on its way has not come in yet. */
interface Asked {
  readonly table: boolean;
  readonly of: (diner: DinerId) => boolean;
}

function asked(view: SessionView): Asked {
  const bill = billOf(view);
  const onItsWay = paymentsOf(view).filter(({ status }) => status === "reserved");
  const short = new Set<DinerId | null>([
    ...sharesOf(view, bill).diners.flatMap(({ diner, owes }) => (owes > 0 ? diner : [])),
    ...onItsWay.flatMap(({ by, covers }) => [by, ...covers.map((cover) => cover.of)]),
  ]);
  return { table: bill.balance > 0, of: (diner) => bill.balance > 0 && short.has(diner) };
}
