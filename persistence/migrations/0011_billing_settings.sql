CREATE TABLE "billing_settings" (
	"restaurant_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"billing" jsonb NOT NULL,
	"valid_from" timestamp with time zone NOT NULL,
	"by_user" uuid,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "billing_settings_pk" PRIMARY KEY("restaurant_id","version"),
	CONSTRAINT "billing_settings_version_positive" CHECK ("billing_settings"."version" >= 1)
);
--> statement-breakpoint
ALTER TABLE "menu_items" ADD COLUMN "tax" jsonb;--> statement-breakpoint
ALTER TABLE "order_items" ADD COLUMN "tax" jsonb;--> statement-breakpoint
ALTER TABLE "billing_settings" ADD CONSTRAINT "billing_settings_restaurant_fk" FOREIGN KEY ("restaurant_id") REFERENCES "public"."restaurants"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
GRANT SELECT, INSERT ON billing_settings TO tureen_app;
--> statement-breakpoint
ALTER TABLE billing_settings ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own_restaurant ON billing_settings TO tureen_app
  USING (restaurant_id = tureen_current_restaurant());
--> statement-breakpoint
-- What held in the past is what its bills were made by.
CREATE TRIGGER billing_settings_refuse_change BEFORE UPDATE OR DELETE ON billing_settings
  FOR EACH ROW EXECUTE FUNCTION tureen_refuse_change();
--> statement-breakpoint
CREATE TRIGGER billing_settings_refuse_truncate BEFORE TRUNCATE ON billing_settings
  FOR EACH STATEMENT EXECUTE FUNCTION tureen_refuse_change();
