ALTER TABLE "users" ADD COLUMN "arrival_hash" "bytea";--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_arrival_sha256" CHECK (octet_length("users"."arrival_hash") = 32);