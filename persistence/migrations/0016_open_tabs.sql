-- contract: replaced below by the same list with more kinds, which holds for every row there is.
ALTER TABLE "bill_entries" DROP CONSTRAINT "bill_entries_kind_known";--> statement-breakpoint
-- contract: replaced below by the same list with more tasks, which holds for every row there is.
ALTER TABLE "provider_tasks" DROP CONSTRAINT "provider_tasks_task_known";--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "hold_minor" bigint;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "authorised_minor" bigint;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "tab_closed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "demonstration_charges" ADD COLUMN "manual" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "demonstration_faults" ADD COLUMN "decline_raise" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "demonstration_faults" ADD COLUMN "expire_holds" boolean DEFAULT false NOT NULL;--> statement-breakpoint
-- contract: wider than the one before; what is there need not be looked through while writers wait.
ALTER TABLE "bill_entries" ADD CONSTRAINT "bill_entries_kind_known" CHECK ("bill_entries"."kind" in ('adjusted', 'reserved', 'captured', 'failed', 'lapsed', 'refunded', 'refund-failed', 'receipted', 'authorising', 'authorised', 'raise-refused', 'released')) NOT VALID;--> statement-breakpoint
-- contract: wider than the one before; what is there need not be looked through while writers wait.
ALTER TABLE "provider_tasks" ADD CONSTRAINT "provider_tasks_task_known" CHECK ("provider_tasks"."task" in ('start', 'look', 'cancel', 'refund', 'raise', 'capture')) NOT VALID;
--> statement-breakpoint
-- What drizzle cannot say. As before, and of a tab: what is held is only ever raised, and its amount and tip
-- are settled once, when it is closed, from what is held. A card that is only held pays nothing.
CREATE OR REPLACE FUNCTION tureen_guard_payment_update() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  moving text[] := ARRAY['status', 'status_at', 'provider_reference', 'refunded_minor',
    'tip_refunded_minor', 'authorised_minor', 'tab_closed_at'];
  closes boolean := OLD.hold_minor IS NOT NULL AND OLD.status = 'authorised'
    AND OLD.tab_closed_at IS NULL AND NEW.tab_closed_at IS NOT NULL;
BEGIN
  IF closes THEN
    moving := moving || ARRAY['amount_minor', 'tip_minor'];
  END IF;
  IF (to_jsonb(OLD) - moving) IS DISTINCT FROM (to_jsonb(NEW) - moving) THEN
    RAISE EXCEPTION 'a payment changes nothing but where it stands' USING ERRCODE = 'TU001';
  END IF;
  IF OLD.provider_reference IS NOT NULL AND NEW.provider_reference IS DISTINCT FROM OLD.provider_reference THEN
    RAISE EXCEPTION 'a payment keeps what its provider calls it' USING ERRCODE = 'TU001';
  END IF;
  IF NEW.tab_closed_at IS DISTINCT FROM OLD.tab_closed_at AND NOT closes
      OR closes AND NEW.amount_minor + NEW.tip_minor > OLD.authorised_minor THEN
    RAISE EXCEPTION 'a tab is closed once, and for no more than is held' USING ERRCODE = 'TU001';
  END IF;
  IF NEW.authorised_minor IS DISTINCT FROM OLD.authorised_minor AND (NEW.hold_minor IS NULL
      OR NEW.authorised_minor IS NULL OR NEW.authorised_minor < OLD.authorised_minor) THEN
    RAISE EXCEPTION 'what is held for a tab is only raised' USING ERRCODE = 'TU001';
  END IF;
  IF OLD.status IN ('captured', 'refunded') AND NEW.status NOT IN ('captured', 'refunded')
      OR NEW.status = 'captured' AND NEW.hold_minor IS NOT NULL AND NEW.tab_closed_at IS NULL THEN
    RAISE EXCEPTION 'a payment does not go from % to %', OLD.status, NEW.status
      USING ERRCODE = 'TU002';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
-- A card that was given back, or whose hold ran out, is no payment that failed.
CREATE OR REPLACE FUNCTION tureen_failed_payments(failed_since timestamptz) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*) FROM payments WHERE status = 'failed' AND status_at > failed_since
    AND (authorised_minor IS NULL OR tab_closed_at IS NOT NULL)
$$;
