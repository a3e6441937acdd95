import { SERVER } from "../platform/actor.ts";
import { type Database, inRestaurant } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { editSession } from "./edit-session.ts";
import { endSession } from "./end-session.ts";
import { type SessionKey, sessionKey } from "./load-document.ts";

export interface ExpiredSessions {
  readonly sessionIds: string[];
  /** Sessions that could not be expired this time, with why; the next round tries again. */
  readonly failures: { readonly sessionId: string; readonly error: unknown }[];
}

/**
 * Expires active sessions that have had no activity for too long, at most `limit`, one transaction
 * each. Activity that arrives first wins: the expiry is checked again under the session's lock.
 */
export async function expireSessions(
  database: Database,
  { now, limit = 200 }: { readonly now: Date; readonly limit?: number },
): Promise<ExpiredSessions> {
  // Over all restaurants and without locks: it only finds candidates.
  const rows = await readRows(
    database,
    sessionKey,
    `select restaurant_id as "restaurantId", session_id as "sessionId"
     from tureen_overdue_sessions($1, $2)`,
    [now, limit],
  );
  const expired: ExpiredSessions = { sessionIds: [], failures: [] };
  for (const key of rows) {
    try {
      if (await expireOne(database, key, now)) expired.sessionIds.push(key.sessionId);
    } catch (error) {
      expired.failures.push({ sessionId: key.sessionId, error });
    }
  }
  return expired;
}

async function expireOne(database: Database, key: SessionKey, now: Date): Promise<boolean> {
  const { seq } = await inRestaurant(database, key.restaurantId, (tx) =>
    editSession(tx, { ...key, now }, async (session) => {
      if (session.row.status !== "active" || session.row.expiresAt > now) return;
      await endSession(tx, session, { ...key, status: "expired", by: SERVER, now });
    }),
  );
  return seq !== null;
}
