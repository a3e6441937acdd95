import { STAFF_ROLES } from "@tureen/shared/platform/roles";
import { z } from "zod";
import type { Database } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";

/** What may be read as an id: the record holds what was written, whatever that is. */
const UUID = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$";

/** One recorded action, with what its ids stand for today. */
export type ActivityEntry = Readonly<z.infer<typeof activityEntry>>;

const activityEntry = z.object({
  id: z.string(),
  /** Milliseconds since the epoch. */
  at: z.int(),
  action: z.string(),
  actorKind: z.enum(["diner", "staff", "server"]),
  actorId: z.string().nullable(),
  actorRole: z.enum(STAFF_ROLES).nullable(),
  /** The display name of whoever acted, while it is kept. */
  actorName: z.string().nullable(),
  /** The same of the account that it was done to. */
  subjectName: z.string().nullable(),
  sessionId: z.string().nullable(),
  /** The label of the session's table. */
  table: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
});

/**
 * What was recorded at a restaurant, newest first, at most `limit`, before entry `before` if given.
 * The ids are UUIDv7, hence in the order of time.
 */
export async function readActivity(
  database: Database,
  input: {
    readonly restaurantId: string;
    readonly before?: string | undefined;
    readonly limit: number;
  },
): Promise<ActivityEntry[]> {
  const rows = await readRows(
    ofRestaurant(database, input.restaurantId),
    activityEntry,
    `select l.id, floor(extract(epoch from l.at) * 1000)::bigint as at, l.action,
       l.actor_kind as "actorKind", l.actor_id as "actorId", l.actor_role as "actorRole",
       coalesce(staff.display_name, diner.display_name) as "actorName",
       subject.display_name as "subjectName", l.session_id as "sessionId", t.label as "table",
       l.details
     from session_activity_log l
       left join sessions s on s.restaurant_id = l.restaurant_id and s.id = l.session_id
       left join tables t on t.restaurant_id = s.restaurant_id and t.id = s.table_id
       left join users staff on staff.restaurant_id = l.restaurant_id and staff.id = case
         when l.actor_kind = 'staff' and l.actor_id ~ '${UUID}' then l.actor_id::uuid end
       left join users diner on diner.restaurant_id = l.restaurant_id
         and diner.session_id = l.session_id and diner.diner = l.actor_id
         and l.actor_kind = 'diner'
       left join users subject on subject.restaurant_id = l.restaurant_id and subject.id = case
         when l.details ->> 'userId' ~ '${UUID}' then (l.details ->> 'userId')::uuid end
     where l.restaurant_id = $1 and ($2::uuid is null or l.id < $2)
     order by l.id desc limit $3`,
    [input.restaurantId, input.before ?? null, input.limit],
  );
  return rows;
}
