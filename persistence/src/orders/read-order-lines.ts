import { ORDER_STATUSES } from "@tureen/shared/table/document/order-status";
import { z } from "zod";
import type { Database } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";

/** The orders of a period: business days of the restaurant (business-day.ts), both included. */
export interface OrderPeriod {
  readonly restaurantId: string;
  /** `YYYY-MM-DD` */
  readonly from: string;
  readonly to: string;
}

/** What lies in a period, when it was looked at; later orders are not part of it. */
export type OrderRange = Readonly<z.infer<typeof orderRange>>;

const orderRange = z.object({
  slug: z.string(),
  count: z.int(),
  /** Highest order number; 0 without orders. */
  last: z.int(),
});

/** One dish of one order. Times are local to the restaurant, money is in minor units. */
export type OrderLineRow = Readonly<z.infer<typeof orderLine>>;

const orderLine = z.object({
  number: z.int(),
  placedAt: z.string(),
  table: z.string(),
  status: z.enum(ORDER_STATUSES),
  statusAt: z.string(),
  cancelReason: z.string().nullable(),
  /** A name, or the seat where it was erased. */
  orderedBy: z.string(),
  position: z.int(),
  dish: z.string(),
  choices: z.array(z.string()),
  note: z.string().nullable(),
  /** Null for the table. */
  for: z.string().nullable(),
  quantity: z.int(),
  unitPrice: z.int(),
  currency: z.string(),
});

const DAY_START = "make_interval(hours => r.day_starts_at)";
const IN_PERIOD = `o.restaurant_id = r.id
  and o.placed_at >= ($2::date + ${DAY_START}) at time zone r.timezone
  and o.placed_at < ($3::date + 1 + ${DAY_START}) at time zone r.timezone`;

/** How many orders a period has; null for an unknown restaurant. */
export async function readOrderRange(
  database: Database,
  { restaurantId, from, to }: OrderPeriod,
): Promise<OrderRange | null> {
  const rows = await readRows(
    ofRestaurant(database, restaurantId),
    orderRange,
    `select r.slug, count(o.id) as count, coalesce(max(o.number), 0) as last
     from restaurants r left join orders o on ${IN_PERIOD}
     where r.id = $1 group by r.slug`,
    [restaurantId, from, to],
  );
  return rows[0] ?? null;
}

const LINES = `
select o.number, to_char(o.placed_at at time zone o.timezone, 'YYYY-MM-DD HH24:MI:SS') as "placedAt",
  t.label as "table", o.status,
  to_char(o.status_at at time zone o.timezone, 'YYYY-MM-DD HH24:MI:SS') as "statusAt",
  o.cancel_reason as "cancelReason", coalesce(by.display_name, o.diner) as "orderedBy",
  i.position + 1 as position, i.name as dish, i.note, i.quantity,
  i.unit_price_minor as "unitPrice", o.currency,
  case when i.for_diner is null then null else coalesce(eater.display_name, i.for_diner) end as "for",
  (select coalesce(jsonb_agg(c.option_name || ': ' || c.value_name order by c.position), '[]')
   from order_item_customizations c
   where c.restaurant_id = $1 and c.order_item_id = i.id) as choices
from (select o.*, r.timezone from restaurants r join orders o on ${IN_PERIOD}
    where r.id = $1 and o.number > $4 and o.number <= $5
    order by o.number limit $6) o
  join order_items i on i.restaurant_id = $1 and i.order_id = o.id
  join sessions s on s.restaurant_id = $1 and s.id = o.session_id
  join tables t on t.restaurant_id = $1 and t.id = s.table_id
  left join users by on by.restaurant_id = $1 and by.session_id = o.session_id
    and by.diner = o.diner
  left join users eater on eater.restaurant_id = $1
    and eater.session_id = o.session_id and eater.diner = i.for_diner
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
  const rows = await readRows(ofRestaurant(database, restaurantId), orderLine, LINES, [
    ...[restaurantId, from, to, after, last, limit],
  ]);
  return rows;
}
