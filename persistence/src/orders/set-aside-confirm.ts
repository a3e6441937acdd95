import { receiptOf } from "@tureen/shared/table/document/session-document";
import { type Database, inRestaurant } from "../platform/database.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import { editSession } from "../table/edit-session.ts";
import type { SessionKey } from "../table/load-document.ts";

/**
 * Gives up on a confirm that keeps failing: its row is set aside with the error for somebody to look
 * at, and the table learns the outcome from a rejection ("internal"). If it has a receipt after all,
 * that stands. Only the rejection needs the document: when even that cannot be written, pass
 * `withReceipt: false` so that the row at least stops being tried.
 */
export async function setAsideConfirm(
  database: Database,
  input: SessionKey & {
    readonly confirmId: string;
    readonly error: string;
    readonly withReceipt?: boolean;
    readonly now: Date;
  },
): Promise<void> {
  const { restaurantId, sessionId, confirmId, error, now } = input;
  const finish = `update sync_queue set status = $4, finished_at = $5, error = left($6, 2000)
    where restaurant_id = $1 and session_id = $2 and confirm_id = $3 and status = 'pending'`;
  if (input.withReceipt === false) {
    await ofRestaurant(database, restaurantId).query(finish, [
      restaurantId,
      sessionId,
      confirmId,
      "failed",
      now,
      error,
    ]);
    return;
  }
  await inRestaurant(
    database,
    restaurantId,
    (tx) =>
      editSession(tx, { restaurantId, sessionId, now }, async (session) => {
        const known = receiptOf(session.doc, confirmId);
        if (!known) {
          const at = now.getTime();
          session.edit((edits) =>
            edits.receipt(confirmId, { ok: false, code: "internal", lines: [], at }),
          );
        }
        const status = known ? "done" : "failed";
        await tx.query(finish, [restaurantId, sessionId, confirmId, status, now, error]);
      }),
    { repeatable: true },
  );
}
