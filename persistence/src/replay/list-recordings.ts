import { SESSION_STATUSES } from "@tureen/shared/platform/identity";
import { z } from "zod";
import type { Database } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import { sessionKey } from "../table/load-document.ts";

const counted = z.object({ n: z.int() });

/** A session as a list of recordings shows it. */
export type RecordingSummary = Readonly<z.infer<typeof recordingSummary>>;

const recordingSummary = sessionKey.extend({
  restaurant: z.string(),
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
  const { restaurantId } = input;
  const q = restaurantId === undefined ? database : ofRestaurant(database, restaurantId);
  const rows = await readRows(
    q,
    recordingSummary,
    `with chosen as (
       select s.*, r.name as restaurant from sessions s join restaurants r on r.id = s.restaurant_id
       where ($1::text is null or r.id::text = $1 or r.slug = $1 or r.name = $1)
         and ($2::timestamptz is null or s.opened_at >= $2)
         and ${restaurantId === undefined ? "$4::uuid is null" : "s.restaurant_id = $4"}
         and ($5::timestamptz is null or s.opened_at < $5)
       order by s.opened_at desc, s.id desc limit $3
     )
     select c.restaurant_id as "restaurantId", c.id as "sessionId", c.restaurant,
       t.label as "table", c.status, c.opened_at as "openedAt",
       c.closed_at as "endedAt", c.log_state = 'kept' as kept,
       (select count(*) from users u
         where u.restaurant_id = c.restaurant_id and u.session_id = c.id) as diners,
       (select count(*) from session_updates l where l.restaurant_id = c.restaurant_id
         and l.session_id = c.id and l.author <> 'server') as edits,
       q.confirms, q.rejections,
       (select count(*) from orders o
         where o.restaurant_id = c.restaurant_id and o.session_id = c.id) as orders
     from chosen c
       join tables t on t.restaurant_id = c.restaurant_id and t.id = c.table_id
       cross join lateral (
         select count(*) as confirms,
           count(*) filter (where status = 'failed' or result -> 'receipt' ->> 'ok' = 'false')
             as rejections
         from sync_queue where restaurant_id = c.restaurant_id and session_id = c.id) q
     order by c.opened_at desc, c.id desc`,
    [
      input.restaurant ?? null,
      input.since ?? null,
      input.limit,
      restaurantId ?? null,
      input.before ?? null,
    ],
  );
  return rows;
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
