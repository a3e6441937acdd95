-- A row of the kitchen's stream may now be about lines of an order that went on one by one; the order's
-- status follows from them in the same row.

-- contract: a row's status had to change; it is added again below, and holds as before for rows
-- without progress, which are all that earlier versions write
ALTER TABLE "order_status_history" DROP CONSTRAINT "order_status_history_moves";
--> statement-breakpoint
ALTER TABLE "order_status_history" ADD COLUMN "progress" jsonb;
--> statement-breakpoint
-- Not valid, here and below: no row from before has progress, and reading all of them would keep the
-- kitchen waiting. New rows are checked all the same.
ALTER TABLE "order_status_history" ADD CONSTRAINT "order_status_history_progress_list" CHECK ("order_status_history"."progress" is null or jsonb_typeof("order_status_history"."progress") = 'array') NOT VALID;
--> statement-breakpoint
ALTER TABLE "order_status_history" ADD CONSTRAINT "order_status_history_moves" CHECK (case when "order_status_history"."from_status" is null then "order_status_history"."to_status" = 'placed' and "order_status_history"."progress" is null
        when "order_status_history"."progress" is not null then "order_status_history"."line_id" is null
        else ("order_status_history"."from_status" = "order_status_history"."to_status") = ("order_status_history"."line_id" is not null) end) NOT VALID;
--> statement-breakpoint

-- The hash of a row (0015) with how many lines went on, and each of them, behind all that was there
-- before: rows without progress have the hash that they always had.
CREATE OR REPLACE FUNCTION tureen_history_hash(h order_status_history) RETURNS bytea
LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(convert_to(
    tureen_field('tureen-history-1') || tureen_field(h.restaurant_id::text)
    || tureen_field(h.event_number::text) || tureen_field(h.order_id::text)
    || tureen_field(h.from_status) || tureen_field(h.to_status) || tureen_field(h.actor_kind)
    || tureen_field(h.actor_id) || tureen_field(h.reason) || tureen_field(h.at)
    || tureen_field(encode(h.order_digest, 'hex')) || tureen_field(encode(h.previous_hash, 'hex'))
    || CASE WHEN h.line_id IS NULL THEN '' ELSE
      tureen_field(h.line_id) || tureen_field(h.line_change) || tureen_field(h.portions::text)
      || tureen_field(h.void_entry::text) END
    || CASE WHEN h.progress IS NULL THEN '' ELSE
      tureen_field(jsonb_array_length(h.progress)::text)
      || coalesce((SELECT string_agg(tureen_field(m ->> 'line') || tureen_field(m ->> 'from')
           || tureen_field(m ->> 'to'), '' ORDER BY at)
         FROM jsonb_array_elements(h.progress) WITH ORDINALITY AS moved (m, at)), '') END,
    'UTF8'))
$$;
--> statement-breakpoint

-- What an order's status follows from may take several steps at once, and back: a bar goes from new to
-- served, and what was served is recalled. Nothing leaves 'cancelled' (0001), and what was served is not
-- cancelled.
CREATE OR REPLACE FUNCTION tureen_guard_order_update() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  steps CONSTANT text[] := ARRAY['placed', 'accepted', 'preparing', 'ready', 'served'];
BEGIN
  IF (to_jsonb(OLD) - ARRAY['status', 'status_at', 'cancel_reason'])
     IS DISTINCT FROM (to_jsonb(NEW) - ARRAY['status', 'status_at', 'cancel_reason']) THEN
    RAISE EXCEPTION 'an order changes nothing but its status' USING ERRCODE = 'TU001';
  END IF;
  IF NEW.status = 'cancelled' AND OLD.status IN ('placed', 'accepted', 'preparing', 'ready') THEN
    RETURN NEW;
  END IF;
  IF OLD.status <> NEW.status AND OLD.status = ANY (steps) AND NEW.status = ANY (steps) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'an order does not go from % to %', OLD.status, NEW.status
    USING ERRCODE = 'TU002';
END
$$;
