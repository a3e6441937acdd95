ALTER TABLE "menu_categories" ADD COLUMN "external_id" text;--> statement-breakpoint
ALTER TABLE "menu_item_option_values" ADD COLUMN "external_id" text;--> statement-breakpoint
ALTER TABLE "menu_item_option_values" ADD COLUMN "allergens" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "menu_item_options" ADD COLUMN "external_id" text;--> statement-breakpoint
ALTER TABLE "menu_items" ADD COLUMN "external_id" text;--> statement-breakpoint
ALTER TABLE "restaurants" ADD COLUMN "day_starts_at" integer DEFAULT 4 NOT NULL;--> statement-breakpoint
ALTER TABLE "menu_categories" ADD CONSTRAINT "menu_categories_external_id_length" CHECK (char_length("menu_categories"."external_id") between 1 and 100);--> statement-breakpoint
ALTER TABLE "menu_item_option_values" ADD CONSTRAINT "menu_item_option_values_external_id_length" CHECK (char_length("menu_item_option_values"."external_id") between 1 and 100);--> statement-breakpoint
ALTER TABLE "menu_item_options" ADD CONSTRAINT "menu_item_options_external_id_length" CHECK (char_length("menu_item_options"."external_id") between 1 and 100);--> statement-breakpoint
ALTER TABLE "menu_items" ADD CONSTRAINT "menu_items_external_id_length" CHECK (char_length("menu_items"."external_id") between 1 and 100);--> statement-breakpoint
ALTER TABLE "restaurants" ADD CONSTRAINT "restaurants_day_starts_at_bounds" CHECK ("restaurants"."day_starts_at" between 0 and 12);