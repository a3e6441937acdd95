import { billOf } from "@tureen/shared/bill/bill";
import { raiseOf } from "@tureen/shared/bill/tab";
import type { SessionView } from "@tureen/shared/table/document/session-document";
import type { Transaction } from "../platform/database.ts";
import type { SessionKey } from "../table/load-document.ts";
import { addRaiseTask } from "./provider-tasks.ts";

/**
 * Keeps what a table owes where the floor reads it, as of a view under the session's lock; the floor
 * is told. Where a bill has outgrown what is held for a tab, the provider is to be asked for more. A restaurant that does its bills elsewhere has none.
 */
export async function noteBill(
  tx: Transaction,
  { restaurantId, sessionId, now }: SessionKey & { readonly now: Date },
  view: SessionView,
): Promise<void> {
  if (!view.session.terms) return;
  const { total, paid, reserved, balance, overpaid, changes } = billOf(view);
  await tx.query(
    `insert into bills (restaurant_id, session_id, total_minor, paid_minor, reserved_minor,
       balance_minor, overpaid_minor, changes, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (restaurant_id, session_id) do update set total_minor = excluded.total_minor,
       paid_minor = excluded.paid_minor, reserved_minor = excluded.reserved_minor,
       balance_minor = excluded.balance_minor, overpaid_minor = excluded.overpaid_minor,
       changes = excluded.changes, at = excluded.at`,
    [
      ...[restaurantId, sessionId, total, paid, reserved, balance, overpaid],
      JSON.stringify(Object.fromEntries(changes.map(({ entry, amount }) => [entry, amount]))),
      now,
    ],
  );
  tx.tell({ kind: "floor", restaurantId });
  const raise = raiseOf(view);
  if (raise) {
    await addRaiseTask(tx, { restaurantId, paymentId: raise.tab.id, amount: raise.to, now });
  }
}
