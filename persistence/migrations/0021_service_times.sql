ALTER TABLE "menu_items" ADD COLUMN "sold_out_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "menu_items" ADD COLUMN "stock_per_day" integer;--> statement-breakpoint
ALTER TABLE "menu_items" ADD COLUMN "stock_day" date;--> statement-breakpoint
ALTER TABLE "restaurants" ADD COLUMN "opening_hours" jsonb;--> statement-breakpoint
ALTER TABLE "restaurants" ADD COLUMN "paused_from" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "restaurants" ADD COLUMN "paused_until" timestamp with time zone;--> statement-breakpoint
-- contract: of a column that is new and empty; nothing there need be looked through while writers wait.
ALTER TABLE "menu_items" ADD CONSTRAINT "menu_items_stock_per_day_bounds" CHECK ("menu_items"."stock_per_day" between 0 and 1000000) NOT VALID;--> statement-breakpoint
-- contract: of columns that are new and empty; nothing there need be looked through while writers wait.
ALTER TABLE "restaurants" ADD CONSTRAINT "restaurants_pause" CHECK (("restaurants"."paused_from" is null) = ("restaurants"."paused_until" is null)) NOT VALID;