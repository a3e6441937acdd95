CREATE TABLE "bill_counters" (
	"restaurant_id" uuid NOT NULL,
	"next_entry" bigint DEFAULT 1 NOT NULL,
	"next_receipt" bigint DEFAULT 1 NOT NULL,
	"last_hash" "bytea" DEFAULT decode(repeat('00', 32), 'hex') NOT NULL,
	CONSTRAINT "bill_counters_pk" PRIMARY KEY("restaurant_id"),
	CONSTRAINT "bill_counters_positive" CHECK ("bill_counters"."next_entry" >= 1 and "bill_counters"."next_receipt" >= 1),
	CONSTRAINT "bill_counters_sha256" CHECK (octet_length("bill_counters"."last_hash") = 32)
);
--> statement-breakpoint
CREATE TABLE "bill_entries" (
	"restaurant_id" uuid NOT NULL,
	"number" bigint NOT NULL,
	"session_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"payment_id" uuid,
	"once" uuid,
	"content" text NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text,
	"reason" text,
	"at" timestamp with time zone NOT NULL,
	"previous_hash" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "bill_entries_pk" PRIMARY KEY("restaurant_id","number"),
	CONSTRAINT "bill_entries_number_positive" CHECK ("bill_entries"."number" >= 1),
	CONSTRAINT "bill_entries_kind_known" CHECK ("bill_entries"."kind" in ('adjusted', 'reserved', 'captured', 'failed', 'lapsed', 'refunded', 'refund-failed')),
	CONSTRAINT "bill_entries_actor_known" CHECK ("bill_entries"."actor_kind" in ('diner', 'staff', 'server')),
	CONSTRAINT "bill_entries_content_length" CHECK (char_length("bill_entries"."content") between 2 and 1000000),
	CONSTRAINT "bill_entries_actor_length" CHECK (char_length("bill_entries"."actor_id") between 1 and 64),
	CONSTRAINT "bill_entries_reason_length" CHECK (char_length("bill_entries"."reason") between 1 and 300),
	CONSTRAINT "bill_entries_sha256" CHECK (octet_length("bill_entries"."previous_hash") = 32 and octet_length("bill_entries"."hash") = 32),
	CONSTRAINT "bill_entries_payment_when_about_one" CHECK (("bill_entries"."kind" = 'adjusted') = ("bill_entries"."payment_id" is null))
);
--> statement-breakpoint
CREATE TABLE "bills" (
	"restaurant_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"total_minor" bigint NOT NULL,
	"paid_minor" bigint NOT NULL,
	"reserved_minor" bigint NOT NULL,
	"balance_minor" bigint NOT NULL,
	"overpaid_minor" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "bills_pk" PRIMARY KEY("restaurant_id","session_id")
);
--> statement-breakpoint
CREATE TABLE "payment_keys" (
	"restaurant_id" uuid NOT NULL,
	"sealed" "bytea" NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "payment_keys_pk" PRIMARY KEY("restaurant_id"),
	CONSTRAINT "payment_keys_size" CHECK (octet_length("payment_keys"."sealed") between 30 and 4000)
);
--> statement-breakpoint
CREATE TABLE "payment_wishes" (
	"restaurant_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"wish_id" text NOT NULL,
	"payload" jsonb NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone NOT NULL,
	"error" text,
	"result" jsonb,
	"created_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "payment_wishes_pk" PRIMARY KEY("restaurant_id","session_id","wish_id"),
	CONSTRAINT "payment_wishes_status_known" CHECK ("payment_wishes"."status" in ('pending', 'done', 'failed')),
	CONSTRAINT "payment_wishes_id_length" CHECK (char_length("payment_wishes"."wish_id") between 4 and 40),
	CONSTRAINT "payment_wishes_attempts_bounds" CHECK ("payment_wishes"."attempts" between 0 and 1000),
	CONSTRAINT "payment_wishes_error_length" CHECK (char_length("payment_wishes"."error") between 0 and 2000)
);
--> statement-breakpoint
CREATE TABLE "demonstration_charges" (
	"restaurant_id" uuid NOT NULL,
	"payment_id" uuid NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"state" text NOT NULL,
	"refunded_minor" bigint DEFAULT 0 NOT NULL,
	"refunds" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"news_due_at" timestamp with time zone,
	"news_left" integer DEFAULT 0 NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "demonstration_charges_pk" PRIMARY KEY("restaurant_id","payment_id")
);
--> statement-breakpoint
CREATE TABLE "demonstration_faults" (
	"restaurant_id" uuid NOT NULL,
	"decline" boolean NOT NULL,
	"delay_ms" integer NOT NULL,
	"times" integer NOT NULL,
	"reorder" boolean NOT NULL,
	CONSTRAINT "demonstration_faults_pk" PRIMARY KEY("restaurant_id")
);
--> statement-breakpoint
CREATE TABLE "provider_news" (
	"restaurant_id" uuid NOT NULL,
	"provider" text NOT NULL,
	"news_id" text NOT NULL,
	"payment_id" uuid NOT NULL,
	"what" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "provider_news_pk" PRIMARY KEY("restaurant_id","provider","news_id"),
	CONSTRAINT "provider_news_id_length" CHECK (char_length("provider_news"."news_id") between 1 and 200),
	CONSTRAINT "provider_news_provider_length" CHECK (char_length("provider_news"."provider") between 1 and 40)
);
--> statement-breakpoint
CREATE TABLE "provider_tasks" (
	"restaurant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"payment_id" uuid NOT NULL,
	"task" text NOT NULL,
	"amount_minor" bigint,
	"tip_minor" bigint,
	"status" text DEFAULT 'pending' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone NOT NULL,
	"error" text,
	"created_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "provider_tasks_pk" PRIMARY KEY("restaurant_id","id"),
	CONSTRAINT "provider_tasks_task_known" CHECK ("provider_tasks"."task" in ('start', 'look', 'cancel', 'refund')),
	CONSTRAINT "provider_tasks_status_known" CHECK ("provider_tasks"."status" in ('pending', 'done', 'failed')),
	CONSTRAINT "provider_tasks_attempts_bounds" CHECK ("provider_tasks"."attempts" between 0 and 100000),
	CONSTRAINT "provider_tasks_error_length" CHECK (char_length("provider_tasks"."error") between 0 and 2000)
);
--> statement-breakpoint
CREATE TABLE "receipts" (
	"restaurant_id" uuid NOT NULL,
	"number" bigint NOT NULL,
	"session_id" uuid NOT NULL,
	"payment_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"token" text NOT NULL,
	"entry_number" bigint NOT NULL,
	"content" text NOT NULL,
	"business_day" date NOT NULL,
	"amount_minor" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "receipts_pk" PRIMARY KEY("restaurant_id","number"),
	CONSTRAINT "receipts_token_unique" UNIQUE("restaurant_id","token"),
	CONSTRAINT "receipts_kind_known" CHECK ("receipts"."kind" in ('payment', 'refund')),
	CONSTRAINT "receipts_number_positive" CHECK ("receipts"."number" >= 1),
	CONSTRAINT "receipts_token_shape" CHECK ("receipts"."token" ~ '^[A-Za-z0-9_-]{22}$'),
	CONSTRAINT "receipts_content_length" CHECK (char_length("receipts"."content") between 2 and 1000000)
);
--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "wish_id" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "provider" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "rounding_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "refunded_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "tip_refunded_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "expires_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "bill_counters" ADD CONSTRAINT "bill_counters_restaurant_fk" FOREIGN KEY ("restaurant_id") REFERENCES "public"."restaurants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bill_entries" ADD CONSTRAINT "bill_entries_session_fk" FOREIGN KEY ("restaurant_id","session_id") REFERENCES "public"."sessions"("restaurant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bills" ADD CONSTRAINT "bills_session_fk" FOREIGN KEY ("restaurant_id","session_id") REFERENCES "public"."sessions"("restaurant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_keys" ADD CONSTRAINT "payment_keys_restaurant_fk" FOREIGN KEY ("restaurant_id") REFERENCES "public"."restaurants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_wishes" ADD CONSTRAINT "payment_wishes_session_fk" FOREIGN KEY ("restaurant_id","session_id") REFERENCES "public"."sessions"("restaurant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "provider_tasks" ADD CONSTRAINT "provider_tasks_payment_fk" FOREIGN KEY ("restaurant_id","payment_id") REFERENCES "public"."payments"("restaurant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_session_fk" FOREIGN KEY ("restaurant_id","session_id") REFERENCES "public"."sessions"("restaurant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_payment_fk" FOREIGN KEY ("restaurant_id","payment_id") REFERENCES "public"."payments"("restaurant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_entry_fk" FOREIGN KEY ("restaurant_id","entry_number") REFERENCES "public"."bill_entries"("restaurant_id","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "idx_bill_entries_session" ON "bill_entries" USING btree ("restaurant_id","session_id","number");--> statement-breakpoint
CREATE INDEX "idx_bill_entries_at" ON "bill_entries" USING btree ("restaurant_id","at");--> statement-breakpoint
CREATE INDEX "idx_bill_entries_once" ON "bill_entries" USING btree ("restaurant_id","once") WHERE "bill_entries"."once" is not null;--> statement-breakpoint
CREATE INDEX "idx_bills_open" ON "bills" USING btree ("restaurant_id","session_id") WHERE "bills"."balance_minor" > 0 or "bills"."reserved_minor" > 0;--> statement-breakpoint
CREATE INDEX "idx_payment_wishes_due" ON "payment_wishes" USING btree ("restaurant_id","next_attempt_at") WHERE "payment_wishes"."status" = 'pending';--> statement-breakpoint
CREATE INDEX "idx_provider_tasks_due" ON "provider_tasks" USING btree ("restaurant_id","next_attempt_at") WHERE "provider_tasks"."status" = 'pending';--> statement-breakpoint
CREATE INDEX "idx_provider_tasks_payment" ON "provider_tasks" USING btree ("restaurant_id","payment_id");--> statement-breakpoint
CREATE INDEX "idx_receipts_day" ON "receipts" USING btree ("restaurant_id","business_day","number");--> statement-breakpoint
CREATE INDEX "idx_receipts_session" ON "receipts" USING btree ("restaurant_id","session_id");--> statement-breakpoint
-- contract: no version before this one writes payments, so the table is empty and nobody waits.
CREATE UNIQUE INDEX "payments_wish_unique" ON "payments" USING btree ("restaurant_id","session_id","wish_id");--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_refunded_bounds" CHECK ("payments"."refunded_minor" between 0 and 9999999999000);--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_tip_refunded_bounds" CHECK ("payments"."tip_refunded_minor" between 0 and 9999999999000);--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_refunded_of_it" CHECK ("payments"."refunded_minor" <= "payments"."amount_minor" and "payments"."tip_refunded_minor" <= "payments"."tip_minor");--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_wish_length" CHECK (char_length("payments"."wish_id") between 4 and 40);--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_provider_length" CHECK (char_length("payments"."provider") between 1 and 40);--> statement-breakpoint
-- What drizzle cannot say. Every new table is bound to the transaction's restaurant, as in 0003.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['bill_counters', 'bill_entries', 'bills', 'receipts', 'payment_wishes',
    'provider_tasks', 'provider_news', 'demonstration_charges', 'demonstration_faults', 'payment_keys']
  LOOP
    EXECUTE format('GRANT SELECT, INSERT ON %I TO tureen_app', name);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY own_restaurant ON %I TO tureen_app
      USING (restaurant_id = tureen_current_restaurant())', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['bill_entries', 'receipts', 'provider_news']
  LOOP
    EXECUTE format('CREATE TRIGGER %1$s_refuse_change BEFORE UPDATE OR DELETE ON %1$s
      FOR EACH ROW EXECUTE FUNCTION tureen_refuse_change()', name);
    EXECUTE format('CREATE TRIGGER %1$s_refuse_truncate BEFORE TRUNCATE ON %1$s
      FOR EACH STATEMENT EXECUTE FUNCTION tureen_refuse_change()', name);
  END LOOP;
END
$$;
--> statement-breakpoint
GRANT UPDATE ON bill_counters, bills, payment_wishes, provider_tasks, demonstration_charges,
  demonstration_faults, payment_keys TO tureen_app;
--> statement-breakpoint
GRANT DELETE ON payment_keys TO tureen_app;
--> statement-breakpoint
ALTER TABLE bill_counters SET (fillfactor = 50);
--> statement-breakpoint
ALTER TABLE bills SET (fillfactor = 70);
--> statement-breakpoint
-- The hash of one entry of a ledger: all its columns but the hash itself (audit-chain.ts).
CREATE FUNCTION tureen_bill_hash(e bill_entries) RETURNS bytea
LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(convert_to(
    tureen_field('tureen-bill-1') || tureen_field(e.restaurant_id::text)
    || tureen_field(e.number::text) || tureen_field(e.session_id::text) || tureen_field(e.kind)
    || tureen_field(e.payment_id::text) || tureen_field(e.once::text) || tureen_field(e.content)
    || tureen_field(e.actor_kind) || tureen_field(e.actor_id) || tureen_field(e.reason)
    || tureen_field(e.at) || tureen_field(encode(e.previous_hash, 'hex')),
    'UTF8'))
$$;
--> statement-breakpoint
-- No entry enters the ledger that does not continue the chain.
CREATE FUNCTION tureen_guard_bill_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  previous bytea;
BEGIN
  IF NEW.number = 1 THEN
    previous := decode(repeat('00', 32), 'hex');
  ELSE
    SELECT e.hash INTO previous FROM bill_entries e
    WHERE e.restaurant_id = NEW.restaurant_id AND e.number = NEW.number - 1;
  END IF;
  IF previous IS NULL OR NEW.previous_hash <> previous OR NEW.hash <> tureen_bill_hash(NEW) THEN
    RAISE EXCEPTION 'entry % does not continue the chain of hashes', NEW.number
      USING ERRCODE = 'TU003';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER bill_entries_guard_insert BEFORE INSERT ON bill_entries
  FOR EACH ROW EXECUTE FUNCTION tureen_guard_bill_entry();
--> statement-breakpoint
-- Who pays how much for what never changes, and money that came in is never forgotten.
CREATE FUNCTION tureen_guard_payment_update() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  moving CONSTANT text[] := ARRAY['status', 'status_at', 'provider_reference', 'refunded_minor',
    'tip_refunded_minor'];
BEGIN
  IF (to_jsonb(OLD) - moving) IS DISTINCT FROM (to_jsonb(NEW) - moving) THEN
    RAISE EXCEPTION 'a payment changes nothing but where it stands' USING ERRCODE = 'TU001';
  END IF;
  IF OLD.provider_reference IS NOT NULL AND NEW.provider_reference IS DISTINCT FROM OLD.provider_reference THEN
    RAISE EXCEPTION 'a payment keeps what its provider calls it' USING ERRCODE = 'TU001';
  END IF;
  IF OLD.status IN ('captured', 'refunded') AND NEW.status NOT IN ('captured', 'refunded') THEN
    RAISE EXCEPTION 'a payment does not go from % to %', OLD.status, NEW.status
      USING ERRCODE = 'TU002';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER payments_guard_update BEFORE UPDATE ON payments
  FOR EACH ROW EXECUTE FUNCTION tureen_guard_payment_update();
--> statement-breakpoint
CREATE TRIGGER payments_refuse_delete BEFORE DELETE ON payments
  FOR EACH ROW EXECUTE FUNCTION tureen_refuse_change();
--> statement-breakpoint
-- Where the worker has wishes to pay to decide, and providers to ask.
CREATE FUNCTION tureen_due_payment_wishes(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT restaurant_id FROM payment_wishes
  WHERE status = 'pending' AND next_attempt_at <= moment LIMIT at_most
$$;
--> statement-breakpoint
CREATE FUNCTION tureen_due_provider_tasks(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT restaurant_id FROM provider_tasks
  WHERE status = 'pending' AND next_attempt_at <= moment LIMIT at_most
$$;
--> statement-breakpoint
CREATE FUNCTION tureen_due_demonstration_news(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT restaurant_id FROM demonstration_charges
  WHERE news_left > 0 AND news_due_at <= moment LIMIT at_most
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION tureen_due_payment_wishes(timestamptz, int),
  tureen_due_provider_tasks(timestamptz, int), tureen_due_demonstration_news(timestamptz, int)
  FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION tureen_due_payment_wishes(timestamptz, int),
  tureen_due_provider_tasks(timestamptz, int), tureen_due_demonstration_news(timestamptz, int)
  TO tureen_app;
