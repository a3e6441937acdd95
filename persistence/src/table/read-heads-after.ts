import { z } from "zod";
import type { Queryable } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";

/** A session's log up to a place in it. */
export type LogPlace = Readonly<z.infer<typeof logPlace>>;

const logPlace = z.object({ sessionId: z.string(), seq: z.int() });

/**
 * The heads of those of a restaurant's logs that have gone on since the places given: mostly none,
 * of the many that are asked about every few seconds.
 */
export async function readHeadsAfter(
  q: Queryable,
  { restaurantId, places }: { readonly restaurantId: string; readonly places: readonly LogPlace[] },
): Promise<LogPlace[]> {
  const rows = await readRows(
    ofRestaurant(q, restaurantId),
    logPlace,
    `select s.id as "sessionId", s.head_seq as seq
     from unnest($2::uuid[], $3::bigint[]) as known (id, seq)
       join sessions s on s.restaurant_id = $1 and s.id = known.id
     where s.head_seq > known.seq`,
    [restaurantId, places.map(({ sessionId }) => sessionId), places.map(({ seq }) => seq)],
  );
  return rows;
}
