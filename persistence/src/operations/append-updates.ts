import { seatOf } from "@tureen/shared/document/keys";
import type { Confirm, Mark } from "@tureen/shared/document/types";
import type { Database } from "../database.ts";
import { withRetry } from "../retry.ts";

/** One accepted update on its way into the log. */
export interface AppendEntry {
  readonly sessionId: string;
  /** The diner who wrote it, "d3". */
  readonly author: string;
  readonly update: Uint8Array;
  /** The confirms it contains; each gets its row in the queue. */
  readonly confirms: readonly { readonly id: string; readonly confirm: Confirm }[];
  /** The author's mark, if the update sets it. */
  readonly mark?: Mark | null;
}

/** Where an update ended up in its session's log, or why it was not taken. */
export type AppendOutcome =
  | { readonly ok: true; readonly seq: number }
  | {
      readonly ok: false;
      readonly code: "session-unknown" | "session-closed" | "session-expired";
    };

/** Updates in one call; bounds the statement and how long its sessions stay locked. */
export const MAX_APPEND_ENTRIES = 500;

interface Row {
  seq: number | null;
  status: "active" | "closed" | "expired" | null;
}

/*
 * One statement, so that one commit makes all of it durable and a closed session is refused in the
 * same breath. Sessions are locked in id order, so that two groups can never wait for each other;
 * `locked` shows their state after the wait. The bump serialises with the worker's own edits.
 */
const APPEND = `
with input as (
  select session_id, author, body, ord,
    row_number() over (partition by session_id order by ord) as nth
  from unnest($2::uuid[], $3::text[], $4::bytea[])
    with ordinality as i (session_id, author, body, ord)
), wanted as (
  select session_id, count(*) as updates from input group by session_id
), locked as materialized (
  select id, status, expires_at > $5 as current
  from sessions
  where restaurant_id = $1 and id = any($2::uuid[])
  order by id
  for no key update
), bumped as (
  update sessions s
  set head_seq = s.head_seq + w.updates,
      last_activity_at = $5,
      expires_at = greatest(s.expires_at, $6)
  from wanted w join locked l on l.id = w.session_id
  where s.restaurant_id = $1 and s.id = w.session_id and l.status = 'active' and l.current
  returning s.id, s.head_seq - w.updates as before
), logged as (
  insert into session_updates (restaurant_id, session_id, seq, author, "update", at)
  select $1, i.session_id, b.before + i.nth, i.author, i.body, $5
  from input i join bumped b on b.id = i.session_id
), queued as (
  insert into sync_queue
    (restaurant_id, session_id, confirm_id, payload, next_attempt_at, created_at)
  select $1, q.session_id, q.confirm_id, q.payload, $5, $5
  from unnest($7::uuid[], $8::text[], $9::jsonb[]) as q (session_id, confirm_id, payload)
    join bumped b on b.id = q.session_id
  on conflict do nothing
), marked as (
  update users u
  set ready = m.ready, call = m.call, called_at = m.at
  from (
    select distinct on (session_id, seat) session_id, seat, ready, call, at
    from unnest($10::uuid[], $11::int[], $12::boolean[], $13::text[], $14::timestamptz[])
      with ordinality as m (session_id, seat, ready, call, at, ord)
    order by session_id, seat, ord desc
  ) m join bumped b on b.id = m.session_id
  where u.restaurant_id = $1 and u.session_id = m.session_id and u.seat = m.seat
)
select b.before + i.nth as seq,
  case when l.status = 'active' and not l.current then 'expired' else l.status end as status
from input i
  left join locked l on l.id = i.session_id
  left join bumped b on b.id = i.session_id
order by i.ord`;

/*
 * The same for one update without confirms and marks, which is what nearly every tap is when nothing
 * else waits: a third of the work for Postgres. No row means refused; the long way tells why.
 */
const APPEND_ONE = `
with bumped as (
  update sessions
  set head_seq = head_seq + 1,
      last_activity_at = $5,
      expires_at = greatest(expires_at, $6)
  where restaurant_id = $1 and id = $2 and status = 'active' and expires_at > $5
  returning head_seq
)
insert into session_updates (restaurant_id, session_id, seq, author, "update", at)
select $1, $2, head_seq, $3, $4, $5 from bumped
returning seq`;

/**
 * Appends updates of one restaurant to their sessions' logs, with the queue rows of the confirms
 * in them, and moves the sessions' expiry on. Durable when it returns. The outcomes are in the order
 * of the entries; an update for a session that is over is refused, the others are not disturbed.
 * Throws when storage stays unavailable: nothing may then be shown to anybody.
 */
export async function appendUpdates(
  database: Database,
  input: {
    readonly restaurantId: string;
    readonly entries: readonly AppendEntry[];
    readonly now: Date;
    /** When a session that is active now expires, if nothing else happens. */
    readonly expiresAt: Date;
  },
): Promise<AppendOutcome[]> {
  const { restaurantId, entries, now, expiresAt } = input;
  if (entries.length === 0) return [];
  if (entries.length > MAX_APPEND_ENTRIES) {
    throw new RangeError(
      `${entries.length} updates in one append, more than ${MAX_APPEND_ENTRIES}`,
    );
  }
  const [only] = entries;
  if (only && entries.length === 1 && only.confirms.length === 0 && !only.mark) {
    const { rows } = await withRetry(() =>
      database.query<{ seq: number }>({
        name: "append-one",
        text: APPEND_ONE,
        values: [restaurantId, only.sessionId, only.author, asBuffer(only.update), now, expiresAt],
      }),
    );
    if (rows[0]) return [{ ok: true, seq: rows[0].seq }];
  }
  const confirms = entries.flatMap((e) => e.confirms.map((c) => ({ ...c, session: e.sessionId })));
  const marks = entries.flatMap((e) =>
    e.mark ? [{ mark: e.mark, session: e.sessionId, seat: seatOf(e.author) }] : [],
  );
  // A lost answer may mean that it was logged: logging an update twice changes no document, and
  // the queue ignores a confirm that it knows.
  const { rows } = await withRetry(() =>
    database.query<Row>({
      name: "append-updates",
      text: APPEND,
      values: [
        restaurantId,
        entries.map((e) => e.sessionId),
        entries.map((e) => e.author),
        entries.map((e) => asBuffer(e.update)),
        now,
        expiresAt,
        confirms.map((c) => c.session),
        confirms.map((c) => c.id),
        confirms.map((c) => JSON.stringify(c.confirm)),
        marks.map((m) => m.session),
        marks.map((m) => m.seat),
        marks.map((m) => m.mark.ready),
        marks.map((m) => m.mark.call),
        marks.map((m) => new Date(m.mark.at)),
      ],
    }),
  );
  return rows.map(outcome);
}

/** The same bytes as pg takes them, without a copy. */
function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function outcome(row: Row): AppendOutcome {
  if (row.seq !== null) return { ok: true, seq: row.seq };
  switch (row.status) {
    case "closed":
      return { ok: false, code: "session-closed" };
    case "expired":
      return { ok: false, code: "session-expired" };
    default:
      return { ok: false, code: "session-unknown" };
  }
}
