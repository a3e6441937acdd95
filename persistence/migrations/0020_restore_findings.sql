CREATE TABLE "restore_findings" (
	"restaurant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"session_id" uuid,
	"table_id" uuid,
	"details" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"settled_at" timestamp with time zone,
	"settled_by" uuid,
	CONSTRAINT "restore_findings_pk" PRIMARY KEY("restaurant_id","id"),
	CONSTRAINT "restore_findings_subject_unique" UNIQUE("restaurant_id","kind","subject"),
	CONSTRAINT "restore_findings_kind_known" CHECK ("restore_findings"."kind" in ('restore', 'order', 'payment')),
	CONSTRAINT "restore_findings_subject_length" CHECK (char_length("restore_findings"."subject") between 1 and 64)
);
--> statement-breakpoint
ALTER TABLE "restore_findings" ADD CONSTRAINT "restore_findings_restaurant_fk" FOREIGN KEY ("restaurant_id") REFERENCES "public"."restaurants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "idx_restore_findings_open" ON "restore_findings" USING btree ("restaurant_id","kind","at") WHERE "restore_findings"."settled_at" is null;
--> statement-breakpoint
-- What drizzle cannot say. Bound to the transaction's restaurant, as every table since 0003.
GRANT SELECT, INSERT, UPDATE ON restore_findings TO tureen_app;
--> statement-breakpoint
ALTER TABLE restore_findings ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own_restaurant ON restore_findings TO tureen_app
  USING (restaurant_id = tureen_current_restaurant());
--> statement-breakpoint
-- Where a restore is still so fresh that the payment provider is to be asked what it knows.
CREATE FUNCTION tureen_due_restores(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT f.restaurant_id FROM restore_findings f
    WHERE f.kind = 'restore' AND f.settled_at IS NULL AND f.at <= moment LIMIT at_most;
END
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION tureen_due_restores(timestamptz, int) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION tureen_due_restores(timestamptz, int) TO tureen_app;
--> statement-breakpoint
-- Since when the oldest thing waits that a payment provider is to do at once, over all restaurants.
CREATE FUNCTION tureen_provider_waits_since() RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (SELECT min(t.created_at) FROM provider_tasks t
    WHERE t.status = 'pending' AND t.task IN ('start', 'raise', 'capture', 'refund'));
END
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION tureen_provider_waits_since() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION tureen_provider_waits_since() TO tureen_app;
