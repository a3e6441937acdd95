/** SQL for how far the lines of orders are, which nothing keeps but the numbered history. */

/**
 * How far a line of an order is, `i` of order_items, before the event of number `before`, if one is
 * given: what the last event says that moved the line by itself, or the whole order; before any, whether
 * it was ordered held. An order that is cancelled leaves its lines where they are. For statements whose
 * $1 is the restaurant.
 */
export function lineStatus(before?: string): string {
  return `coalesce((select coalesce(
      (select m->>'to' from jsonb_array_elements(h.progress) m where m->>'line' = i.line_id),
      case when h.from_status is null and i.course ? 'held' then 'held' end, h.to_status)
    from order_status_history h
    where h.restaurant_id = $1 and h.order_id = i.order_id and h.line_id is null
      and h.to_status <> 'cancelled'
      and (h.progress is null
        or h.progress @> jsonb_build_array(jsonb_build_object('line', i.line_id)))
      ${before === undefined ? "" : `and h.event_number < ${before}`}
    order by h.event_number desc limit 1), 'placed')`;
}

/**
 * When a line of an order, `i` of order_items, was fired last, in ms; null when it never was held. For
 * statements whose $1 is the restaurant.
 */
export const FIRED_AT = `(select floor(extract(epoch from h.at) * 1000)::bigint
  from order_status_history h
  where h.restaurant_id = $1 and h.order_id = i.order_id
    and h.progress @> jsonb_build_array(jsonb_build_object('line', i.line_id, 'from', 'held'))
  order by h.event_number desc limit 1)`;
