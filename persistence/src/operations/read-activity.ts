import type { Database } from "../database.ts";
import { ofRestaurant } from "../restaurant-scope.ts";

/** One recorded action, with what its ids stand for today. */
export interface ActivityEntry {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly action: string;
  readonly actorKind: "diner" | "staff" | "server";
  readonly actorId: string | null;
  readonly actorRole: "waiter" | "kitchen" | "manager" | null;
  /** The display name of whoever acted, while it is kept. */
  readonly actorName: string | null;
  readonly sessionId: string | null;
  /** The label of the session's table. */
  readonly table: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

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
  const { rows } = await ofRestaurant(database, input.restaurantId).query<ActivityEntry>(
    `select l.id, floor(extract(epoch from l.at) * 1000)::bigint as at, l.action,
       l.actor_kind as "actorKind", l.actor_id as "actorId", l.actor_role as "actorRole",
       u.display_name as "actorName", l.session_id as "sessionId", t.label as "table", l.details
     from session_activity_log l
       left join sessions s on s.restaurant_id = l.restaurant_id and s.id = l.session_id
       left join tables t on t.restaurant_id = s.restaurant_id and t.id = s.table_id
       left join users u on u.restaurant_id = l.restaurant_id and case l.actor_kind
         when 'staff' then u.id::text = l.actor_id
         when 'diner' then u.session_id = l.session_id and u.diner = l.actor_id
         else false end
     where l.restaurant_id = $1 and ($2::uuid is null or l.id < $2)
     order by l.id desc limit $3`,
    [input.restaurantId, input.before ?? null, input.limit],
  );
  return rows;
}
