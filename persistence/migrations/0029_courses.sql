-- The courses of a meal: what of an order is of which, as its menu had it, and those that the restaurant
-- writes for its next menu. Orders from before have none.
ALTER TABLE "order_items" ADD COLUMN "course" jsonb;
--> statement-breakpoint
ALTER TABLE "restaurants" ADD COLUMN "courses" jsonb;
--> statement-breakpoint
-- Not valid: no row from before has a course, and reading all of them would keep the kitchen waiting.
ALTER TABLE "order_items" ADD CONSTRAINT "order_items_course_object" CHECK ("order_items"."course" is null or jsonb_typeof("order_items"."course") = 'object') NOT VALID;
--> statement-breakpoint
-- The digest of an order with courses (audit-chain.ts): the fields of one with tax, and of each dish in
-- its place the number and the name of its course and whether it was held.
CREATE FUNCTION tureen_order_digest_coursed(restaurant uuid, wanted uuid) RETURNS bytea
LANGUAGE plpgsql STABLE AS $$
DECLARE
  digest bytea;
BEGIN
  SELECT sha256(convert_to(
    tureen_field('tureen-order-3') || tureen_field(o.restaurant_id::text)
    || tureen_field(o.id::text) || tureen_field(o.session_id::text) || tureen_field(o.confirm_id)
    || tureen_field(o.number::text) || tureen_field(o.diner)
    || tureen_field(o.menu_version::text) || tureen_field(o.currency::text)
    || tureen_field(o.total_minor::text) || tureen_field(o.placed_at)
    || (SELECT tureen_field(count(*)::text) || coalesce(string_agg(
          tureen_field(i.id::text) || tureen_field(i.position::text) || tureen_field(i.line_id)
          || tureen_field(i.menu_item_id::text) || tureen_field(i.name)
          || tureen_field(i.unit_price_minor::text) || tureen_field(i.quantity::text)
          || tureen_field(i.note) || tureen_field(i.for_diner)
          || (SELECT tureen_field(count(*)::text)
                || coalesce(string_agg(tureen_field(a.code), '' ORDER BY a.place), '')
              FROM unnest(i.allergens) WITH ORDINALITY AS a (code, place))
          || (SELECT tureen_field(count(*)::text) || coalesce(string_agg(
                tureen_field(c.position::text) || tureen_field(c.option_id::text)
                || tureen_field(c.option_name) || tureen_field(c.value_id::text)
                || tureen_field(c.value_name) || tureen_field(c.price_delta_minor::text),
                '' ORDER BY c.position), '')
              FROM order_item_customizations c
              WHERE c.restaurant_id = restaurant AND c.order_item_id = i.id)
          || (SELECT tureen_field(count(*)::text) || coalesce(string_agg(
                tureen_field(s.diner) || tureen_field(s.quantity::text),
                '' ORDER BY s.diner COLLATE "C"), '')
              FROM order_item_shares s
              WHERE s.restaurant_id = restaurant AND s.order_item_id = i.id),
          '' ORDER BY i.position), '')
        FROM order_items i WHERE i.restaurant_id = restaurant AND i.order_id = o.id)
    || (SELECT coalesce(string_agg(
          CASE WHEN i.tax IS NULL THEN tureen_field(NULL)
          ELSE tureen_field(jsonb_array_length(i.tax)::text)
            || (SELECT coalesce(string_agg(tureen_field(t.part ->> 'category')
                  || tureen_field(t.part ->> 'weight'), '' ORDER BY t.place), '')
                FROM jsonb_array_elements(i.tax) WITH ORDINALITY AS t (part, place))
          END, '' ORDER BY i.position), '')
        FROM order_items i WHERE i.restaurant_id = restaurant AND i.order_id = o.id)
    || (SELECT coalesce(string_agg(
          CASE WHEN i.course IS NULL THEN tureen_field(NULL)
          ELSE tureen_field(i.course ->> 'number') || tureen_field(i.course ->> 'name')
            || tureen_field(CASE WHEN i.course ->> 'held' = 'true' THEN 'held' END)
          END, '' ORDER BY i.position), '')
        FROM order_items i WHERE i.restaurant_id = restaurant AND i.order_id = o.id),
    'UTF8'))
  INTO digest FROM orders o WHERE o.restaurant_id = restaurant AND o.id = wanted;
  RETURN digest;
END
$$;
--> statement-breakpoint
-- As it was, but for the digest of orders with courses, which no release before this one writes.
CREATE OR REPLACE FUNCTION tureen_guard_history_insert() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  previous bytea;
BEGIN
  IF NEW.event_number = 1 THEN
    previous := decode(repeat('00', 32), 'hex');
  ELSE
    SELECT h.hash INTO previous FROM order_status_history h
    WHERE h.restaurant_id = NEW.restaurant_id AND h.event_number = NEW.event_number - 1;
  END IF;
  IF previous IS NULL OR NEW.previous_hash <> previous
      OR NEW.hash <> tureen_history_hash(ROW(NEW.*)::order_status_history) THEN
    RAISE EXCEPTION 'event % does not continue the chain of hashes', NEW.event_number
      USING ERRCODE = 'TU003';
  END IF;
  IF NEW.from_status IS NULL AND NEW.order_digest IS DISTINCT FROM (CASE
      WHEN EXISTS (SELECT FROM order_items i WHERE i.restaurant_id = NEW.restaurant_id
        AND i.order_id = NEW.order_id AND i.course IS NOT NULL)
      THEN tureen_order_digest_coursed(NEW.restaurant_id, NEW.order_id)
      WHEN EXISTS (SELECT FROM order_items i WHERE i.restaurant_id = NEW.restaurant_id
        AND i.order_id = NEW.order_id AND i.tax IS NOT NULL)
      THEN tureen_order_digest_taxed(NEW.restaurant_id, NEW.order_id)
      ELSE tureen_order_digest(NEW.restaurant_id, NEW.order_id) END) THEN
    RAISE EXCEPTION 'event % does not carry the digest of its order', NEW.event_number
      USING ERRCODE = 'TU003';
  END IF;
  RETURN NEW;
END
$$;
