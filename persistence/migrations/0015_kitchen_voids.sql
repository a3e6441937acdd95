-- A row of the kitchen's stream may now be about one line of an order: portions that were voided on
-- the bill are cancelled, or are to be made after all.

-- contract: a row's status had to change; it is added again below, and holds as before for rows
-- without a line, which are all that earlier versions write
ALTER TABLE "order_status_history" DROP CONSTRAINT "order_status_history_moves";
--> statement-breakpoint
ALTER TABLE "order_status_history" ADD COLUMN "line_id" text;
--> statement-breakpoint
ALTER TABLE "order_status_history" ADD COLUMN "line_change" text;
--> statement-breakpoint
ALTER TABLE "order_status_history" ADD COLUMN "portions" integer;
--> statement-breakpoint
ALTER TABLE "order_status_history" ADD COLUMN "void_entry" bigint;
--> statement-breakpoint
-- Not valid, here and below: no row from before has a line, and reading all of them would keep the
-- kitchen waiting. New rows are checked all the same.
ALTER TABLE "order_status_history" ADD CONSTRAINT "order_status_history_line_fk" FOREIGN KEY ("restaurant_id","order_id","line_id") REFERENCES "public"."order_items"("restaurant_id","order_id","line_id") ON DELETE no action ON UPDATE no action NOT VALID;
--> statement-breakpoint
ALTER TABLE "order_status_history" ADD CONSTRAINT "order_status_history_line_change_known" CHECK ("order_status_history"."line_change" in ('cancelled', 'restored')) NOT VALID;
--> statement-breakpoint
ALTER TABLE "order_status_history" ADD CONSTRAINT "order_status_history_portions_bounds" CHECK ("order_status_history"."portions" between 1 and 999) NOT VALID;
--> statement-breakpoint
ALTER TABLE "order_status_history" ADD CONSTRAINT "order_status_history_line_whole" CHECK (num_nonnulls("order_status_history"."line_id", "order_status_history"."line_change", "order_status_history"."portions") in (0, 3)
        and ("order_status_history"."void_entry" is null or "order_status_history"."line_id" is not null)
        and ("order_status_history"."line_id" is null or "order_status_history"."from_status" is not null)) NOT VALID;
--> statement-breakpoint
ALTER TABLE "order_status_history" ADD CONSTRAINT "order_status_history_moves" CHECK (case when "order_status_history"."from_status" is null then "order_status_history"."to_status" = 'placed'
        else ("order_status_history"."from_status" = "order_status_history"."to_status") = ("order_status_history"."line_id" is not null) end) NOT VALID;
--> statement-breakpoint

-- The hash of a row (0002) with what it says of a line behind all that was there before: rows without
-- one have the hash that they always had.
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
      || tureen_field(h.void_entry::text) END,
    'UTF8'))
$$;
