-- A chain through each restaurant's order history, so that whoever alters it afterwards, whatever
-- rights they have in the database, can be found out (npm run audit). How the hashes are made is
-- written in src/audit/chain.ts; the functions here say the same in SQL, and every insert is checked
-- against them. Also: when a sign-in was last used, and in which role somebody of the staff acted.

ALTER TABLE "order_status_history" ADD COLUMN "order_digest" bytea;
--> statement-breakpoint
ALTER TABLE "order_status_history" ADD COLUMN "previous_hash" bytea;
--> statement-breakpoint
ALTER TABLE "order_status_history" ADD COLUMN "hash" bytea;
--> statement-breakpoint
ALTER TABLE "auth_sessions" ADD COLUMN "last_seen_at" timestamp with time zone;
--> statement-breakpoint
ALTER TABLE "restaurant_counters" ADD COLUMN "last_event_hash" bytea DEFAULT decode(repeat('00', 32), 'hex') NOT NULL;
--> statement-breakpoint
ALTER TABLE "session_activity_log" ADD COLUMN "actor_role" text;
--> statement-breakpoint

-- One field: its length in bytes, a colon and the UTF-8 text; a dash for null. So no two lists of
-- fields have the same encoding.
CREATE FUNCTION tureen_field(value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN value IS NULL THEN '-'
    ELSE octet_length(convert_to(value, 'UTF8'))::text || ':' || value END
$$;
--> statement-breakpoint
-- A moment as whole microseconds since 1970.
CREATE FUNCTION tureen_field(value timestamptz) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT tureen_field(trunc(extract(epoch FROM value) * 1000000)::bigint::text)
$$;
--> statement-breakpoint
-- What was ordered: everything about an order that never changes, with all its parts.
CREATE FUNCTION tureen_order_digest(restaurant uuid, wanted uuid) RETURNS bytea
LANGUAGE sql STABLE AS $$
  SELECT sha256(convert_to(
    tureen_field('tureen-order-1') || tureen_field(o.restaurant_id::text)
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
              WHERE c.restaurant_id = i.restaurant_id AND c.order_item_id = i.id)
          || (SELECT tureen_field(count(*)::text) || coalesce(string_agg(
                tureen_field(s.diner) || tureen_field(s.quantity::text),
                '' ORDER BY s.diner COLLATE "C"), '')
              FROM order_item_shares s
              WHERE s.restaurant_id = i.restaurant_id AND s.order_item_id = i.id),
          '' ORDER BY i.position), '')
        FROM order_items i WHERE i.restaurant_id = o.restaurant_id AND i.order_id = o.id),
    'UTF8'))
  FROM orders o WHERE o.restaurant_id = restaurant AND o.id = wanted
$$;
--> statement-breakpoint
-- The hash of one row: all its columns but the hash itself, the previous row's hash among them.
CREATE FUNCTION tureen_history_hash(h order_status_history) RETURNS bytea
LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(convert_to(
    tureen_field('tureen-history-1') || tureen_field(h.restaurant_id::text)
    || tureen_field(h.event_number::text) || tureen_field(h.order_id::text)
    || tureen_field(h.from_status) || tureen_field(h.to_status) || tureen_field(h.actor_kind)
    || tureen_field(h.actor_id) || tureen_field(h.reason) || tureen_field(h.at)
    || tureen_field(encode(h.order_digest, 'hex')) || tureen_field(encode(h.previous_hash, 'hex')),
    'UTF8'))
$$;
--> statement-breakpoint

-- What was written before there was a chain enters it as it stands.
ALTER TABLE order_status_history DISABLE TRIGGER order_status_history_refuse_change;
--> statement-breakpoint
DO $$
DECLARE
  entry order_status_history;
  restaurant uuid;
  previous bytea;
BEGIN
  FOR restaurant IN SELECT restaurant_id FROM restaurant_counters LOOP
    previous := decode(repeat('00', 32), 'hex');
    FOR entry IN
      SELECT * FROM order_status_history WHERE restaurant_id = restaurant ORDER BY event_number
    LOOP
      entry.previous_hash := previous;
      IF entry.from_status IS NULL THEN
        entry.order_digest := tureen_order_digest(restaurant, entry.order_id);
      END IF;
      previous := tureen_history_hash(entry);
      UPDATE order_status_history
      SET previous_hash = entry.previous_hash, order_digest = entry.order_digest, hash = previous
      WHERE restaurant_id = restaurant AND event_number = entry.event_number;
    END LOOP;
    UPDATE restaurant_counters SET last_event_hash = previous WHERE restaurant_id = restaurant;
  END LOOP;
END
$$;
--> statement-breakpoint
ALTER TABLE order_status_history ENABLE TRIGGER order_status_history_refuse_change;
--> statement-breakpoint
ALTER TABLE "order_status_history" ALTER COLUMN "previous_hash" SET NOT NULL;
--> statement-breakpoint
ALTER TABLE "order_status_history" ALTER COLUMN "hash" SET NOT NULL;
--> statement-breakpoint
ALTER TABLE "order_status_history" ADD CONSTRAINT "order_status_history_sha256" CHECK (octet_length("order_status_history"."previous_hash") = 32 and octet_length("order_status_history"."hash") = 32
        and coalesce(octet_length("order_status_history"."order_digest"), 32) = 32);
--> statement-breakpoint
ALTER TABLE "order_status_history" ADD CONSTRAINT "order_status_history_digest_first" CHECK (("order_status_history"."from_status" is null) = ("order_status_history"."order_digest" is not null));
--> statement-breakpoint
ALTER TABLE "restaurant_counters" ADD CONSTRAINT "restaurant_counters_sha256" CHECK (octet_length("restaurant_counters"."last_event_hash") = 32);
--> statement-breakpoint
ALTER TABLE "session_activity_log" ADD CONSTRAINT "session_activity_log_role_known" CHECK ("session_activity_log"."actor_role" in ('waiter', 'kitchen', 'manager'));
--> statement-breakpoint

-- No row enters the history that does not continue the chain.
CREATE FUNCTION tureen_guard_history_insert() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  previous bytea;
BEGIN
  IF NEW.event_number = 1 THEN
    previous := decode(repeat('00', 32), 'hex');
  ELSE
    SELECT h.hash INTO previous FROM order_status_history h
    WHERE h.restaurant_id = NEW.restaurant_id AND h.event_number = NEW.event_number - 1;
  END IF;
  IF previous IS NULL OR NEW.previous_hash <> previous OR NEW.hash <> tureen_history_hash(NEW) THEN
    RAISE EXCEPTION 'event % does not continue the chain of hashes', NEW.event_number
      USING ERRCODE = 'TU003';
  END IF;
  IF NEW.from_status IS NULL
     AND NEW.order_digest IS DISTINCT FROM tureen_order_digest(NEW.restaurant_id, NEW.order_id) THEN
    RAISE EXCEPTION 'event % does not carry the digest of its order', NEW.event_number
      USING ERRCODE = 'TU003';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER order_status_history_guard_insert BEFORE INSERT ON order_status_history
  FOR EACH ROW EXECUTE FUNCTION tureen_guard_history_insert();
