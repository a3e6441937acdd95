CREATE TABLE "kitchen_printers" (
	"restaurant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"host" text,
	"port" integer,
	"token_hash" "bytea",
	"stations" uuid[] NOT NULL,
	"fallback" uuid,
	"dots" integer NOT NULL,
	"language" text NOT NULL,
	"is_on" boolean NOT NULL,
	"last_event" bigint NOT NULL,
	"trouble" text,
	"trouble_since" timestamp with time zone,
	"seen_at" timestamp with time zone,
	"next_try_at" timestamp with time zone NOT NULL,
	"tries" integer NOT NULL,
	"lease" uuid,
	"lease_until" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "kitchen_printers_pk" PRIMARY KEY("restaurant_id","id"),
	CONSTRAINT "kitchen_printers_name_unique" UNIQUE("restaurant_id","name"),
	CONSTRAINT "kitchen_printers_name_length" CHECK (char_length("kitchen_printers"."name") between 1 and 40),
	CONSTRAINT "kitchen_printers_host_length" CHECK (char_length("kitchen_printers"."host") between 1 and 253),
	CONSTRAINT "kitchen_printers_port_bounds" CHECK ("kitchen_printers"."port" between 1 and 65535),
	CONSTRAINT "kitchen_printers_dots_bounds" CHECK ("kitchen_printers"."dots" between 100 and 2000),
	CONSTRAINT "kitchen_printers_kind_known" CHECK ("kitchen_printers"."kind" in ('escpos', 'cloudprnt')),
	CONSTRAINT "kitchen_printers_language_known" CHECK ("kitchen_printers"."language" in ('en', 'de', 'ar', 'zh', 'ja')),
	CONSTRAINT "kitchen_printers_trouble_known" CHECK ("kitchen_printers"."trouble" in ('paper-out', 'cover-open', 'no-answer', 'fault')),
	CONSTRAINT "kitchen_printers_reached" CHECK (("kitchen_printers"."kind" = 'escpos') = ("kitchen_printers"."host" is not null and "kitchen_printers"."port" is not null)
        and ("kitchen_printers"."kind" = 'cloudprnt') = ("kitchen_printers"."token_hash" is not null)),
	CONSTRAINT "kitchen_printers_trouble_since" CHECK (("kitchen_printers"."trouble" is null) = ("kitchen_printers"."trouble_since" is null)),
	CONSTRAINT "kitchen_printers_lease_until" CHECK (("kitchen_printers"."lease" is null) = ("kitchen_printers"."lease_until" is null)),
	CONSTRAINT "kitchen_printers_counts_positive" CHECK ("kitchen_printers"."last_event" >= 0 and "kitchen_printers"."tries" >= 0)
);
--> statement-breakpoint
CREATE TABLE "print_jobs" (
	"restaurant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"printer_id" uuid NOT NULL,
	"at_printer_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"event_number" bigint,
	"again" boolean NOT NULL,
	"state" text NOT NULL,
	"begun" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"printed_at" timestamp with time zone,
	CONSTRAINT "print_jobs_pk" PRIMARY KEY("restaurant_id","id"),
	CONSTRAINT "print_jobs_kind_known" CHECK ("print_jobs"."kind" in ('order', 'cancelled', 'again', 'test')),
	CONSTRAINT "print_jobs_state_known" CHECK ("print_jobs"."state" in ('waiting', 'begun', 'printed', 'dropped')),
	CONSTRAINT "print_jobs_test_or_event" CHECK (("print_jobs"."kind" = 'test') = ("print_jobs"."event_number" is null)),
	CONSTRAINT "print_jobs_begun_positive" CHECK ("print_jobs"."begun" >= 0)
);
--> statement-breakpoint
ALTER TABLE "kitchen_printers" ADD CONSTRAINT "kitchen_printers_restaurant_fk" FOREIGN KEY ("restaurant_id") REFERENCES "public"."restaurants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "print_jobs" ADD CONSTRAINT "print_jobs_printer_fk" FOREIGN KEY ("restaurant_id","printer_id") REFERENCES "public"."kitchen_printers"("restaurant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "print_jobs" ADD CONSTRAINT "print_jobs_at_printer_fk" FOREIGN KEY ("restaurant_id","at_printer_id") REFERENCES "public"."kitchen_printers"("restaurant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "print_jobs_event_unique" ON "print_jobs" USING btree ("restaurant_id","printer_id","event_number") WHERE not "print_jobs"."again";--> statement-breakpoint
CREATE INDEX "idx_print_jobs_open" ON "print_jobs" USING btree ("restaurant_id","at_printer_id") WHERE "print_jobs"."state" in ('waiting', 'begun');--> statement-breakpoint
CREATE INDEX "idx_print_jobs_created" ON "print_jobs" USING btree ("restaurant_id","created_at");
--> statement-breakpoint
-- What drizzle cannot say. Bound to the transaction's restaurant, as every table since 0003.
GRANT SELECT, INSERT, DELETE ON kitchen_printers, print_jobs TO tureen_app;
--> statement-breakpoint
GRANT UPDATE (name, host, port, stations, fallback, dots, language, is_on, last_event, trouble, trouble_since,
  seen_at, next_try_at, tries, lease, lease_until) ON kitchen_printers TO tureen_app;
--> statement-breakpoint
GRANT UPDATE (at_printer_id, state, begun, printed_at) ON print_jobs TO tureen_app;
--> statement-breakpoint
ALTER TABLE kitchen_printers ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE print_jobs ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own_restaurant ON kitchen_printers TO tureen_app
  USING (restaurant_id = tureen_current_restaurant());
--> statement-breakpoint
CREATE POLICY own_restaurant ON print_jobs TO tureen_app
  USING (restaurant_id = tureen_current_restaurant());
--> statement-breakpoint
-- Where a printer is to be looked after, or has not been told of all that has happened in its kitchen.
CREATE FUNCTION tureen_due_prints(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
  part uuid[];
BEGIN
  FOR part IN SELECT tureen_parts() LOOP
    BEGIN
      RETURN QUERY
      SELECT DISTINCT p.restaurant_id FROM kitchen_printers p
        JOIN restaurant_counters c ON c.restaurant_id = p.restaurant_id
      WHERE (part IS NULL OR p.restaurant_id = ANY (part)) AND p.is_on
        AND (p.last_event < c.next_event_number - 1
          OR (p.next_try_at <= moment AND (p.lease_until IS NULL OR p.lease_until <= moment)))
      LIMIT at_most;
    EXCEPTION WHEN connection_exception THEN
      NULL; -- tureen_unreachable() tells.
    END;
  END LOOP;
END
$$;
--> statement-breakpoint
-- Where slips are older than `moment`.
CREATE FUNCTION tureen_due_print_removals(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
  part uuid[];
BEGIN
  FOR part IN SELECT tureen_parts() LOOP
    BEGIN
      RETURN QUERY
      SELECT DISTINCT j.restaurant_id FROM print_jobs j
      WHERE (part IS NULL OR j.restaurant_id = ANY (part)) AND j.created_at < moment LIMIT at_most;
    EXCEPTION WHEN connection_exception THEN
      NULL; -- tureen_unreachable() tells.
    END;
  END LOOP;
END
$$;
--> statement-breakpoint
-- Slips that are not on paper, since when the oldest of them waits, and printers that somebody has to look after.
CREATE FUNCTION tureen_print_health(OUT waiting bigint, OUT oldest timestamptz, OUT troubled bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
  part uuid[];
  more bigint;
  since timestamptz;
  away bigint;
BEGIN
  waiting := 0;
  troubled := 0;
  FOR part IN SELECT tureen_parts() LOOP
    BEGIN
      SELECT count(*), min(j.created_at) INTO more, since FROM print_jobs j
        WHERE (part IS NULL OR j.restaurant_id = ANY (part)) AND j.state IN ('waiting', 'begun');
      SELECT count(*) INTO away FROM kitchen_printers p
        WHERE (part IS NULL OR p.restaurant_id = ANY (part)) AND p.is_on AND p.trouble IS NOT NULL;
      waiting := waiting + more;
      oldest := least(oldest, since);
      troubled := troubled + away;
    EXCEPTION WHEN connection_exception THEN
      NULL; -- tureen_unreachable() tells.
    END;
  END LOOP;
END
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION tureen_due_prints(timestamptz, int), tureen_due_print_removals(timestamptz, int),
  tureen_print_health() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION tureen_due_prints(timestamptz, int), tureen_due_print_removals(timestamptz, int),
  tureen_print_health() TO tureen_app;
