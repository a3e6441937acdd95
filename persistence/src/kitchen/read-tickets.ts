import { type Ticket, ticket } from "@tureen/shared/kitchen/endpoints";
import { type Station, stationsFor } from "@tureen/shared/menu/stations";
import { z } from "zod";
import type { MenuCache } from "../menu/menu-cache.ts";
import { readStations } from "../menu/read-stations.ts";
import type { Queryable } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import { FIRED_AT, lineStatus } from "../table/line-status.ts";
import { CANCELLATIONS, LAST_RESTORED } from "../table/standing-cancellations.ts";
import { kitchenDishes } from "./kitchen-dishes.ts";

/** A ticket with what tells the kitchen of its dishes. */
const ticketRow = ticket.extend({
  menuVersion: z.int(),
  lines: z.array(
    ticket.shape.lines.element
      .omit({ kitchenName: true, stations: true })
      .extend({ item: z.string() }),
  ),
});
const ticketsNow = z.object({ lastEvent: z.int(), tickets: z.array(ticketRow) });

/** The menus that say what the kitchen calls dishes, and where it makes them. */
type Menus = Pick<MenuCache, "get">;

/*
 * Orders with their lines as the kitchen sees them, `wanted` being a set of order ids. Names come
 * from `users`, so that an erased name is gone here too and its seat is shown instead.
 */
const TICKETS = `
select o.id as "orderId", o.menu_version as "menuVersion", o.number, t.label as "table", o.session_id as "sessionId", o.status,
  floor(extract(epoch from o.placed_at) * 1000)::bigint as "placedAt",
  floor(extract(epoch from o.status_at) * 1000)::bigint as "statusAt",
  o.total_minor as total, o.currency, o.cancel_reason as reason,
  (select u.display_name from users u where u.restaurant_id = o.restaurant_id
     and u.session_id = o.session_id and u.diner = o.diner) as by,
  substr(o.diner, 2)::int as "bySeat",
  (select coalesce(jsonb_agg(jsonb_build_object(
      'id', i.line_id, 'item', i.menu_item_id, 'cancelled', ${CANCELLATIONS},
      'restored', ${LAST_RESTORED}, 'status', ${lineStatus()},
      'course', i.course - 'held', 'firedAt', case when i.course is not null then ${FIRED_AT} end, 'name', i.name, 'quantity', i.quantity, 'note', coalesce(i.note, ''),
      'allergens', to_jsonb(i.allergens),
      'for', (select u.display_name from users u
        where u.restaurant_id = i.restaurant_id and u.session_id = o.session_id
          and u.diner = i.for_diner),
      'forSeat', substr(i.for_diner, 2)::int,
      'choices', chosen.names, 'chosen', chosen.named
    ) order by i.position), '[]')
   from order_items i
     cross join lateral (select
         coalesce(jsonb_agg(c.value_name order by c.position), '[]') as names,
         coalesce(jsonb_agg(jsonb_build_object('optionName', c.option_name,
           'valueName', c.value_name) order by c.position), '[]') as named
       from order_item_customizations c
       where c.restaurant_id = i.restaurant_id and c.order_item_id = i.id) chosen
   where i.restaurant_id = o.restaurant_id and i.order_id = o.id) as lines
from orders o
  join sessions s on s.restaurant_id = o.restaurant_id and s.id = o.session_id
  join tables t on t.restaurant_id = o.restaurant_id and t.id = s.table_id
where o.restaurant_id = $1 and o.id in (select id from wanted)
order by o.number`;

/** Most tickets that a screen is given; a kitchen with more open orders has another problem. */
const MAX_TICKETS = 2_000;

/** Finished orders that are still shown, for undoing a slip; the latest ones only. */
const MAX_FINISHED = 50;
/** How far back finished orders are looked for, in events. */
const RECENT_EVENTS = 1_000;

/**
 * All orders of open work, oldest first, with the number of the last event they reflect: one
 * statement, hence one moment. With `finishedSince` also those that were served or cancelled since.
 */
export async function readTickets(
  q: Queryable,
  input: { readonly restaurantId: string; readonly menus: Menus; readonly finishedSince?: Date },
): Promise<{
  readonly tickets: Ticket[];
  readonly lastEvent: number;
  readonly stations: Station[];
}> {
  // Together, so that a failure of either is somebody's to handle.
  const [stations, rows] = await Promise.all([
    readStations(q, input),
    readRows(
      ofRestaurant(q, input.restaurantId),
      ticketsNow,
      `select coalesce((select next_event_number - 1 from restaurant_counters
         where restaurant_id = $1), 0) as "lastEvent",
       coalesce((select jsonb_agg(to_jsonb(ticket) order by ticket.number) from (
         with wanted as (
           (select id from orders where restaurant_id = $1
              and status in ('placed', 'accepted', 'preparing', 'ready')
            order by number limit ${MAX_TICKETS})
           union
           (select order_id from order_status_history
            where restaurant_id = $1 and $2::timestamptz is not null and at >= $2
              and to_status in ('served', 'cancelled') and from_status <> to_status
              and event_number > (select next_event_number - ${RECENT_EVENTS}
                from restaurant_counters where restaurant_id = $1)
            order by event_number desc limit ${MAX_FINISHED})
         ) ${TICKETS}
       ) ticket), '[]') as tickets`,
      [input.restaurantId, input.finishedSince ?? null],
    ),
  ]);
  const { tickets, lastEvent } = rows[0] ?? { tickets: [], lastEvent: 0 };
  return { tickets: await forKitchen(q, { ...input, stations }, tickets), lastEvent, stations };
}

/** These orders as they stand now, by id. */
export async function readTicketsById(
  q: Queryable,
  {
    restaurantId,
    menus,
    orderIds,
  }: {
    readonly restaurantId: string;
    readonly menus: Menus;
    readonly orderIds: readonly string[];
  },
): Promise<ReadonlyMap<string, Ticket>> {
  const [stations, rows] = await Promise.all([
    readStations(q, { restaurantId }),
    readRows(
      ofRestaurant(q, restaurantId),
      ticketRow,
      `with wanted as (select unnest($2::uuid[]) as id) ${TICKETS}`,
      [restaurantId, orderIds],
    ),
  ]);
  const tickets = await forKitchen(q, { restaurantId, menus, stations }, rows);
  return new Map(tickets.map((ticket) => [ticket.orderId, ticket]));
}

/**
 * With what the kitchen calls the dishes, and where it makes them: as the menu version has it that they
 * were ordered by, which never changes and is in memory, at the stations that there are now.
 */
async function forKitchen(
  q: Queryable,
  input: {
    readonly restaurantId: string;
    readonly menus: Menus;
    readonly stations: readonly Station[];
  },
  rows: readonly z.infer<typeof ticketRow>[],
): Promise<Ticket[]> {
  const { restaurantId, menus, stations } = input;
  const dishes = new Map<number, ReturnType<typeof kitchenDishes>>();
  for (const version of new Set(rows.map(({ menuVersion }) => menuVersion))) {
    dishes.set(version, kitchenDishes(await menus.get(q, restaurantId, version)));
  }
  return rows.map(({ menuVersion, lines, ...rest }) => ({
    ...rest,
    lines: lines.map(({ item, ...line }) => {
      const dish = dishes.get(menuVersion)?.get(item);
      return {
        ...line,
        kitchenName: dish?.name ?? null,
        stations: stationsFor(dish?.stations, stations),
      };
    }),
  }));
}
