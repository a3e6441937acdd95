import type { OrderStatus } from "@tureen/shared/table/document/order-status";
import type { Database } from "../platform/database.ts";
import { ofRestaurant } from "../platform/wire/restaurant-scope.ts";

/** The orders of a period: business days of the restaurant (business-day.ts), both included. */
export interface OrderPeriod {
  readonly restaurantId: string;
  /** `YYYY-MM-DD` */
  readonly from: string;
  readonly to: string;
}

/** What lies in a period, when it was looked at; later orders are not part of it. */
export interface OrderRange {
  readonly slug: string;
  readonly count: number;
  /** Highest order number; 0 without orders. */
  readonly last: number;
}

/** One dish of one order. Times are local to the restaurant, money is in minor units. */
export interface OrderLineRow {
  readonly number: number;
  readonly placedAt: string;
  readonly table: string;
  readonly status: OrderStatus;
  readonly statusAt: string;
  readonly cancelReason: string | null;
  /** A name, or the seat where it was erased. */
  readonly orderedBy: string;
  readonly position: number;
  readonly dish: string;
  readonly choices: readonly string[];
  readonly note: string | null;
  /** Null for the table. */
  readonly for: string | null;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly currency: string;
}

const DAY_START = "make_interval(hours => r.day_starts_at)";
const IN_PERIOD = `o.restaurant_id = r.id
  and o.placed_at >= ($2::date + ${DAY_START}) at time zone r.timezone
  and o.placed_at < ($3::date + 1 + ${DAY_START}) at time zone r.timezone`;

/** How many orders a period has; null for an unknown restaurant. */
export async function readOrderRange(
  database: Database,
  { restaurantId, from, to }: OrderPeriod,
): Promise<OrderRange | null> {
  const { rows } = await ofRestaurant(database, restaurantId).query<OrderRange>(
    `select r.slug, count(o.id) as count, coalesce(max(o.number), 0) as last
     from restaurants r left join orders o on ${IN_PERIOD}
     where r.id = $1 group by r.slug`,
    [restaurantId, from, to],
  );
  return rows[0] ?? null;
}

const LINES = `
select o.number, to_char(o.placed_at at time zone r.timezone, 'YYYY-MM-DD HH24:MI:SS') as "placedAt",
  t.label as "table", o.status,
  to_char(o.status_at at time zone r.timezone, 'YYYY-MM-DD HH24:MI:SS') as "statusAt",
  o.cancel_reason as "cancelReason", coalesce(by.display_name, o.diner) as "orderedBy",
  i.position + 1 as position, i.name as dish, i.note, i.quantity,
  i.unit_price_minor as "unitPrice", o.currency,
  case when i.for_diner is null then null else coalesce(eater.display_name, i.for_diner) end as "for",
  (select coalesce(jsonb_agg(c.option_name || ': ' || c.value_name order by c.position), '[]')
   from order_item_customizations c
   where c.restaurant_id = i.restaurant_id and c.order_item_id = i.id) as choices
from restaurants r
  join lateral (select o.* from orders o
    where ${IN_PERIOD} and o.number > $4 and o.number <= $5
    order by o.number limit $6) o on true
  join order_items i on i.restaurant_id = o.restaurant_id and i.order_id = o.id
  join sessions s on s.restaurant_id = o.restaurant_id and s.id = o.session_id
  join tables t on t.restaurant_id = o.restaurant_id and t.id = s.table_id
  left join users by on by.restaurant_id = o.restaurant_id and by.session_id = o.session_id
    and by.diner = o.diner
  left join users eater on eater.restaurant_id = o.restaurant_id
    and eater.session_id = o.session_id and eater.diner = i.for_diner
where r.id = $1
order by o.number, i.position`;

/** The lines of the next orders of a period after number `after`; empty when there are no more. */
export async function readOrderLines(
  database: Database,
  input: OrderPeriod & {
    readonly after: number;
    readonly last: number;
    /** Orders at once, not lines. */
    readonly limit: number;
  },
): Promise<OrderLineRow[]> {
  const { restaurantId, from, to, after, last, limit } = input;
  const { rows } = await ofRestaurant(database, restaurantId).query<OrderLineRow>(LINES, [
    ...[restaurantId, from, to, after, last, limit],
  ]);
  return rows;
}
