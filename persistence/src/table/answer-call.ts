import { TureenError } from "@tureen/shared/platform/errors";
import { z } from "zod";
import type { Actor } from "../platform/actor.ts";
import { type Database, inRestaurant, type Transaction } from "../platform/database.ts";
import { recordActivity } from "../platform/record-activity.ts";
import { readRows } from "../platform/rows.ts";
import { editSession, type LockedSession } from "./edit-session.ts";
import type { SessionKey } from "./load-document.ts";

const answeredAt = z.object({ at: z.date() });

/**
 * Says that staff is on the way to a diner who called. Throws "session-unknown", and "diner-gone"
 * for a diner who does not sit there.
 */
export async function answerCall(
  database: Database,
  input: SessionKey & { readonly diner: string; readonly by: Actor; readonly now: Date },
): Promise<{ readonly seq: number }> {
  const { restaurantId, sessionId, diner, by, now } = input;
  const { seq } = await inRestaurant(database, restaurantId, (tx) =>
    editSession(tx, { restaurantId, sessionId, now }, async (session) => {
      await answerLocked(tx, session, { restaurantId, sessionId, diner, now });
      const action = "call.answer";
      await recordActivity(tx, { restaurantId, sessionId, by, action, details: { diner }, now });
      tx.tell({ kind: "floor", restaurantId });
    }),
  );
  return { seq: seq ?? 0 };
}

/** Ends a diner's call inside a session that is locked already; the floor is to be told. */
export async function answerLocked(
  tx: Transaction,
  session: LockedSession,
  { restaurantId, sessionId, diner, now }: SessionKey & { diner: string; now: Date },
): Promise<void> {
  // A call is open when it is younger than its answer: a phone's clock may run ahead of ours.
  const rows = await readRows(
    tx,
    answeredAt,
    `update users set answered_at = greatest(called_at, $4)
     where restaurant_id = $1 and session_id = $2 and diner = $3 and left_at is null
     returning answered_at as at`,
    [restaurantId, sessionId, diner, now],
  );
  const answered = rows[0];
  if (!answered) throw new TureenError("diner-gone");
  session.edit((edits) => edits.answered(diner, answered.at.getTime()));
}
