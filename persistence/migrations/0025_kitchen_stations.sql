CREATE TABLE "kitchen_stations" (
	"restaurant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"position" integer NOT NULL,
	"is_default" boolean NOT NULL,
	"warn_after_s" integer,
	"late_after_s" integer,
	CONSTRAINT "kitchen_stations_pk" PRIMARY KEY("restaurant_id","id"),
	CONSTRAINT "kitchen_stations_name_unique" UNIQUE("restaurant_id","name"),
	CONSTRAINT "kitchen_stations_name_length" CHECK (char_length("kitchen_stations"."name") between 1 and 40),
	CONSTRAINT "kitchen_stations_position_positive" CHECK ("kitchen_stations"."position" >= 0),
	CONSTRAINT "kitchen_stations_warn_bounds" CHECK ("kitchen_stations"."warn_after_s" between 30 and 14400),
	CONSTRAINT "kitchen_stations_late_bounds" CHECK ("kitchen_stations"."late_after_s" between 30 and 14400)
);
--> statement-breakpoint
ALTER TABLE "kitchen_stations" ADD CONSTRAINT "kitchen_stations_restaurant_fk" FOREIGN KEY ("restaurant_id") REFERENCES "public"."restaurants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "kitchen_stations_default_unique" ON "kitchen_stations" USING btree ("restaurant_id") WHERE "kitchen_stations"."is_default";
--> statement-breakpoint
-- What drizzle cannot say. Bound to the transaction's restaurant, as every table since 0003.
GRANT SELECT, INSERT, DELETE ON kitchen_stations TO tureen_app;
--> statement-breakpoint
GRANT UPDATE (name, position, is_default, warn_after_s, late_after_s) ON kitchen_stations TO tureen_app;
--> statement-breakpoint
ALTER TABLE kitchen_stations ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own_restaurant ON kitchen_stations TO tureen_app
  USING (restaurant_id = tureen_current_restaurant());
