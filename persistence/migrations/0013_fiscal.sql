CREATE TABLE "fiscal_closes" (
	"restaurant_id" uuid NOT NULL,
	"business_day" date NOT NULL,
	"number" bigint NOT NULL,
	"first_receipt" bigint NOT NULL,
	"last_receipt" bigint NOT NULL,
	"totals" text NOT NULL,
	"signature" text,
	"closed_by" text,
	"at" timestamp with time zone NOT NULL,
	"signed_at" timestamp with time zone,
	CONSTRAINT "fiscal_closes_pk" PRIMARY KEY("restaurant_id","business_day"),
	CONSTRAINT "fiscal_closes_number_unique" UNIQUE("restaurant_id","number"),
	CONSTRAINT "fiscal_closes_number_positive" CHECK ("fiscal_closes"."number" >= 1),
	CONSTRAINT "fiscal_closes_range" CHECK ("fiscal_closes"."first_receipt" between 1 and "fiscal_closes"."last_receipt"),
	CONSTRAINT "fiscal_closes_totals_length" CHECK (char_length("fiscal_closes"."totals") between 2 and 100000),
	CONSTRAINT "fiscal_closes_closed_by_length" CHECK (char_length("fiscal_closes"."closed_by") between 1 and 64),
	CONSTRAINT "fiscal_closes_signature_length" CHECK (char_length("fiscal_closes"."signature") between 1 and 8000)
);
--> statement-breakpoint
CREATE TABLE "fiscal_records" (
	"restaurant_id" uuid NOT NULL,
	"receipt_number" bigint NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"device" text,
	"transaction" text,
	"signature" text,
	"previous" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone NOT NULL,
	"error" text,
	"signed_at" timestamp with time zone,
	CONSTRAINT "fiscal_records_pk" PRIMARY KEY("restaurant_id","receipt_number"),
	CONSTRAINT "fiscal_records_state_known" CHECK ("fiscal_records"."state" in ('pending', 'signed')),
	CONSTRAINT "fiscal_records_signed_whole" CHECK (("fiscal_records"."state" = 'signed') = ("fiscal_records"."signature" is not null and "fiscal_records"."device" is not null
        and "fiscal_records"."transaction" is not null and "fiscal_records"."signed_at" is not null)),
	CONSTRAINT "fiscal_records_attempts_bounds" CHECK ("fiscal_records"."attempts" between 0 and 1000000),
	CONSTRAINT "fiscal_records_device_length" CHECK (char_length("fiscal_records"."device") between 1 and 200),
	CONSTRAINT "fiscal_records_transaction_length" CHECK (char_length("fiscal_records"."transaction") between 1 and 200),
	CONSTRAINT "fiscal_records_signature_length" CHECK (char_length("fiscal_records"."signature") between 1 and 8000),
	CONSTRAINT "fiscal_records_error_length" CHECK (char_length("fiscal_records"."error") between 0 and 2000)
);
--> statement-breakpoint
ALTER TABLE "fiscal_closes" ADD CONSTRAINT "fiscal_closes_last_fk" FOREIGN KEY ("restaurant_id","last_receipt") REFERENCES "public"."fiscal_records"("restaurant_id","receipt_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fiscal_records" ADD CONSTRAINT "fiscal_records_receipt_fk" FOREIGN KEY ("restaurant_id","receipt_number") REFERENCES "public"."receipts"("restaurant_id","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "idx_fiscal_closes_unsigned" ON "fiscal_closes" USING btree ("restaurant_id","number") WHERE "fiscal_closes"."signature" is null;--> statement-breakpoint
CREATE INDEX "idx_fiscal_records_pending" ON "fiscal_records" USING btree ("restaurant_id","receipt_number") WHERE "fiscal_records"."state" = 'pending';--> statement-breakpoint
-- What drizzle cannot say. Both tables are bound to the transaction's restaurant, as in 0003.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['fiscal_records', 'fiscal_closes']
  LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO tureen_app', name);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY own_restaurant ON %I TO tureen_app
      USING (restaurant_id = tureen_current_restaurant())', name);
    EXECUTE format('CREATE TRIGGER %1$s_refuse_delete BEFORE DELETE ON %1$s
      FOR EACH ROW EXECUTE FUNCTION tureen_refuse_change()', name);
    EXECUTE format('CREATE TRIGGER %1$s_refuse_truncate BEFORE TRUNCATE ON %1$s
      FOR EACH STATEMENT EXECUTE FUNCTION tureen_refuse_change()', name);
  END LOOP;
END
$$;
--> statement-breakpoint
-- A record is signed once, after the one before it, and then never changes.
CREATE FUNCTION tureen_guard_fiscal_record() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  prior fiscal_records;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'pending' THEN
      RAISE EXCEPTION 'a fiscal record begins unsigned' USING ERRCODE = 'TU003';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.state = 'signed' THEN
    RAISE EXCEPTION 'a signed record never changes' USING ERRCODE = 'TU001';
  END IF;
  IF (NEW.restaurant_id, NEW.receipt_number) IS DISTINCT FROM (OLD.restaurant_id, OLD.receipt_number) THEN
    RAISE EXCEPTION 'a fiscal record keeps its receipt' USING ERRCODE = 'TU001';
  END IF;
  IF NEW.state = 'signed' THEN
    SELECT f.* INTO prior FROM fiscal_records f
    WHERE f.restaurant_id = NEW.restaurant_id AND f.receipt_number < NEW.receipt_number
    ORDER BY f.receipt_number DESC LIMIT 1;
    IF prior.state = 'pending' OR NEW.previous IS DISTINCT FROM prior.signature THEN
      RAISE EXCEPTION 'receipt % does not continue the chain of signatures', NEW.receipt_number
        USING ERRCODE = 'TU003';
    END IF;
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER fiscal_records_guard BEFORE INSERT OR UPDATE ON fiscal_records
  FOR EACH ROW EXECUTE FUNCTION tureen_guard_fiscal_record();
--> statement-breakpoint
-- A close follows the one before it in number and receipts, and gets its signature once.
CREATE FUNCTION tureen_guard_fiscal_close() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  prior fiscal_closes;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.signature IS NOT NULL OR (to_jsonb(OLD) - ARRAY['signature', 'signed_at'])
        IS DISTINCT FROM (to_jsonb(NEW) - ARRAY['signature', 'signed_at']) THEN
      RAISE EXCEPTION 'a daily close never changes' USING ERRCODE = 'TU001';
    END IF;
    RETURN NEW;
  END IF;
  SELECT c.* INTO prior FROM fiscal_closes c
  WHERE c.restaurant_id = NEW.restaurant_id AND c.number < NEW.number
  ORDER BY c.number DESC LIMIT 1;
  IF NEW.number <> coalesce(prior.number, 0) + 1
      OR NEW.first_receipt <> coalesce(prior.last_receipt, 0) + 1
      OR NEW.signature IS NOT NULL THEN
    RAISE EXCEPTION 'close % does not follow the one before', NEW.number USING ERRCODE = 'TU003';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER fiscal_closes_guard BEFORE INSERT OR UPDATE ON fiscal_closes
  FOR EACH ROW EXECUTE FUNCTION tureen_guard_fiscal_close();
--> statement-breakpoint
-- Where the oldest receipt that is not signed is due. The others wait for it.
CREATE FUNCTION tureen_due_fiscal_records(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT restaurant_id FROM (
    SELECT DISTINCT ON (restaurant_id) restaurant_id, next_attempt_at FROM fiscal_records
    WHERE state = 'pending' ORDER BY restaurant_id, receipt_number
  ) oldest WHERE next_attempt_at <= moment LIMIT at_most
$$;
--> statement-breakpoint
-- Where a business day is over and not closed, or a close is not signed.
CREATE FUNCTION tureen_due_fiscal_closes(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.id FROM restaurants r
  WHERE EXISTS (
      SELECT FROM fiscal_closes c WHERE c.restaurant_id = r.id AND c.signature IS NULL
    ) OR (
      -- The oldest is enough: days follow each other as numbers do, and this is asked often.
      SELECT p.business_day FROM fiscal_records f
        JOIN receipts p ON p.restaurant_id = f.restaurant_id AND p.number = f.receipt_number
      WHERE f.restaurant_id = r.id AND f.receipt_number > (
          SELECT coalesce(max(c.last_receipt), 0) FROM fiscal_closes c WHERE c.restaurant_id = r.id
        )
      ORDER BY f.receipt_number LIMIT 1
    ) < (moment AT TIME ZONE r.timezone - make_interval(hours => r.day_starts_at))::date
  LIMIT at_most
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION tureen_due_fiscal_records(timestamptz, int),
  tureen_due_fiscal_closes(timestamptz, int) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION tureen_due_fiscal_records(timestamptz, int),
  tureen_due_fiscal_closes(timestamptz, int) TO tureen_app;
