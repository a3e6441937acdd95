/**
 * Portions of an order's line, `i` of order_items, that were cancelled and not restored: expressions
 * for statements whose $1 is the restaurant.
 */

const STANDING = `from order_status_history c
  where c.restaurant_id = $1 and c.order_id = i.order_id and c.line_id = i.line_id
    and c.line_change = 'cancelled' and not exists (select from order_status_history back
      where back.restaurant_id = $1 and back.order_id = c.order_id and back.line_id = c.line_id
        and back.line_change = 'restored' and back.void_entry = c.void_entry)`;

/** How many portions. */
export const CANCELLED_PORTIONS = `(select coalesce(sum(c.portions), 0)::int ${STANDING})`;

/** The cancellations themselves, oldest first, as a JSON array: how many portions, and why. */
export const CANCELLATIONS = `(select coalesce(jsonb_agg(jsonb_build_object(
    'portions', c.portions, 'reason', c.reason) order by c.event_number), '[]') ${STANDING})`;

/** Whether what happened to the line last is that cancelled portions are wanted after all. */
export const LAST_RESTORED = `coalesce((select h.line_change = 'restored' from order_status_history h
  where h.restaurant_id = $1 and h.order_id = i.order_id and h.line_id = i.line_id
  order by h.event_number desc limit 1), false)`;
