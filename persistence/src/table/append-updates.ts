import { seatOf } from "@tureen/shared/table/document/keys";
import type { Confirm, Mark, PaymentWish } from "@tureen/shared/table/document/types";
import type { Database } from "../platform/database.ts";
import type { Effect } from "../platform/effects.ts";
import { withRetry } from "../platform/retry.ts";
import type { LeanRow } from "../platform/wire/index.ts";
import { arrayText, runLean } from "../platform/wire/index.ts";

/** One accepted update on its way into the log. */
export interface AppendEntry {
  readonly sessionId: string;
  /** The diner who wrote it, "d3". */
  readonly author: string;
  readonly update: Uint8Array;
  /** The confirms it contains; each gets its row in the queue. */
  readonly confirms: readonly { readonly id: string; readonly confirm: Confirm }[];
  /** The wishes to pay that it contains; each gets its row in their queue. */
  readonly wishes?: readonly { readonly id: string; readonly wish: PaymentWish }[];
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

/*
 * One statement, so that one commit makes all of it durable and a closed session is refused in the
 * same breath. Sessions are locked in id order, so that two groups can never wait for each other;
 * `locked` shows their state after the wait. The bump serialises with the worker's own edits. The
 * updates come as one run of bytes: an array of them costs the sender far more to write down.
 */
const LOG = `
with input as (
  select session_id, author, substring($5::bytea from at_byte for bytes) as body, ord,
    row_number() over (partition by session_id order by ord) as nth
  from unnest($2::uuid[], $3::text[], $4::int[], $6::int[])
    with ordinality as i (session_id, author, at_byte, bytes, ord)
), wanted as (
  select session_id, count(*) as updates from input group by session_id
), locked as materialized (
  select id, status, expires_at > $7 as current
  from sessions
  where restaurant_id = $1 and id = any($2::uuid[])
  order by id
  for no key update
), bumped as (
  update sessions s
  set head_seq = s.head_seq + w.updates,
      last_activity_at = $7,
      expires_at = greatest(s.expires_at, $8)
  from wanted w join locked l on l.id = w.session_id
  where s.restaurant_id = $1 and s.id = w.session_id and l.status = 'active' and l.current
  returning s.id, s.head_seq - w.updates as before
), logged as (
  insert into session_updates (restaurant_id, session_id, seq, author, "update", at)
  select $1, i.session_id, b.before + i.nth, i.author, i.body, $7
  from input i join bumped b on b.id = i.session_id
)`;

const QUEUE_AND_MARK = `, queued as (
  insert into sync_queue
    (restaurant_id, session_id, confirm_id, payload, next_attempt_at, created_at)
  select $1, q.session_id, q.confirm_id, q.payload, $7, $7
  from unnest($9::uuid[], $10::text[], $11::jsonb[]) as q (session_id, confirm_id, payload)
    join bumped b on b.id = q.session_id
  on conflict do nothing
), marked as (
  update users u
  set ready = m.ready, call = m.call, called_at = m.at
  from (
    select distinct on (session_id, seat) session_id, seat, ready, call, at
    from unnest($12::uuid[], $13::int[], $14::boolean[], $15::text[], $16::timestamptz[])
      with ordinality as m (session_id, seat, ready, call, at, ord)
    order by session_id, seat, ord desc
  ) m join bumped b on b.id = m.session_id
  where u.restaurant_id = $1 and u.session_id = m.session_id and u.seat = m.seat
)`;

const QUEUE_WISHES = `, wished as (
  insert into payment_wishes
    (restaurant_id, session_id, wish_id, payload, next_attempt_at, created_at)
  select $1, q.session_id, q.wish_id, q.payload, $7, $7
  from unnest($17::uuid[], $18::text[], $19::jsonb[]) as q (session_id, wish_id, payload)
    join bumped b on b.id = q.session_id
  on conflict do nothing
)`;

const OUTCOMES = `
select b.before + i.nth as seq,
  case when l.status = 'active' and not l.current then 'expired' else l.status end as status
from input i
  left join locked l on l.id = i.session_id
  left join bumped b on b.id = i.session_id
order by i.ord`;

/** The same as a function, for a database that is spread over several machines. */
const spread = (parameters: number) =>
  `select * from tureen_append(${Array.from({ length: parameters }, (_, i) => `$${i + 1}`)})`;

const APPEND = { name: "append", text: LOG + OUTCOMES, spread: spread(8) };
const APPEND_WITH_CONFIRMS = {
  name: "append-with-confirms",
  text: LOG + QUEUE_AND_MARK + OUTCOMES,
  spread: spread(16),
};
const APPEND_WITH_WISHES = {
  name: "append-with-wishes",
  text: LOG + QUEUE_AND_MARK + QUEUE_WISHES + OUTCOMES,
  spread: spread(19),
};

/*
 * The same for one update without confirms and marks, which is what nearly every tap is when nothing
 * else waits: a third of the work for Postgres. No row means refused; the long way tells why.
 */
const APPEND_ONE = {
  name: "append-one",
  text: `
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
returning seq`,
  spread: "select * from tureen_append_one($1, $2, $3, $4, $5, $6)",
};

/** All of these; on a database that is spread over several machines the calls take their place. */
export const APPENDS = [APPEND, APPEND_WITH_CONFIRMS, APPEND_WITH_WISHES, APPEND_ONE] as const;

/**
 * Appends updates of one restaurant to their sessions' logs, with the queue rows of the confirms
 * and of the wishes to pay in them, and moves the sessions' expiry on; worker and floor are told of confirms and marks, to hasten
 * what they would find by themselves. Durable when it returns. The outcomes are in the order
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
  const { restaurantId, entries } = input;
  if (entries.length === 0) return [];
  if (entries.length > MAX_APPEND_ENTRIES) {
    throw new RangeError(
      `${entries.length} updates in one append, more than ${MAX_APPEND_ENTRIES}`,
    );
  }
  const now = input.now.toISOString();
  const expiresAt = input.expiresAt.toISOString();
  const hasWishes = entries.some(({ wishes = [] }) => wishes.length > 0);
  const plain = !hasWishes && entries.every((entry) => entry.confirms.length === 0 && !entry.mark);
  const [only] = entries;
  if (only && entries.length === 1 && plain) {
    const values = [
      restaurantId,
      only.sessionId,
      only.author,
      asBuffer(only.update),
      now,
      expiresAt,
    ];
    const [row] = await withRetry(() => runLean(database, restaurantId, APPEND_ONE, values));
    if (row) return [{ ok: true, seq: Number(row[0]) }];
  }
  const values = [
    restaurantId,
    arrayText(entries.map((entry) => entry.sessionId)),
    arrayText(entries.map((entry) => entry.author)),
    arrayText(startsOf(entries)),
    Buffer.concat(entries.map((entry) => entry.update)),
    arrayText(entries.map((entry) => entry.update.byteLength)),
    now,
    expiresAt,
    ...(plain ? [] : confirmsAndMarks(entries)),
    ...(hasWishes ? wishesOf(entries) : []),
  ];
  // A lost answer may mean that it was logged: logging an update twice changes no document, and
  // the queue ignores a confirm that it knows.
  const rows = await withRetry(() =>
    runLean(
      database,
      restaurantId,
      hasWishes ? APPEND_WITH_WISHES : plain ? APPEND : APPEND_WITH_CONFIRMS,
      values,
    ),
  );
  const outcomes = rows.map(outcome);
  if (!plain) database.effects.committed(effectsOf(restaurantId, entries, outcomes));
  return outcomes;
}

function effectsOf(
  restaurantId: string,
  entries: readonly AppendEntry[],
  outcomes: readonly AppendOutcome[],
): Effect[] {
  const taken = entries.filter((_, i) => outcomes[i]?.ok);
  const effects: Effect[] = [];
  if (taken.some(({ confirms, wishes = [] }) => confirms.length + wishes.length > 0)) {
    effects.push({ kind: "queue", restaurantId });
  }
  if (taken.some(({ mark }) => mark)) effects.push({ kind: "floor", restaurantId });
  return effects;
}

/** Where each update begins in the run of all of them; Postgres counts bytes from 1. */
function startsOf(entries: readonly AppendEntry[]): number[] {
  let next = 1;
  return entries.map(({ update }) => {
    const start = next;
    next += update.byteLength;
    return start;
  });
}

function confirmsAndMarks(entries: readonly AppendEntry[]): string[] {
  const confirms = entries.flatMap((e) => e.confirms.map((c) => ({ ...c, session: e.sessionId })));
  const marks = entries.flatMap((e) =>
    e.mark ? [{ ...e.mark, session: e.sessionId, seat: seatOf(e.author) }] : [],
  );
  return [
    arrayText(confirms.map((c) => c.session)),
    arrayText(confirms.map((c) => c.id)),
    arrayText(confirms.map((c) => JSON.stringify(c.confirm))),
    arrayText(marks.map((mark) => mark.session)),
    arrayText(marks.map((mark) => mark.seat)),
    arrayText(marks.map((mark) => mark.ready)),
    arrayText(marks.map((mark) => mark.call)),
    arrayText(marks.map((mark) => new Date(mark.at).toISOString())),
  ];
}

function wishesOf(entries: readonly AppendEntry[]): string[] {
  const wishes = entries.flatMap(({ wishes = [], sessionId }) =>
    wishes.map((wish) => ({ ...wish, sessionId })),
  );
  return [
    arrayText(wishes.map((each) => each.sessionId)),
    arrayText(wishes.map((each) => each.id)),
    arrayText(wishes.map((each) => JSON.stringify(each.wish))),
  ];
}

/** The same bytes as pg takes them, without a copy. */
function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function outcome([seq, status]: LeanRow): AppendOutcome {
  if (seq != null) return { ok: true, seq: Number(seq) };
  switch (status) {
    case "closed":
      return { ok: false, code: "session-closed" };
    case "expired":
      return { ok: false, code: "session-expired" };
    default:
      return { ok: false, code: "session-unknown" };
  }
}
