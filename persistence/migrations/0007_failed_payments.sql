CREATE INDEX IF NOT EXISTS "idx_payments_failed" ON "payments" USING btree ("restaurant_id","status_at") WHERE "payments"."status" = 'failed';
--> statement-breakpoint
-- Payments that failed since a moment, over all restaurants: one number.
CREATE FUNCTION tureen_failed_payments(failed_since timestamptz) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*) FROM payments WHERE status = 'failed' AND status_at > failed_since
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION tureen_failed_payments(timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION tureen_failed_payments(timestamptz) TO tureen_app;
