import { billOf } from "@tureen/shared/bill/bill";
import { TureenError } from "@tureen/shared/platform/errors";
import type { SessionView } from "@tureen/shared/table/document/session-document";
import type { Actor } from "../platform/actor.ts";
import type { Database } from "../platform/database.ts";
import { closeSession } from "../table/close-session.ts";
import type { SessionKey } from "../table/load-document.ts";
import { closeTabUnseen, closeTabWhenOver } from "./close-tab.ts";

/**
 * Closes a table whose bill is settled; a card that is down is given back. Closing one that is over does
 * nothing. Throws "bill-open" while something is unpaid or on its way, where the restaurant makes its bills
 * here: a card that is down is charged for it then; "session-unknown".
 */
export async function closeTable(
  database: Database,
  input: SessionKey & { readonly by: Actor; readonly now: Date },
): Promise<void> {
  try {
    await closeSession(database, { ...input, requireSettled });
  } catch (error) {
    const isOpen = error instanceof TureenError && error.code === "bill-open";
    // A card is down for exactly this: the table closes once it is charged.
    if (isOpen) await closeTabUnseen(database, input);
    throw error;
  }
  await closeTabWhenOver(database, input);
}

function requireSettled(view: SessionView): void {
  if (view.session.terms && billOf(view).balance > 0) throw new TureenError("bill-open");
}
