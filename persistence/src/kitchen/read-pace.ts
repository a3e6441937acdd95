import { z } from "zod";
import type { Queryable } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";

const pace = z.object({
  served: z.int(),
  averageMs: z.int().nullable(),
  slowest: z.object({ number: z.int(), table: z.string(), tookMs: z.int() }).nullable(),
});

/** How long orders took from the table's tap until they were carried out; nulls where none was. */
export type Pace = Readonly<z.infer<typeof pace>>;

/** Most orders that are looked at, the latest ones: more than a kitchen serves in a day. */
const MAX_ORDERS = 5_000;

const TOOK = "floor(extract(epoch from o.status_at - o.placed_at) * 1000)::bigint";

/** The pace of the orders that were served since a moment. */
export async function readPace(
  q: Queryable,
  { restaurantId, since }: { readonly restaurantId: string; readonly since: Date },
): Promise<Pace> {
  const [row] = await readRows(
    ofRestaurant(q, restaurantId),
    pace,
    `with served as (
       select o.number, t.label as table, ${TOOK} as took
       from orders o
         join sessions s on s.restaurant_id = o.restaurant_id and s.id = o.session_id
         join tables t on t.restaurant_id = o.restaurant_id and t.id = s.table_id
       where o.restaurant_id = $1 and o.status = 'served' and o.status_at >= $2
         and o.number >= (select next_order_number - ${MAX_ORDERS}
           from restaurant_counters where restaurant_id = $1)
     )
     select count(*)::int as served, round(avg(took))::bigint as "averageMs",
       (select jsonb_build_object('number', number, 'table', "table", 'tookMs', took)
        from served order by took desc, number limit 1) as slowest
     from served`,
    [restaurantId, since],
  );
  return row ?? { served: 0, averageMs: null, slowest: null };
}
