import { PORTION } from "@tureen/shared/bill/ranges";
import { z } from "zod";
import type { DigestedOrder } from "../../platform/audit-chain.ts";
import type { Queryable } from "../../platform/database.ts";
import { bytes, readRows } from "../../platform/rows.ts";

const unchained = z.object({ id: z.string() });
const orderRow = z.object({
  restaurantId: z.string(),
  id: z.string(),
  sessionId: z.string(),
  confirmId: z.string(),
  number: z.int(),
  diner: z.string(),
  menuVersion: z.int(),
  currency: z.string(),
  totalMinor: z.int(),
  placedAt: z.string(),
});
const itemRow = z.object({
  orderId: z.string(),
  id: z.string(),
  position: z.int(),
  lineId: z.string(),
  menuItemId: z.string(),
  name: z.string(),
  unitPriceMinor: z.int(),
  quantity: z.int(),
  note: z.string().nullable(),
  forDiner: z.string().nullable(),
  allergens: z.array(z.string()),
  tax: z.array(z.object({ category: z.string(), weight: z.number() })).nullable(),
  course: z.object({ number: z.int(), name: z.string(), held: z.boolean().optional() }).nullable(),
  customizations: z.array(
    z.object({
      position: z.int(),
      optionId: z.string(),
      optionName: z.string(),
      valueId: z.string(),
      valueName: z.string(),
      priceDeltaMinor: z.int(),
    }),
  ),
  shares: z.array(z.object({ diner: z.string(), quantity: z.int() })),
});

/** Where a restaurant's counter says that its history ends. */
export type RestaurantHead = Readonly<z.infer<typeof restaurantHead>>;

const restaurantHead = z.object({
  restaurantId: z.string(),
  slug: z.string(),
  nextEventNumber: z.int(),
  lastEventHash: bytes,
});

/** The heads of all restaurants, or of the one with this short name. */
export async function readHeads(q: Queryable, slug: string | undefined): Promise<RestaurantHead[]> {
  const rows = await readRows(
    q,
    restaurantHead,
    `select r.id as "restaurantId", r.slug, c.next_event_number as "nextEventNumber",
       c.last_event_hash as "lastEventHash"
     from restaurants r join restaurant_counters c on c.restaurant_id = r.id
     where $1::text is null or r.slug = $1 order by r.slug`,
    [slug ?? null],
  );
  return rows;
}

/** A row of history with what is to be compared with it. */
export type HistoryRow = Readonly<z.infer<typeof historyRow>>;

const historyRow = z.object({
  restaurantId: z.string(),
  eventNumber: z.int(),
  orderId: z.string(),
  from: z.string().nullable(),
  to: z.string(),
  actorKind: z.string(),
  actorId: z.string().nullable(),
  reason: z.string().nullable(),
  /** In microseconds (audit-chain.ts). */
  at: z.string(),
  previousHash: bytes,
  orderDigest: bytes.nullable(),
  hash: bytes,
  line: z
    .object({
      id: z.string(),
      change: z.string(),
      portions: z.int(),
      voidEntry: z.int().nullable(),
    })
    .nullable(),
  /** Whatever somebody may have made of it: then its hash is another. */
  progress: z
    .array(z.object({ line: z.string(), from: z.string(), to: z.string() }))
    .nullable()
    .catch([]),
  /** Whether the void that it names, or its undoing, is in the ledger of bills; true without a line. */
  voidAgrees: z.boolean(),
  /** Whether it is the last one of its order that changed the order's status. */
  isLast: z.boolean(),
  /** The order's status now; null when the order is gone. */
  orderStatus: z.string().nullable(),
  /** Whether the order's status has this row's time and reason. */
  statusAgrees: z.boolean(),
});

const MICROS = (column: string) => `trunc(extract(epoch from ${column}) * 1000000)::bigint::text`;

/*
 * The void of a line's row `h`, in the ledger: of that line and so many portions. A
 * cancellation says who made it, when and why; a restoration what the void's undoing says.
 */
const VOIDED = `select from bill_entries v cross join lateral (select v.content::jsonb as content) c
  join bill_entries said on said.restaurant_id = v.restaurant_id and said.kind = 'adjusted'
    and said.at = h.at and said.actor_id is not distinct from h.actor_id
    and said.reason is not distinct from h.reason
    and case h.line_change when 'cancelled' then said.number = v.number
      else said.content::jsonb @> jsonb_build_object('kind', 'reversal', 'entry', v.number) end
  where v.restaurant_id = h.restaurant_id and v.number = h.void_entry and v.kind = 'adjusted'
    and c.content @> jsonb_build_object('kind', 'void',
      'on', jsonb_build_object('order', h.order_id, 'line', h.line_id))
    and h.portions * ${PORTION} = (select sum((r->>1)::int - (r->>0)::int)
      from jsonb_array_elements(c.content->'ranges') as r)`;

/** Rows after number `after`, in order. */
export async function readHistory(
  q: Queryable,
  input: { readonly restaurantId: string; readonly after: number; readonly limit: number },
): Promise<HistoryRow[]> {
  const rows = await readRows(
    q,
    historyRow,
    `select h.restaurant_id as "restaurantId", h.event_number as "eventNumber",
       h.order_id as "orderId", h.from_status as "from", h.to_status as "to",
       h.actor_kind as "actorKind", h.actor_id as "actorId", h.reason, ${MICROS("h.at")} as at,
       h.order_digest as "orderDigest", h.previous_hash as "previousHash", h.hash,
       case when h.line_id is not null then jsonb_build_object('id', h.line_id,
         'change', h.line_change, 'portions', h.portions, 'voidEntry', h.void_entry) end as line,
       h.progress, h.void_entry is null or exists (${VOIDED}) as "voidAgrees",
       o.status as "orderStatus",
       coalesce(o.status_at = h.at and o.cancel_reason is not distinct from
         case when h.to_status = 'cancelled' then h.reason end, false) as "statusAgrees",
       h.from_status is distinct from h.to_status
         and not exists (select from order_status_history later
           where later.restaurant_id = h.restaurant_id and later.order_id = h.order_id
             and later.from_status is distinct from later.to_status
             and later.event_number > h.event_number) as "isLast"
     from order_status_history h
       left join orders o on o.restaurant_id = h.restaurant_id and o.id = h.order_id
     where h.restaurant_id = $1 and h.event_number > $2 order by h.event_number limit $3`,
    [input.restaurantId, input.after, input.limit],
  );
  return rows;
}

/** These orders with all their parts, by id; those that are gone are left out. */
export async function readOrders(
  q: Queryable,
  input: { readonly restaurantId: string; readonly orderIds: readonly string[] },
): Promise<ReadonlyMap<string, DigestedOrder>> {
  if (input.orderIds.length === 0) return new Map();
  const values = [input.restaurantId, input.orderIds];
  const orders = await readRows(
    q,
    orderRow,
    `select restaurant_id as "restaurantId", id, session_id as "sessionId",
       confirm_id as "confirmId", number, diner, menu_version as "menuVersion", currency,
       total_minor as "totalMinor", ${MICROS("placed_at")} as "placedAt"
     from orders where restaurant_id = $1 and id = any($2::uuid[])`,
    values,
  );
  const items = await readRows(
    q,
    itemRow,
    `select i.order_id as "orderId", i.id, i.position, i.line_id as "lineId",
       i.menu_item_id as "menuItemId", i.name, i.unit_price_minor as "unitPriceMinor", i.quantity,
       i.note, i.for_diner as "forDiner", i.allergens, i.tax,
       i.course,
       coalesce((select jsonb_agg(jsonb_build_object('position', c.position,
           'optionId', c.option_id, 'optionName', c.option_name, 'valueId', c.value_id,
           'valueName', c.value_name, 'priceDeltaMinor', c.price_delta_minor) order by c.position)
         from order_item_customizations c
         where c.restaurant_id = i.restaurant_id and c.order_item_id = i.id), '[]')
         as customizations,
       coalesce((select jsonb_agg(jsonb_build_object('diner', s.diner, 'quantity', s.quantity))
         from order_item_shares s
         where s.restaurant_id = i.restaurant_id and s.order_item_id = i.id), '[]') as shares
     from order_items i where i.restaurant_id = $1 and i.order_id = any($2::uuid[])
     order by i.order_id, i.position`,
    values,
  );
  const byOrder = Map.groupBy(items, ({ orderId }) => orderId);
  return new Map(
    orders.map((order) => [order.id, { ...order, items: byOrder.get(order.id) ?? [] }]),
  );
}

/** Orders without exactly one first row of history. */
export async function readUnchainedOrders(
  q: Queryable,
  input: { readonly restaurantId: string; readonly limit: number },
): Promise<string[]> {
  const rows = await readRows(
    q,
    unchained,
    `select o.id from orders o
     where o.restaurant_id = $1 and (select count(*) from order_status_history h
       where h.restaurant_id = o.restaurant_id and h.order_id = o.id
         and h.from_status is null) <> 1
     order by o.number limit $2`,
    [input.restaurantId, input.limit],
  );
  return rows.map(({ id }) => id);
}
