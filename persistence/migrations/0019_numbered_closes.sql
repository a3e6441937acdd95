-- A day may be closed more than once: closes go by their number alone, and say which one of their day they are.
ALTER TABLE "fiscal_closes" ADD COLUMN "of_day" integer;--> statement-breakpoint
ALTER TABLE "bills" ADD COLUMN "changes" jsonb;--> statement-breakpoint
-- contract: nothing refers to a close by its day, and rows with one close a day fit what is laxer
ALTER TABLE "fiscal_closes" DROP CONSTRAINT "fiscal_closes_pk";
--> statement-breakpoint
-- contract: the primary key in the statement after this one promises the same of the same columns
ALTER TABLE "fiscal_closes" DROP CONSTRAINT "fiscal_closes_number_unique";--> statement-breakpoint
-- contract: the numbers were unique before, and running versions count them up as they did
ALTER TABLE "fiscal_closes" ADD CONSTRAINT "fiscal_closes_pk" PRIMARY KEY("restaurant_id","number");--> statement-breakpoint
ALTER TABLE "fiscal_closes" ADD CONSTRAINT "fiscal_closes_of_day_unique" UNIQUE("restaurant_id","business_day","of_day");--> statement-breakpoint
ALTER TABLE "fiscal_closes" ADD CONSTRAINT "fiscal_closes_of_day_positive" CHECK ("fiscal_closes"."of_day" >= 1);
--> statement-breakpoint
-- As in 0013; and one that says which close of its day it is follows those of its day, and holds receipts of no other.
CREATE OR REPLACE FUNCTION tureen_guard_fiscal_close() RETURNS trigger LANGUAGE plpgsql AS $$
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
  IF NEW.of_day <> 1 + (SELECT count(*) FROM fiscal_closes c
      WHERE c.restaurant_id = NEW.restaurant_id AND c.business_day = NEW.business_day) THEN
    RAISE EXCEPTION 'close % does not follow those of its day', NEW.number USING ERRCODE = 'TU003';
  END IF;
  IF NEW.of_day IS NOT NULL AND EXISTS (SELECT FROM receipts r
      WHERE r.restaurant_id = NEW.restaurant_id AND r.kind <> 'table'
        AND r.number BETWEEN NEW.first_receipt AND NEW.last_receipt
        AND r.business_day <> NEW.business_day) THEN
    RAISE EXCEPTION 'close % holds receipts of another day', NEW.number USING ERRCODE = 'TU003';
  END IF;
  RETURN NEW;
END
$$;
