import type { Actor } from "../platform/actor.ts";
import type { Transaction } from "../platform/database.ts";
import { recordActivity } from "../platform/record-activity.ts";
import type { LockedSession } from "./edit-session.ts";
import type { SessionKey } from "./load-document.ts";

/**
 * Ends an active session, in its row and in its document; the floor is told. Inside editSession's work.
 */
export async function endSession(
  tx: Transaction,
  session: LockedSession,
  input: SessionKey & {
    readonly status: "closed" | "expired";
    readonly by: Actor;
    readonly now: Date;
  },
): Promise<void> {
  const { restaurantId, sessionId, status, by, now } = input;
  await tx.query(
    "update sessions set status = $3, closed_at = $4 where restaurant_id = $1 and id = $2",
    [restaurantId, sessionId, status, now],
  );
  session.edit((edits) => edits.facts({ status }));
  session.end();
  const action = status === "closed" ? "session.close" : "session.expire";
  await recordActivity(tx, { restaurantId, sessionId, by, action, now });
  tx.tell({ kind: "floor", restaurantId });
}
