import type { DinerId } from "@tureen/shared/table/document/types";
import { z } from "zod";
import type { Queryable } from "../platform/database.ts";
import { bytes, readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import { type LoggedUpdate, type LogHead, logHead, type SessionKey } from "./load-document.ts";

const authorTotals = z.object({
  author: z.string(),
  bytes: z.int(),
  update: bytes.nullable(),
  at: z.date().nullable(),
});

/** One row of a session's log, with when it was written. */
export interface DatedUpdate extends LoggedUpdate {
  readonly at: Date;
}

/** The head of a session's log and the end of the log, as of one moment. */
export interface LogEnd extends LogHead {
  /** In order; all up to the head unless there are more than were asked for. */
  readonly updates: readonly DatedUpdate[];
}

/** A joined row: the head, and an update or nulls. */
const headAndUpdate = logHead.extend({
  u_seq: z.int().nullable(),
  u_author: z.string().nullable(),
  u_update: bytes.nullable(),
  u_at: z.date().nullable(),
});

/**
 * The head of a session's log with the updates from number `from` on, that one included, at most
 * `limit`, in one statement; null if the session is unknown.
 */
export async function readLogFrom(
  q: Queryable,
  {
    restaurantId,
    sessionId,
    from,
    limit,
  }: SessionKey & { readonly from: number; readonly limit: number },
): Promise<LogEnd | null> {
  const rows = await readRows(
    ofRestaurant(q, restaurantId),
    headAndUpdate,
    `select s.head_seq as seq, s.status, s.expires_at as "expiresAt", s.log_state = 'kept' as kept,
       u.seq as u_seq, u.author as u_author, u."update" as u_update, u.at as u_at
     from sessions s left join session_updates u
       on u.restaurant_id = s.restaurant_id and u.session_id = s.id and u.seq >= $3
     where s.restaurant_id = $1 and s.id = $2 order by u.seq limit $4`,
    [restaurantId, sessionId, from, limit],
  );
  const [first] = rows;
  if (!first) return null;
  const { seq, status, expiresAt, kept } = first;
  return { seq, status, expiresAt, kept, updates: rows.flatMap(updateOf) };
}

function updateOf({
  u_seq,
  u_author,
  u_update,
  u_at,
}: z.infer<typeof headAndUpdate>): DatedUpdate[] {
  // Without a match the join has one row of nulls.
  if (u_seq === null || u_author === null || u_update === null || u_at === null) return [];
  return [{ seq: u_seq, author: u_author, update: u_update, at: u_at }];
}

/** What a log holds up to one of its updates, besides the document that it makes. */
export interface LogTotals {
  /** How many bytes each diner has written. */
  readonly bytes: ReadonlyMap<DinerId, number>;
  /** That update itself. */
  readonly last: DatedUpdate;
}

/** The totals of a session's log up to number `seq`; null when it does not reach it. */
export async function readLogTotals(
  q: Queryable,
  { restaurantId, sessionId }: SessionKey,
  seq: number,
): Promise<LogTotals | null> {
  const rows = await readRows(
    ofRestaurant(q, restaurantId),
    authorTotals,
    `select author, sum(octet_length("update"))::float8 as bytes,
       (array_agg("update") filter (where seq = $3))[1] as "update",
       max(at) filter (where seq = $3) as at
     from session_updates
     where restaurant_id = $1 and session_id = $2 and seq <= $3
     group by author`,
    [restaurantId, sessionId, seq],
  );
  let last: DatedUpdate | null = null;
  const bytes = new Map<DinerId, number>();
  for (const row of rows) {
    const { author, update, at } = row;
    if (author !== "server") bytes.set(author, row.bytes);
    if (update && at) last = { seq, author, update, at };
  }
  return last && { bytes, last };
}
