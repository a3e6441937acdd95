import { z } from "zod";
import type { Queryable } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import type { SessionKey } from "./load-document.ts";

/**
 * Whether a session was ended because the database was set back (infra/deploy/backup/after-restore.sql, which
 * ends it at the very moment that it notes for the restore). Its phones hold what the log has lost, and must
 * not be told what the log has: they would take the server's document in place of their own.
 */
export async function isSetBack(
  q: Queryable,
  { restaurantId, sessionId }: SessionKey,
): Promise<boolean> {
  const rows = await readRows(
    ofRestaurant(q, restaurantId),
    z.object({ found: z.literal(true) }),
    `select true as found from sessions s
       join restore_findings f on f.restaurant_id = s.restaurant_id and f.kind = 'restore'
         and f.at = s.expires_at
     where s.restaurant_id = $1 and s.id = $2 limit 1`,
    [restaurantId, sessionId],
  );
  return rows.length > 0;
}
