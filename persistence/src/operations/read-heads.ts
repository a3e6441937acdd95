import type { Queryable } from "../database.ts";
import { ofRestaurant } from "../restaurant-scope.ts";

/** The heads of many sessions' logs in one restaurant; unknown sessions are left out. */
export async function readHeads(
  q: Queryable,
  input: { readonly restaurantId: string; readonly sessionIds: readonly string[] },
): Promise<{ sessionId: string; seq: number }[]> {
  const { rows } = await ofRestaurant(q, input.restaurantId).query<{
    sessionId: string;
    seq: number;
  }>(
    `select id as "sessionId", head_seq as seq from sessions
     where restaurant_id = $1 and id = any($2::uuid[])`,
    [input.restaurantId, input.sessionIds],
  );
  return rows;
}
