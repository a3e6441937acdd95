import { z } from "zod";
import type { Database } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";

const decidedSession = z.object({
  sessionId: z.string(),
  table: z.string(),
  /** Confirms that were decided in the time. */
  confirms: z.int(),
  /** False once the log is no longer kept, or not all of it any more. */
  logKept: z.boolean(),
});

/** A session in which confirms were decided. */
export type DecidedSession = Readonly<z.infer<typeof decidedSession>>;

/** Milliseconds since the epoch, as the decision was recorded; null of what is not decided. */
const DECIDED_AT = "(q.result -> 'receipt' ->> 'at')::bigint";

/** The restaurant's sessions with confirms decided from `from` until before `until`, the earliest first. */
export function findDecidedSessions(
  database: Database,
  input: { readonly restaurantId: string; readonly from: Date; readonly until: Date },
): Promise<DecidedSession[]> {
  return readRows(
    ofRestaurant(database, input.restaurantId),
    decidedSession,
    `select s.id as "sessionId", t.label as "table", count(*) as confirms,
       s.log_state = 'kept' as "logKept"
     from sessions s
       join tables t on t.restaurant_id = s.restaurant_id and t.id = s.table_id
       join sync_queue q on q.restaurant_id = s.restaurant_id and q.session_id = s.id
     where s.restaurant_id = $1 and s.opened_at < $3
       -- What is on its way when a table is closed is decided soon after.
       and (s.closed_at is null or s.closed_at >= $2::timestamptz - interval '1 day')
       and ${DECIDED_AT} >= extract(epoch from $2::timestamptz) * 1000
       and ${DECIDED_AT} < extract(epoch from $3::timestamptz) * 1000
     group by s.id, t.label, s.log_state
     order by min(${DECIDED_AT}), s.id`,
    [input.restaurantId, input.from, input.until],
  );
}
