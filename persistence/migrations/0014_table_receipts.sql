CREATE TABLE "ledger_anchors" (
	"restaurant_id" uuid NOT NULL,
	"number" bigint NOT NULL,
	"first_entry" bigint NOT NULL,
	"last_entry" bigint NOT NULL,
	"root" "bytea" NOT NULL,
	"head" "bytea" NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"previous_hash" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "ledger_anchors_pk" PRIMARY KEY("restaurant_id","number"),
	CONSTRAINT "ledger_anchors_last_unique" UNIQUE("restaurant_id","last_entry"),
	CONSTRAINT "ledger_anchors_number_positive" CHECK ("ledger_anchors"."number" >= 1),
	CONSTRAINT "ledger_anchors_range" CHECK ("ledger_anchors"."first_entry" between 1 and "ledger_anchors"."last_entry"),
	CONSTRAINT "ledger_anchors_sha256" CHECK (octet_length("ledger_anchors"."root") = 32 and octet_length("ledger_anchors"."head") = 32
        and octet_length("ledger_anchors"."previous_hash") = 32 and octet_length("ledger_anchors"."hash") = 32)
);
--> statement-breakpoint
-- contract: widened below; no release before this one knows of bills, and every row there is fits the wider one.
ALTER TABLE "bill_entries" DROP CONSTRAINT "bill_entries_kind_known";--> statement-breakpoint
-- contract: widened below; no release before this one knows of bills, and every row there is fits the wider one.
ALTER TABLE "bill_entries" DROP CONSTRAINT "bill_entries_payment_when_about_one";--> statement-breakpoint
-- contract: widened below; no release before this one knows of bills, and every row there is fits the wider one.
ALTER TABLE "receipts" DROP CONSTRAINT "receipts_kind_known";--> statement-breakpoint
ALTER TABLE "receipts" ALTER COLUMN "payment_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "fiscal_records" ADD COLUMN "signature_counter" bigint;--> statement-breakpoint
ALTER TABLE "ledger_anchors" ADD CONSTRAINT "ledger_anchors_entry_fk" FOREIGN KEY ("restaurant_id","last_entry") REFERENCES "public"."bill_entries"("restaurant_id","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- contract: widened below; no release before this one knows of bills, and every row there is fits the wider one.
ALTER TABLE "bill_entries" ADD CONSTRAINT "bill_entries_kind_known" CHECK ("bill_entries"."kind" in ('adjusted', 'reserved', 'captured', 'failed', 'lapsed', 'refunded', 'refund-failed', 'receipted')) NOT VALID;--> statement-breakpoint
-- contract: widened below; no release before this one knows of bills, and every row there is fits the wider one.
ALTER TABLE "bill_entries" ADD CONSTRAINT "bill_entries_payment_when_about_one" CHECK (("bill_entries"."kind" in ('adjusted', 'receipted')) = ("bill_entries"."payment_id" is null)) NOT VALID;--> statement-breakpoint
-- contract: no release before this one writes receipts, and every row there is has its payment.
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_payment_unless_table" CHECK (("receipts"."kind" = 'table') = ("receipts"."payment_id" is null)) NOT VALID;--> statement-breakpoint
-- contract: no release before this one writes receipts, and every row there is has its payment.
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_table_moves_nothing" CHECK ("receipts"."kind" <> 'table' or "receipts"."amount_minor" = 0) NOT VALID;--> statement-breakpoint
-- contract: widened below; no release before this one knows of bills, and every row there is fits the wider one.
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_kind_known" CHECK ("receipts"."kind" in ('payment', 'refund', 'table')) NOT VALID;
--> statement-breakpoint
-- What drizzle cannot say. Bound to the transaction's restaurant, as in 0003; what is published stays.
GRANT SELECT, INSERT ON ledger_anchors TO tureen_app;
--> statement-breakpoint
ALTER TABLE ledger_anchors ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own_restaurant ON ledger_anchors TO tureen_app
  USING (restaurant_id = tureen_current_restaurant());
--> statement-breakpoint
CREATE TRIGGER ledger_anchors_refuse_change BEFORE UPDATE OR DELETE ON ledger_anchors
  FOR EACH ROW EXECUTE FUNCTION tureen_refuse_change();
--> statement-breakpoint
CREATE TRIGGER ledger_anchors_refuse_truncate BEFORE TRUNCATE ON ledger_anchors
  FOR EACH STATEMENT EXECUTE FUNCTION tureen_refuse_change();
--> statement-breakpoint
-- Where entries of the ledger wait for an anchor, and the last one is older than `moment`.
CREATE FUNCTION tureen_due_ledger_anchors(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.restaurant_id FROM bill_counters c
  LEFT JOIN LATERAL (
    SELECT a.last_entry, a.at FROM ledger_anchors a
    WHERE a.restaurant_id = c.restaurant_id ORDER BY a.number DESC LIMIT 1
  ) newest ON true
  WHERE c.next_entry - 1 > coalesce(newest.last_entry, 0)
    AND coalesce(newest.at <= moment, true)
  LIMIT at_most
$$;
--> statement-breakpoint
-- Receipts that no device has signed yet, over all restaurants, and when the oldest was given out.
CREATE FUNCTION tureen_unsigned_receipts(OUT waiting bigint, OUT oldest timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*), min(c.at) FROM fiscal_records f
    JOIN receipts c ON c.restaurant_id = f.restaurant_id AND c.number = f.receipt_number
  WHERE f.state = 'pending'
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION tureen_due_ledger_anchors(timestamptz, int), tureen_unsigned_receipts()
  FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION tureen_due_ledger_anchors(timestamptz, int), tureen_unsigned_receipts()
  TO tureen_app;
--> statement-breakpoint
-- The digest of an order whose menu says what its dishes are for tax (audit-chain.ts): the fields of
-- before, and of each dish in its place the number of its parts with the category and weight of each.
CREATE FUNCTION tureen_order_digest_taxed(restaurant uuid, wanted uuid) RETURNS bytea
LANGUAGE sql STABLE AS $$
  SELECT sha256(convert_to(
    tureen_field('tureen-order-2') || tureen_field(o.restaurant_id::text)
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
        FROM order_items i WHERE i.restaurant_id = o.restaurant_id AND i.order_id = o.id)
    || (SELECT coalesce(string_agg(
          CASE WHEN i.tax IS NULL THEN tureen_field(NULL)
          ELSE tureen_field(jsonb_array_length(i.tax)::text)
            || (SELECT coalesce(string_agg(tureen_field(t.part ->> 'category')
                  || tureen_field(t.part ->> 'weight'), '' ORDER BY t.place), '')
                FROM jsonb_array_elements(i.tax) WITH ORDINALITY AS t (part, place))
          END, '' ORDER BY i.position), '')
        FROM order_items i WHERE i.restaurant_id = o.restaurant_id AND i.order_id = o.id),
    'UTF8'))
  FROM orders o WHERE o.restaurant_id = restaurant AND o.id = wanted
$$;
--> statement-breakpoint
-- As it was, but for the digest of orders with tax, which no release before this one writes.
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
  IF previous IS NULL OR NEW.previous_hash <> previous OR NEW.hash <> tureen_history_hash(NEW) THEN
    RAISE EXCEPTION 'event % does not continue the chain of hashes', NEW.event_number
      USING ERRCODE = 'TU003';
  END IF;
  IF NEW.from_status IS NULL AND NEW.order_digest IS DISTINCT FROM (CASE
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
