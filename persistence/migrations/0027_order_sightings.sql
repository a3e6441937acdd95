CREATE TABLE "order_sightings" (
	"restaurant_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"part" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "order_sightings_pk" PRIMARY KEY("restaurant_id","order_id","part"),
	CONSTRAINT "order_sightings_part_length" CHECK (char_length("order_sightings"."part") between 1 and 40)
);
--> statement-breakpoint
ALTER TABLE "order_sightings" ADD CONSTRAINT "order_sightings_order_fk" FOREIGN KEY ("restaurant_id","order_id") REFERENCES "public"."orders"("restaurant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- What drizzle cannot say. Bound to the transaction's restaurant, as every table since 0003; never changed.
GRANT SELECT, INSERT ON order_sightings TO tureen_app;
--> statement-breakpoint
ALTER TABLE order_sightings ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own_restaurant ON order_sightings TO tureen_app
  USING (restaurant_id = tureen_current_restaurant());
