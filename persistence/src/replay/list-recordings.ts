import { SESSION_STATUSES } from "@tureen/shared/platform/identity";
import { z } from "zod";
import type { Database } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import { sessionKey } from "../table/load-document.ts";

const counted = z.object({ n: z.int() });

/** A session of the list, and its restaurant's name. */
const chosenSession = sessionKey.extend({ restaurant: z.string() });

/** A session as a list of recordings shows it. */
export type RecordingSummary = Readonly<z.infer<typeof recordingSummary>>;

const recordingSummary = chosenSession.extend({
  table: z.string(),
  status: z.enum(SESSION_STATUSES),
  openedAt: z.date(),
  /** Null while it is open. */
  endedAt: z.date().nullable(),
  /** False once the log is no longer kept. */
  kept: z.boolean(),
  diners: z.int(),
  /** Updates that diners sent. */
  edits: z.int(),
  confirms: z.int(),
  orders: z.int(),
  rejections: z.int(),
});

/**
 * Sessions, newest first, at most `limit`. `restaurant` is an id, a slug or a name, for whoever may
 * see all of them; `restaurantId` is for one restaurant's own staff. Opened at or after `since`, and
 * before `before`.
 */
export async function listRecordings(
  database: Database,
  input: {
    readonly restaurant?: string | undefined;
    readonly restaurantId?: string | undefined;
    readonly since?: Date | undefined;
    readonly before?: Date | undefined;
    readonly limit: number;
  },
): Promise<RecordingSummary[]> {
  const chosen = await chooseSessions(database, input);
  const found = new Map<string, RecordingSummary>();
  for (const [restaurantId, sessions] of Map.groupBy(chosen, (one) => one.restaurantId)) {
    for (const row of await summarise(database, restaurantId, sessions)) {
      found.set(row.sessionId, { ...row, restaurant: sessions[0]?.restaurant ?? "" });
    }
  }
  return chosen.flatMap(({ sessionId }) => found.get(sessionId) ?? []);
}

function chooseSessions(
  database: Database,
  input: Parameters<typeof listRecordings>[1],
): Promise<z.infer<typeof chosenSession>[]> {
  const { restaurantId } = input;
  const q = restaurantId === undefined ? database : ofRestaurant(database, restaurantId);
  return readRows(
    q,
    chosenSession,
    `select s.restaurant_id as "restaurantId", s.id as "sessionId", r.name as restaurant
     from sessions s join restaurants r on r.id = s.restaurant_id
     where ($1::text is null or r.id::text = $1 or r.slug = $1 or r.name = $1)
       and ($2::timestamptz is null or s.opened_at >= $2)
       and ${restaurantId === undefined ? "$4::uuid is null" : "s.restaurant_id = $4"}
       and ($5::timestamptz is null or s.opened_at < $5)
     order by s.opened_at desc, s.id desc limit $3`,
    [
      input.restaurant ?? null,
      input.since ?? null,
      input.limit,
      restaurantId ?? null,
      input.before ?? null,
    ],
  );
}

/** What happened in sessions of one restaurant, whose tables lie in one place. */
function summarise(
  database: Database,
  restaurantId: string,
  sessions: readonly { readonly sessionId: string }[],
) {
  return readRows(
    ofRestaurant(database, restaurantId),
    recordingSummary.omit({ restaurant: true }),
    `select s.restaurant_id as "restaurantId", s.id as "sessionId",
       t.label as "table", s.status, s.opened_at as "openedAt",
       s.closed_at as "endedAt", s.log_state = 'kept' as kept,
       (select count(*) from users u
         where u.restaurant_id = $1 and u.session_id = s.id) as diners,
       (select count(*) from session_updates l
         where l.restaurant_id = $1 and l.session_id = s.id and l.author <> 'server') as edits,
       (select count(*) from sync_queue q
         where q.restaurant_id = $1 and q.session_id = s.id) as confirms,
       (select count(*) from sync_queue q
         where q.restaurant_id = $1 and q.session_id = s.id
           and (q.status = 'failed' or q.result -> 'receipt' ->> 'ok' = 'false')) as rejections,
       (select count(*) from orders o
         where o.restaurant_id = $1 and o.session_id = s.id) as orders
     from sessions s join tables t on t.restaurant_id = $1 and t.id = s.table_id
     where s.restaurant_id = $1 and s.id = any($2::uuid[])`,
    [restaurantId, sessions.map(({ sessionId }) => sessionId)],
  );
}

/** A session, and whether it is still open. */
export type FoundSession = Readonly<z.infer<typeof foundSession>>;

const foundSession = sessionKey.extend({ active: z.boolean() });

/** Sessions whose id begins so, of all restaurants; at most two, which is one too many. */
export async function findSessions(database: Database, prefix: string): Promise<FoundSession[]> {
  const rows = await readRows(
    database,
    foundSession,
    `select restaurant_id as "restaurantId", id as "sessionId", status = 'active' as active
     from sessions
     where starts_with(id::text, lower($1)) limit 2`,
    [prefix],
  );
  return rows;
}

/** How many sessions there are. */
export async function countSessions(database: Database): Promise<number> {
  const rows = await readRows(database, counted, "select count(*) as n from sessions");
  return rows[0]?.n ?? 0;
}

/** All sessions, a page at a time, in a fixed order. */
export async function* allSessions(database: Database, page = 200): AsyncGenerator<FoundSession> {
  let after: FoundSession | undefined;
  for (;;) {
    const rows: FoundSession[] = await readRows(
      database,
      foundSession,
      `select restaurant_id as "restaurantId", id as "sessionId", status = 'active' as active
       from sessions
       where $1::uuid is null or (restaurant_id, id) > ($1::uuid, $2::uuid)
       order by restaurant_id, id limit $3`,
      [after?.restaurantId ?? null, after?.sessionId ?? null, page],
    );
    yield* rows;
    after = rows.at(-1);
    if (rows.length < page) return;
  }
}
