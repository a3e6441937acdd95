CREATE TABLE "rate_limits" (
	"key" text NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"expire" bigint,
	CONSTRAINT "rate_limits_pk" PRIMARY KEY("key"),
	CONSTRAINT "rate_limits_key_length" CHECK (char_length("rate_limits"."key") between 1 and 255),
	CONSTRAINT "rate_limits_expire_positive" CHECK ("rate_limits"."expire" > 0)
);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON rate_limits TO tureen_app;
--> statement-breakpoint
-- Every wrong try is an update of the same few rows.
ALTER TABLE rate_limits SET (fillfactor = 50);
