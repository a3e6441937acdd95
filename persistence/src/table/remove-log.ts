import { uuidv7 } from "uuidv7";
import { z } from "zod";
import { type Database, inRestaurant } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { type SessionKey, sessionKey } from "./load-document.ts";

const removal = z.object({ removed: z.int(), gone: z.boolean() });

/** Updates removed in one transaction. */
const BATCH = 1_000;

/**
 * Sessions that ended before a moment and still have their log, at most `limit`. Left out as long as
 * the kitchen is not done with an order, or a confirm waits: both still write to the document.
 */
export async function findOldLogs(
  database: Database,
  { endedBefore, limit }: { readonly endedBefore: Date; readonly limit: number },
): Promise<SessionKey[]> {
  const rows = await readRows(
    database,
    sessionKey,
    `select restaurant_id as "restaurantId", session_id as "sessionId"
     from tureen_old_logs($1, $2)`,
    [endedBefore, limit],
  );
  return rows;
}

/**
 * Removes a batch of the log of a session that ended before a moment, with its snapshots. From the
 * first batch on the session has no document any more; its orders, their items and history stay, and
 * with the last one its guests' names go.
 * Says how many updates it removed and whether the log is gone; neither while another process is
 * at it. The role of the application may only do this, not delete from the log by itself.
 */
export async function removeLogBatch(
  database: Database,
  input: SessionKey & { readonly endedBefore: Date; readonly now: Date; readonly batch?: number },
): Promise<{ readonly removed: number; readonly gone: boolean }> {
  const { restaurantId, sessionId, endedBefore, now, batch = BATCH } = input;
  return inRestaurant(database, restaurantId, async (tx) => {
    const rows = await readRows(
      tx,
      removal,
      "select removed, gone from tureen_remove_log($1, $2, $3, $4, $5, $6)",
      [restaurantId, sessionId, endedBefore, batch, uuidv7(), now],
    );
    return rows[0] ?? { removed: 0, gone: false };
  });
}
