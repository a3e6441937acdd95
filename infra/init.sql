-- Tureen's schema, generated from persistence/migrations. Do not edit: after a change of the
-- migrations run
--   node infra/deploy/init-sql/main.ts
-- Safe to repeat: each migration runs only where it has not run yet, everything in one transaction.
-- Run it as the user who owns the database and may create roles.
BEGIN;
SET LOCAL client_min_messages = warning;
DO $init$ BEGIN PERFORM pg_advisory_xact_lock(7461626901); END $init$;
CREATE SCHEMA IF NOT EXISTS drizzle;
CREATE TABLE IF NOT EXISTS drizzle.__drizzle_migrations (
  id SERIAL PRIMARY KEY,
  hash text NOT NULL,
  created_at bigint
);

-- 0000_schema
DO $init$
BEGIN
  IF EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at >= 1795348326362) THEN
    RETURN;
  END IF;
  EXECUTE $statement$
CREATE TABLE "menu_categories" (
	"restaurant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"translations" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"position" integer NOT NULL,
	"archived_at" timestamp with time zone,
	CONSTRAINT "menu_categories_pk" PRIMARY KEY("restaurant_id","id"),
	CONSTRAINT "menu_categories_name_length" CHECK (char_length("menu_categories"."name") between 1 and 200),
	CONSTRAINT "menu_categories_position_bounds" CHECK ("menu_categories"."position" between 0 and 9999)
);
$statement$;
  EXECUTE $statement$
CREATE TABLE "menu_item_option_values" (
	"restaurant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"option_id" uuid NOT NULL,
	"name" text NOT NULL,
	"translations" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"price_delta_minor" bigint NOT NULL,
	"is_available" boolean DEFAULT true NOT NULL,
	"position" integer NOT NULL,
	"archived_at" timestamp with time zone,
	CONSTRAINT "menu_item_option_values_pk" PRIMARY KEY("restaurant_id","id"),
	CONSTRAINT "menu_item_option_values_name_length" CHECK (char_length("menu_item_option_values"."name") between 1 and 200),
	CONSTRAINT "menu_item_option_values_delta_bounds" CHECK ("menu_item_option_values"."price_delta_minor" between -9999999999 and 9999999999),
	CONSTRAINT "menu_item_option_values_position_bounds" CHECK ("menu_item_option_values"."position" between 0 and 9999)
);
$statement$;
  EXECUTE $statement$
CREATE TABLE "menu_item_options" (
	"restaurant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"name" text NOT NULL,
	"translations" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"min" integer NOT NULL,
	"max" integer NOT NULL,
	"position" integer NOT NULL,
	"archived_at" timestamp with time zone,
	CONSTRAINT "menu_item_options_pk" PRIMARY KEY("restaurant_id","id"),
	CONSTRAINT "menu_item_options_name_length" CHECK (char_length("menu_item_options"."name") between 1 and 200),
	CONSTRAINT "menu_item_options_min_max" CHECK (0 <= "menu_item_options"."min" and "menu_item_options"."min" <= "menu_item_options"."max" and "menu_item_options"."max" <= 999),
	CONSTRAINT "menu_item_options_position_bounds" CHECK ("menu_item_options"."position" between 0 and 9999)
);
$statement$;
  EXECUTE $statement$
CREATE TABLE "menu_items" (
	"restaurant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"category_id" uuid NOT NULL,
	"name" text NOT NULL,
	"code" text,
	"description" text,
	"translations" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"description_translations" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"price_minor" bigint NOT NULL,
	"allergens" text[] DEFAULT '{}' NOT NULL,
	"additives" text[] DEFAULT '{}' NOT NULL,
	"is_orderable" boolean DEFAULT true NOT NULL,
	"is_available" boolean DEFAULT true NOT NULL,
	"stock" integer,
	"position" integer NOT NULL,
	"archived_at" timestamp with time zone,
	CONSTRAINT "menu_items_pk" PRIMARY KEY("restaurant_id","id"),
	CONSTRAINT "menu_items_name_length" CHECK (char_length("menu_items"."name") between 1 and 300),
	CONSTRAINT "menu_items_code_length" CHECK (char_length("menu_items"."code") between 1 and 40),
	CONSTRAINT "menu_items_description_length" CHECK (char_length("menu_items"."description") between 1 and 2000),
	CONSTRAINT "menu_items_price_bounds" CHECK ("menu_items"."price_minor" between 0 and 9999999999),
	CONSTRAINT "menu_items_stock_bounds" CHECK ("menu_items"."stock" between 0 and 1000000),
	CONSTRAINT "menu_items_position_bounds" CHECK ("menu_items"."position" between 0 and 9999)
);
$statement$;
  EXECUTE $statement$
CREATE TABLE "menu_versions" (
	"restaurant_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"menu" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "menu_versions_pk" PRIMARY KEY("restaurant_id","version"),
	CONSTRAINT "menu_versions_version_positive" CHECK ("menu_versions"."version" >= 1)
);
$statement$;
  EXECUTE $statement$
CREATE TABLE "order_item_customizations" (
	"restaurant_id" uuid NOT NULL,
	"order_item_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"option_id" uuid NOT NULL,
	"option_name" text NOT NULL,
	"value_id" uuid NOT NULL,
	"value_name" text NOT NULL,
	"price_delta_minor" bigint NOT NULL,
	CONSTRAINT "order_item_customizations_pk" PRIMARY KEY("restaurant_id","order_item_id","position"),
	CONSTRAINT "order_item_customizations_option_length" CHECK (char_length("order_item_customizations"."option_name") between 1 and 200),
	CONSTRAINT "order_item_customizations_value_length" CHECK (char_length("order_item_customizations"."value_name") between 1 and 200),
	CONSTRAINT "order_item_customizations_delta_bounds" CHECK ("order_item_customizations"."price_delta_minor" between -9999999999 and 9999999999),
	CONSTRAINT "order_item_customizations_position_bounds" CHECK ("order_item_customizations"."position" between 0 and 9999)
);
$statement$;
  EXECUTE $statement$
CREATE TABLE "order_item_shares" (
	"restaurant_id" uuid NOT NULL,
	"order_item_id" uuid NOT NULL,
	"diner" text NOT NULL,
	"quantity" integer NOT NULL,
	CONSTRAINT "order_item_shares_pk" PRIMARY KEY("restaurant_id","order_item_id","diner"),
	CONSTRAINT "order_item_shares_diner_shape" CHECK ("order_item_shares"."diner" ~ '^d[1-9][0-9]{0,2}$'),
	CONSTRAINT "order_item_shares_quantity_bounds" CHECK ("order_item_shares"."quantity" between 1 and 999)
);
$statement$;
  EXECUTE $statement$
CREATE TABLE "order_items" (
	"restaurant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"line_id" text NOT NULL,
	"menu_item_id" uuid NOT NULL,
	"name" text NOT NULL,
	"unit_price_minor" bigint NOT NULL,
	"quantity" integer NOT NULL,
	"note" text,
	"for_diner" text,
	"allergens" text[] NOT NULL,
	CONSTRAINT "order_items_pk" PRIMARY KEY("restaurant_id","id"),
	CONSTRAINT "order_items_position_unique" UNIQUE("restaurant_id","order_id","position"),
	CONSTRAINT "order_items_line_unique" UNIQUE("restaurant_id","order_id","line_id"),
	CONSTRAINT "order_items_name_length" CHECK (char_length("order_items"."name") between 1 and 300),
	CONSTRAINT "order_items_line_id_length" CHECK (char_length("order_items"."line_id") between 4 and 40),
	CONSTRAINT "order_items_note_length" CHECK (char_length("order_items"."note") between 1 and 500),
	CONSTRAINT "order_items_price_bounds" CHECK ("order_items"."unit_price_minor" between 0 and 9999999999),
	CONSTRAINT "order_items_quantity_bounds" CHECK ("order_items"."quantity" between 1 and 999),
	CONSTRAINT "order_items_position_bounds" CHECK ("order_items"."position" between 0 and 9999),
	CONSTRAINT "order_items_for_diner_shape" CHECK ("order_items"."for_diner" ~ '^d[1-9][0-9]{0,2}$')
);
$statement$;
  EXECUTE $statement$
CREATE TABLE "order_status_history" (
	"restaurant_id" uuid NOT NULL,
	"event_number" bigint NOT NULL,
	"order_id" uuid NOT NULL,
	"from_status" text,
	"to_status" text NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text,
	"reason" text,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "order_status_history_pk" PRIMARY KEY("restaurant_id","event_number"),
	CONSTRAINT "order_status_history_number_positive" CHECK ("order_status_history"."event_number" >= 1),
	CONSTRAINT "order_status_history_from_known" CHECK ("order_status_history"."from_status" in ('placed', 'accepted', 'preparing', 'ready', 'served', 'cancelled')),
	CONSTRAINT "order_status_history_to_known" CHECK ("order_status_history"."to_status" in ('placed', 'accepted', 'preparing', 'ready', 'served', 'cancelled')),
	CONSTRAINT "order_status_history_actor_known" CHECK ("order_status_history"."actor_kind" in ('diner', 'staff', 'server')),
	CONSTRAINT "order_status_history_actor_length" CHECK (char_length("order_status_history"."actor_id") between 1 and 64),
	CONSTRAINT "order_status_history_reason_length" CHECK (char_length("order_status_history"."reason") between 1 and 300),
	CONSTRAINT "order_status_history_moves" CHECK (case when "order_status_history"."from_status" is null then "order_status_history"."to_status" = 'placed' else "order_status_history"."from_status" <> "order_status_history"."to_status" end)
);
$statement$;
  EXECUTE $statement$
CREATE TABLE "orders" (
	"restaurant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"confirm_id" text NOT NULL,
	"number" bigint NOT NULL,
	"diner" text NOT NULL,
	"menu_version" integer NOT NULL,
	"currency" char(3) NOT NULL,
	"total_minor" bigint NOT NULL,
	"placed_at" timestamp with time zone NOT NULL,
	"status" text NOT NULL,
	"status_at" timestamp with time zone NOT NULL,
	"cancel_reason" text,
	CONSTRAINT "orders_pk" PRIMARY KEY("restaurant_id","id"),
	CONSTRAINT "orders_number_unique" UNIQUE("restaurant_id","number"),
	CONSTRAINT "orders_confirm_unique" UNIQUE("restaurant_id","session_id","confirm_id"),
	CONSTRAINT "orders_status_known" CHECK ("orders"."status" in ('placed', 'accepted', 'preparing', 'ready', 'served', 'cancelled')),
	CONSTRAINT "orders_number_positive" CHECK ("orders"."number" >= 1),
	CONSTRAINT "orders_diner_shape" CHECK ("orders"."diner" ~ '^d[1-9][0-9]{0,2}$'),
	CONSTRAINT "orders_currency_shape" CHECK ("orders"."currency" ~ '^[A-Z]{3}$'),
	CONSTRAINT "orders_total_bounds" CHECK ("orders"."total_minor" between 0 and 9999999999000),
	CONSTRAINT "orders_confirm_id_length" CHECK (char_length("orders"."confirm_id") between 4 and 40),
	CONSTRAINT "orders_cancel_reason_length" CHECK (char_length("orders"."cancel_reason") between 1 and 300),
	CONSTRAINT "orders_reason_when_cancelled" CHECK (("orders"."status" = 'cancelled') = ("orders"."cancel_reason" is not null))
);
$statement$;
  EXECUTE $statement$
CREATE TABLE "payments" (
	"restaurant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"order_id" uuid,
	"diner" text,
	"method" text NOT NULL,
	"currency" char(3) NOT NULL,
	"amount_minor" bigint NOT NULL,
	"tip_minor" bigint DEFAULT 0 NOT NULL,
	"status" text NOT NULL,
	"idempotency_key" text NOT NULL,
	"provider_reference" text,
	"created_at" timestamp with time zone NOT NULL,
	"status_at" timestamp with time zone NOT NULL,
	CONSTRAINT "payments_pk" PRIMARY KEY("restaurant_id","id"),
	CONSTRAINT "payments_idempotency_unique" UNIQUE("restaurant_id","idempotency_key"),
	CONSTRAINT "payments_method_known" CHECK ("payments"."method" in ('cash', 'card', 'online', 'other')),
	CONSTRAINT "payments_status_known" CHECK ("payments"."status" in ('pending', 'authorised', 'captured', 'failed', 'refunded')),
	CONSTRAINT "payments_currency_shape" CHECK ("payments"."currency" ~ '^[A-Z]{3}$'),
	CONSTRAINT "payments_diner_shape" CHECK ("payments"."diner" ~ '^d[1-9][0-9]{0,2}$'),
	CONSTRAINT "payments_amount_bounds" CHECK ("payments"."amount_minor" between 1 and 9999999999000),
	CONSTRAINT "payments_tip_bounds" CHECK ("payments"."tip_minor" between 0 and 9999999999000),
	CONSTRAINT "payments_idempotency_length" CHECK (char_length("payments"."idempotency_key") between 8 and 100),
	CONSTRAINT "payments_provider_reference_length" CHECK (char_length("payments"."provider_reference") between 1 and 200)
);
$statement$;
  EXECUTE $statement$
CREATE TABLE "auth_sessions" (
	"restaurant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "auth_sessions_pk" PRIMARY KEY("restaurant_id","id"),
	CONSTRAINT "auth_sessions_token_unique" UNIQUE("restaurant_id","token_hash"),
	CONSTRAINT "auth_sessions_token_sha256" CHECK (octet_length("auth_sessions"."token_hash") = 32),
	CONSTRAINT "auth_sessions_expires_later" CHECK ("auth_sessions"."expires_at" > "auth_sessions"."created_at")
);
$statement$;
  EXECUTE $statement$
CREATE TABLE "users" (
	"restaurant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"role" text NOT NULL,
	"display_name" text,
	"session_id" uuid,
	"seat" integer,
	"diner" text,
	"login" text,
	"password_hash" text,
	"is_host" boolean DEFAULT false NOT NULL,
	"ready" boolean DEFAULT false NOT NULL,
	"call" text DEFAULT 'none' NOT NULL,
	"called_at" timestamp with time zone,
	"answered_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"left_at" timestamp with time zone,
	"disabled_at" timestamp with time zone,
	CONSTRAINT "users_pk" PRIMARY KEY("restaurant_id","id"),
	CONSTRAINT "users_seat_unique" UNIQUE("restaurant_id","session_id","seat"),
	CONSTRAINT "users_login_unique" UNIQUE("restaurant_id","login"),
	CONSTRAINT "users_role_known" CHECK ("users"."role" in ('diner', 'waiter', 'kitchen', 'manager')),
	CONSTRAINT "users_call_known" CHECK ("users"."call" in ('none', 'waiter', 'bill')),
	CONSTRAINT "users_display_name_length" CHECK (char_length("users"."display_name") between 1 and 40),
	CONSTRAINT "users_seat_bounds" CHECK ("users"."seat" between 1 and 200),
	CONSTRAINT "users_login_shape" CHECK ("users"."login" ~ '^[a-z0-9._-]{2,40}@[a-z0-9]{2,16}$'),
	CONSTRAINT "users_password_hash_length" CHECK (char_length("users"."password_hash") between 32 and 400),
	CONSTRAINT "users_diner_or_staff" CHECK (case when "users"."role" = 'diner'
        then "users"."session_id" is not null and "users"."seat" is not null
          and coalesce("users"."diner" = 'd' || "users"."seat"::text, false)
          and "users"."login" is null and "users"."password_hash" is null
        else "users"."session_id" is null and "users"."seat" is null and "users"."diner" is null
          and "users"."login" is not null and "users"."password_hash" is not null
        end)
);
$statement$;
  EXECUTE $statement$
CREATE TABLE "qr_codes" (
	"restaurant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"table_id" uuid NOT NULL,
	"code" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "qr_codes_pk" PRIMARY KEY("restaurant_id","id"),
	CONSTRAINT "qr_codes_code_unique" UNIQUE("restaurant_id","code"),
	CONSTRAINT "qr_codes_code_length" CHECK (char_length("qr_codes"."code") between 12 and 64)
);
$statement$;
  EXECUTE $statement$
CREATE TABLE "restaurant_counters" (
	"restaurant_id" uuid NOT NULL,
	"next_order_number" bigint DEFAULT 1 NOT NULL,
	"next_event_number" bigint DEFAULT 1 NOT NULL,
	CONSTRAINT "restaurant_counters_pk" PRIMARY KEY("restaurant_id"),
	CONSTRAINT "restaurant_counters_positive" CHECK ("restaurant_counters"."next_order_number" >= 1 and "restaurant_counters"."next_event_number" >= 1)
);
$statement$;
  EXECUTE $statement$
CREATE TABLE "restaurants" (
	"id" uuid NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"currency" char(3) NOT NULL,
	"locale" text NOT NULL,
	"timezone" text DEFAULT 'UTC' NOT NULL,
	"opening" text DEFAULT 'diner' NOT NULL,
	"menu_version" integer DEFAULT 0 NOT NULL,
	"cache_version" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "restaurants_pk" PRIMARY KEY("id"),
	CONSTRAINT "restaurants_slug_unique" UNIQUE("slug"),
	CONSTRAINT "restaurants_slug_shape" CHECK ("restaurants"."slug" ~ '^[a-z0-9]{2,16}$'),
	CONSTRAINT "restaurants_currency_shape" CHECK ("restaurants"."currency" ~ '^[A-Z]{3}$'),
	CONSTRAINT "restaurants_name_length" CHECK (char_length("restaurants"."name") between 1 and 200),
	CONSTRAINT "restaurants_locale_length" CHECK (char_length("restaurants"."locale") between 2 and 35),
	CONSTRAINT "restaurants_timezone_length" CHECK (char_length("restaurants"."timezone") between 1 and 64),
	CONSTRAINT "restaurants_opening_known" CHECK ("restaurants"."opening" in ('diner', 'staff')),
	CONSTRAINT "restaurants_menu_version_positive" CHECK ("restaurants"."menu_version" >= 0),
	CONSTRAINT "restaurants_cache_version_positive" CHECK ("restaurants"."cache_version" >= 0)
);
$statement$;
  EXECUTE $statement$
CREATE TABLE "tables" (
	"restaurant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"label" text NOT NULL,
	"position" integer NOT NULL,
	"archived_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "tables_pk" PRIMARY KEY("restaurant_id","id"),
	CONSTRAINT "tables_label_unique" UNIQUE("restaurant_id","label"),
	CONSTRAINT "tables_label_length" CHECK (char_length("tables"."label") between 1 and 40),
	CONSTRAINT "tables_position_bounds" CHECK ("tables"."position" between 0 and 9999)
);
$statement$;
  EXECUTE $statement$
CREATE TABLE "session_activity_log" (
	"restaurant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"session_id" uuid,
	"actor_kind" text NOT NULL,
	"actor_id" text,
	"action" text NOT NULL,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "session_activity_log_pk" PRIMARY KEY("restaurant_id","id"),
	CONSTRAINT "session_activity_log_actor_known" CHECK ("session_activity_log"."actor_kind" in ('diner', 'staff', 'server')),
	CONSTRAINT "session_activity_log_actor_length" CHECK (char_length("session_activity_log"."actor_id") between 1 and 64),
	CONSTRAINT "session_activity_log_action_shape" CHECK ("session_activity_log"."action" ~ '^[a-z][a-z._-]{1,63}$')
);
$statement$;
  EXECUTE $statement$
CREATE TABLE "session_snapshots" (
	"restaurant_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"state" "bytea" NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "session_snapshots_pk" PRIMARY KEY("restaurant_id","session_id","seq"),
	CONSTRAINT "session_snapshots_seq_positive" CHECK ("session_snapshots"."seq" >= 1)
);
$statement$;
  EXECUTE $statement$
CREATE TABLE "session_updates" (
	"restaurant_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"author" text NOT NULL,
	"update" "bytea" NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "session_updates_pk" PRIMARY KEY("restaurant_id","session_id","seq"),
	CONSTRAINT "session_updates_seq_positive" CHECK ("session_updates"."seq" >= 1),
	CONSTRAINT "session_updates_author_shape" CHECK ("session_updates"."author" ~ '^(server|d[1-9][0-9]{0,2})$'),
	CONSTRAINT "session_updates_update_size" CHECK (octet_length("session_updates"."update") between 2 and 8388608)
);
$statement$;
  EXECUTE $statement$
CREATE TABLE "sessions" (
	"restaurant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"table_id" uuid NOT NULL,
	"status" text NOT NULL,
	"pin" text NOT NULL,
	"head_seq" bigint NOT NULL,
	"opened_by" text NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"last_activity_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	"next_seat" integer NOT NULL,
	"menu_version" integer NOT NULL,
	CONSTRAINT "sessions_pk" PRIMARY KEY("restaurant_id","id"),
	CONSTRAINT "sessions_status_known" CHECK ("sessions"."status" in ('active', 'closed', 'expired')),
	CONSTRAINT "sessions_opened_by_known" CHECK ("sessions"."opened_by" in ('diner', 'staff')),
	CONSTRAINT "sessions_pin_shape" CHECK ("sessions"."pin" ~ '^[0-9]{4,12}$'),
	CONSTRAINT "sessions_head_seq_positive" CHECK ("sessions"."head_seq" >= 0),
	CONSTRAINT "sessions_next_seat_bounds" CHECK ("sessions"."next_seat" between 1 and 201),
	CONSTRAINT "sessions_menu_version_positive" CHECK ("sessions"."menu_version" >= 0),
	CONSTRAINT "sessions_closed_at_when_over" CHECK (("sessions"."status" = 'active') = ("sessions"."closed_at" is null))
);
$statement$;
  EXECUTE $statement$
CREATE TABLE "sync_queue" (
	"restaurant_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"confirm_id" text NOT NULL,
	"payload" jsonb NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone NOT NULL,
	"error" text,
	"result" jsonb,
	"created_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "sync_queue_pk" PRIMARY KEY("restaurant_id","session_id","confirm_id"),
	CONSTRAINT "sync_queue_status_known" CHECK ("sync_queue"."status" in ('pending', 'done', 'failed')),
	CONSTRAINT "sync_queue_confirm_id_length" CHECK (char_length("sync_queue"."confirm_id") between 4 and 40),
	CONSTRAINT "sync_queue_attempts_bounds" CHECK ("sync_queue"."attempts" between 0 and 1000),
	CONSTRAINT "sync_queue_error_length" CHECK (char_length("sync_queue"."error") between 0 and 2000),
	CONSTRAINT "sync_queue_finished_when_over" CHECK (("sync_queue"."status" = 'pending') = ("sync_queue"."finished_at" is null))
);
$statement$;
  EXECUTE $statement$
ALTER TABLE "menu_categories" ADD CONSTRAINT "menu_categories_restaurant_fk" FOREIGN KEY ("restaurant_id") REFERENCES "public"."restaurants"("id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "menu_item_option_values" ADD CONSTRAINT "menu_item_option_values_option_fk" FOREIGN KEY ("restaurant_id","option_id") REFERENCES "public"."menu_item_options"("restaurant_id","id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "menu_item_options" ADD CONSTRAINT "menu_item_options_item_fk" FOREIGN KEY ("restaurant_id","item_id") REFERENCES "public"."menu_items"("restaurant_id","id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "menu_items" ADD CONSTRAINT "menu_items_category_fk" FOREIGN KEY ("restaurant_id","category_id") REFERENCES "public"."menu_categories"("restaurant_id","id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "menu_versions" ADD CONSTRAINT "menu_versions_restaurant_fk" FOREIGN KEY ("restaurant_id") REFERENCES "public"."restaurants"("id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "order_item_customizations" ADD CONSTRAINT "order_item_customizations_item_fk" FOREIGN KEY ("restaurant_id","order_item_id") REFERENCES "public"."order_items"("restaurant_id","id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "order_item_shares" ADD CONSTRAINT "order_item_shares_item_fk" FOREIGN KEY ("restaurant_id","order_item_id") REFERENCES "public"."order_items"("restaurant_id","id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "order_items" ADD CONSTRAINT "order_items_order_fk" FOREIGN KEY ("restaurant_id","order_id") REFERENCES "public"."orders"("restaurant_id","id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "order_items" ADD CONSTRAINT "order_items_menu_item_fk" FOREIGN KEY ("restaurant_id","menu_item_id") REFERENCES "public"."menu_items"("restaurant_id","id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "order_status_history" ADD CONSTRAINT "order_status_history_order_fk" FOREIGN KEY ("restaurant_id","order_id") REFERENCES "public"."orders"("restaurant_id","id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "orders" ADD CONSTRAINT "orders_session_fk" FOREIGN KEY ("restaurant_id","session_id") REFERENCES "public"."sessions"("restaurant_id","id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "payments" ADD CONSTRAINT "payments_session_fk" FOREIGN KEY ("restaurant_id","session_id") REFERENCES "public"."sessions"("restaurant_id","id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "payments" ADD CONSTRAINT "payments_order_fk" FOREIGN KEY ("restaurant_id","order_id") REFERENCES "public"."orders"("restaurant_id","id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "auth_sessions" ADD CONSTRAINT "auth_sessions_user_fk" FOREIGN KEY ("restaurant_id","user_id") REFERENCES "public"."users"("restaurant_id","id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "users" ADD CONSTRAINT "users_restaurant_fk" FOREIGN KEY ("restaurant_id") REFERENCES "public"."restaurants"("id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "users" ADD CONSTRAINT "users_session_fk" FOREIGN KEY ("restaurant_id","session_id") REFERENCES "public"."sessions"("restaurant_id","id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "qr_codes" ADD CONSTRAINT "qr_codes_table_fk" FOREIGN KEY ("restaurant_id","table_id") REFERENCES "public"."tables"("restaurant_id","id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "restaurant_counters" ADD CONSTRAINT "restaurant_counters_restaurant_fk" FOREIGN KEY ("restaurant_id") REFERENCES "public"."restaurants"("id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "tables" ADD CONSTRAINT "tables_restaurant_fk" FOREIGN KEY ("restaurant_id") REFERENCES "public"."restaurants"("id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "session_activity_log" ADD CONSTRAINT "session_activity_log_restaurant_fk" FOREIGN KEY ("restaurant_id") REFERENCES "public"."restaurants"("id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "session_activity_log" ADD CONSTRAINT "session_activity_log_session_fk" FOREIGN KEY ("restaurant_id","session_id") REFERENCES "public"."sessions"("restaurant_id","id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "session_snapshots" ADD CONSTRAINT "session_snapshots_session_fk" FOREIGN KEY ("restaurant_id","session_id") REFERENCES "public"."sessions"("restaurant_id","id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "session_updates" ADD CONSTRAINT "session_updates_session_fk" FOREIGN KEY ("restaurant_id","session_id") REFERENCES "public"."sessions"("restaurant_id","id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_table_fk" FOREIGN KEY ("restaurant_id","table_id") REFERENCES "public"."tables"("restaurant_id","id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "sync_queue" ADD CONSTRAINT "sync_queue_session_fk" FOREIGN KEY ("restaurant_id","session_id") REFERENCES "public"."sessions"("restaurant_id","id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
CREATE INDEX "idx_menu_item_option_values_option" ON "menu_item_option_values" USING btree ("restaurant_id","option_id");
$statement$;
  EXECUTE $statement$
CREATE INDEX "idx_menu_item_options_item" ON "menu_item_options" USING btree ("restaurant_id","item_id");
$statement$;
  EXECUTE $statement$
CREATE INDEX "idx_menu_items_restaurant_available" ON "menu_items" USING btree ("restaurant_id","is_available");
$statement$;
  EXECUTE $statement$
CREATE INDEX "idx_menu_items_category" ON "menu_items" USING btree ("restaurant_id","category_id");
$statement$;
  EXECUTE $statement$
CREATE INDEX "idx_order_status_history_order" ON "order_status_history" USING btree ("restaurant_id","order_id","event_number");
$statement$;
  EXECUTE $statement$
CREATE INDEX "idx_orders_session_status" ON "orders" USING btree ("session_id","status");
$statement$;
  EXECUTE $statement$
CREATE INDEX "idx_orders_restaurant_open" ON "orders" USING btree ("restaurant_id","number") WHERE "orders"."status" in ('placed', 'accepted', 'preparing', 'ready');
$statement$;
  EXECUTE $statement$
CREATE INDEX "idx_payments_session" ON "payments" USING btree ("restaurant_id","session_id");
$statement$;
  EXECUTE $statement$
CREATE INDEX "idx_auth_sessions_user" ON "auth_sessions" USING btree ("restaurant_id","user_id");
$statement$;
  EXECUTE $statement$
CREATE INDEX "idx_auth_sessions_expiry" ON "auth_sessions" USING btree ("restaurant_id","expires_at");
$statement$;
  EXECUTE $statement$
CREATE INDEX "idx_qr_codes_table" ON "qr_codes" USING btree ("restaurant_id","table_id");
$statement$;
  EXECUTE $statement$
CREATE INDEX "idx_session_activity_log_session" ON "session_activity_log" USING btree ("restaurant_id","session_id","at");
$statement$;
  EXECUTE $statement$
CREATE UNIQUE INDEX "sessions_one_active_per_table" ON "sessions" USING btree ("restaurant_id","table_id") WHERE "sessions"."status" = 'active';
$statement$;
  EXECUTE $statement$
CREATE INDEX "idx_sessions_restaurant_status" ON "sessions" USING btree ("restaurant_id","status");
$statement$;
  EXECUTE $statement$
CREATE INDEX "idx_sessions_active" ON "sessions" USING btree ("restaurant_id","id") WHERE "sessions"."status" = 'active';
$statement$;
  EXECUTE $statement$
CREATE INDEX "idx_sync_queue_due" ON "sync_queue" USING btree ("restaurant_id","next_attempt_at") WHERE "sync_queue"."status" = 'pending';
$statement$;
  EXECUTE $statement$
CREATE INDEX "idx_sync_queue_failed" ON "sync_queue" USING btree ("restaurant_id","finished_at") WHERE "sync_queue"."status" = 'failed';
$statement$;
  INSERT INTO drizzle.__drizzle_migrations (hash, created_at)
    VALUES ('f5e9c2b7aa70f35de2c420df0858d094ba076c10173448196a3567fba3657f9e', 1795348326362);
END
$init$;

-- 0001_roles_and_immutability
DO $init$
BEGIN
  IF EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at >= 1795348326954) THEN
    RETURN;
  END IF;
  EXECUTE $statement$
-- What drizzle cannot say: storage parameters, the application's role, and the triggers that keep
-- orders and logs as they were written. Statements here are safe to meet an existing role, because
-- roles are shared by all databases of a server.

-- Every edit bumps head_seq, last_activity_at and expires_at: leave room for HOT updates.
ALTER TABLE sessions SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
$statement$;
  EXECUTE $statement$
ALTER TABLE restaurant_counters SET (fillfactor = 50);
$statement$;
  EXECUTE $statement$
ALTER TABLE menu_items SET (fillfactor = 80);
$statement$;
  EXECUTE $statement$
ALTER TABLE orders SET (fillfactor = 80);
$statement$;
  EXECUTE $statement$
ALTER TABLE sync_queue SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
$statement$;
  EXECUTE $statement$
-- Updates are small binary; compressing them costs time on the hot path and saves nothing.
ALTER TABLE session_updates ALTER COLUMN "update" SET STORAGE EXTERNAL;
$statement$;
  EXECUTE $statement$
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tureen_app') THEN
    CREATE ROLE tureen_app NOLOGIN;
  END IF;
EXCEPTION
  -- Another database of this server is being migrated at the same moment.
  WHEN duplicate_object OR unique_violation THEN NULL;
END
$$;
$statement$;
  EXECUTE $statement$
DO $$
BEGIN
  IF NOT pg_has_role(current_user, 'tureen_app', 'MEMBER') THEN
    EXECUTE format('GRANT tureen_app TO %I', current_user);
  END IF;
END
$$;
$statement$;
  EXECUTE $statement$
GRANT USAGE ON SCHEMA public TO tureen_app;
$statement$;
  EXECUTE $statement$
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO tureen_app;
$statement$;
  EXECUTE $statement$
GRANT UPDATE ON restaurants, restaurant_counters, tables, qr_codes, sessions, users, auth_sessions,
  menu_categories, menu_items, menu_item_options, menu_item_option_values, sync_queue, payments
  TO tureen_app;
$statement$;
  EXECUTE $statement$
GRANT UPDATE (status, status_at, cancel_reason) ON orders TO tureen_app;
$statement$;
  EXECUTE $statement$
GRANT DELETE ON auth_sessions, session_snapshots TO tureen_app;
$statement$;
  EXECUTE $statement$
CREATE FUNCTION tureen_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: its rows never change', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'TU001';
END
$$;
$statement$;
  EXECUTE $statement$
CREATE FUNCTION tureen_guard_order_update() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  steps CONSTANT text[] := ARRAY['placed', 'accepted', 'preparing', 'ready', 'served'];
  before_step int := array_position(steps, OLD.status);
  after_step int := array_position(steps, NEW.status);
BEGIN
  IF (to_jsonb(OLD) - ARRAY['status', 'status_at', 'cancel_reason'])
     IS DISTINCT FROM (to_jsonb(NEW) - ARRAY['status', 'status_at', 'cancel_reason']) THEN
    RAISE EXCEPTION 'an order changes nothing but its status' USING ERRCODE = 'TU001';
  END IF;
  IF NEW.status = 'cancelled' AND OLD.status IN ('placed', 'accepted', 'preparing', 'ready') THEN
    RETURN NEW;
  END IF;
  -- One step forward, or one step back to undo a slip; nothing leaves 'cancelled'.
  IF before_step IS NOT NULL AND after_step IS NOT NULL AND abs(after_step - before_step) = 1 THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'an order does not go from % to %', OLD.status, NEW.status
    USING ERRCODE = 'TU002';
END
$$;
$statement$;
  EXECUTE $statement$
CREATE FUNCTION tureen_guard_order_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status <> 'placed' THEN
    RAISE EXCEPTION 'an order begins as placed, not %', NEW.status USING ERRCODE = 'TU002';
  END IF;
  RETURN NEW;
END
$$;
$statement$;
  EXECUTE $statement$
-- A committed order does not grow either: its parts are inserted in the transaction that inserts
-- the order (and outside any savepoint, which would have another transaction id).
CREATE FUNCTION tureen_guard_order_item_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM orders o
    WHERE o.restaurant_id = NEW.restaurant_id AND o.id = NEW.order_id
      AND o.xmin = pg_current_xact_id()::xid
  ) THEN
    RAISE EXCEPTION 'items belong to the transaction of their order' USING ERRCODE = 'TU001';
  END IF;
  RETURN NEW;
END
$$;
$statement$;
  EXECUTE $statement$
CREATE FUNCTION tureen_guard_order_item_part_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM order_items i
    WHERE i.restaurant_id = NEW.restaurant_id AND i.id = NEW.order_item_id
      AND i.xmin = pg_current_xact_id()::xid
  ) THEN
    RAISE EXCEPTION 'parts of an order item belong to the transaction of their order'
      USING ERRCODE = 'TU001';
  END IF;
  RETURN NEW;
END
$$;
$statement$;
  EXECUTE $statement$
CREATE TRIGGER orders_guard_insert BEFORE INSERT ON orders
  FOR EACH ROW EXECUTE FUNCTION tureen_guard_order_insert();
$statement$;
  EXECUTE $statement$
CREATE TRIGGER orders_guard_update BEFORE UPDATE ON orders
  FOR EACH ROW EXECUTE FUNCTION tureen_guard_order_update();
$statement$;
  EXECUTE $statement$
CREATE TRIGGER orders_refuse_delete BEFORE DELETE ON orders
  FOR EACH ROW EXECUTE FUNCTION tureen_refuse_change();
$statement$;
  EXECUTE $statement$
CREATE TRIGGER orders_refuse_truncate BEFORE TRUNCATE ON orders
  FOR EACH STATEMENT EXECUTE FUNCTION tureen_refuse_change();
$statement$;
  EXECUTE $statement$
CREATE TRIGGER order_items_guard_insert BEFORE INSERT ON order_items
  FOR EACH ROW EXECUTE FUNCTION tureen_guard_order_item_insert();
$statement$;
  EXECUTE $statement$
CREATE TRIGGER order_item_customizations_guard_insert BEFORE INSERT ON order_item_customizations
  FOR EACH ROW EXECUTE FUNCTION tureen_guard_order_item_part_insert();
$statement$;
  EXECUTE $statement$
CREATE TRIGGER order_item_shares_guard_insert BEFORE INSERT ON order_item_shares
  FOR EACH ROW EXECUTE FUNCTION tureen_guard_order_item_part_insert();
$statement$;
  EXECUTE $statement$
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['order_items', 'order_item_customizations', 'order_item_shares',
    'order_status_history', 'session_updates', 'menu_versions', 'session_activity_log']
  LOOP
    EXECUTE format('CREATE TRIGGER %1$s_refuse_change BEFORE UPDATE OR DELETE ON %1$s
      FOR EACH ROW EXECUTE FUNCTION tureen_refuse_change()', name);
    EXECUTE format('CREATE TRIGGER %1$s_refuse_truncate BEFORE TRUNCATE ON %1$s
      FOR EACH STATEMENT EXECUTE FUNCTION tureen_refuse_change()', name);
  END LOOP;
END
$$;
$statement$;
  INSERT INTO drizzle.__drizzle_migrations (hash, created_at)
    VALUES ('b23cb68a935489174d0fabef6fd5ff0646649e05ef77866426ea984dd496cb9c', 1795348326954);
END
$init$;

-- 0002_trust
DO $init$
BEGIN
  IF EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at >= 1795358628483) THEN
    RETURN;
  END IF;
  EXECUTE $statement$
-- A chain through each restaurant's order history, so that whoever alters it afterwards, whatever
-- rights they have in the database, can be found out (npm run audit). How the hashes are made is
-- written in src/audit/chain.ts; the functions here say the same in SQL, and every insert is checked
-- against them. Also: when a sign-in was last used, and in which role somebody of the staff acted.

ALTER TABLE "order_status_history" ADD COLUMN "order_digest" bytea;
$statement$;
  EXECUTE $statement$
ALTER TABLE "order_status_history" ADD COLUMN "previous_hash" bytea;
$statement$;
  EXECUTE $statement$
ALTER TABLE "order_status_history" ADD COLUMN "hash" bytea;
$statement$;
  EXECUTE $statement$
ALTER TABLE "auth_sessions" ADD COLUMN "last_seen_at" timestamp with time zone;
$statement$;
  EXECUTE $statement$
ALTER TABLE "restaurant_counters" ADD COLUMN "last_event_hash" bytea DEFAULT decode(repeat('00', 32), 'hex') NOT NULL;
$statement$;
  EXECUTE $statement$
ALTER TABLE "session_activity_log" ADD COLUMN "actor_role" text;
$statement$;
  EXECUTE $statement$
-- One field: its length in bytes, a colon and the UTF-8 text; a dash for null. So no two lists of
-- fields have the same encoding.
CREATE FUNCTION tureen_field(value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN value IS NULL THEN '-'
    ELSE octet_length(convert_to(value, 'UTF8'))::text || ':' || value END
$$;
$statement$;
  EXECUTE $statement$
-- A moment as whole microseconds since 1970.
CREATE FUNCTION tureen_field(value timestamptz) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT tureen_field(trunc(extract(epoch FROM value) * 1000000)::bigint::text)
$$;
$statement$;
  EXECUTE $statement$
-- What was ordered: everything about an order that never changes, with all its parts.
CREATE FUNCTION tureen_order_digest(restaurant uuid, wanted uuid) RETURNS bytea
LANGUAGE sql STABLE AS $$
  SELECT sha256(convert_to(
    tureen_field('tureen-order-1') || tureen_field(o.restaurant_id::text)
    || tureen_field(o.id::text) || tureen_field(o.session_id::text) || tureen_field(o.confirm_id)
    || tureen_field(o.number::text) || tureen_field(o.diner)
    || tureen_field(o.menu_version::text) || tureen_field(o.currency::text)
    || tureen_field(o.total_minor::text) || tureen_field(o.placed_at)
    || (SELECT tureen_field(count(*)::text) || coalesce(string_agg(
          tureen_field(i.id::text) || tureen_field(i.position::text) || tureen_field(i.line_id)
          || tureen_field(i.menu_item_id::text) || tureen_field(i.name)
          || tureen_field(i.unit_price_minor::text) || tureen_field(i.quantity::text)
          || tureen_field(i.note) || tureen_field(i.for_diner)
          || (SELECT tureen_field(count(*)::text)
                || coalesce(string_agg(tureen_field(a.code), '' ORDER BY a.place), '')
              FROM unnest(i.allergens) WITH ORDINALITY AS a (code, place))
          || (SELECT tureen_field(count(*)::text) || coalesce(string_agg(
                tureen_field(c.position::text) || tureen_field(c.option_id::text)
                || tureen_field(c.option_name) || tureen_field(c.value_id::text)
                || tureen_field(c.value_name) || tureen_field(c.price_delta_minor::text),
                '' ORDER BY c.position), '')
              FROM order_item_customizations c
              WHERE c.restaurant_id = i.restaurant_id AND c.order_item_id = i.id)
          || (SELECT tureen_field(count(*)::text) || coalesce(string_agg(
                tureen_field(s.diner) || tureen_field(s.quantity::text),
                '' ORDER BY s.diner COLLATE "C"), '')
              FROM order_item_shares s
              WHERE s.restaurant_id = i.restaurant_id AND s.order_item_id = i.id),
          '' ORDER BY i.position), '')
        FROM order_items i WHERE i.restaurant_id = o.restaurant_id AND i.order_id = o.id),
    'UTF8'))
  FROM orders o WHERE o.restaurant_id = restaurant AND o.id = wanted
$$;
$statement$;
  EXECUTE $statement$
-- The hash of one row: all its columns but the hash itself, the previous row's hash among them.
CREATE FUNCTION tureen_history_hash(h order_status_history) RETURNS bytea
LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(convert_to(
    tureen_field('tureen-history-1') || tureen_field(h.restaurant_id::text)
    || tureen_field(h.event_number::text) || tureen_field(h.order_id::text)
    || tureen_field(h.from_status) || tureen_field(h.to_status) || tureen_field(h.actor_kind)
    || tureen_field(h.actor_id) || tureen_field(h.reason) || tureen_field(h.at)
    || tureen_field(encode(h.order_digest, 'hex')) || tureen_field(encode(h.previous_hash, 'hex')),
    'UTF8'))
$$;
$statement$;
  EXECUTE $statement$
-- What was written before there was a chain enters it as it stands.
ALTER TABLE order_status_history DISABLE TRIGGER order_status_history_refuse_change;
$statement$;
  EXECUTE $statement$
DO $$
DECLARE
  entry order_status_history;
  restaurant uuid;
  previous bytea;
BEGIN
  FOR restaurant IN SELECT restaurant_id FROM restaurant_counters LOOP
    previous := decode(repeat('00', 32), 'hex');
    FOR entry IN
      SELECT * FROM order_status_history WHERE restaurant_id = restaurant ORDER BY event_number
    LOOP
      entry.previous_hash := previous;
      IF entry.from_status IS NULL THEN
        entry.order_digest := tureen_order_digest(restaurant, entry.order_id);
      END IF;
      previous := tureen_history_hash(entry);
      UPDATE order_status_history
      SET previous_hash = entry.previous_hash, order_digest = entry.order_digest, hash = previous
      WHERE restaurant_id = restaurant AND event_number = entry.event_number;
    END LOOP;
    UPDATE restaurant_counters SET last_event_hash = previous WHERE restaurant_id = restaurant;
  END LOOP;
END
$$;
$statement$;
  EXECUTE $statement$
ALTER TABLE order_status_history ENABLE TRIGGER order_status_history_refuse_change;
$statement$;
  EXECUTE $statement$
ALTER TABLE "order_status_history" ALTER COLUMN "previous_hash" SET NOT NULL;
$statement$;
  EXECUTE $statement$
ALTER TABLE "order_status_history" ALTER COLUMN "hash" SET NOT NULL;
$statement$;
  EXECUTE $statement$
ALTER TABLE "order_status_history" ADD CONSTRAINT "order_status_history_sha256" CHECK (octet_length("order_status_history"."previous_hash") = 32 and octet_length("order_status_history"."hash") = 32
        and coalesce(octet_length("order_status_history"."order_digest"), 32) = 32);
$statement$;
  EXECUTE $statement$
ALTER TABLE "order_status_history" ADD CONSTRAINT "order_status_history_digest_first" CHECK (("order_status_history"."from_status" is null) = ("order_status_history"."order_digest" is not null));
$statement$;
  EXECUTE $statement$
ALTER TABLE "restaurant_counters" ADD CONSTRAINT "restaurant_counters_sha256" CHECK (octet_length("restaurant_counters"."last_event_hash") = 32);
$statement$;
  EXECUTE $statement$
ALTER TABLE "session_activity_log" ADD CONSTRAINT "session_activity_log_role_known" CHECK ("session_activity_log"."actor_role" in ('waiter', 'kitchen', 'manager'));
$statement$;
  EXECUTE $statement$
-- No row enters the history that does not continue the chain.
CREATE FUNCTION tureen_guard_history_insert() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  previous bytea;
BEGIN
  IF NEW.event_number = 1 THEN
    previous := decode(repeat('00', 32), 'hex');
  ELSE
    SELECT h.hash INTO previous FROM order_status_history h
    WHERE h.restaurant_id = NEW.restaurant_id AND h.event_number = NEW.event_number - 1;
  END IF;
  IF previous IS NULL OR NEW.previous_hash <> previous OR NEW.hash <> tureen_history_hash(NEW) THEN
    RAISE EXCEPTION 'event % does not continue the chain of hashes', NEW.event_number
      USING ERRCODE = 'TU003';
  END IF;
  IF NEW.from_status IS NULL
     AND NEW.order_digest IS DISTINCT FROM tureen_order_digest(NEW.restaurant_id, NEW.order_id) THEN
    RAISE EXCEPTION 'event % does not carry the digest of its order', NEW.event_number
      USING ERRCODE = 'TU003';
  END IF;
  RETURN NEW;
END
$$;
$statement$;
  EXECUTE $statement$
CREATE TRIGGER order_status_history_guard_insert BEFORE INSERT ON order_status_history
  FOR EACH ROW EXECUTE FUNCTION tureen_guard_history_insert();
$statement$;
  INSERT INTO drizzle.__drizzle_migrations (hash, created_at)
    VALUES ('c01b0f98040a46844a8b5597c1b8fdf2811500b8c631c75e288b19de791b9be3', 1795358628483);
END
$init$;

-- 0003_row_security
DO $init$
BEGIN
  IF EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at >= 1795358630136) THEN
    RETURN;
  END IF;
  EXECUTE $statement$
-- Row-level security: the application's role sees and writes the rows of one restaurant at a time,
-- the one that the transaction has named in app.restaurant_id (src/restaurant-scope.ts), and none
-- where it has named none. It backs up that every statement carries its restaurant_id. The setting
-- is local to its transaction, as a pooler in transaction mode needs it. The tables' owner, who
-- migrates and audits, is not bound by it.

-- The transaction's restaurant. A statement that has named none fails (the setting is then unknown, or
-- empty after a transaction that set it): rows that are silently not there would be taken for truth.
CREATE FUNCTION tureen_current_restaurant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT current_setting('app.restaurant_id')::uuid
$$;
$statement$;
  EXECUTE $statement$
DO $$
DECLARE
  name text;
BEGIN
  FOR name IN
    SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
      AND a.attname = 'restaurant_id'
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY own_restaurant ON %I TO tureen_app
      USING (restaurant_id = tureen_current_restaurant())', name);
  END LOOP;
END
$$;
$statement$;
  EXECUTE $statement$
ALTER TABLE restaurants ENABLE ROW LEVEL SECURITY;
$statement$;
  EXECUTE $statement$
CREATE POLICY own_restaurant ON restaurants TO tureen_app
  USING (id = tureen_current_restaurant());
$statement$;
  EXECUTE $statement$
-- The few questions that go over all restaurants. Each runs with its owner's rights and gives away
-- no more than where to look next.
-- Whose table or login it is, told by the short name in front of QR codes and behind logins.
CREATE FUNCTION tureen_restaurant_of_slug(wanted text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT id FROM restaurants WHERE slug = wanted
$$;
$statement$;
  EXECUTE $statement$
-- For the menu import, which is told a restaurant by name.
CREATE FUNCTION tureen_restaurants_named(wanted text) RETURNS TABLE (id uuid, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.id, r.name FROM restaurants r WHERE r.id::text = wanted OR r.name = wanted
  ORDER BY r.created_at LIMIT 2
$$;
$statement$;
  EXECUTE $statement$
-- For the demo, which is made in an empty database only.
CREATE FUNCTION tureen_has_restaurants() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM restaurants)
$$;
$statement$;
  EXECUTE $statement$
-- Where the worker has something to do.
CREATE FUNCTION tureen_due_restaurants(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT restaurant_id FROM sync_queue
  WHERE status = 'pending' AND next_attempt_at <= moment LIMIT at_most
$$;
$statement$;
  EXECUTE $statement$
CREATE FUNCTION tureen_overdue_sessions(moment timestamptz, at_most int) RETURNS TABLE (restaurant_id uuid, session_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.restaurant_id, s.id FROM sessions s
  WHERE s.status = 'active' AND s.expires_at <= moment LIMIT at_most
$$;
$statement$;
  EXECUTE $statement$
CREATE FUNCTION tureen_long_tails(min_tail bigint, at_most int) RETURNS TABLE (restaurant_id uuid, session_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.restaurant_id, s.id
  FROM sessions s LEFT JOIN LATERAL (
    SELECT n.seq FROM session_snapshots n
    WHERE n.restaurant_id = s.restaurant_id AND n.session_id = s.id
    ORDER BY n.seq DESC LIMIT 1) newest ON true
  WHERE s.status = 'active' AND s.head_seq - coalesce(newest.seq, 0) >= min_tail
  LIMIT at_most
$$;
$statement$;
  EXECUTE $statement$
CREATE FUNCTION tureen_restaurants_with_ended_sign_ins(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT restaurant_id FROM auth_sessions WHERE expires_at < moment LIMIT at_most
$$;
$statement$;
  EXECUTE $statement$
-- How the queue is doing over all restaurants: two numbers and a moment.
CREATE FUNCTION tureen_queue_health(failed_since timestamptz) RETURNS TABLE (depth bigint, oldest timestamptz, failed bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT (SELECT count(*) FROM sync_queue WHERE status = 'pending'),
    (SELECT min(created_at) FROM sync_queue WHERE status = 'pending'),
    (SELECT count(*) FROM sync_queue WHERE status = 'failed' AND finished_at > failed_since)
$$;
$statement$;
  EXECUTE $statement$
REVOKE EXECUTE ON FUNCTION tureen_restaurant_of_slug(text),
  tureen_restaurants_named(text),
  tureen_has_restaurants(),
  tureen_due_restaurants(timestamptz, int),
  tureen_overdue_sessions(timestamptz, int),
  tureen_long_tails(bigint, int),
  tureen_restaurants_with_ended_sign_ins(timestamptz, int),
  tureen_queue_health(timestamptz)
  FROM PUBLIC;
$statement$;
  EXECUTE $statement$
GRANT EXECUTE ON FUNCTION tureen_restaurant_of_slug(text),
  tureen_restaurants_named(text),
  tureen_has_restaurants(),
  tureen_due_restaurants(timestamptz, int),
  tureen_overdue_sessions(timestamptz, int),
  tureen_long_tails(bigint, int),
  tureen_restaurants_with_ended_sign_ins(timestamptz, int),
  tureen_queue_health(timestamptz)
  TO tureen_app;
$statement$;
  INSERT INTO drizzle.__drizzle_migrations (hash, created_at)
    VALUES ('9668a2fabdc53d0ad02ea0bf580f587c291b19b27b240ed20c29c11095ecf9b2', 1795358630136);
END
$init$;

-- 0005_forgetting
DO $init$
BEGIN
  IF EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at >= 1795359495599) THEN
    RETURN;
  END IF;
  EXECUTE $statement$
ALTER TABLE "sessions" ADD COLUMN "log_state" text DEFAULT 'kept' NOT NULL;
$statement$;
  EXECUTE $statement$
CREATE INDEX "idx_sessions_log_due" ON "sessions" USING btree ("restaurant_id","closed_at") WHERE "sessions"."status" <> 'active' and "sessions"."log_state" <> 'gone';
$statement$;
  EXECUTE $statement$
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_log_state_known" CHECK ("sessions"."log_state" in ('kept', 'leaving', 'gone'));
$statement$;
  EXECUTE $statement$
-- A session's log goes as a whole, long after the session has ended, and only this way: the role of
-- the application has no DELETE on it, and the trigger refuses everybody else's.
CREATE FUNCTION tureen_guard_log_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.log_state = OLD.log_state THEN
    RETURN NEW;
  END IF;
  IF NOT ((OLD.log_state = 'kept' AND NEW.log_state = 'leaving')
       OR (OLD.log_state = 'leaving' AND NEW.log_state = 'gone')) THEN
    RAISE EXCEPTION 'a log does not go from % to %', OLD.log_state, NEW.log_state
      USING ERRCODE = 'TU001';
  END IF;
  -- Whatever retention is asked for; an hour of a day is left to clocks that differ.
  IF NEW.status = 'active' OR NEW.closed_at IS NULL OR NEW.closed_at > now() - interval '23 hours' THEN
    RAISE EXCEPTION 'a log is kept for at least a day after its session has ended'
      USING ERRCODE = 'TU001';
  END IF;
  RETURN NEW;
END
$$;
$statement$;
  EXECUTE $statement$
CREATE TRIGGER sessions_guard_log_state BEFORE UPDATE OF log_state ON sessions
  FOR EACH ROW EXECUTE FUNCTION tureen_guard_log_state();
$statement$;
  EXECUTE $statement$
CREATE FUNCTION tureen_guard_log_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM sessions s
    WHERE s.restaurant_id = OLD.restaurant_id AND s.id = OLD.session_id AND s.log_state = 'leaving'
  ) THEN
    RAISE EXCEPTION 'DELETE on session_updates is refused: this log is kept'
      USING ERRCODE = 'TU001';
  END IF;
  RETURN OLD;
END
$$;
$statement$;
  EXECUTE $statement$
DROP TRIGGER session_updates_refuse_change ON session_updates;
$statement$;
  EXECUTE $statement$
CREATE TRIGGER session_updates_refuse_change BEFORE UPDATE ON session_updates
  FOR EACH ROW EXECUTE FUNCTION tureen_refuse_change();
$statement$;
  EXECUTE $statement$
CREATE TRIGGER session_updates_guard_delete BEFORE DELETE ON session_updates
  FOR EACH ROW EXECUTE FUNCTION tureen_guard_log_delete();
$statement$;
  EXECUTE $statement$
-- Where the worker finds logs that have been kept for long enough. Left out as long as the kitchen is
-- not done with an order, or a confirm waits: both still write to the document.
CREATE FUNCTION tureen_old_logs(ended_before timestamptz, at_most int)
RETURNS TABLE (restaurant_id uuid, session_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT old.restaurant_id, old.id
  FROM restaurants r CROSS JOIN LATERAL (
    SELECT s.restaurant_id, s.id FROM sessions s
    WHERE s.restaurant_id = r.id
      AND s.status <> 'active' AND s.log_state <> 'gone' AND s.closed_at < ended_before
      AND NOT EXISTS (SELECT FROM orders o
        WHERE o.restaurant_id = s.restaurant_id AND o.session_id = s.id
          AND o.status IN ('placed', 'accepted', 'preparing', 'ready'))
      AND NOT EXISTS (SELECT FROM sync_queue q
        WHERE q.restaurant_id = s.restaurant_id AND q.session_id = s.id AND q.status = 'pending')
    ORDER BY s.closed_at LIMIT at_most) old
  LIMIT at_most
$$;
$statement$;
  EXECUTE $statement$
-- Removes at most p_limit updates of a session that ended before p_before; the last batch, which is
-- smaller, says that the log is gone. Only for the transaction's own restaurant. A session that somebody else is writing to is left alone.
CREATE FUNCTION tureen_remove_log(p_restaurant uuid, p_session uuid, p_before timestamptz,
  p_limit int, OUT removed int, OUT gone boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  state text;
BEGIN
  IF p_restaurant IS DISTINCT FROM tureen_current_restaurant() THEN
    RAISE EXCEPTION 'the log belongs to another restaurant' USING ERRCODE = '42501';
  END IF;
  removed := 0;
  gone := false;
  SELECT s.log_state INTO state FROM public.sessions s
    WHERE s.restaurant_id = p_restaurant AND s.id = p_session
      AND s.status <> 'active' AND s.closed_at < p_before AND s.log_state <> 'gone'
    FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  IF state = 'kept' THEN
    UPDATE public.sessions SET log_state = 'leaving'
      WHERE restaurant_id = p_restaurant AND id = p_session;
    DELETE FROM public.session_snapshots
      WHERE restaurant_id = p_restaurant AND session_id = p_session;
  END IF;
  DELETE FROM public.session_updates u
    WHERE u.restaurant_id = p_restaurant AND u.session_id = p_session
      AND u.seq = ANY (ARRAY(
        SELECT seq FROM public.session_updates
        WHERE restaurant_id = p_restaurant AND session_id = p_session ORDER BY seq LIMIT p_limit));
  GET DIAGNOSTICS removed = ROW_COUNT;
  IF removed < p_limit THEN
    UPDATE public.sessions SET log_state = 'gone'
      WHERE restaurant_id = p_restaurant AND id = p_session;
    gone := true;
  END IF;
END
$$;
$statement$;
  EXECUTE $statement$
REVOKE ALL ON FUNCTION tureen_old_logs(timestamptz, int) FROM PUBLIC;
$statement$;
  EXECUTE $statement$
GRANT EXECUTE ON FUNCTION tureen_old_logs(timestamptz, int) TO tureen_app;
$statement$;
  EXECUTE $statement$
REVOKE ALL ON FUNCTION tureen_remove_log(uuid, uuid, timestamptz, int, OUT int, OUT boolean) FROM PUBLIC;
$statement$;
  EXECUTE $statement$
GRANT EXECUTE ON FUNCTION tureen_remove_log(uuid, uuid, timestamptz, int, OUT int, OUT boolean) TO tureen_app;
$statement$;
  INSERT INTO drizzle.__drizzle_migrations (hash, created_at)
    VALUES ('8d77a6cd6f26e2e513a24dbaa16c3bda927972ae7b96796525ec30e25a7e7ffc', 1795359495599);
END
$init$;

-- 0006_rate_limits
DO $init$
BEGIN
  IF EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at >= 1795362934889) THEN
    RETURN;
  END IF;
  EXECUTE $statement$
CREATE TABLE "rate_limits" (
	"key" text NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"expire" bigint,
	CONSTRAINT "rate_limits_pk" PRIMARY KEY("key"),
	CONSTRAINT "rate_limits_key_length" CHECK (char_length("rate_limits"."key") between 1 and 255),
	CONSTRAINT "rate_limits_expire_positive" CHECK ("rate_limits"."expire" > 0)
);
$statement$;
  EXECUTE $statement$
GRANT SELECT, INSERT, UPDATE, DELETE ON rate_limits TO tureen_app;
$statement$;
  EXECUTE $statement$
-- Every wrong try is an update of the same few rows.
ALTER TABLE rate_limits SET (fillfactor = 50);
$statement$;
  INSERT INTO drizzle.__drizzle_migrations (hash, created_at)
    VALUES ('b41062580e1e3b62d79634ac1801085d54351cecb392bc1b1b15eba05715a615', 1795362934889);
END
$init$;

-- 0007_failed_payments
DO $init$
BEGIN
  IF EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at >= 1795371032980) THEN
    RETURN;
  END IF;
  EXECUTE $statement$
CREATE INDEX IF NOT EXISTS "idx_payments_failed" ON "payments" USING btree ("restaurant_id","status_at") WHERE "payments"."status" = 'failed';
$statement$;
  EXECUTE $statement$
-- Payments that failed since a moment, over all restaurants: one number.
CREATE FUNCTION tureen_failed_payments(failed_since timestamptz) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*) FROM payments WHERE status = 'failed' AND status_at > failed_since
$$;
$statement$;
  EXECUTE $statement$
REVOKE EXECUTE ON FUNCTION tureen_failed_payments(timestamptz) FROM PUBLIC;
$statement$;
  EXECUTE $statement$
GRANT EXECUTE ON FUNCTION tureen_failed_payments(timestamptz) TO tureen_app;
$statement$;
  INSERT INTO drizzle.__drizzle_migrations (hash, created_at)
    VALUES ('c36ab52119bd44d2fd2a0628cc879b56d3a80207e0b1ba2debe517b6b06312c7', 1795371032980);
END
$init$;

-- 0008_cheap_checks
DO $init$
BEGIN
  IF EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at >= 1795397537888) THEN
    RETURN;
  END IF;
  EXECUTE $statement$
-- Postgres reads every CHECK of a table from its catalog's text again in every statement that writes
-- to it. The eight of sessions were a third of what an edit costs it, and an edit changes nothing that
-- they are about. So a trigger checks the same, under the same names, and only when one of its
-- columns is written.
CREATE FUNCTION tureen_check_session() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  broken text := CASE
    WHEN NEW.status NOT IN ('active', 'closed', 'expired') THEN 'sessions_status_known'
    WHEN (NEW.status = 'active') <> (NEW.closed_at IS NULL) THEN 'sessions_closed_at_when_over'
    WHEN NEW.opened_by NOT IN ('diner', 'staff') THEN 'sessions_opened_by_known'
    WHEN NEW.log_state NOT IN ('kept', 'leaving', 'gone') THEN 'sessions_log_state_known'
    WHEN NEW.pin !~ '^[0-9]{4,12}$' THEN 'sessions_pin_shape'
    WHEN NEW.next_seat NOT BETWEEN 1 AND 201 THEN 'sessions_next_seat_bounds'
    WHEN NEW.menu_version < 0 THEN 'sessions_menu_version_positive'
    WHEN NEW.head_seq < 0 THEN 'sessions_head_seq_positive'
  END;
BEGIN
  IF broken IS NOT NULL THEN
    RAISE EXCEPTION 'new row for relation "sessions" violates check "%"', broken
      USING ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = 'sessions', CONSTRAINT = broken;
  END IF;
  RETURN NEW;
END
$$;
$statement$;
  EXECUTE $statement$
-- Not head_seq, last_activity_at and expires_at, which every edit moves on.
CREATE TRIGGER sessions_check
  BEFORE INSERT OR UPDATE OF status, closed_at, opened_by, log_state, pin, next_seat, menu_version ON sessions
  FOR EACH ROW EXECUTE FUNCTION tureen_check_session();
$statement$;
  EXECUTE $statement$
-- contract: no version looks for these constraints, and the trigger above refuses the same rows
ALTER TABLE sessions
  DROP CONSTRAINT sessions_status_known,
  DROP CONSTRAINT sessions_closed_at_when_over,
  DROP CONSTRAINT sessions_opened_by_known,
  DROP CONSTRAINT sessions_log_state_known,
  DROP CONSTRAINT sessions_pin_shape,
  DROP CONSTRAINT sessions_next_seat_bounds,
  DROP CONSTRAINT sessions_menu_version_positive,
  DROP CONSTRAINT sessions_head_seq_positive;
$statement$;
  INSERT INTO drizzle.__drizzle_migrations (hash, created_at)
    VALUES ('327a7be898d55a44d23abeb068574a3f4e42e509054ee3d6ce15f2ae1ee76f1f', 1795397537888);
END
$init$;

-- 0009_seat_arrivals
DO $init$
BEGIN
  IF EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at >= 1795952087987) THEN
    RETURN;
  END IF;
  EXECUTE $statement$
ALTER TABLE "users" ADD COLUMN "arrival_hash" "bytea";
$statement$;
  EXECUTE $statement$
ALTER TABLE "users" ADD CONSTRAINT "users_arrival_sha256" CHECK (octet_length("users"."arrival_hash") = 32);
$statement$;
  INSERT INTO drizzle.__drizzle_migrations (hash, created_at)
    VALUES ('a8b5bba174b85a11e08e44dd7e0ef85ceeb0e0adc8c628e46e1d3ec3a13b8b4d', 1795952087987);
END
$init$;

-- 0010_menu_import
DO $init$
BEGIN
  IF EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at >= 1795953820859) THEN
    RETURN;
  END IF;
  EXECUTE $statement$
ALTER TABLE "menu_categories" ADD COLUMN "external_id" text;
$statement$;
  EXECUTE $statement$
ALTER TABLE "menu_item_option_values" ADD COLUMN "external_id" text;
$statement$;
  EXECUTE $statement$
ALTER TABLE "menu_item_option_values" ADD COLUMN "allergens" text[] DEFAULT '{}' NOT NULL;
$statement$;
  EXECUTE $statement$
ALTER TABLE "menu_item_options" ADD COLUMN "external_id" text;
$statement$;
  EXECUTE $statement$
ALTER TABLE "menu_items" ADD COLUMN "external_id" text;
$statement$;
  EXECUTE $statement$
ALTER TABLE "restaurants" ADD COLUMN "day_starts_at" integer DEFAULT 4 NOT NULL;
$statement$;
  EXECUTE $statement$
ALTER TABLE "menu_categories" ADD CONSTRAINT "menu_categories_external_id_length" CHECK (char_length("menu_categories"."external_id") between 1 and 100);
$statement$;
  EXECUTE $statement$
ALTER TABLE "menu_item_option_values" ADD CONSTRAINT "menu_item_option_values_external_id_length" CHECK (char_length("menu_item_option_values"."external_id") between 1 and 100);
$statement$;
  EXECUTE $statement$
ALTER TABLE "menu_item_options" ADD CONSTRAINT "menu_item_options_external_id_length" CHECK (char_length("menu_item_options"."external_id") between 1 and 100);
$statement$;
  EXECUTE $statement$
ALTER TABLE "menu_items" ADD CONSTRAINT "menu_items_external_id_length" CHECK (char_length("menu_items"."external_id") between 1 and 100);
$statement$;
  EXECUTE $statement$
ALTER TABLE "restaurants" ADD CONSTRAINT "restaurants_day_starts_at_bounds" CHECK ("restaurants"."day_starts_at" between 0 and 12);
$statement$;
  INSERT INTO drizzle.__drizzle_migrations (hash, created_at)
    VALUES ('4bc1b9b0b449bdacb34b2a0e838b656b68af86d74d702e70e58e4667262d7aa6', 1795953820859);
END
$init$;

-- 0011_billing_settings
DO $init$
BEGIN
  IF EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at >= 1795982971908) THEN
    RETURN;
  END IF;
  EXECUTE $statement$
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
$statement$;
  EXECUTE $statement$
ALTER TABLE "menu_items" ADD COLUMN "tax" jsonb;
$statement$;
  EXECUTE $statement$
ALTER TABLE "order_items" ADD COLUMN "tax" jsonb;
$statement$;
  EXECUTE $statement$
ALTER TABLE "billing_settings" ADD CONSTRAINT "billing_settings_restaurant_fk" FOREIGN KEY ("restaurant_id") REFERENCES "public"."restaurants"("id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
GRANT SELECT, INSERT ON billing_settings TO tureen_app;
$statement$;
  EXECUTE $statement$
ALTER TABLE billing_settings ENABLE ROW LEVEL SECURITY;
$statement$;
  EXECUTE $statement$
CREATE POLICY own_restaurant ON billing_settings TO tureen_app
  USING (restaurant_id = tureen_current_restaurant());
$statement$;
  EXECUTE $statement$
-- What held in the past is what its bills were made by.
CREATE TRIGGER billing_settings_refuse_change BEFORE UPDATE OR DELETE ON billing_settings
  FOR EACH ROW EXECUTE FUNCTION tureen_refuse_change();
$statement$;
  EXECUTE $statement$
CREATE TRIGGER billing_settings_refuse_truncate BEFORE TRUNCATE ON billing_settings
  FOR EACH STATEMENT EXECUTE FUNCTION tureen_refuse_change();
$statement$;
  INSERT INTO drizzle.__drizzle_migrations (hash, created_at)
    VALUES ('1090448ca3a0975d10262875f03f4875b472601b743fa7dbcab855ff38eb8aa2', 1795982971908);
END
$init$;

-- 0012_bill
DO $init$
BEGIN
  IF EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at >= 1795985512964) THEN
    RETURN;
  END IF;
  EXECUTE $statement$
CREATE TABLE "bill_counters" (
	"restaurant_id" uuid NOT NULL,
	"next_entry" bigint DEFAULT 1 NOT NULL,
	"next_receipt" bigint DEFAULT 1 NOT NULL,
	"last_hash" "bytea" DEFAULT decode(repeat('00', 32), 'hex') NOT NULL,
	CONSTRAINT "bill_counters_pk" PRIMARY KEY("restaurant_id"),
	CONSTRAINT "bill_counters_positive" CHECK ("bill_counters"."next_entry" >= 1 and "bill_counters"."next_receipt" >= 1),
	CONSTRAINT "bill_counters_sha256" CHECK (octet_length("bill_counters"."last_hash") = 32)
);
$statement$;
  EXECUTE $statement$
CREATE TABLE "bill_entries" (
	"restaurant_id" uuid NOT NULL,
	"number" bigint NOT NULL,
	"session_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"payment_id" uuid,
	"once" uuid,
	"content" text NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text,
	"reason" text,
	"at" timestamp with time zone NOT NULL,
	"previous_hash" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "bill_entries_pk" PRIMARY KEY("restaurant_id","number"),
	CONSTRAINT "bill_entries_number_positive" CHECK ("bill_entries"."number" >= 1),
	CONSTRAINT "bill_entries_kind_known" CHECK ("bill_entries"."kind" in ('adjusted', 'reserved', 'captured', 'failed', 'lapsed', 'refunded', 'refund-failed')),
	CONSTRAINT "bill_entries_actor_known" CHECK ("bill_entries"."actor_kind" in ('diner', 'staff', 'server')),
	CONSTRAINT "bill_entries_content_length" CHECK (char_length("bill_entries"."content") between 2 and 1000000),
	CONSTRAINT "bill_entries_actor_length" CHECK (char_length("bill_entries"."actor_id") between 1 and 64),
	CONSTRAINT "bill_entries_reason_length" CHECK (char_length("bill_entries"."reason") between 1 and 300),
	CONSTRAINT "bill_entries_sha256" CHECK (octet_length("bill_entries"."previous_hash") = 32 and octet_length("bill_entries"."hash") = 32),
	CONSTRAINT "bill_entries_payment_when_about_one" CHECK (("bill_entries"."kind" = 'adjusted') = ("bill_entries"."payment_id" is null))
);
$statement$;
  EXECUTE $statement$
CREATE TABLE "bills" (
	"restaurant_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"total_minor" bigint NOT NULL,
	"paid_minor" bigint NOT NULL,
	"reserved_minor" bigint NOT NULL,
	"balance_minor" bigint NOT NULL,
	"overpaid_minor" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "bills_pk" PRIMARY KEY("restaurant_id","session_id")
);
$statement$;
  EXECUTE $statement$
CREATE TABLE "payment_keys" (
	"restaurant_id" uuid NOT NULL,
	"sealed" "bytea" NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "payment_keys_pk" PRIMARY KEY("restaurant_id"),
	CONSTRAINT "payment_keys_size" CHECK (octet_length("payment_keys"."sealed") between 30 and 4000)
);
$statement$;
  EXECUTE $statement$
CREATE TABLE "payment_wishes" (
	"restaurant_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"wish_id" text NOT NULL,
	"payload" jsonb NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone NOT NULL,
	"error" text,
	"result" jsonb,
	"created_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "payment_wishes_pk" PRIMARY KEY("restaurant_id","session_id","wish_id"),
	CONSTRAINT "payment_wishes_status_known" CHECK ("payment_wishes"."status" in ('pending', 'done', 'failed')),
	CONSTRAINT "payment_wishes_id_length" CHECK (char_length("payment_wishes"."wish_id") between 4 and 40),
	CONSTRAINT "payment_wishes_attempts_bounds" CHECK ("payment_wishes"."attempts" between 0 and 1000),
	CONSTRAINT "payment_wishes_error_length" CHECK (char_length("payment_wishes"."error") between 0 and 2000)
);
$statement$;
  EXECUTE $statement$
CREATE TABLE "demonstration_charges" (
	"restaurant_id" uuid NOT NULL,
	"payment_id" uuid NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"state" text NOT NULL,
	"refunded_minor" bigint DEFAULT 0 NOT NULL,
	"refunds" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"news_due_at" timestamp with time zone,
	"news_left" integer DEFAULT 0 NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "demonstration_charges_pk" PRIMARY KEY("restaurant_id","payment_id")
);
$statement$;
  EXECUTE $statement$
CREATE TABLE "demonstration_faults" (
	"restaurant_id" uuid NOT NULL,
	"decline" boolean NOT NULL,
	"delay_ms" integer NOT NULL,
	"times" integer NOT NULL,
	"reorder" boolean NOT NULL,
	CONSTRAINT "demonstration_faults_pk" PRIMARY KEY("restaurant_id")
);
$statement$;
  EXECUTE $statement$
CREATE TABLE "provider_news" (
	"restaurant_id" uuid NOT NULL,
	"provider" text NOT NULL,
	"news_id" text NOT NULL,
	"payment_id" uuid NOT NULL,
	"what" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "provider_news_pk" PRIMARY KEY("restaurant_id","provider","news_id"),
	CONSTRAINT "provider_news_id_length" CHECK (char_length("provider_news"."news_id") between 1 and 200),
	CONSTRAINT "provider_news_provider_length" CHECK (char_length("provider_news"."provider") between 1 and 40)
);
$statement$;
  EXECUTE $statement$
CREATE TABLE "provider_tasks" (
	"restaurant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"payment_id" uuid NOT NULL,
	"task" text NOT NULL,
	"amount_minor" bigint,
	"tip_minor" bigint,
	"status" text DEFAULT 'pending' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone NOT NULL,
	"error" text,
	"created_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "provider_tasks_pk" PRIMARY KEY("restaurant_id","id"),
	CONSTRAINT "provider_tasks_task_known" CHECK ("provider_tasks"."task" in ('start', 'look', 'cancel', 'refund')),
	CONSTRAINT "provider_tasks_status_known" CHECK ("provider_tasks"."status" in ('pending', 'done', 'failed')),
	CONSTRAINT "provider_tasks_attempts_bounds" CHECK ("provider_tasks"."attempts" between 0 and 100000),
	CONSTRAINT "provider_tasks_error_length" CHECK (char_length("provider_tasks"."error") between 0 and 2000)
);
$statement$;
  EXECUTE $statement$
CREATE TABLE "receipts" (
	"restaurant_id" uuid NOT NULL,
	"number" bigint NOT NULL,
	"session_id" uuid NOT NULL,
	"payment_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"token" text NOT NULL,
	"entry_number" bigint NOT NULL,
	"content" text NOT NULL,
	"business_day" date NOT NULL,
	"amount_minor" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "receipts_pk" PRIMARY KEY("restaurant_id","number"),
	CONSTRAINT "receipts_token_unique" UNIQUE("restaurant_id","token"),
	CONSTRAINT "receipts_kind_known" CHECK ("receipts"."kind" in ('payment', 'refund')),
	CONSTRAINT "receipts_number_positive" CHECK ("receipts"."number" >= 1),
	CONSTRAINT "receipts_token_shape" CHECK ("receipts"."token" ~ '^[A-Za-z0-9_-]{22}$'),
	CONSTRAINT "receipts_content_length" CHECK (char_length("receipts"."content") between 2 and 1000000)
);
$statement$;
  EXECUTE $statement$
ALTER TABLE "payments" ADD COLUMN "wish_id" text;
$statement$;
  EXECUTE $statement$
ALTER TABLE "payments" ADD COLUMN "provider" text;
$statement$;
  EXECUTE $statement$
ALTER TABLE "payments" ADD COLUMN "rounding_minor" bigint DEFAULT 0 NOT NULL;
$statement$;
  EXECUTE $statement$
ALTER TABLE "payments" ADD COLUMN "refunded_minor" bigint DEFAULT 0 NOT NULL;
$statement$;
  EXECUTE $statement$
ALTER TABLE "payments" ADD COLUMN "tip_refunded_minor" bigint DEFAULT 0 NOT NULL;
$statement$;
  EXECUTE $statement$
ALTER TABLE "payments" ADD COLUMN "expires_at" timestamp with time zone;
$statement$;
  EXECUTE $statement$
ALTER TABLE "bill_counters" ADD CONSTRAINT "bill_counters_restaurant_fk" FOREIGN KEY ("restaurant_id") REFERENCES "public"."restaurants"("id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "bill_entries" ADD CONSTRAINT "bill_entries_session_fk" FOREIGN KEY ("restaurant_id","session_id") REFERENCES "public"."sessions"("restaurant_id","id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "bills" ADD CONSTRAINT "bills_session_fk" FOREIGN KEY ("restaurant_id","session_id") REFERENCES "public"."sessions"("restaurant_id","id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "payment_keys" ADD CONSTRAINT "payment_keys_restaurant_fk" FOREIGN KEY ("restaurant_id") REFERENCES "public"."restaurants"("id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "payment_wishes" ADD CONSTRAINT "payment_wishes_session_fk" FOREIGN KEY ("restaurant_id","session_id") REFERENCES "public"."sessions"("restaurant_id","id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "provider_tasks" ADD CONSTRAINT "provider_tasks_payment_fk" FOREIGN KEY ("restaurant_id","payment_id") REFERENCES "public"."payments"("restaurant_id","id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_session_fk" FOREIGN KEY ("restaurant_id","session_id") REFERENCES "public"."sessions"("restaurant_id","id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_payment_fk" FOREIGN KEY ("restaurant_id","payment_id") REFERENCES "public"."payments"("restaurant_id","id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_entry_fk" FOREIGN KEY ("restaurant_id","entry_number") REFERENCES "public"."bill_entries"("restaurant_id","number") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
CREATE INDEX "idx_bill_entries_session" ON "bill_entries" USING btree ("restaurant_id","session_id","number");
$statement$;
  EXECUTE $statement$
CREATE INDEX "idx_bill_entries_at" ON "bill_entries" USING btree ("restaurant_id","at");
$statement$;
  EXECUTE $statement$
CREATE INDEX "idx_bill_entries_once" ON "bill_entries" USING btree ("restaurant_id","once") WHERE "bill_entries"."once" is not null;
$statement$;
  EXECUTE $statement$
CREATE INDEX "idx_bills_open" ON "bills" USING btree ("restaurant_id","session_id") WHERE "bills"."balance_minor" > 0 or "bills"."reserved_minor" > 0;
$statement$;
  EXECUTE $statement$
CREATE INDEX "idx_payment_wishes_due" ON "payment_wishes" USING btree ("restaurant_id","next_attempt_at") WHERE "payment_wishes"."status" = 'pending';
$statement$;
  EXECUTE $statement$
CREATE INDEX "idx_provider_tasks_due" ON "provider_tasks" USING btree ("restaurant_id","next_attempt_at") WHERE "provider_tasks"."status" = 'pending';
$statement$;
  EXECUTE $statement$
CREATE INDEX "idx_provider_tasks_payment" ON "provider_tasks" USING btree ("restaurant_id","payment_id");
$statement$;
  EXECUTE $statement$
CREATE INDEX "idx_receipts_day" ON "receipts" USING btree ("restaurant_id","business_day","number");
$statement$;
  EXECUTE $statement$
CREATE INDEX "idx_receipts_session" ON "receipts" USING btree ("restaurant_id","session_id");
$statement$;
  EXECUTE $statement$
-- contract: no version before this one writes payments, so the table is empty and nobody waits.
CREATE UNIQUE INDEX "payments_wish_unique" ON "payments" USING btree ("restaurant_id","session_id","wish_id");
$statement$;
  EXECUTE $statement$
ALTER TABLE "payments" ADD CONSTRAINT "payments_refunded_bounds" CHECK ("payments"."refunded_minor" between 0 and 9999999999000);
$statement$;
  EXECUTE $statement$
ALTER TABLE "payments" ADD CONSTRAINT "payments_tip_refunded_bounds" CHECK ("payments"."tip_refunded_minor" between 0 and 9999999999000);
$statement$;
  EXECUTE $statement$
ALTER TABLE "payments" ADD CONSTRAINT "payments_refunded_of_it" CHECK ("payments"."refunded_minor" <= "payments"."amount_minor" and "payments"."tip_refunded_minor" <= "payments"."tip_minor");
$statement$;
  EXECUTE $statement$
ALTER TABLE "payments" ADD CONSTRAINT "payments_wish_length" CHECK (char_length("payments"."wish_id") between 4 and 40);
$statement$;
  EXECUTE $statement$
ALTER TABLE "payments" ADD CONSTRAINT "payments_provider_length" CHECK (char_length("payments"."provider") between 1 and 40);
$statement$;
  EXECUTE $statement$
-- What drizzle cannot say. Every new table is bound to the transaction's restaurant, as in 0003.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['bill_counters', 'bill_entries', 'bills', 'receipts', 'payment_wishes',
    'provider_tasks', 'provider_news', 'demonstration_charges', 'demonstration_faults', 'payment_keys']
  LOOP
    EXECUTE format('GRANT SELECT, INSERT ON %I TO tureen_app', name);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY own_restaurant ON %I TO tureen_app
      USING (restaurant_id = tureen_current_restaurant())', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['bill_entries', 'receipts', 'provider_news']
  LOOP
    EXECUTE format('CREATE TRIGGER %1$s_refuse_change BEFORE UPDATE OR DELETE ON %1$s
      FOR EACH ROW EXECUTE FUNCTION tureen_refuse_change()', name);
    EXECUTE format('CREATE TRIGGER %1$s_refuse_truncate BEFORE TRUNCATE ON %1$s
      FOR EACH STATEMENT EXECUTE FUNCTION tureen_refuse_change()', name);
  END LOOP;
END
$$;
$statement$;
  EXECUTE $statement$
GRANT UPDATE ON bill_counters, bills, payment_wishes, provider_tasks, demonstration_charges,
  demonstration_faults, payment_keys TO tureen_app;
$statement$;
  EXECUTE $statement$
GRANT DELETE ON payment_keys TO tureen_app;
$statement$;
  EXECUTE $statement$
ALTER TABLE bill_counters SET (fillfactor = 50);
$statement$;
  EXECUTE $statement$
ALTER TABLE bills SET (fillfactor = 70);
$statement$;
  EXECUTE $statement$
-- The hash of one entry of a ledger: all its columns but the hash itself (audit-chain.ts).
CREATE FUNCTION tureen_bill_hash(e bill_entries) RETURNS bytea
LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(convert_to(
    tureen_field('tureen-bill-1') || tureen_field(e.restaurant_id::text)
    || tureen_field(e.number::text) || tureen_field(e.session_id::text) || tureen_field(e.kind)
    || tureen_field(e.payment_id::text) || tureen_field(e.once::text) || tureen_field(e.content)
    || tureen_field(e.actor_kind) || tureen_field(e.actor_id) || tureen_field(e.reason)
    || tureen_field(e.at) || tureen_field(encode(e.previous_hash, 'hex')),
    'UTF8'))
$$;
$statement$;
  EXECUTE $statement$
-- No entry enters the ledger that does not continue the chain.
CREATE FUNCTION tureen_guard_bill_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  previous bytea;
BEGIN
  IF NEW.number = 1 THEN
    previous := decode(repeat('00', 32), 'hex');
  ELSE
    SELECT e.hash INTO previous FROM bill_entries e
    WHERE e.restaurant_id = NEW.restaurant_id AND e.number = NEW.number - 1;
  END IF;
  IF previous IS NULL OR NEW.previous_hash <> previous OR NEW.hash <> tureen_bill_hash(NEW) THEN
    RAISE EXCEPTION 'entry % does not continue the chain of hashes', NEW.number
      USING ERRCODE = 'TU003';
  END IF;
  RETURN NEW;
END
$$;
$statement$;
  EXECUTE $statement$
CREATE TRIGGER bill_entries_guard_insert BEFORE INSERT ON bill_entries
  FOR EACH ROW EXECUTE FUNCTION tureen_guard_bill_entry();
$statement$;
  EXECUTE $statement$
-- Who pays how much for what never changes, and money that came in is never forgotten.
CREATE FUNCTION tureen_guard_payment_update() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  moving CONSTANT text[] := ARRAY['status', 'status_at', 'provider_reference', 'refunded_minor',
    'tip_refunded_minor'];
BEGIN
  IF (to_jsonb(OLD) - moving) IS DISTINCT FROM (to_jsonb(NEW) - moving) THEN
    RAISE EXCEPTION 'a payment changes nothing but where it stands' USING ERRCODE = 'TU001';
  END IF;
  IF OLD.provider_reference IS NOT NULL AND NEW.provider_reference IS DISTINCT FROM OLD.provider_reference THEN
    RAISE EXCEPTION 'a payment keeps what its provider calls it' USING ERRCODE = 'TU001';
  END IF;
  IF OLD.status IN ('captured', 'refunded') AND NEW.status NOT IN ('captured', 'refunded') THEN
    RAISE EXCEPTION 'a payment does not go from % to %', OLD.status, NEW.status
      USING ERRCODE = 'TU002';
  END IF;
  RETURN NEW;
END
$$;
$statement$;
  EXECUTE $statement$
CREATE TRIGGER payments_guard_update BEFORE UPDATE ON payments
  FOR EACH ROW EXECUTE FUNCTION tureen_guard_payment_update();
$statement$;
  EXECUTE $statement$
CREATE TRIGGER payments_refuse_delete BEFORE DELETE ON payments
  FOR EACH ROW EXECUTE FUNCTION tureen_refuse_change();
$statement$;
  EXECUTE $statement$
-- Where the worker has wishes to pay to decide, and providers to ask.
CREATE FUNCTION tureen_due_payment_wishes(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT restaurant_id FROM payment_wishes
  WHERE status = 'pending' AND next_attempt_at <= moment LIMIT at_most
$$;
$statement$;
  EXECUTE $statement$
CREATE FUNCTION tureen_due_provider_tasks(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT restaurant_id FROM provider_tasks
  WHERE status = 'pending' AND next_attempt_at <= moment LIMIT at_most
$$;
$statement$;
  EXECUTE $statement$
CREATE FUNCTION tureen_due_demonstration_news(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT restaurant_id FROM demonstration_charges
  WHERE news_left > 0 AND news_due_at <= moment LIMIT at_most
$$;
$statement$;
  EXECUTE $statement$
REVOKE EXECUTE ON FUNCTION tureen_due_payment_wishes(timestamptz, int),
  tureen_due_provider_tasks(timestamptz, int), tureen_due_demonstration_news(timestamptz, int)
  FROM PUBLIC;
$statement$;
  EXECUTE $statement$
GRANT EXECUTE ON FUNCTION tureen_due_payment_wishes(timestamptz, int),
  tureen_due_provider_tasks(timestamptz, int), tureen_due_demonstration_news(timestamptz, int)
  TO tureen_app;
$statement$;
  INSERT INTO drizzle.__drizzle_migrations (hash, created_at)
    VALUES ('1593c46be33ab6a557faf85668b9545b1063bfe6bbf3399917faf381ce2b414f', 1795985512964);
END
$init$;

-- 0013_fiscal
DO $init$
BEGIN
  IF EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at >= 1795985513964) THEN
    RETURN;
  END IF;
  EXECUTE $statement$
CREATE TABLE "fiscal_closes" (
	"restaurant_id" uuid NOT NULL,
	"business_day" date NOT NULL,
	"number" bigint NOT NULL,
	"first_receipt" bigint NOT NULL,
	"last_receipt" bigint NOT NULL,
	"totals" text NOT NULL,
	"signature" text,
	"closed_by" text,
	"at" timestamp with time zone NOT NULL,
	"signed_at" timestamp with time zone,
	CONSTRAINT "fiscal_closes_pk" PRIMARY KEY("restaurant_id","business_day"),
	CONSTRAINT "fiscal_closes_number_unique" UNIQUE("restaurant_id","number"),
	CONSTRAINT "fiscal_closes_number_positive" CHECK ("fiscal_closes"."number" >= 1),
	CONSTRAINT "fiscal_closes_range" CHECK ("fiscal_closes"."first_receipt" between 1 and "fiscal_closes"."last_receipt"),
	CONSTRAINT "fiscal_closes_totals_length" CHECK (char_length("fiscal_closes"."totals") between 2 and 100000),
	CONSTRAINT "fiscal_closes_closed_by_length" CHECK (char_length("fiscal_closes"."closed_by") between 1 and 64),
	CONSTRAINT "fiscal_closes_signature_length" CHECK (char_length("fiscal_closes"."signature") between 1 and 8000)
);
$statement$;
  EXECUTE $statement$
CREATE TABLE "fiscal_records" (
	"restaurant_id" uuid NOT NULL,
	"receipt_number" bigint NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"device" text,
	"transaction" text,
	"signature" text,
	"previous" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone NOT NULL,
	"error" text,
	"signed_at" timestamp with time zone,
	CONSTRAINT "fiscal_records_pk" PRIMARY KEY("restaurant_id","receipt_number"),
	CONSTRAINT "fiscal_records_state_known" CHECK ("fiscal_records"."state" in ('pending', 'signed')),
	CONSTRAINT "fiscal_records_signed_whole" CHECK (("fiscal_records"."state" = 'signed') = ("fiscal_records"."signature" is not null and "fiscal_records"."device" is not null
        and "fiscal_records"."transaction" is not null and "fiscal_records"."signed_at" is not null)),
	CONSTRAINT "fiscal_records_attempts_bounds" CHECK ("fiscal_records"."attempts" between 0 and 1000000),
	CONSTRAINT "fiscal_records_device_length" CHECK (char_length("fiscal_records"."device") between 1 and 200),
	CONSTRAINT "fiscal_records_transaction_length" CHECK (char_length("fiscal_records"."transaction") between 1 and 200),
	CONSTRAINT "fiscal_records_signature_length" CHECK (char_length("fiscal_records"."signature") between 1 and 8000),
	CONSTRAINT "fiscal_records_error_length" CHECK (char_length("fiscal_records"."error") between 0 and 2000)
);
$statement$;
  EXECUTE $statement$
ALTER TABLE "fiscal_closes" ADD CONSTRAINT "fiscal_closes_last_fk" FOREIGN KEY ("restaurant_id","last_receipt") REFERENCES "public"."fiscal_records"("restaurant_id","receipt_number") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "fiscal_records" ADD CONSTRAINT "fiscal_records_receipt_fk" FOREIGN KEY ("restaurant_id","receipt_number") REFERENCES "public"."receipts"("restaurant_id","number") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
CREATE INDEX "idx_fiscal_closes_unsigned" ON "fiscal_closes" USING btree ("restaurant_id","number") WHERE "fiscal_closes"."signature" is null;
$statement$;
  EXECUTE $statement$
CREATE INDEX "idx_fiscal_records_pending" ON "fiscal_records" USING btree ("restaurant_id","receipt_number") WHERE "fiscal_records"."state" = 'pending';
$statement$;
  EXECUTE $statement$
-- What drizzle cannot say. Both tables are bound to the transaction's restaurant, as in 0003.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['fiscal_records', 'fiscal_closes']
  LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO tureen_app', name);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY own_restaurant ON %I TO tureen_app
      USING (restaurant_id = tureen_current_restaurant())', name);
    EXECUTE format('CREATE TRIGGER %1$s_refuse_delete BEFORE DELETE ON %1$s
      FOR EACH ROW EXECUTE FUNCTION tureen_refuse_change()', name);
    EXECUTE format('CREATE TRIGGER %1$s_refuse_truncate BEFORE TRUNCATE ON %1$s
      FOR EACH STATEMENT EXECUTE FUNCTION tureen_refuse_change()', name);
  END LOOP;
END
$$;
$statement$;
  EXECUTE $statement$
-- A record is signed once, after the one before it, and then never changes.
CREATE FUNCTION tureen_guard_fiscal_record() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  prior fiscal_records;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'pending' THEN
      RAISE EXCEPTION 'a fiscal record begins unsigned' USING ERRCODE = 'TU003';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.state = 'signed' THEN
    RAISE EXCEPTION 'a signed record never changes' USING ERRCODE = 'TU001';
  END IF;
  IF (NEW.restaurant_id, NEW.receipt_number) IS DISTINCT FROM (OLD.restaurant_id, OLD.receipt_number) THEN
    RAISE EXCEPTION 'a fiscal record keeps its receipt' USING ERRCODE = 'TU001';
  END IF;
  IF NEW.state = 'signed' THEN
    SELECT f.* INTO prior FROM fiscal_records f
    WHERE f.restaurant_id = NEW.restaurant_id AND f.receipt_number < NEW.receipt_number
    ORDER BY f.receipt_number DESC LIMIT 1;
    IF prior.state = 'pending' OR NEW.previous IS DISTINCT FROM prior.signature THEN
      RAISE EXCEPTION 'receipt % does not continue the chain of signatures', NEW.receipt_number
        USING ERRCODE = 'TU003';
    END IF;
  END IF;
  RETURN NEW;
END
$$;
$statement$;
  EXECUTE $statement$
CREATE TRIGGER fiscal_records_guard BEFORE INSERT OR UPDATE ON fiscal_records
  FOR EACH ROW EXECUTE FUNCTION tureen_guard_fiscal_record();
$statement$;
  EXECUTE $statement$
-- A close follows the one before it in number and receipts, and gets its signature once.
CREATE FUNCTION tureen_guard_fiscal_close() RETURNS trigger LANGUAGE plpgsql AS $$
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
  RETURN NEW;
END
$$;
$statement$;
  EXECUTE $statement$
CREATE TRIGGER fiscal_closes_guard BEFORE INSERT OR UPDATE ON fiscal_closes
  FOR EACH ROW EXECUTE FUNCTION tureen_guard_fiscal_close();
$statement$;
  EXECUTE $statement$
-- Where the oldest receipt that is not signed is due. The others wait for it.
CREATE FUNCTION tureen_due_fiscal_records(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT restaurant_id FROM (
    SELECT DISTINCT ON (restaurant_id) restaurant_id, next_attempt_at FROM fiscal_records
    WHERE state = 'pending' ORDER BY restaurant_id, receipt_number
  ) oldest WHERE next_attempt_at <= moment LIMIT at_most
$$;
$statement$;
  EXECUTE $statement$
-- Where a business day is over and not closed, or a close is not signed.
CREATE FUNCTION tureen_due_fiscal_closes(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.id FROM restaurants r
  WHERE EXISTS (
      SELECT FROM fiscal_closes c WHERE c.restaurant_id = r.id AND c.signature IS NULL
    ) OR (
      -- The oldest is enough: days follow each other as numbers do, and this is asked often.
      SELECT p.business_day FROM fiscal_records f
        JOIN receipts p ON p.restaurant_id = f.restaurant_id AND p.number = f.receipt_number
      WHERE f.restaurant_id = r.id AND f.receipt_number > (
          SELECT coalesce(max(c.last_receipt), 0) FROM fiscal_closes c WHERE c.restaurant_id = r.id
        )
      ORDER BY f.receipt_number LIMIT 1
    ) < (moment AT TIME ZONE r.timezone - make_interval(hours => r.day_starts_at))::date
  LIMIT at_most
$$;
$statement$;
  EXECUTE $statement$
REVOKE EXECUTE ON FUNCTION tureen_due_fiscal_records(timestamptz, int),
  tureen_due_fiscal_closes(timestamptz, int) FROM PUBLIC;
$statement$;
  EXECUTE $statement$
GRANT EXECUTE ON FUNCTION tureen_due_fiscal_records(timestamptz, int),
  tureen_due_fiscal_closes(timestamptz, int) TO tureen_app;
$statement$;
  INSERT INTO drizzle.__drizzle_migrations (hash, created_at)
    VALUES ('cf0a7f035b09c5f6fd9f1f15916d8834b10f5d87ab5b05926ab0e5c6db4fc401', 1795985513964);
END
$init$;

-- 0014_table_receipts
DO $init$
BEGIN
  IF EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at >= 1796029013844) THEN
    RETURN;
  END IF;
  EXECUTE $statement$
CREATE TABLE "ledger_anchors" (
	"restaurant_id" uuid NOT NULL,
	"number" bigint NOT NULL,
	"first_entry" bigint NOT NULL,
	"last_entry" bigint NOT NULL,
	"root" "bytea" NOT NULL,
	"head" "bytea" NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"previous_hash" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "ledger_anchors_pk" PRIMARY KEY("restaurant_id","number"),
	CONSTRAINT "ledger_anchors_last_unique" UNIQUE("restaurant_id","last_entry"),
	CONSTRAINT "ledger_anchors_number_positive" CHECK ("ledger_anchors"."number" >= 1),
	CONSTRAINT "ledger_anchors_range" CHECK ("ledger_anchors"."first_entry" between 1 and "ledger_anchors"."last_entry"),
	CONSTRAINT "ledger_anchors_sha256" CHECK (octet_length("ledger_anchors"."root") = 32 and octet_length("ledger_anchors"."head") = 32
        and octet_length("ledger_anchors"."previous_hash") = 32 and octet_length("ledger_anchors"."hash") = 32)
);
$statement$;
  EXECUTE $statement$
-- contract: widened below; no release before this one knows of bills, and every row there is fits the wider one.
ALTER TABLE "bill_entries" DROP CONSTRAINT "bill_entries_kind_known";
$statement$;
  EXECUTE $statement$
-- contract: widened below; no release before this one knows of bills, and every row there is fits the wider one.
ALTER TABLE "bill_entries" DROP CONSTRAINT "bill_entries_payment_when_about_one";
$statement$;
  EXECUTE $statement$
-- contract: widened below; no release before this one knows of bills, and every row there is fits the wider one.
ALTER TABLE "receipts" DROP CONSTRAINT "receipts_kind_known";
$statement$;
  EXECUTE $statement$
ALTER TABLE "receipts" ALTER COLUMN "payment_id" DROP NOT NULL;
$statement$;
  EXECUTE $statement$
ALTER TABLE "fiscal_records" ADD COLUMN "signature_counter" bigint;
$statement$;
  EXECUTE $statement$
ALTER TABLE "ledger_anchors" ADD CONSTRAINT "ledger_anchors_entry_fk" FOREIGN KEY ("restaurant_id","last_entry") REFERENCES "public"."bill_entries"("restaurant_id","number") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
-- contract: widened below; no release before this one knows of bills, and every row there is fits the wider one.
ALTER TABLE "bill_entries" ADD CONSTRAINT "bill_entries_kind_known" CHECK ("bill_entries"."kind" in ('adjusted', 'reserved', 'captured', 'failed', 'lapsed', 'refunded', 'refund-failed', 'receipted')) NOT VALID;
$statement$;
  EXECUTE $statement$
-- contract: widened below; no release before this one knows of bills, and every row there is fits the wider one.
ALTER TABLE "bill_entries" ADD CONSTRAINT "bill_entries_payment_when_about_one" CHECK (("bill_entries"."kind" in ('adjusted', 'receipted')) = ("bill_entries"."payment_id" is null)) NOT VALID;
$statement$;
  EXECUTE $statement$
-- contract: no release before this one writes receipts, and every row there is has its payment.
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_payment_unless_table" CHECK (("receipts"."kind" = 'table') = ("receipts"."payment_id" is null)) NOT VALID;
$statement$;
  EXECUTE $statement$
-- contract: no release before this one writes receipts, and every row there is has its payment.
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_table_moves_nothing" CHECK ("receipts"."kind" <> 'table' or "receipts"."amount_minor" = 0) NOT VALID;
$statement$;
  EXECUTE $statement$
-- contract: widened below; no release before this one knows of bills, and every row there is fits the wider one.
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_kind_known" CHECK ("receipts"."kind" in ('payment', 'refund', 'table')) NOT VALID;
$statement$;
  EXECUTE $statement$
-- What drizzle cannot say. Bound to the transaction's restaurant, as in 0003; what is published stays.
GRANT SELECT, INSERT ON ledger_anchors TO tureen_app;
$statement$;
  EXECUTE $statement$
ALTER TABLE ledger_anchors ENABLE ROW LEVEL SECURITY;
$statement$;
  EXECUTE $statement$
CREATE POLICY own_restaurant ON ledger_anchors TO tureen_app
  USING (restaurant_id = tureen_current_restaurant());
$statement$;
  EXECUTE $statement$
CREATE TRIGGER ledger_anchors_refuse_change BEFORE UPDATE OR DELETE ON ledger_anchors
  FOR EACH ROW EXECUTE FUNCTION tureen_refuse_change();
$statement$;
  EXECUTE $statement$
CREATE TRIGGER ledger_anchors_refuse_truncate BEFORE TRUNCATE ON ledger_anchors
  FOR EACH STATEMENT EXECUTE FUNCTION tureen_refuse_change();
$statement$;
  EXECUTE $statement$
-- Where entries of the ledger wait for an anchor, and the last one is older than `moment`.
CREATE FUNCTION tureen_due_ledger_anchors(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.restaurant_id FROM bill_counters c
  LEFT JOIN LATERAL (
    SELECT a.last_entry, a.at FROM ledger_anchors a
    WHERE a.restaurant_id = c.restaurant_id ORDER BY a.number DESC LIMIT 1
  ) newest ON true
  WHERE c.next_entry - 1 > coalesce(newest.last_entry, 0)
    AND coalesce(newest.at <= moment, true)
  LIMIT at_most
$$;
$statement$;
  EXECUTE $statement$
-- Receipts that no device has signed yet, over all restaurants, and when the oldest was given out.
CREATE FUNCTION tureen_unsigned_receipts(OUT waiting bigint, OUT oldest timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*), min(c.at) FROM fiscal_records f
    JOIN receipts c ON c.restaurant_id = f.restaurant_id AND c.number = f.receipt_number
  WHERE f.state = 'pending'
$$;
$statement$;
  EXECUTE $statement$
REVOKE EXECUTE ON FUNCTION tureen_due_ledger_anchors(timestamptz, int), tureen_unsigned_receipts()
  FROM PUBLIC;
$statement$;
  EXECUTE $statement$
GRANT EXECUTE ON FUNCTION tureen_due_ledger_anchors(timestamptz, int), tureen_unsigned_receipts()
  TO tureen_app;
$statement$;
  EXECUTE $statement$
-- The digest of an order whose menu says what its dishes are for tax (audit-chain.ts): the fields of
-- before, and of each dish in its place the number of its parts with the category and weight of each.
CREATE FUNCTION tureen_order_digest_taxed(restaurant uuid, wanted uuid) RETURNS bytea
LANGUAGE sql STABLE AS $$
  SELECT sha256(convert_to(
    tureen_field('tureen-order-2') || tureen_field(o.restaurant_id::text)
    || tureen_field(o.id::text) || tureen_field(o.session_id::text) || tureen_field(o.confirm_id)
    || tureen_field(o.number::text) || tureen_field(o.diner)
    || tureen_field(o.menu_version::text) || tureen_field(o.currency::text)
    || tureen_field(o.total_minor::text) || tureen_field(o.placed_at)
    || (SELECT tureen_field(count(*)::text) || coalesce(string_agg(
          tureen_field(i.id::text) || tureen_field(i.position::text) || tureen_field(i.line_id)
          || tureen_field(i.menu_item_id::text) || tureen_field(i.name)
          || tureen_field(i.unit_price_minor::text) || tureen_field(i.quantity::text)
          || tureen_field(i.note) || tureen_field(i.for_diner)
          || (SELECT tureen_field(count(*)::text)
                || coalesce(string_agg(tureen_field(a.code), '' ORDER BY a.place), '')
              FROM unnest(i.allergens) WITH ORDINALITY AS a (code, place))
          || (SELECT tureen_field(count(*)::text) || coalesce(string_agg(
                tureen_field(c.position::text) || tureen_field(c.option_id::text)
                || tureen_field(c.option_name) || tureen_field(c.value_id::text)
                || tureen_field(c.value_name) || tureen_field(c.price_delta_minor::text),
                '' ORDER BY c.position), '')
              FROM order_item_customizations c
              WHERE c.restaurant_id = i.restaurant_id AND c.order_item_id = i.id)
          || (SELECT tureen_field(count(*)::text) || coalesce(string_agg(
                tureen_field(s.diner) || tureen_field(s.quantity::text),
                '' ORDER BY s.diner COLLATE "C"), '')
              FROM order_item_shares s
              WHERE s.restaurant_id = i.restaurant_id AND s.order_item_id = i.id),
          '' ORDER BY i.position), '')
        FROM order_items i WHERE i.restaurant_id = o.restaurant_id AND i.order_id = o.id)
    || (SELECT coalesce(string_agg(
          CASE WHEN i.tax IS NULL THEN tureen_field(NULL)
          ELSE tureen_field(jsonb_array_length(i.tax)::text)
            || (SELECT coalesce(string_agg(tureen_field(t.part ->> 'category')
                  || tureen_field(t.part ->> 'weight'), '' ORDER BY t.place), '')
                FROM jsonb_array_elements(i.tax) WITH ORDINALITY AS t (part, place))
          END, '' ORDER BY i.position), '')
        FROM order_items i WHERE i.restaurant_id = o.restaurant_id AND i.order_id = o.id),
    'UTF8'))
  FROM orders o WHERE o.restaurant_id = restaurant AND o.id = wanted
$$;
$statement$;
  EXECUTE $statement$
-- As it was, but for the digest of orders with tax, which no release before this one writes.
CREATE OR REPLACE FUNCTION tureen_guard_history_insert() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  previous bytea;
BEGIN
  IF NEW.event_number = 1 THEN
    previous := decode(repeat('00', 32), 'hex');
  ELSE
    SELECT h.hash INTO previous FROM order_status_history h
    WHERE h.restaurant_id = NEW.restaurant_id AND h.event_number = NEW.event_number - 1;
  END IF;
  IF previous IS NULL OR NEW.previous_hash <> previous OR NEW.hash <> tureen_history_hash(NEW) THEN
    RAISE EXCEPTION 'event % does not continue the chain of hashes', NEW.event_number
      USING ERRCODE = 'TU003';
  END IF;
  IF NEW.from_status IS NULL AND NEW.order_digest IS DISTINCT FROM (CASE
      WHEN EXISTS (SELECT FROM order_items i WHERE i.restaurant_id = NEW.restaurant_id
        AND i.order_id = NEW.order_id AND i.tax IS NOT NULL)
      THEN tureen_order_digest_taxed(NEW.restaurant_id, NEW.order_id)
      ELSE tureen_order_digest(NEW.restaurant_id, NEW.order_id) END) THEN
    RAISE EXCEPTION 'event % does not carry the digest of its order', NEW.event_number
      USING ERRCODE = 'TU003';
  END IF;
  RETURN NEW;
END
$$;
$statement$;
  INSERT INTO drizzle.__drizzle_migrations (hash, created_at)
    VALUES ('60d109ea55b025d5435f5743122d8f643ce48ba23f9b31f3be204de3e99d692f', 1796029013844);
END
$init$;

-- 0015_kitchen_voids
DO $init$
BEGIN
  IF EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at >= 1796033565241) THEN
    RETURN;
  END IF;
  EXECUTE $statement$
-- A row of the kitchen's stream may now be about one line of an order: portions that were voided on
-- the bill are cancelled, or are to be made after all.

-- contract: a row's status had to change; it is added again below, and holds as before for rows
-- without a line, which are all that earlier versions write
ALTER TABLE "order_status_history" DROP CONSTRAINT "order_status_history_moves";
$statement$;
  EXECUTE $statement$
ALTER TABLE "order_status_history" ADD COLUMN "line_id" text;
$statement$;
  EXECUTE $statement$
ALTER TABLE "order_status_history" ADD COLUMN "line_change" text;
$statement$;
  EXECUTE $statement$
ALTER TABLE "order_status_history" ADD COLUMN "portions" integer;
$statement$;
  EXECUTE $statement$
ALTER TABLE "order_status_history" ADD COLUMN "void_entry" bigint;
$statement$;
  EXECUTE $statement$
-- Not valid, here and below: no row from before has a line, and reading all of them would keep the
-- kitchen waiting. New rows are checked all the same.
ALTER TABLE "order_status_history" ADD CONSTRAINT "order_status_history_line_fk" FOREIGN KEY ("restaurant_id","order_id","line_id") REFERENCES "public"."order_items"("restaurant_id","order_id","line_id") ON DELETE no action ON UPDATE no action NOT VALID;
$statement$;
  EXECUTE $statement$
ALTER TABLE "order_status_history" ADD CONSTRAINT "order_status_history_line_change_known" CHECK ("order_status_history"."line_change" in ('cancelled', 'restored')) NOT VALID;
$statement$;
  EXECUTE $statement$
ALTER TABLE "order_status_history" ADD CONSTRAINT "order_status_history_portions_bounds" CHECK ("order_status_history"."portions" between 1 and 999) NOT VALID;
$statement$;
  EXECUTE $statement$
ALTER TABLE "order_status_history" ADD CONSTRAINT "order_status_history_line_whole" CHECK (num_nonnulls("order_status_history"."line_id", "order_status_history"."line_change", "order_status_history"."portions") in (0, 3)
        and ("order_status_history"."void_entry" is null or "order_status_history"."line_id" is not null)
        and ("order_status_history"."line_id" is null or "order_status_history"."from_status" is not null)) NOT VALID;
$statement$;
  EXECUTE $statement$
ALTER TABLE "order_status_history" ADD CONSTRAINT "order_status_history_moves" CHECK (case when "order_status_history"."from_status" is null then "order_status_history"."to_status" = 'placed'
        else ("order_status_history"."from_status" = "order_status_history"."to_status") = ("order_status_history"."line_id" is not null) end) NOT VALID;
$statement$;
  EXECUTE $statement$
-- The hash of a row (0002) with what it says of a line behind all that was there before: rows without
-- one have the hash that they always had.
CREATE OR REPLACE FUNCTION tureen_history_hash(h order_status_history) RETURNS bytea
LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(convert_to(
    tureen_field('tureen-history-1') || tureen_field(h.restaurant_id::text)
    || tureen_field(h.event_number::text) || tureen_field(h.order_id::text)
    || tureen_field(h.from_status) || tureen_field(h.to_status) || tureen_field(h.actor_kind)
    || tureen_field(h.actor_id) || tureen_field(h.reason) || tureen_field(h.at)
    || tureen_field(encode(h.order_digest, 'hex')) || tureen_field(encode(h.previous_hash, 'hex'))
    || CASE WHEN h.line_id IS NULL THEN '' ELSE
      tureen_field(h.line_id) || tureen_field(h.line_change) || tureen_field(h.portions::text)
      || tureen_field(h.void_entry::text) END,
    'UTF8'))
$$;
$statement$;
  INSERT INTO drizzle.__drizzle_migrations (hash, created_at)
    VALUES ('c391646162c519f119ac8f1154ac89f0a90639186b02c35b2bb4588e0608624a', 1796033565241);
END
$init$;

-- 0016_open_tabs
DO $init$
BEGIN
  IF EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at >= 1796033842616) THEN
    RETURN;
  END IF;
  EXECUTE $statement$
-- contract: replaced below by the same list with more kinds, which holds for every row there is.
ALTER TABLE "bill_entries" DROP CONSTRAINT "bill_entries_kind_known";
$statement$;
  EXECUTE $statement$
-- contract: replaced below by the same list with more tasks, which holds for every row there is.
ALTER TABLE "provider_tasks" DROP CONSTRAINT "provider_tasks_task_known";
$statement$;
  EXECUTE $statement$
ALTER TABLE "payments" ADD COLUMN "hold_minor" bigint;
$statement$;
  EXECUTE $statement$
ALTER TABLE "payments" ADD COLUMN "authorised_minor" bigint;
$statement$;
  EXECUTE $statement$
ALTER TABLE "payments" ADD COLUMN "tab_closed_at" timestamp with time zone;
$statement$;
  EXECUTE $statement$
ALTER TABLE "demonstration_charges" ADD COLUMN "manual" boolean DEFAULT false NOT NULL;
$statement$;
  EXECUTE $statement$
ALTER TABLE "demonstration_faults" ADD COLUMN "decline_raise" boolean DEFAULT false NOT NULL;
$statement$;
  EXECUTE $statement$
ALTER TABLE "demonstration_faults" ADD COLUMN "expire_holds" boolean DEFAULT false NOT NULL;
$statement$;
  EXECUTE $statement$
-- contract: wider than the one before; what is there need not be looked through while writers wait.
ALTER TABLE "bill_entries" ADD CONSTRAINT "bill_entries_kind_known" CHECK ("bill_entries"."kind" in ('adjusted', 'reserved', 'captured', 'failed', 'lapsed', 'refunded', 'refund-failed', 'receipted', 'authorising', 'authorised', 'raise-refused', 'released')) NOT VALID;
$statement$;
  EXECUTE $statement$
-- contract: wider than the one before; what is there need not be looked through while writers wait.
ALTER TABLE "provider_tasks" ADD CONSTRAINT "provider_tasks_task_known" CHECK ("provider_tasks"."task" in ('start', 'look', 'cancel', 'refund', 'raise', 'capture')) NOT VALID;
$statement$;
  EXECUTE $statement$
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
$statement$;
  EXECUTE $statement$
-- A card that was given back, or whose hold ran out, is no payment that failed.
CREATE OR REPLACE FUNCTION tureen_failed_payments(failed_since timestamptz) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*) FROM payments WHERE status = 'failed' AND status_at > failed_since
    AND (authorised_minor IS NULL OR tab_closed_at IS NOT NULL)
$$;
$statement$;
  INSERT INTO drizzle.__drizzle_migrations (hash, created_at)
    VALUES ('d7e683cda71d7e3941ac0e0db0aedd8924a4abcc7fe3fae0070f9197b04c7119', 1796033842616);
END
$init$;

-- 0017_menu_drafts
DO $init$
BEGIN
  IF EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at >= 1796048445916) THEN
    RETURN;
  END IF;
  EXECUTE $statement$
CREATE TABLE "menu_draft_edits" (
	"restaurant_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"edits" jsonb NOT NULL,
	"by_user" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "menu_draft_edits_pk" PRIMARY KEY("restaurant_id","revision")
);
$statement$;
  EXECUTE $statement$
CREATE TABLE "menu_drafts" (
	"restaurant_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"base_version" integer NOT NULL,
	"base_revision" integer NOT NULL,
	"draft" jsonb NOT NULL,
	"planned" jsonb,
	"planned_for" timestamp with time zone,
	"planned_by" uuid,
	CONSTRAINT "menu_drafts_pk" PRIMARY KEY("restaurant_id"),
	CONSTRAINT "menu_drafts_revisions" CHECK (0 <= "menu_drafts"."base_revision" and "menu_drafts"."base_revision" <= "menu_drafts"."revision"),
	CONSTRAINT "menu_drafts_planned_whole" CHECK (("menu_drafts"."planned" is null) = ("menu_drafts"."planned_for" is null)
        and ("menu_drafts"."planned" is null) = ("menu_drafts"."planned_by" is null))
);
$statement$;
  EXECUTE $statement$
ALTER TABLE "menu_versions" ADD COLUMN "by_user" uuid;
$statement$;
  EXECUTE $statement$
ALTER TABLE "menu_draft_edits" ADD CONSTRAINT "menu_draft_edits_draft_fk" FOREIGN KEY ("restaurant_id") REFERENCES "public"."menu_drafts"("restaurant_id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "menu_drafts" ADD CONSTRAINT "menu_drafts_restaurant_fk" FOREIGN KEY ("restaurant_id") REFERENCES "public"."restaurants"("id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
CREATE INDEX "idx_menu_drafts_planned" ON "menu_drafts" USING btree ("restaurant_id","planned_for") WHERE "menu_drafts"."planned_for" is not null;
$statement$;
  EXECUTE $statement$
-- What drizzle cannot say. Both tables are bound to the transaction's restaurant, as in 0003.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['menu_drafts', 'menu_draft_edits']
  LOOP
    EXECUTE format('GRANT SELECT, INSERT ON %I TO tureen_app', name);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY own_restaurant ON %I TO tureen_app
      USING (restaurant_id = tureen_current_restaurant())', name);
  END LOOP;
END
$$;
$statement$;
  EXECUTE $statement$
GRANT UPDATE ON menu_drafts TO tureen_app;
$statement$;
  EXECUTE $statement$
-- Who wrote what is forgotten after a while, and never rewritten.
GRANT DELETE ON menu_draft_edits TO tureen_app;
$statement$;
  EXECUTE $statement$
-- Where the worker has a planned menu to publish.
CREATE FUNCTION tureen_due_menus(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT restaurant_id FROM menu_drafts WHERE planned_for <= moment LIMIT at_most;
END
$$;
$statement$;
  EXECUTE $statement$
REVOKE EXECUTE ON FUNCTION tureen_due_menus(timestamptz, int) FROM PUBLIC;
$statement$;
  EXECUTE $statement$
GRANT EXECUTE ON FUNCTION tureen_due_menus(timestamptz, int) TO tureen_app;
$statement$;
  INSERT INTO drizzle.__drizzle_migrations (hash, created_at)
    VALUES ('6136981dbd8a75b11b8bca634190bd99af2e7642771fccc372b1dbc0fbe0a659', 1796048445916);
END
$init$;

-- 0018_menu_photos
DO $init$
BEGIN
  IF EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at >= 1796050842894) THEN
    RETURN;
  END IF;
  EXECUTE $statement$
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
$statement$;
  EXECUTE $statement$
CREATE TABLE "menu_photo_uses" (
	"restaurant_id" uuid NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "menu_photo_uses_pk" PRIMARY KEY("restaurant_id","hash")
);
$statement$;
  EXECUTE $statement$
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
$statement$;
  EXECUTE $statement$
ALTER TABLE "menu_photo_files" ADD CONSTRAINT "menu_photo_files_photo_fk" FOREIGN KEY ("restaurant_id","hash") REFERENCES "public"."menu_photos"("restaurant_id","hash") ON DELETE cascade ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "menu_photo_uses" ADD CONSTRAINT "menu_photo_uses_photo_fk" FOREIGN KEY ("restaurant_id","hash") REFERENCES "public"."menu_photos"("restaurant_id","hash") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "menu_photos" ADD CONSTRAINT "menu_photos_restaurant_fk" FOREIGN KEY ("restaurant_id") REFERENCES "public"."restaurants"("id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
CREATE INDEX "idx_menu_photos_at" ON "menu_photos" USING btree ("restaurant_id","at");
$statement$;
  EXECUTE $statement$
-- What drizzle cannot say. Bound to the transaction's restaurant, as in 0003. A photo's pictures never
-- change, and go only with a photo that no menu shows; of a photo only the moment of its upload moves.
GRANT SELECT, INSERT ON menu_photos, menu_photo_files, menu_photo_uses TO tureen_app;
$statement$;
  EXECUTE $statement$
GRANT UPDATE (at), DELETE ON menu_photos TO tureen_app;
$statement$;
  EXECUTE $statement$
ALTER TABLE menu_photos ENABLE ROW LEVEL SECURITY;
$statement$;
  EXECUTE $statement$
ALTER TABLE menu_photo_files ENABLE ROW LEVEL SECURITY;
$statement$;
  EXECUTE $statement$
ALTER TABLE menu_photo_uses ENABLE ROW LEVEL SECURITY;
$statement$;
  EXECUTE $statement$
CREATE POLICY own_restaurant ON menu_photos TO tureen_app
  USING (restaurant_id = tureen_current_restaurant());
$statement$;
  EXECUTE $statement$
CREATE POLICY own_restaurant ON menu_photo_files TO tureen_app
  USING (restaurant_id = tureen_current_restaurant());
$statement$;
  EXECUTE $statement$
CREATE POLICY own_restaurant ON menu_photo_uses TO tureen_app
  USING (restaurant_id = tureen_current_restaurant());
$statement$;
  EXECUTE $statement$
CREATE TRIGGER menu_photo_files_refuse_change BEFORE UPDATE ON menu_photo_files
  FOR EACH ROW EXECUTE FUNCTION tureen_refuse_change();
$statement$;
  EXECUTE $statement$
CREATE TRIGGER menu_photo_uses_refuse_change BEFORE UPDATE OR DELETE ON menu_photo_uses
  FOR EACH ROW EXECUTE FUNCTION tureen_refuse_change();
$statement$;
  EXECUTE $statement$
CREATE TRIGGER menu_photo_uses_refuse_truncate BEFORE TRUNCATE ON menu_photo_uses
  FOR EACH STATEMENT EXECUTE FUNCTION tureen_refuse_change();
$statement$;
  EXECUTE $statement$
-- AVIF and WebP do not get smaller: Postgres need not try.
ALTER TABLE menu_photo_files ALTER COLUMN data SET STORAGE EXTERNAL;
$statement$;
  EXECUTE $statement$
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
$statement$;
  EXECUTE $statement$
REVOKE EXECUTE ON FUNCTION tureen_due_photo_removals(timestamptz, int) FROM PUBLIC;
$statement$;
  EXECUTE $statement$
GRANT EXECUTE ON FUNCTION tureen_due_photo_removals(timestamptz, int) TO tureen_app;
$statement$;
  INSERT INTO drizzle.__drizzle_migrations (hash, created_at)
    VALUES ('8edd43b701e603b18ed2798be345e6f639b9f9e817daf638a24869525e927448', 1796050842894);
END
$init$;

-- 0019_numbered_closes
DO $init$
BEGIN
  IF EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at >= 1796052182295) THEN
    RETURN;
  END IF;
  EXECUTE $statement$
-- A day may be closed more than once: closes go by their number alone, and say which one of their day they are.
ALTER TABLE "fiscal_closes" ADD COLUMN "of_day" integer;
$statement$;
  EXECUTE $statement$
ALTER TABLE "bills" ADD COLUMN "changes" jsonb;
$statement$;
  EXECUTE $statement$
-- contract: nothing refers to a close by its day, and rows with one close a day fit what is laxer
ALTER TABLE "fiscal_closes" DROP CONSTRAINT "fiscal_closes_pk";
$statement$;
  EXECUTE $statement$
-- contract: the primary key in the statement after this one promises the same of the same columns
ALTER TABLE "fiscal_closes" DROP CONSTRAINT "fiscal_closes_number_unique";
$statement$;
  EXECUTE $statement$
-- contract: the numbers were unique before, and running versions count them up as they did
ALTER TABLE "fiscal_closes" ADD CONSTRAINT "fiscal_closes_pk" PRIMARY KEY("restaurant_id","number");
$statement$;
  EXECUTE $statement$
ALTER TABLE "fiscal_closes" ADD CONSTRAINT "fiscal_closes_of_day_unique" UNIQUE("restaurant_id","business_day","of_day");
$statement$;
  EXECUTE $statement$
ALTER TABLE "fiscal_closes" ADD CONSTRAINT "fiscal_closes_of_day_positive" CHECK ("fiscal_closes"."of_day" >= 1);
$statement$;
  EXECUTE $statement$
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
$statement$;
  INSERT INTO drizzle.__drizzle_migrations (hash, created_at)
    VALUES ('bd94b8ee0ad53e0462c1c559b4394d6dd45080343d8baeeaeda8b3418f8fcb23', 1796052182295);
END
$init$;

-- 0020_restore_findings
DO $init$
BEGIN
  IF EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at >= 1796052475549) THEN
    RETURN;
  END IF;
  EXECUTE $statement$
CREATE TABLE "restore_findings" (
	"restaurant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"session_id" uuid,
	"table_id" uuid,
	"details" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"settled_at" timestamp with time zone,
	"settled_by" uuid,
	CONSTRAINT "restore_findings_pk" PRIMARY KEY("restaurant_id","id"),
	CONSTRAINT "restore_findings_subject_unique" UNIQUE("restaurant_id","kind","subject"),
	CONSTRAINT "restore_findings_kind_known" CHECK ("restore_findings"."kind" in ('restore', 'order', 'payment')),
	CONSTRAINT "restore_findings_subject_length" CHECK (char_length("restore_findings"."subject") between 1 and 64)
);
$statement$;
  EXECUTE $statement$
ALTER TABLE "restore_findings" ADD CONSTRAINT "restore_findings_restaurant_fk" FOREIGN KEY ("restaurant_id") REFERENCES "public"."restaurants"("id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
CREATE INDEX "idx_restore_findings_open" ON "restore_findings" USING btree ("restaurant_id","kind","at") WHERE "restore_findings"."settled_at" is null;
$statement$;
  EXECUTE $statement$
-- What drizzle cannot say. Bound to the transaction's restaurant, as every table since 0003.
GRANT SELECT, INSERT, UPDATE ON restore_findings TO tureen_app;
$statement$;
  EXECUTE $statement$
ALTER TABLE restore_findings ENABLE ROW LEVEL SECURITY;
$statement$;
  EXECUTE $statement$
CREATE POLICY own_restaurant ON restore_findings TO tureen_app
  USING (restaurant_id = tureen_current_restaurant());
$statement$;
  EXECUTE $statement$
-- Where a restore is still so fresh that the payment provider is to be asked what it knows.
CREATE FUNCTION tureen_due_restores(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT f.restaurant_id FROM restore_findings f
    WHERE f.kind = 'restore' AND f.settled_at IS NULL AND f.at <= moment LIMIT at_most;
END
$$;
$statement$;
  EXECUTE $statement$
REVOKE EXECUTE ON FUNCTION tureen_due_restores(timestamptz, int) FROM PUBLIC;
$statement$;
  EXECUTE $statement$
GRANT EXECUTE ON FUNCTION tureen_due_restores(timestamptz, int) TO tureen_app;
$statement$;
  EXECUTE $statement$
-- Since when the oldest thing waits that a payment provider is to do at once, over all restaurants.
CREATE FUNCTION tureen_provider_waits_since() RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (SELECT min(t.created_at) FROM provider_tasks t
    WHERE t.status = 'pending' AND t.task IN ('start', 'raise', 'capture', 'refund'));
END
$$;
$statement$;
  EXECUTE $statement$
REVOKE EXECUTE ON FUNCTION tureen_provider_waits_since() FROM PUBLIC;
$statement$;
  EXECUTE $statement$
GRANT EXECUTE ON FUNCTION tureen_provider_waits_since() TO tureen_app;
$statement$;
  INSERT INTO drizzle.__drizzle_migrations (hash, created_at)
    VALUES ('f85267e9c3769701aeb65252420a0e4e5b12c6007645842c6d819d0c820dda35', 1796052475549);
END
$init$;

-- 0021_service_times
DO $init$
BEGIN
  IF EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at >= 1796052615279) THEN
    RETURN;
  END IF;
  EXECUTE $statement$
ALTER TABLE "menu_items" ADD COLUMN "sold_out_until" timestamp with time zone;
$statement$;
  EXECUTE $statement$
ALTER TABLE "menu_items" ADD COLUMN "stock_per_day" integer;
$statement$;
  EXECUTE $statement$
ALTER TABLE "menu_items" ADD COLUMN "stock_day" date;
$statement$;
  EXECUTE $statement$
ALTER TABLE "restaurants" ADD COLUMN "opening_hours" jsonb;
$statement$;
  EXECUTE $statement$
ALTER TABLE "restaurants" ADD COLUMN "paused_from" timestamp with time zone;
$statement$;
  EXECUTE $statement$
ALTER TABLE "restaurants" ADD COLUMN "paused_until" timestamp with time zone;
$statement$;
  EXECUTE $statement$
-- contract: of a column that is new and empty; nothing there need be looked through while writers wait.
ALTER TABLE "menu_items" ADD CONSTRAINT "menu_items_stock_per_day_bounds" CHECK ("menu_items"."stock_per_day" between 0 and 1000000) NOT VALID;
$statement$;
  EXECUTE $statement$
-- contract: of columns that are new and empty; nothing there need be looked through while writers wait.
ALTER TABLE "restaurants" ADD CONSTRAINT "restaurants_pause" CHECK (("restaurants"."paused_from" is null) = ("restaurants"."paused_until" is null)) NOT VALID;
$statement$;
  INSERT INTO drizzle.__drizzle_migrations (hash, created_at)
    VALUES ('f7ac1bf4a194af85f2d6e2154d9ee6f8bd8393bd7cf8aa58e7342d33a7d86802', 1796052615279);
END
$init$;

-- 0022_functions_on_shards
DO $init$
BEGIN
  IF EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at >= 1796052803647) THEN
    RETURN;
  END IF;
  EXECUTE $statement$
-- Spread over several machines by Citus (infra/deploy/citus), a statement in a function in SQL cannot be
-- planned: Citus has to know the parameters, which PL/pgSQL tells it. Here each such function is written
-- anew in PL/pgSQL and answers what it answered before, on plain Postgres with the same plans.

-- Citus also wants the restaurant as a constant in each part of a statement that looks at a table.
CREATE OR REPLACE FUNCTION tureen_order_digest(restaurant uuid, wanted uuid) RETURNS bytea
LANGUAGE plpgsql STABLE AS $$
DECLARE
  digest bytea;
BEGIN
  SELECT sha256(convert_to(
    tureen_field('tureen-order-1') || tureen_field(o.restaurant_id::text)
    || tureen_field(o.id::text) || tureen_field(o.session_id::text) || tureen_field(o.confirm_id)
    || tureen_field(o.number::text) || tureen_field(o.diner)
    || tureen_field(o.menu_version::text) || tureen_field(o.currency::text)
    || tureen_field(o.total_minor::text) || tureen_field(o.placed_at)
    || (SELECT tureen_field(count(*)::text) || coalesce(string_agg(
          tureen_field(i.id::text) || tureen_field(i.position::text) || tureen_field(i.line_id)
          || tureen_field(i.menu_item_id::text) || tureen_field(i.name)
          || tureen_field(i.unit_price_minor::text) || tureen_field(i.quantity::text)
          || tureen_field(i.note) || tureen_field(i.for_diner)
          || (SELECT tureen_field(count(*)::text)
                || coalesce(string_agg(tureen_field(a.code), '' ORDER BY a.place), '')
              FROM unnest(i.allergens) WITH ORDINALITY AS a (code, place))
          || (SELECT tureen_field(count(*)::text) || coalesce(string_agg(
                tureen_field(c.position::text) || tureen_field(c.option_id::text)
                || tureen_field(c.option_name) || tureen_field(c.value_id::text)
                || tureen_field(c.value_name) || tureen_field(c.price_delta_minor::text),
                '' ORDER BY c.position), '')
              FROM order_item_customizations c
              WHERE c.restaurant_id = restaurant AND c.order_item_id = i.id)
          || (SELECT tureen_field(count(*)::text) || coalesce(string_agg(
                tureen_field(s.diner) || tureen_field(s.quantity::text),
                '' ORDER BY s.diner COLLATE "C"), '')
              FROM order_item_shares s
              WHERE s.restaurant_id = restaurant AND s.order_item_id = i.id),
          '' ORDER BY i.position), '')
        FROM order_items i WHERE i.restaurant_id = restaurant AND i.order_id = o.id),
    'UTF8'))
  INTO digest FROM orders o WHERE o.restaurant_id = restaurant AND o.id = wanted;
  RETURN digest;
END
$$;
$statement$;
  EXECUTE $statement$
CREATE OR REPLACE FUNCTION tureen_order_digest_taxed(restaurant uuid, wanted uuid) RETURNS bytea
LANGUAGE plpgsql STABLE AS $$
DECLARE
  digest bytea;
BEGIN
  SELECT sha256(convert_to(
    tureen_field('tureen-order-2') || tureen_field(o.restaurant_id::text)
    || tureen_field(o.id::text) || tureen_field(o.session_id::text) || tureen_field(o.confirm_id)
    || tureen_field(o.number::text) || tureen_field(o.diner)
    || tureen_field(o.menu_version::text) || tureen_field(o.currency::text)
    || tureen_field(o.total_minor::text) || tureen_field(o.placed_at)
    || (SELECT tureen_field(count(*)::text) || coalesce(string_agg(
          tureen_field(i.id::text) || tureen_field(i.position::text) || tureen_field(i.line_id)
          || tureen_field(i.menu_item_id::text) || tureen_field(i.name)
          || tureen_field(i.unit_price_minor::text) || tureen_field(i.quantity::text)
          || tureen_field(i.note) || tureen_field(i.for_diner)
          || (SELECT tureen_field(count(*)::text)
                || coalesce(string_agg(tureen_field(a.code), '' ORDER BY a.place), '')
              FROM unnest(i.allergens) WITH ORDINALITY AS a (code, place))
          || (SELECT tureen_field(count(*)::text) || coalesce(string_agg(
                tureen_field(c.position::text) || tureen_field(c.option_id::text)
                || tureen_field(c.option_name) || tureen_field(c.value_id::text)
                || tureen_field(c.value_name) || tureen_field(c.price_delta_minor::text),
                '' ORDER BY c.position), '')
              FROM order_item_customizations c
              WHERE c.restaurant_id = restaurant AND c.order_item_id = i.id)
          || (SELECT tureen_field(count(*)::text) || coalesce(string_agg(
                tureen_field(s.diner) || tureen_field(s.quantity::text),
                '' ORDER BY s.diner COLLATE "C"), '')
              FROM order_item_shares s
              WHERE s.restaurant_id = restaurant AND s.order_item_id = i.id),
          '' ORDER BY i.position), '')
        FROM order_items i WHERE i.restaurant_id = restaurant AND i.order_id = o.id)
    || (SELECT coalesce(string_agg(
          CASE WHEN i.tax IS NULL THEN tureen_field(NULL)
          ELSE tureen_field(jsonb_array_length(i.tax)::text)
            || (SELECT coalesce(string_agg(tureen_field(t.part ->> 'category')
                  || tureen_field(t.part ->> 'weight'), '' ORDER BY t.place), '')
                FROM jsonb_array_elements(i.tax) WITH ORDINALITY AS t (part, place))
          END, '' ORDER BY i.position), '')
        FROM order_items i WHERE i.restaurant_id = restaurant AND i.order_id = o.id),
    'UTF8'))
  INTO digest FROM orders o WHERE o.restaurant_id = restaurant AND o.id = wanted;
  RETURN digest;
END
$$;
$statement$;
  EXECUTE $statement$
-- Binds the rest of the transaction to a restaurant: as a SET, which Citus repeats on the machines that the
-- transaction reaches, as it does not with set_config().
CREATE FUNCTION tureen_enter_restaurant(restaurant uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('SET LOCAL app.restaurant_id = %L', restaurant);
END
$$;
$statement$;
  EXECUTE $statement$
-- The restaurants by the machine that holds them, a row for each: one row, null, where all are here. What
-- asks about all restaurants goes by these, so that a machine that is away takes its own along only.
CREATE FUNCTION tureen_parts() RETURNS SETOF uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF to_regclass('pg_catalog.pg_dist_partition') IS NULL THEN
    RETURN NEXT NULL;
    RETURN;
  END IF;
  RETURN QUERY EXECUTE $part$
    SELECT array_agg(r.id) FROM restaurants r
      JOIN pg_dist_placement p
        ON p.shardid = get_shard_id_for_distribution_column('restaurant_counters', r.id)
    GROUP BY p.groupid ORDER BY p.groupid
  $part$;
END
$$;
$statement$;
  EXECUTE $statement$
-- Of each machine that does not answer: how many restaurants it keeps from being served.
CREATE FUNCTION tureen_unreachable() RETURNS TABLE (restaurants bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  part uuid[];
BEGIN
  FOR part IN SELECT tureen_parts() LOOP
    IF part IS NULL THEN
      RETURN;
    END IF;
    BEGIN
      PERFORM 1 FROM restaurant_counters c WHERE c.restaurant_id = part[1];
    EXCEPTION WHEN connection_exception THEN
      restaurants := cardinality(part);
      RETURN NEXT;
    END;
  END LOOP;
END
$$;
$statement$;
  EXECUTE $statement$
-- What is asked over all restaurants. At most so many of each machine.
CREATE OR REPLACE FUNCTION tureen_due_restaurants(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
  part uuid[];
BEGIN
  FOR part IN SELECT tureen_parts() LOOP
    BEGIN
      RETURN QUERY
      SELECT DISTINCT q.restaurant_id FROM sync_queue q
      WHERE (part IS NULL OR q.restaurant_id = ANY (part))
        AND q.status = 'pending' AND q.next_attempt_at <= moment LIMIT at_most;
    EXCEPTION WHEN connection_exception THEN
      NULL; -- tureen_unreachable() tells.
    END;
  END LOOP;
END
$$;
$statement$;
  EXECUTE $statement$
CREATE OR REPLACE FUNCTION tureen_due_payment_wishes(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
  part uuid[];
BEGIN
  FOR part IN SELECT tureen_parts() LOOP
    BEGIN
      RETURN QUERY
      SELECT DISTINCT q.restaurant_id FROM payment_wishes q
      WHERE (part IS NULL OR q.restaurant_id = ANY (part))
        AND q.status = 'pending' AND q.next_attempt_at <= moment LIMIT at_most;
    EXCEPTION WHEN connection_exception THEN
      NULL; -- tureen_unreachable() tells.
    END;
  END LOOP;
END
$$;
$statement$;
  EXECUTE $statement$
CREATE OR REPLACE FUNCTION tureen_due_provider_tasks(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
  part uuid[];
BEGIN
  FOR part IN SELECT tureen_parts() LOOP
    BEGIN
      RETURN QUERY
      SELECT DISTINCT q.restaurant_id FROM provider_tasks q
      WHERE (part IS NULL OR q.restaurant_id = ANY (part))
        AND q.status = 'pending' AND q.next_attempt_at <= moment LIMIT at_most;
    EXCEPTION WHEN connection_exception THEN
      NULL; -- tureen_unreachable() tells.
    END;
  END LOOP;
END
$$;
$statement$;
  EXECUTE $statement$
CREATE OR REPLACE FUNCTION tureen_due_demonstration_news(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
  part uuid[];
BEGIN
  FOR part IN SELECT tureen_parts() LOOP
    BEGIN
      RETURN QUERY
      SELECT DISTINCT q.restaurant_id FROM demonstration_charges q
      WHERE (part IS NULL OR q.restaurant_id = ANY (part))
        AND q.news_left > 0 AND q.news_due_at <= moment LIMIT at_most;
    EXCEPTION WHEN connection_exception THEN
      NULL; -- tureen_unreachable() tells.
    END;
  END LOOP;
END
$$;
$statement$;
  EXECUTE $statement$
CREATE OR REPLACE FUNCTION tureen_due_photo_removals(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
  part uuid[];
BEGIN
  FOR part IN SELECT tureen_parts() LOOP
    BEGIN
      RETURN QUERY
      SELECT DISTINCT p.restaurant_id FROM menu_photos p
      WHERE (part IS NULL OR p.restaurant_id = ANY (part))
        AND p.at < moment AND NOT EXISTS (
          SELECT FROM menu_photo_uses u WHERE u.restaurant_id = p.restaurant_id AND u.hash = p.hash)
        AND NOT EXISTS (
          SELECT FROM menu_drafts d WHERE d.restaurant_id = p.restaurant_id
            AND (strpos(d.draft::text, p.hash) > 0 OR strpos(d.planned::text, p.hash) > 0))
      LIMIT at_most;
    EXCEPTION WHEN connection_exception THEN
      NULL; -- tureen_unreachable() tells.
    END;
  END LOOP;
END
$$;
$statement$;
  EXECUTE $statement$
CREATE OR REPLACE FUNCTION tureen_due_menus(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
  part uuid[];
BEGIN
  FOR part IN SELECT tureen_parts() LOOP
    BEGIN
      RETURN QUERY
      SELECT q.restaurant_id FROM menu_drafts q
      WHERE (part IS NULL OR q.restaurant_id = ANY (part))
        AND q.planned_for <= moment LIMIT at_most;
    EXCEPTION WHEN connection_exception THEN
      NULL; -- tureen_unreachable() tells.
    END;
  END LOOP;
END
$$;
$statement$;
  EXECUTE $statement$
CREATE OR REPLACE FUNCTION tureen_restaurants_with_ended_sign_ins(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
  part uuid[];
BEGIN
  FOR part IN SELECT tureen_parts() LOOP
    BEGIN
      RETURN QUERY
      SELECT DISTINCT q.restaurant_id FROM auth_sessions q
      WHERE (part IS NULL OR q.restaurant_id = ANY (part))
        AND q.expires_at < moment LIMIT at_most;
    EXCEPTION WHEN connection_exception THEN
      NULL; -- tureen_unreachable() tells.
    END;
  END LOOP;
END
$$;
$statement$;
  EXECUTE $statement$
CREATE OR REPLACE FUNCTION tureen_overdue_sessions(moment timestamptz, at_most int) RETURNS TABLE (restaurant_id uuid, session_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
  part uuid[];
BEGIN
  FOR part IN SELECT tureen_parts() LOOP
    BEGIN
      RETURN QUERY
      SELECT s.restaurant_id, s.id FROM sessions s
      WHERE (part IS NULL OR s.restaurant_id = ANY (part))
        AND s.status = 'active' AND s.expires_at <= moment LIMIT at_most;
    EXCEPTION WHEN connection_exception THEN
      NULL; -- tureen_unreachable() tells.
    END;
  END LOOP;
END
$$;
$statement$;
  EXECUTE $statement$
CREATE OR REPLACE FUNCTION tureen_long_tails(min_tail bigint, at_most int) RETURNS TABLE (restaurant_id uuid, session_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
  part uuid[];
BEGIN
  FOR part IN SELECT tureen_parts() LOOP
    BEGIN
      RETURN QUERY
      SELECT s.restaurant_id, s.id
      FROM sessions s LEFT JOIN LATERAL (
        SELECT n.seq FROM session_snapshots n
        WHERE n.restaurant_id = s.restaurant_id AND n.session_id = s.id
        ORDER BY n.seq DESC LIMIT 1) newest ON true
      WHERE (part IS NULL OR s.restaurant_id = ANY (part))
        AND s.status = 'active' AND s.head_seq - coalesce(newest.seq, 0) >= min_tail
      LIMIT at_most;
    EXCEPTION WHEN connection_exception THEN
      NULL; -- tureen_unreachable() tells.
    END;
  END LOOP;
END
$$;
$statement$;
  EXECUTE $statement$
CREATE OR REPLACE FUNCTION tureen_due_fiscal_records(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
  part uuid[];
BEGIN
  FOR part IN SELECT tureen_parts() LOOP
    BEGIN
      RETURN QUERY
      SELECT oldest.restaurant_id FROM (
        SELECT DISTINCT ON (f.restaurant_id) f.restaurant_id, f.next_attempt_at FROM fiscal_records f
        WHERE (part IS NULL OR f.restaurant_id = ANY (part)) AND f.state = 'pending'
        ORDER BY f.restaurant_id, f.receipt_number
      ) oldest WHERE oldest.next_attempt_at <= moment LIMIT at_most;
    EXCEPTION WHEN connection_exception THEN
      NULL; -- tureen_unreachable() tells.
    END;
  END LOOP;
END
$$;
$statement$;
  EXECUTE $statement$
CREATE OR REPLACE FUNCTION tureen_due_ledger_anchors(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
  part uuid[];
BEGIN
  FOR part IN SELECT tureen_parts() LOOP
    BEGIN
      RETURN QUERY
      SELECT c.restaurant_id FROM bill_counters c
      LEFT JOIN LATERAL (
        SELECT a.last_entry, a.at FROM ledger_anchors a
        WHERE a.restaurant_id = c.restaurant_id ORDER BY a.number DESC LIMIT 1
      ) newest ON true
      WHERE (part IS NULL OR c.restaurant_id = ANY (part))
        AND c.next_entry - 1 > coalesce(newest.last_entry, 0)
        AND coalesce(newest.at <= moment, true)
      LIMIT at_most;
    EXCEPTION WHEN connection_exception THEN
      NULL; -- tureen_unreachable() tells.
    END;
  END LOOP;
END
$$;
$statement$;
  EXECUTE $statement$
CREATE OR REPLACE FUNCTION tureen_queue_health(failed_since timestamptz) RETURNS TABLE (depth bigint, oldest timestamptz, failed bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
  part uuid[];
  more_waiting bigint;
  since timestamptz;
  more_failed bigint;
BEGIN
  FOR part IN SELECT tureen_parts() LOOP
    BEGIN
      SELECT count(*), min(q.created_at) INTO more_waiting, since FROM sync_queue q
        WHERE (part IS NULL OR q.restaurant_id = ANY (part)) AND q.status = 'pending';
      SELECT count(*) INTO more_failed FROM sync_queue q
        WHERE (part IS NULL OR q.restaurant_id = ANY (part))
          AND q.status = 'failed' AND q.finished_at > failed_since;
      depth := coalesce(depth, 0) + more_waiting;
      oldest := least(oldest, since);
      failed := coalesce(failed, 0) + more_failed;
    EXCEPTION WHEN connection_exception THEN
      NULL; -- tureen_unreachable() tells.
    END;
  END LOOP;
  depth := coalesce(depth, 0);
  failed := coalesce(failed, 0);
  RETURN NEXT;
END
$$;
$statement$;
  EXECUTE $statement$
CREATE OR REPLACE FUNCTION tureen_provider_waits_since() RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  part uuid[];
  since timestamptz;
  oldest timestamptz;
BEGIN
  FOR part IN SELECT tureen_parts() LOOP
    BEGIN
      SELECT min(t.created_at) INTO since FROM provider_tasks t
        WHERE (part IS NULL OR t.restaurant_id = ANY (part))
          AND t.status = 'pending' AND t.task IN ('start', 'raise', 'capture', 'refund');
      oldest := least(oldest, since);
    EXCEPTION WHEN connection_exception THEN
      NULL; -- tureen_unreachable() tells.
    END;
  END LOOP;
  RETURN oldest;
END
$$;
$statement$;
  EXECUTE $statement$
CREATE OR REPLACE FUNCTION tureen_failed_payments(failed_since timestamptz) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
  part uuid[];
  more bigint;
  total bigint := 0;
BEGIN
  FOR part IN SELECT tureen_parts() LOOP
    BEGIN
      SELECT count(*) INTO more FROM payments p
        WHERE (part IS NULL OR p.restaurant_id = ANY (part))
          AND p.status = 'failed' AND p.status_at > failed_since
          AND (p.authorised_minor IS NULL OR p.tab_closed_at IS NOT NULL);
      total := total + more;
    EXCEPTION WHEN connection_exception THEN
      NULL; -- tureen_unreachable() tells.
    END;
  END LOOP;
  RETURN total;
END
$$;
$statement$;
  EXECUTE $statement$
CREATE OR REPLACE FUNCTION tureen_unsigned_receipts(OUT waiting bigint, OUT oldest timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
  part uuid[];
  more bigint;
  since timestamptz;
BEGIN
  FOR part IN SELECT tureen_parts() LOOP
    BEGIN
      SELECT count(*), min(c.at) INTO more, since FROM fiscal_records f
        JOIN receipts c ON c.restaurant_id = f.restaurant_id AND c.number = f.receipt_number
        WHERE (part IS NULL OR f.restaurant_id = ANY (part)) AND f.state = 'pending';
      waiting := coalesce(waiting, 0) + more;
      oldest := least(oldest, since);
    EXCEPTION WHEN connection_exception THEN
      NULL; -- tureen_unreachable() tells.
    END;
  END LOOP;
  waiting := coalesce(waiting, 0);
END
$$;
$statement$;
  EXECUTE $statement$
-- Restaurant by restaurant, as its index is ordered: no statement over all of them has a limit in it.
CREATE OR REPLACE FUNCTION tureen_old_logs(ended_before timestamptz, at_most int) RETURNS TABLE (restaurant_id uuid, session_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  one restaurants;
  found int;
BEGIN
  FOR one IN SELECT * FROM restaurants LOOP
    BEGIN
      RETURN QUERY
      SELECT s.restaurant_id, s.id FROM sessions s
      WHERE s.restaurant_id = one.id
        AND s.status <> 'active' AND s.log_state <> 'gone' AND s.closed_at < ended_before
        AND NOT EXISTS (SELECT FROM orders o
          WHERE o.restaurant_id = one.id AND o.session_id = s.id
            AND o.status IN ('placed', 'accepted', 'preparing', 'ready'))
        AND NOT EXISTS (SELECT FROM sync_queue q
          WHERE q.restaurant_id = one.id AND q.session_id = s.id AND q.status = 'pending')
      ORDER BY s.closed_at LIMIT at_most;
      GET DIAGNOSTICS found = ROW_COUNT;
      at_most := at_most - found;
    EXCEPTION WHEN connection_exception THEN
      NULL; -- tureen_unreachable() tells.
    END;
    EXIT WHEN at_most <= 0;
  END LOOP;
END
$$;
$statement$;
  EXECUTE $statement$
CREATE OR REPLACE FUNCTION tureen_due_fiscal_closes(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  one restaurants;
  found int;
BEGIN
  FOR one IN SELECT * FROM restaurants LOOP
    BEGIN
      RETURN QUERY
      SELECT one.id WHERE EXISTS (
          SELECT FROM fiscal_closes c WHERE c.restaurant_id = one.id AND c.signature IS NULL
        ) OR (
          -- The oldest is enough: days follow each other as numbers do, and this is asked often.
          SELECT p.business_day FROM fiscal_records f
            JOIN receipts p ON p.restaurant_id = one.id AND p.number = f.receipt_number
          WHERE f.restaurant_id = one.id AND f.receipt_number > (
              SELECT coalesce(max(c.last_receipt), 0) FROM fiscal_closes c WHERE c.restaurant_id = one.id
            )
          ORDER BY f.receipt_number LIMIT 1
        ) < (moment AT TIME ZONE one.timezone - make_interval(hours => one.day_starts_at))::date;
      GET DIAGNOSTICS found = ROW_COUNT;
      at_most := at_most - found;
    EXCEPTION WHEN connection_exception THEN
      NULL; -- tureen_unreachable() tells.
    END;
    EXIT WHEN at_most <= 0;
  END LOOP;
END
$$;
$statement$;
  EXECUTE $statement$
CREATE OR REPLACE FUNCTION tureen_restaurant_of_slug(wanted text) RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (SELECT r.id FROM restaurants r WHERE r.slug = wanted);
END
$$;
$statement$;
  EXECUTE $statement$
CREATE OR REPLACE FUNCTION tureen_restaurants_named(wanted text) RETURNS TABLE (id uuid, name text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT r.id, r.name FROM restaurants r WHERE r.id::text = wanted OR r.name = wanted
    ORDER BY r.created_at LIMIT 2;
END
$$;
$statement$;
  EXECUTE $statement$
CREATE OR REPLACE FUNCTION tureen_has_restaurants() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM restaurants);
END
$$;
$statement$;
  EXECUTE $statement$
-- As tureen_remove_log of 0005, and when the log is gone, diners' names go too and the record of activity
-- says so, under the id and at the moment given: two roles cannot write to the same shards in one transaction
-- of Citus.
CREATE FUNCTION tureen_remove_log(p_restaurant uuid, p_session uuid, p_before timestamptz, p_limit int,
  p_activity uuid, p_now timestamptz, OUT removed int, OUT gone boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  SELECT r.removed, r.gone INTO removed, gone
    FROM public.tureen_remove_log(p_restaurant, p_session, p_before, p_limit) r;
  IF gone THEN
    UPDATE public.users SET display_name = NULL
      WHERE restaurant_id = p_restaurant AND session_id = p_session AND display_name IS NOT NULL;
    INSERT INTO public.session_activity_log
      (restaurant_id, id, session_id, actor_kind, actor_id, action, details, at)
    VALUES (p_restaurant, p_activity, p_session, 'server', NULL, 'session.log-removed', '{}', p_now);
  END IF;
END
$$;
$statement$;
  EXECUTE $statement$
-- On a machine of Citus a trigger's row is one of its piece of the table, which has a type of its own.
CREATE OR REPLACE FUNCTION tureen_guard_history_insert() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  previous bytea;
BEGIN
  IF NEW.event_number = 1 THEN
    previous := decode(repeat('00', 32), 'hex');
  ELSE
    SELECT h.hash INTO previous FROM order_status_history h
    WHERE h.restaurant_id = NEW.restaurant_id AND h.event_number = NEW.event_number - 1;
  END IF;
  IF previous IS NULL OR NEW.previous_hash <> previous
      OR NEW.hash <> tureen_history_hash(ROW(NEW.*)::order_status_history) THEN
    RAISE EXCEPTION 'event % does not continue the chain of hashes', NEW.event_number
      USING ERRCODE = 'TU003';
  END IF;
  IF NEW.from_status IS NULL AND NEW.order_digest IS DISTINCT FROM (CASE
      WHEN EXISTS (SELECT FROM order_items i WHERE i.restaurant_id = NEW.restaurant_id
        AND i.order_id = NEW.order_id AND i.tax IS NOT NULL)
      THEN tureen_order_digest_taxed(NEW.restaurant_id, NEW.order_id)
      ELSE tureen_order_digest(NEW.restaurant_id, NEW.order_id) END) THEN
    RAISE EXCEPTION 'event % does not carry the digest of its order', NEW.event_number
      USING ERRCODE = 'TU003';
  END IF;
  RETURN NEW;
END
$$;
$statement$;
  EXECUTE $statement$
CREATE OR REPLACE FUNCTION tureen_guard_bill_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  previous bytea;
BEGIN
  IF NEW.number = 1 THEN
    previous := decode(repeat('00', 32), 'hex');
  ELSE
    SELECT e.hash INTO previous FROM bill_entries e
    WHERE e.restaurant_id = NEW.restaurant_id AND e.number = NEW.number - 1;
  END IF;
  IF previous IS NULL OR NEW.previous_hash <> previous
      OR NEW.hash <> tureen_bill_hash(ROW(NEW.*)::bill_entries) THEN
    RAISE EXCEPTION 'entry % does not continue the chain of hashes', NEW.number
      USING ERRCODE = 'TU003';
  END IF;
  RETURN NEW;
END
$$;
$statement$;
  EXECUTE $statement$
-- Appending to a log where Citus spreads the rows (append-updates.ts): there, one statement cannot change
-- several tables, and a function is sent as a whole to the machine with the restaurant's rows.
CREATE FUNCTION tureen_append_one(restaurant uuid, session uuid, author text, body bytea,
  moment timestamptz, expires timestamptz) RETURNS SETOF bigint LANGUAGE plpgsql AS $$
DECLARE
  next bigint;
BEGIN
  PERFORM tureen_enter_restaurant(restaurant);
  UPDATE sessions s
    SET head_seq = s.head_seq + 1, last_activity_at = moment,
      expires_at = greatest(s.expires_at, expires)
    WHERE s.restaurant_id = restaurant AND s.id = session AND s.status = 'active'
      AND s.expires_at > moment
    RETURNING s.head_seq INTO next;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  INSERT INTO session_updates (restaurant_id, session_id, seq, author, "update", at)
    VALUES (restaurant, session, next, tureen_append_one.author, body, moment);
  RETURN NEXT next;
END
$$;
$statement$;
  EXECUTE $statement$
CREATE FUNCTION tureen_append(restaurant uuid, of_sessions uuid[], authors text[], starts int[], body bytea,
  lengths int[], moment timestamptz, expires timestamptz,
  confirm_sessions uuid[] DEFAULT '{}', confirm_ids text[] DEFAULT '{}', confirms jsonb[] DEFAULT '{}',
  mark_sessions uuid[] DEFAULT '{}', seats int[] DEFAULT '{}', readies boolean[] DEFAULT '{}',
  calls text[] DEFAULT '{}', called timestamptz[] DEFAULT '{}',
  wish_sessions uuid[] DEFAULT '{}', wish_ids text[] DEFAULT '{}', wishes jsonb[] DEFAULT '{}')
RETURNS TABLE (seq bigint, status text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  known uuid[] := ARRAY(SELECT DISTINCT id FROM unnest(of_sessions) AS id ORDER BY id);
  states text[] := '{}';
  -- The number of the update before the next one; null where none is taken.
  heads bigint[] := '{}';
  one uuid;
  state text;
  head bigint;
  place int;
  piece bytea;
  entry record;
BEGIN
  PERFORM tureen_enter_restaurant(restaurant);
  -- In id order, so that two groups can never wait for each other.
  FOREACH one IN ARRAY known LOOP
    head := NULL;
    SELECT CASE WHEN s.status = 'active' AND s.expires_at <= moment THEN 'expired' ELSE s.status END
      INTO state FROM sessions s
      WHERE s.restaurant_id = restaurant AND s.id = one FOR NO KEY UPDATE;
    IF state = 'active' THEN
      place := cardinality(array_positions(of_sessions, one));
      UPDATE sessions s
        SET head_seq = s.head_seq + place, last_activity_at = moment,
          expires_at = greatest(s.expires_at, expires)
        WHERE s.restaurant_id = restaurant AND s.id = one
        RETURNING s.head_seq - place INTO head;
    END IF;
    states := states || state;
    heads := heads || head;
  END LOOP;
  -- In the statements only plain variables: an element of an array in them has brought Citus down.
  FOR entry IN
    SELECT * FROM unnest(of_sessions, authors, starts, lengths)
      AS e (of_session, by_author, at_byte, bytes)
  LOOP
    place := array_position(known, entry.of_session);
    heads[place] := heads[place] + 1;
    head := heads[place];
    IF head IS NOT NULL THEN
      piece := substring(body FROM entry.at_byte FOR entry.bytes);
      INSERT INTO session_updates (restaurant_id, session_id, seq, author, "update", at)
        VALUES (restaurant, entry.of_session, head, entry.by_author, piece, moment);
    END IF;
    seq := head;
    status := states[place];
    RETURN NEXT;
  END LOOP;
  FOR entry IN
    SELECT * FROM unnest(confirm_sessions, confirm_ids, confirms) AS c (of_session, id, content)
  LOOP
    CONTINUE WHEN heads[array_position(known, entry.of_session)] IS NULL;
    INSERT INTO sync_queue
        (restaurant_id, session_id, confirm_id, payload, next_attempt_at, created_at)
      VALUES (restaurant, entry.of_session, entry.id, entry.content, moment, moment)
      ON CONFLICT DO NOTHING;
  END LOOP;
  FOR entry IN
    SELECT * FROM unnest(mark_sessions, seats, readies, calls, called)
      AS m (of_session, of_seat, is_ready, wants, since)
  LOOP
    CONTINUE WHEN heads[array_position(known, entry.of_session)] IS NULL;
    UPDATE users u SET ready = entry.is_ready, call = entry.wants, called_at = entry.since
      WHERE u.restaurant_id = restaurant AND u.session_id = entry.of_session AND u.seat = entry.of_seat;
  END LOOP;
  FOR entry IN
    SELECT * FROM unnest(wish_sessions, wish_ids, wishes) AS w (of_session, id, content)
  LOOP
    CONTINUE WHEN heads[array_position(known, entry.of_session)] IS NULL;
    INSERT INTO payment_wishes
        (restaurant_id, session_id, wish_id, payload, next_attempt_at, created_at)
      VALUES (restaurant, entry.of_session, entry.id, entry.content, moment, moment)
      ON CONFLICT DO NOTHING;
  END LOOP;
END
$$;
$statement$;
  EXECUTE $statement$
REVOKE EXECUTE ON FUNCTION tureen_parts(), tureen_unreachable(),
  tureen_remove_log(uuid, uuid, timestamptz, int, uuid, timestamptz) FROM PUBLIC;
$statement$;
  EXECUTE $statement$
GRANT EXECUTE ON FUNCTION tureen_unreachable(),
  tureen_remove_log(uuid, uuid, timestamptz, int, uuid, timestamptz) TO tureen_app;
$statement$;
  INSERT INTO drizzle.__drizzle_migrations (hash, created_at)
    VALUES ('19b80707783a6bfe3c8953c09ab35174c185f7254a79ba20c07300ac539860e0', 1796052803647);
END
$init$;

-- 0023_choices_sold_out
DO $init$
BEGIN
  IF EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at >= 1796064431133) THEN
    RETURN;
  END IF;
  EXECUTE $statement$
ALTER TABLE "menu_item_option_values" ADD COLUMN "sold_out_until" timestamp with time zone;
$statement$;
  INSERT INTO drizzle.__drizzle_migrations (hash, created_at)
    VALUES ('b22d6e9f5a24e506f49b6668cb59dbc709c2bfdbe9c2c2a06c44a4f4d42e5c92', 1796064431133);
END
$init$;

-- 0024_line_progress
DO $init$
BEGIN
  IF EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at >= 1796075414659) THEN
    RETURN;
  END IF;
  EXECUTE $statement$
-- A row of the kitchen's stream may now be about lines of an order that went on one by one; the order's
-- status follows from them in the same row.

-- contract: a row's status had to change; it is added again below, and holds as before for rows
-- without progress, which are all that earlier versions write
ALTER TABLE "order_status_history" DROP CONSTRAINT "order_status_history_moves";
$statement$;
  EXECUTE $statement$
ALTER TABLE "order_status_history" ADD COLUMN "progress" jsonb;
$statement$;
  EXECUTE $statement$
-- Not valid, here and below: no row from before has progress, and reading all of them would keep the
-- kitchen waiting. New rows are checked all the same.
ALTER TABLE "order_status_history" ADD CONSTRAINT "order_status_history_progress_list" CHECK ("order_status_history"."progress" is null or jsonb_typeof("order_status_history"."progress") = 'array') NOT VALID;
$statement$;
  EXECUTE $statement$
ALTER TABLE "order_status_history" ADD CONSTRAINT "order_status_history_moves" CHECK (case when "order_status_history"."from_status" is null then "order_status_history"."to_status" = 'placed' and "order_status_history"."progress" is null
        when "order_status_history"."progress" is not null then "order_status_history"."line_id" is null
        else ("order_status_history"."from_status" = "order_status_history"."to_status") = ("order_status_history"."line_id" is not null) end) NOT VALID;
$statement$;
  EXECUTE $statement$
-- The hash of a row (0015) with how many lines went on, and each of them, behind all that was there
-- before: rows without progress have the hash that they always had.
CREATE OR REPLACE FUNCTION tureen_history_hash(h order_status_history) RETURNS bytea
LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(convert_to(
    tureen_field('tureen-history-1') || tureen_field(h.restaurant_id::text)
    || tureen_field(h.event_number::text) || tureen_field(h.order_id::text)
    || tureen_field(h.from_status) || tureen_field(h.to_status) || tureen_field(h.actor_kind)
    || tureen_field(h.actor_id) || tureen_field(h.reason) || tureen_field(h.at)
    || tureen_field(encode(h.order_digest, 'hex')) || tureen_field(encode(h.previous_hash, 'hex'))
    || CASE WHEN h.line_id IS NULL THEN '' ELSE
      tureen_field(h.line_id) || tureen_field(h.line_change) || tureen_field(h.portions::text)
      || tureen_field(h.void_entry::text) END
    || CASE WHEN h.progress IS NULL THEN '' ELSE
      tureen_field(jsonb_array_length(h.progress)::text)
      || coalesce((SELECT string_agg(tureen_field(m ->> 'line') || tureen_field(m ->> 'from')
           || tureen_field(m ->> 'to'), '' ORDER BY at)
         FROM jsonb_array_elements(h.progress) WITH ORDINALITY AS moved (m, at)), '') END,
    'UTF8'))
$$;
$statement$;
  EXECUTE $statement$
-- What an order's status follows from may take several steps at once, and back: a bar goes from new to
-- served, and what was served is recalled. Nothing leaves 'cancelled' (0001), and what was served is not
-- cancelled.
CREATE OR REPLACE FUNCTION tureen_guard_order_update() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  steps CONSTANT text[] := ARRAY['placed', 'accepted', 'preparing', 'ready', 'served'];
BEGIN
  IF (to_jsonb(OLD) - ARRAY['status', 'status_at', 'cancel_reason'])
     IS DISTINCT FROM (to_jsonb(NEW) - ARRAY['status', 'status_at', 'cancel_reason']) THEN
    RAISE EXCEPTION 'an order changes nothing but its status' USING ERRCODE = 'TU001';
  END IF;
  IF NEW.status = 'cancelled' AND OLD.status IN ('placed', 'accepted', 'preparing', 'ready') THEN
    RETURN NEW;
  END IF;
  IF OLD.status <> NEW.status AND OLD.status = ANY (steps) AND NEW.status = ANY (steps) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'an order does not go from % to %', OLD.status, NEW.status
    USING ERRCODE = 'TU002';
END
$$;
$statement$;
  INSERT INTO drizzle.__drizzle_migrations (hash, created_at)
    VALUES ('641ae44f46e7d13a9288aeb053993f58b0b0e4a959d4c9453761445ebaf7b3a9', 1796075414659);
END
$init$;

-- 0025_kitchen_stations
DO $init$
BEGIN
  IF EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at >= 1796076089083) THEN
    RETURN;
  END IF;
  EXECUTE $statement$
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
$statement$;
  EXECUTE $statement$
ALTER TABLE "kitchen_stations" ADD CONSTRAINT "kitchen_stations_restaurant_fk" FOREIGN KEY ("restaurant_id") REFERENCES "public"."restaurants"("id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
CREATE UNIQUE INDEX "kitchen_stations_default_unique" ON "kitchen_stations" USING btree ("restaurant_id") WHERE "kitchen_stations"."is_default";
$statement$;
  EXECUTE $statement$
-- What drizzle cannot say. Bound to the transaction's restaurant, as every table since 0003.
GRANT SELECT, INSERT, DELETE ON kitchen_stations TO tureen_app;
$statement$;
  EXECUTE $statement$
GRANT UPDATE (name, position, is_default, warn_after_s, late_after_s) ON kitchen_stations TO tureen_app;
$statement$;
  EXECUTE $statement$
ALTER TABLE kitchen_stations ENABLE ROW LEVEL SECURITY;
$statement$;
  EXECUTE $statement$
CREATE POLICY own_restaurant ON kitchen_stations TO tureen_app
  USING (restaurant_id = tureen_current_restaurant());
$statement$;
  INSERT INTO drizzle.__drizzle_migrations (hash, created_at)
    VALUES ('293ef5cfb441dea1f135cd04e404bf49c8aaddd0e19ee1cef801fa5f783c07e6', 1796076089083);
END
$init$;

-- 0026_public_menu
DO $init$
BEGIN
  IF EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at >= 1796078163137) THEN
    RETURN;
  END IF;
  EXECUTE $statement$
ALTER TABLE "restaurants" ADD COLUMN "public_menu" boolean DEFAULT true NOT NULL;
$statement$;
  INSERT INTO drizzle.__drizzle_migrations (hash, created_at)
    VALUES ('cdc35936428967725922e4a936ac126abef917a50d0e0c0a84b111a150bbc8b9', 1796078163137);
END
$init$;

-- 0027_order_sightings
DO $init$
BEGIN
  IF EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at >= 1796088507564) THEN
    RETURN;
  END IF;
  EXECUTE $statement$
CREATE TABLE "order_sightings" (
	"restaurant_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"part" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "order_sightings_pk" PRIMARY KEY("restaurant_id","order_id","part"),
	CONSTRAINT "order_sightings_part_length" CHECK (char_length("order_sightings"."part") between 1 and 40)
);
$statement$;
  EXECUTE $statement$
ALTER TABLE "order_sightings" ADD CONSTRAINT "order_sightings_order_fk" FOREIGN KEY ("restaurant_id","order_id") REFERENCES "public"."orders"("restaurant_id","id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
-- What drizzle cannot say. Bound to the transaction's restaurant, as every table since 0003; never changed.
GRANT SELECT, INSERT ON order_sightings TO tureen_app;
$statement$;
  EXECUTE $statement$
ALTER TABLE order_sightings ENABLE ROW LEVEL SECURITY;
$statement$;
  EXECUTE $statement$
CREATE POLICY own_restaurant ON order_sightings TO tureen_app
  USING (restaurant_id = tureen_current_restaurant());
$statement$;
  INSERT INTO drizzle.__drizzle_migrations (hash, created_at)
    VALUES ('658199ab4ada977ae4d2c8e75a7ad388dfdd6cc42ae5aede4964f1c0ff9e8da4', 1796088507564);
END
$init$;

-- 0028_printers
DO $init$
BEGIN
  IF EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at >= 1796091360166) THEN
    RETURN;
  END IF;
  EXECUTE $statement$
CREATE TABLE "kitchen_printers" (
	"restaurant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"host" text,
	"port" integer,
	"token_hash" "bytea",
	"stations" uuid[] NOT NULL,
	"fallback" uuid,
	"dots" integer NOT NULL,
	"language" text NOT NULL,
	"is_on" boolean NOT NULL,
	"last_event" bigint NOT NULL,
	"trouble" text,
	"trouble_since" timestamp with time zone,
	"seen_at" timestamp with time zone,
	"next_try_at" timestamp with time zone NOT NULL,
	"tries" integer NOT NULL,
	"lease" uuid,
	"lease_until" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "kitchen_printers_pk" PRIMARY KEY("restaurant_id","id"),
	CONSTRAINT "kitchen_printers_name_unique" UNIQUE("restaurant_id","name"),
	CONSTRAINT "kitchen_printers_name_length" CHECK (char_length("kitchen_printers"."name") between 1 and 40),
	CONSTRAINT "kitchen_printers_host_length" CHECK (char_length("kitchen_printers"."host") between 1 and 253),
	CONSTRAINT "kitchen_printers_port_bounds" CHECK ("kitchen_printers"."port" between 1 and 65535),
	CONSTRAINT "kitchen_printers_dots_bounds" CHECK ("kitchen_printers"."dots" between 100 and 2000),
	CONSTRAINT "kitchen_printers_kind_known" CHECK ("kitchen_printers"."kind" in ('escpos', 'cloudprnt')),
	CONSTRAINT "kitchen_printers_language_known" CHECK ("kitchen_printers"."language" in ('en', 'de', 'ar', 'zh', 'ja')),
	CONSTRAINT "kitchen_printers_trouble_known" CHECK ("kitchen_printers"."trouble" in ('paper-out', 'cover-open', 'no-answer', 'fault')),
	CONSTRAINT "kitchen_printers_reached" CHECK (("kitchen_printers"."kind" = 'escpos') = ("kitchen_printers"."host" is not null and "kitchen_printers"."port" is not null)
        and ("kitchen_printers"."kind" = 'cloudprnt') = ("kitchen_printers"."token_hash" is not null)),
	CONSTRAINT "kitchen_printers_trouble_since" CHECK (("kitchen_printers"."trouble" is null) = ("kitchen_printers"."trouble_since" is null)),
	CONSTRAINT "kitchen_printers_lease_until" CHECK (("kitchen_printers"."lease" is null) = ("kitchen_printers"."lease_until" is null)),
	CONSTRAINT "kitchen_printers_counts_positive" CHECK ("kitchen_printers"."last_event" >= 0 and "kitchen_printers"."tries" >= 0)
);
$statement$;
  EXECUTE $statement$
CREATE TABLE "print_jobs" (
	"restaurant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"printer_id" uuid NOT NULL,
	"at_printer_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"event_number" bigint,
	"again" boolean NOT NULL,
	"state" text NOT NULL,
	"begun" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"printed_at" timestamp with time zone,
	CONSTRAINT "print_jobs_pk" PRIMARY KEY("restaurant_id","id"),
	CONSTRAINT "print_jobs_kind_known" CHECK ("print_jobs"."kind" in ('order', 'cancelled', 'again', 'test')),
	CONSTRAINT "print_jobs_state_known" CHECK ("print_jobs"."state" in ('waiting', 'begun', 'printed', 'dropped')),
	CONSTRAINT "print_jobs_test_or_event" CHECK (("print_jobs"."kind" = 'test') = ("print_jobs"."event_number" is null)),
	CONSTRAINT "print_jobs_begun_positive" CHECK ("print_jobs"."begun" >= 0)
);
$statement$;
  EXECUTE $statement$
ALTER TABLE "kitchen_printers" ADD CONSTRAINT "kitchen_printers_restaurant_fk" FOREIGN KEY ("restaurant_id") REFERENCES "public"."restaurants"("id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "print_jobs" ADD CONSTRAINT "print_jobs_printer_fk" FOREIGN KEY ("restaurant_id","printer_id") REFERENCES "public"."kitchen_printers"("restaurant_id","id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
ALTER TABLE "print_jobs" ADD CONSTRAINT "print_jobs_at_printer_fk" FOREIGN KEY ("restaurant_id","at_printer_id") REFERENCES "public"."kitchen_printers"("restaurant_id","id") ON DELETE no action ON UPDATE no action;
$statement$;
  EXECUTE $statement$
CREATE UNIQUE INDEX "print_jobs_event_unique" ON "print_jobs" USING btree ("restaurant_id","printer_id","event_number") WHERE not "print_jobs"."again";
$statement$;
  EXECUTE $statement$
CREATE INDEX "idx_print_jobs_open" ON "print_jobs" USING btree ("restaurant_id","at_printer_id") WHERE "print_jobs"."state" in ('waiting', 'begun');
$statement$;
  EXECUTE $statement$
CREATE INDEX "idx_print_jobs_created" ON "print_jobs" USING btree ("restaurant_id","created_at");
$statement$;
  EXECUTE $statement$
-- What drizzle cannot say. Bound to the transaction's restaurant, as every table since 0003.
GRANT SELECT, INSERT, DELETE ON kitchen_printers, print_jobs TO tureen_app;
$statement$;
  EXECUTE $statement$
GRANT UPDATE (name, host, port, stations, fallback, dots, language, is_on, last_event, trouble, trouble_since,
  seen_at, next_try_at, tries, lease, lease_until) ON kitchen_printers TO tureen_app;
$statement$;
  EXECUTE $statement$
GRANT UPDATE (at_printer_id, state, begun, printed_at) ON print_jobs TO tureen_app;
$statement$;
  EXECUTE $statement$
ALTER TABLE kitchen_printers ENABLE ROW LEVEL SECURITY;
$statement$;
  EXECUTE $statement$
ALTER TABLE print_jobs ENABLE ROW LEVEL SECURITY;
$statement$;
  EXECUTE $statement$
CREATE POLICY own_restaurant ON kitchen_printers TO tureen_app
  USING (restaurant_id = tureen_current_restaurant());
$statement$;
  EXECUTE $statement$
CREATE POLICY own_restaurant ON print_jobs TO tureen_app
  USING (restaurant_id = tureen_current_restaurant());
$statement$;
  EXECUTE $statement$
-- Where a printer is to be looked after, or has not been told of all that has happened in its kitchen.
CREATE FUNCTION tureen_due_prints(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
  part uuid[];
BEGIN
  FOR part IN SELECT tureen_parts() LOOP
    BEGIN
      RETURN QUERY
      SELECT DISTINCT p.restaurant_id FROM kitchen_printers p
        JOIN restaurant_counters c ON c.restaurant_id = p.restaurant_id
      WHERE (part IS NULL OR p.restaurant_id = ANY (part)) AND p.is_on
        AND (p.last_event < c.next_event_number - 1
          OR (p.next_try_at <= moment AND (p.lease_until IS NULL OR p.lease_until <= moment)))
      LIMIT at_most;
    EXCEPTION WHEN connection_exception THEN
      NULL; -- tureen_unreachable() tells.
    END;
  END LOOP;
END
$$;
$statement$;
  EXECUTE $statement$
-- Where slips are older than `moment`.
CREATE FUNCTION tureen_due_print_removals(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
  part uuid[];
BEGIN
  FOR part IN SELECT tureen_parts() LOOP
    BEGIN
      RETURN QUERY
      SELECT DISTINCT j.restaurant_id FROM print_jobs j
      WHERE (part IS NULL OR j.restaurant_id = ANY (part)) AND j.created_at < moment LIMIT at_most;
    EXCEPTION WHEN connection_exception THEN
      NULL; -- tureen_unreachable() tells.
    END;
  END LOOP;
END
$$;
$statement$;
  EXECUTE $statement$
-- Slips that are not on paper, since when the oldest of them waits, and printers that somebody has to look after.
CREATE FUNCTION tureen_print_health(OUT waiting bigint, OUT oldest timestamptz, OUT troubled bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
  part uuid[];
  more bigint;
  since timestamptz;
  away bigint;
BEGIN
  waiting := 0;
  troubled := 0;
  FOR part IN SELECT tureen_parts() LOOP
    BEGIN
      SELECT count(*), min(j.created_at) INTO more, since FROM print_jobs j
        WHERE (part IS NULL OR j.restaurant_id = ANY (part)) AND j.state IN ('waiting', 'begun');
      SELECT count(*) INTO away FROM kitchen_printers p
        WHERE (part IS NULL OR p.restaurant_id = ANY (part)) AND p.is_on AND p.trouble IS NOT NULL;
      waiting := waiting + more;
      oldest := least(oldest, since);
      troubled := troubled + away;
    EXCEPTION WHEN connection_exception THEN
      NULL; -- tureen_unreachable() tells.
    END;
  END LOOP;
END
$$;
$statement$;
  EXECUTE $statement$
REVOKE EXECUTE ON FUNCTION tureen_due_prints(timestamptz, int), tureen_due_print_removals(timestamptz, int),
  tureen_print_health() FROM PUBLIC;
$statement$;
  EXECUTE $statement$
GRANT EXECUTE ON FUNCTION tureen_due_prints(timestamptz, int), tureen_due_print_removals(timestamptz, int),
  tureen_print_health() TO tureen_app;
$statement$;
  INSERT INTO drizzle.__drizzle_migrations (hash, created_at)
    VALUES ('7e37b67ac495e7800abcaf8b0d904fe12f3c9ecd2ee0c31ae686286c178c81ff', 1796091360166);
END
$init$;

-- 0029_courses
DO $init$
BEGIN
  IF EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at >= 1796092573956) THEN
    RETURN;
  END IF;
  EXECUTE $statement$
-- The courses of a meal: what of an order is of which, as its menu had it, and those that the restaurant
-- writes for its next menu. Orders from before have none.
ALTER TABLE "order_items" ADD COLUMN "course" jsonb;
$statement$;
  EXECUTE $statement$
ALTER TABLE "restaurants" ADD COLUMN "courses" jsonb;
$statement$;
  EXECUTE $statement$
-- Not valid: no row from before has a course, and reading all of them would keep the kitchen waiting.
ALTER TABLE "order_items" ADD CONSTRAINT "order_items_course_object" CHECK ("order_items"."course" is null or jsonb_typeof("order_items"."course") = 'object') NOT VALID;
$statement$;
  EXECUTE $statement$
-- The digest of an order with courses (audit-chain.ts): the fields of one with tax, and of each dish in
-- its place the number and the name of its course and whether it was held.
CREATE FUNCTION tureen_order_digest_coursed(restaurant uuid, wanted uuid) RETURNS bytea
LANGUAGE plpgsql STABLE AS $$
DECLARE
  digest bytea;
BEGIN
  SELECT sha256(convert_to(
    tureen_field('tureen-order-3') || tureen_field(o.restaurant_id::text)
    || tureen_field(o.id::text) || tureen_field(o.session_id::text) || tureen_field(o.confirm_id)
    || tureen_field(o.number::text) || tureen_field(o.diner)
    || tureen_field(o.menu_version::text) || tureen_field(o.currency::text)
    || tureen_field(o.total_minor::text) || tureen_field(o.placed_at)
    || (SELECT tureen_field(count(*)::text) || coalesce(string_agg(
          tureen_field(i.id::text) || tureen_field(i.position::text) || tureen_field(i.line_id)
          || tureen_field(i.menu_item_id::text) || tureen_field(i.name)
          || tureen_field(i.unit_price_minor::text) || tureen_field(i.quantity::text)
          || tureen_field(i.note) || tureen_field(i.for_diner)
          || (SELECT tureen_field(count(*)::text)
                || coalesce(string_agg(tureen_field(a.code), '' ORDER BY a.place), '')
              FROM unnest(i.allergens) WITH ORDINALITY AS a (code, place))
          || (SELECT tureen_field(count(*)::text) || coalesce(string_agg(
                tureen_field(c.position::text) || tureen_field(c.option_id::text)
                || tureen_field(c.option_name) || tureen_field(c.value_id::text)
                || tureen_field(c.value_name) || tureen_field(c.price_delta_minor::text),
                '' ORDER BY c.position), '')
              FROM order_item_customizations c
              WHERE c.restaurant_id = restaurant AND c.order_item_id = i.id)
          || (SELECT tureen_field(count(*)::text) || coalesce(string_agg(
                tureen_field(s.diner) || tureen_field(s.quantity::text),
                '' ORDER BY s.diner COLLATE "C"), '')
              FROM order_item_shares s
              WHERE s.restaurant_id = restaurant AND s.order_item_id = i.id),
          '' ORDER BY i.position), '')
        FROM order_items i WHERE i.restaurant_id = restaurant AND i.order_id = o.id)
    || (SELECT coalesce(string_agg(
          CASE WHEN i.tax IS NULL THEN tureen_field(NULL)
          ELSE tureen_field(jsonb_array_length(i.tax)::text)
            || (SELECT coalesce(string_agg(tureen_field(t.part ->> 'category')
                  || tureen_field(t.part ->> 'weight'), '' ORDER BY t.place), '')
                FROM jsonb_array_elements(i.tax) WITH ORDINALITY AS t (part, place))
          END, '' ORDER BY i.position), '')
        FROM order_items i WHERE i.restaurant_id = restaurant AND i.order_id = o.id)
    || (SELECT coalesce(string_agg(
          CASE WHEN i.course IS NULL THEN tureen_field(NULL)
          ELSE tureen_field(i.course ->> 'number') || tureen_field(i.course ->> 'name')
            || tureen_field(CASE WHEN i.course ->> 'held' = 'true' THEN 'held' END)
          END, '' ORDER BY i.position), '')
        FROM order_items i WHERE i.restaurant_id = restaurant AND i.order_id = o.id),
    'UTF8'))
  INTO digest FROM orders o WHERE o.restaurant_id = restaurant AND o.id = wanted;
  RETURN digest;
END
$$;
$statement$;
  EXECUTE $statement$
-- As it was, but for the digest of orders with courses, which no release before this one writes.
CREATE OR REPLACE FUNCTION tureen_guard_history_insert() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  previous bytea;
BEGIN
  IF NEW.event_number = 1 THEN
    previous := decode(repeat('00', 32), 'hex');
  ELSE
    SELECT h.hash INTO previous FROM order_status_history h
    WHERE h.restaurant_id = NEW.restaurant_id AND h.event_number = NEW.event_number - 1;
  END IF;
  IF previous IS NULL OR NEW.previous_hash <> previous
      OR NEW.hash <> tureen_history_hash(ROW(NEW.*)::order_status_history) THEN
    RAISE EXCEPTION 'event % does not continue the chain of hashes', NEW.event_number
      USING ERRCODE = 'TU003';
  END IF;
  IF NEW.from_status IS NULL AND NEW.order_digest IS DISTINCT FROM (CASE
      WHEN EXISTS (SELECT FROM order_items i WHERE i.restaurant_id = NEW.restaurant_id
        AND i.order_id = NEW.order_id AND i.course IS NOT NULL)
      THEN tureen_order_digest_coursed(NEW.restaurant_id, NEW.order_id)
      WHEN EXISTS (SELECT FROM order_items i WHERE i.restaurant_id = NEW.restaurant_id
        AND i.order_id = NEW.order_id AND i.tax IS NOT NULL)
      THEN tureen_order_digest_taxed(NEW.restaurant_id, NEW.order_id)
      ELSE tureen_order_digest(NEW.restaurant_id, NEW.order_id) END) THEN
    RAISE EXCEPTION 'event % does not carry the digest of its order', NEW.event_number
      USING ERRCODE = 'TU003';
  END IF;
  RETURN NEW;
END
$$;
$statement$;
  INSERT INTO drizzle.__drizzle_migrations (hash, created_at)
    VALUES ('ae75bfe4bed632765656952419d601112790b982afc695fa6b567478b610e466', 1796092573956);
END
$init$;

COMMIT;
