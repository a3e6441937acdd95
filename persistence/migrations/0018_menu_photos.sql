CREATE TABLE "menu_photo_files" (
	"restaurant_id" uuid NOT NULL,
	"hash" text NOT NULL,
	"width" integer NOT NULL,
	"format" text NOT NULL,
	"data" "bytea" NOT NULL,
	CONSTRAINT "menu_photo_files_pk" PRIMARY KEY("restaurant_id","hash","width","format"),
	CONSTRAINT "menu_photo_files_format_known" CHECK ("menu_photo_files"."format" in ('avif', 'webp')),
	CONSTRAINT "menu_photo_files_width_bounds" CHECK ("menu_photo_files"."width" between 1 and 9999),
	CONSTRAINT "menu_photo_files_data_length" CHECK (octet_length("menu_photo_files"."data") between 1 and 4194304)
);
--> statement-breakpoint
CREATE TABLE "menu_photo_uses" (
	"restaurant_id" uuid NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "menu_photo_uses_pk" PRIMARY KEY("restaurant_id","hash")
);
--> statement-breakpoint
CREATE TABLE "menu_photos" (
	"restaurant_id" uuid NOT NULL,
	"hash" text NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"placeholder" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "menu_photos_pk" PRIMARY KEY("restaurant_id","hash"),
	CONSTRAINT "menu_photos_hash_form" CHECK ("menu_photos"."hash" ~ '^[0-9a-f]{32}$'),
	CONSTRAINT "menu_photos_width_bounds" CHECK ("menu_photos"."width" between 1 and 9999),
	CONSTRAINT "menu_photos_height_bounds" CHECK ("menu_photos"."height" between 1 and 9999),
	CONSTRAINT "menu_photos_placeholder_length" CHECK (char_length("menu_photos"."placeholder") between 48 and 48)
);
--> statement-breakpoint
ALTER TABLE "menu_photo_files" ADD CONSTRAINT "menu_photo_files_photo_fk" FOREIGN KEY ("restaurant_id","hash") REFERENCES "public"."menu_photos"("restaurant_id","hash") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "menu_photo_uses" ADD CONSTRAINT "menu_photo_uses_photo_fk" FOREIGN KEY ("restaurant_id","hash") REFERENCES "public"."menu_photos"("restaurant_id","hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "menu_photos" ADD CONSTRAINT "menu_photos_restaurant_fk" FOREIGN KEY ("restaurant_id") REFERENCES "public"."restaurants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "idx_menu_photos_at" ON "menu_photos" USING btree ("restaurant_id","at");
--> statement-breakpoint
-- What drizzle cannot say. Bound to the transaction's restaurant, as in 0003. A photo's pictures never
-- change, and go only with a photo that no menu shows; of a photo only the moment of its upload moves.
GRANT SELECT, INSERT ON menu_photos, menu_photo_files, menu_photo_uses TO tureen_app;
--> statement-breakpoint
GRANT UPDATE (at), DELETE ON menu_photos TO tureen_app;
--> statement-breakpoint
ALTER TABLE menu_photos ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE menu_photo_files ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE menu_photo_uses ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own_restaurant ON menu_photos TO tureen_app
  USING (restaurant_id = tureen_current_restaurant());
--> statement-breakpoint
CREATE POLICY own_restaurant ON menu_photo_files TO tureen_app
  USING (restaurant_id = tureen_current_restaurant());
--> statement-breakpoint
CREATE POLICY own_restaurant ON menu_photo_uses TO tureen_app
  USING (restaurant_id = tureen_current_restaurant());
--> statement-breakpoint
CREATE TRIGGER menu_photo_files_refuse_change BEFORE UPDATE ON menu_photo_files
  FOR EACH ROW EXECUTE FUNCTION tureen_refuse_change();
--> statement-breakpoint
CREATE TRIGGER menu_photo_uses_refuse_change BEFORE UPDATE OR DELETE ON menu_photo_uses
  FOR EACH ROW EXECUTE FUNCTION tureen_refuse_change();
--> statement-breakpoint
CREATE TRIGGER menu_photo_uses_refuse_truncate BEFORE TRUNCATE ON menu_photo_uses
  FOR EACH STATEMENT EXECUTE FUNCTION tureen_refuse_change();
--> statement-breakpoint
-- AVIF and WebP do not get smaller: Postgres need not try.
ALTER TABLE menu_photo_files ALTER COLUMN data SET STORAGE EXTERNAL;
--> statement-breakpoint
-- Where photos that neither a menu ever showed nor a draft names were uploaded before `moment`.
CREATE FUNCTION tureen_due_photo_removals(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT p.restaurant_id FROM menu_photos p
  WHERE p.at < moment AND NOT EXISTS (
    SELECT FROM menu_photo_uses u WHERE u.restaurant_id = p.restaurant_id AND u.hash = p.hash)
    AND NOT EXISTS (
      SELECT FROM menu_drafts d WHERE d.restaurant_id = p.restaurant_id
        AND (strpos(d.draft::text, p.hash) > 0 OR strpos(d.planned::text, p.hash) > 0))
  LIMIT at_most
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION tureen_due_photo_removals(timestamptz, int) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION tureen_due_photo_removals(timestamptz, int) TO tureen_app;
