import { type KitchenEvent, kitchenEvent } from "@tureen/shared/kitchen/endpoints";
import type { MenuCache } from "../menu/menu-cache.ts";
import type { Queryable } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import { readTicketsById } from "./read-tickets.ts";

const eventRow = kitchenEvent.omit({ ticket: true });

/**
 * The restaurant's events after number `after`, ascending and without gaps, at most `limit`. Fewer
 * than `limit` means that there were no more at the time.
 */
export async function readKitchenEvents(
  q: Queryable,
  input: {
    readonly restaurantId: string;
    readonly menus: Pick<MenuCache, "get">;
    readonly after: number;
    readonly limit?: number;
  },
): Promise<KitchenEvent[]> {
  const { restaurantId, menus, after, limit = 200 } = input;
  const rows = await readRows(
    ofRestaurant(q, restaurantId),
    eventRow,
    `select event_number as number, order_id as "orderId", from_status as "from",
       to_status as "to", floor(extract(epoch from at) * 1000)::bigint as at, reason,
       case when line_id is not null then jsonb_build_object('id', line_id,
         'change', line_change, 'portions', portions) end as line, progress as moves
     from order_status_history
     where restaurant_id = $1 and event_number > $2 order by event_number limit $3`,
    [restaurantId, after, limit],
  );
  const orderIds = [...new Set(rows.map((row) => row.orderId))];
  const tickets = await readTicketsById(q, { restaurantId, menus, orderIds });
  return rows.map((row) => {
    const ticket = tickets.get(row.orderId);
    if (!ticket) throw new Error(`event ${row.number} is about an order that is not there`);
    return { ...row, ticket };
  });
}
