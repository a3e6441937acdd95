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
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
CREATE TABLE "menu_versions" (
	"restaurant_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"menu" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "menu_versions_pk" PRIMARY KEY("restaurant_id","version"),
	CONSTRAINT "menu_versions_version_positive" CHECK ("menu_versions"."version" >= 1)
);
--> statement-breakpoint
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
--> statement-breakpoint
CREATE TABLE "order_item_shares" (
	"restaurant_id" uuid NOT NULL,
	"order_item_id" uuid NOT NULL,
	"diner" text NOT NULL,
	"quantity" integer NOT NULL,
	CONSTRAINT "order_item_shares_pk" PRIMARY KEY("restaurant_id","order_item_id","diner"),
	CONSTRAINT "order_item_shares_diner_shape" CHECK ("order_item_shares"."diner" ~ '^d[1-9][0-9]{0,2}$'),
	CONSTRAINT "order_item_shares_quantity_bounds" CHECK ("order_item_shares"."quantity" between 1 and 999)
);
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
CREATE TABLE "restaurant_counters" (
	"restaurant_id" uuid NOT NULL,
	"next_order_number" bigint DEFAULT 1 NOT NULL,
	"next_event_number" bigint DEFAULT 1 NOT NULL,
	CONSTRAINT "restaurant_counters_pk" PRIMARY KEY("restaurant_id"),
	CONSTRAINT "restaurant_counters_positive" CHECK ("restaurant_counters"."next_order_number" >= 1 and "restaurant_counters"."next_event_number" >= 1)
);
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
CREATE TABLE "session_snapshots" (
	"restaurant_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"state" "bytea" NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "session_snapshots_pk" PRIMARY KEY("restaurant_id","session_id","seq"),
	CONSTRAINT "session_snapshots_seq_positive" CHECK ("session_snapshots"."seq" >= 1)
);
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
ALTER TABLE "menu_categories" ADD CONSTRAINT "menu_categories_restaurant_fk" FOREIGN KEY ("restaurant_id") REFERENCES "public"."restaurants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "menu_item_option_values" ADD CONSTRAINT "menu_item_option_values_option_fk" FOREIGN KEY ("restaurant_id","option_id") REFERENCES "public"."menu_item_options"("restaurant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "menu_item_options" ADD CONSTRAINT "menu_item_options_item_fk" FOREIGN KEY ("restaurant_id","item_id") REFERENCES "public"."menu_items"("restaurant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "menu_items" ADD CONSTRAINT "menu_items_category_fk" FOREIGN KEY ("restaurant_id","category_id") REFERENCES "public"."menu_categories"("restaurant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "menu_versions" ADD CONSTRAINT "menu_versions_restaurant_fk" FOREIGN KEY ("restaurant_id") REFERENCES "public"."restaurants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_item_customizations" ADD CONSTRAINT "order_item_customizations_item_fk" FOREIGN KEY ("restaurant_id","order_item_id") REFERENCES "public"."order_items"("restaurant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_item_shares" ADD CONSTRAINT "order_item_shares_item_fk" FOREIGN KEY ("restaurant_id","order_item_id") REFERENCES "public"."order_items"("restaurant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_items" ADD CONSTRAINT "order_items_order_fk" FOREIGN KEY ("restaurant_id","order_id") REFERENCES "public"."orders"("restaurant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_items" ADD CONSTRAINT "order_items_menu_item_fk" FOREIGN KEY ("restaurant_id","menu_item_id") REFERENCES "public"."menu_items"("restaurant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_status_history" ADD CONSTRAINT "order_status_history_order_fk" FOREIGN KEY ("restaurant_id","order_id") REFERENCES "public"."orders"("restaurant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_session_fk" FOREIGN KEY ("restaurant_id","session_id") REFERENCES "public"."sessions"("restaurant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_session_fk" FOREIGN KEY ("restaurant_id","session_id") REFERENCES "public"."sessions"("restaurant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_order_fk" FOREIGN KEY ("restaurant_id","order_id") REFERENCES "public"."orders"("restaurant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth_sessions" ADD CONSTRAINT "auth_sessions_user_fk" FOREIGN KEY ("restaurant_id","user_id") REFERENCES "public"."users"("restaurant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_restaurant_fk" FOREIGN KEY ("restaurant_id") REFERENCES "public"."restaurants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_session_fk" FOREIGN KEY ("restaurant_id","session_id") REFERENCES "public"."sessions"("restaurant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "qr_codes" ADD CONSTRAINT "qr_codes_table_fk" FOREIGN KEY ("restaurant_id","table_id") REFERENCES "public"."tables"("restaurant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "restaurant_counters" ADD CONSTRAINT "restaurant_counters_restaurant_fk" FOREIGN KEY ("restaurant_id") REFERENCES "public"."restaurants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tables" ADD CONSTRAINT "tables_restaurant_fk" FOREIGN KEY ("restaurant_id") REFERENCES "public"."restaurants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_activity_log" ADD CONSTRAINT "session_activity_log_restaurant_fk" FOREIGN KEY ("restaurant_id") REFERENCES "public"."restaurants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_activity_log" ADD CONSTRAINT "session_activity_log_session_fk" FOREIGN KEY ("restaurant_id","session_id") REFERENCES "public"."sessions"("restaurant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_snapshots" ADD CONSTRAINT "session_snapshots_session_fk" FOREIGN KEY ("restaurant_id","session_id") REFERENCES "public"."sessions"("restaurant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_updates" ADD CONSTRAINT "session_updates_session_fk" FOREIGN KEY ("restaurant_id","session_id") REFERENCES "public"."sessions"("restaurant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_table_fk" FOREIGN KEY ("restaurant_id","table_id") REFERENCES "public"."tables"("restaurant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_queue" ADD CONSTRAINT "sync_queue_session_fk" FOREIGN KEY ("restaurant_id","session_id") REFERENCES "public"."sessions"("restaurant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "idx_menu_item_option_values_option" ON "menu_item_option_values" USING btree ("restaurant_id","option_id");--> statement-breakpoint
CREATE INDEX "idx_menu_item_options_item" ON "menu_item_options" USING btree ("restaurant_id","item_id");--> statement-breakpoint
CREATE INDEX "idx_menu_items_restaurant_available" ON "menu_items" USING btree ("restaurant_id","is_available");--> statement-breakpoint
CREATE INDEX "idx_menu_items_category" ON "menu_items" USING btree ("restaurant_id","category_id");--> statement-breakpoint
CREATE INDEX "idx_order_status_history_order" ON "order_status_history" USING btree ("restaurant_id","order_id","event_number");--> statement-breakpoint
CREATE INDEX "idx_orders_session_status" ON "orders" USING btree ("session_id","status");--> statement-breakpoint
CREATE INDEX "idx_orders_restaurant_open" ON "orders" USING btree ("restaurant_id","number") WHERE "orders"."status" in ('placed', 'accepted', 'preparing', 'ready');--> statement-breakpoint
CREATE INDEX "idx_payments_session" ON "payments" USING btree ("restaurant_id","session_id");--> statement-breakpoint
CREATE INDEX "idx_auth_sessions_user" ON "auth_sessions" USING btree ("restaurant_id","user_id");--> statement-breakpoint
CREATE INDEX "idx_auth_sessions_expiry" ON "auth_sessions" USING btree ("restaurant_id","expires_at");--> statement-breakpoint
CREATE INDEX "idx_qr_codes_table" ON "qr_codes" USING btree ("restaurant_id","table_id");--> statement-breakpoint
CREATE INDEX "idx_session_activity_log_session" ON "session_activity_log" USING btree ("restaurant_id","session_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "sessions_one_active_per_table" ON "sessions" USING btree ("restaurant_id","table_id") WHERE "sessions"."status" = 'active';--> statement-breakpoint
CREATE INDEX "idx_sessions_restaurant_status" ON "sessions" USING btree ("restaurant_id","status");--> statement-breakpoint
CREATE INDEX "idx_sessions_active" ON "sessions" USING btree ("restaurant_id","id") WHERE "sessions"."status" = 'active';--> statement-breakpoint
CREATE INDEX "idx_sync_queue_due" ON "sync_queue" USING btree ("restaurant_id","next_attempt_at") WHERE "sync_queue"."status" = 'pending';--> statement-breakpoint
CREATE INDEX "idx_sync_queue_failed" ON "sync_queue" USING btree ("restaurant_id","finished_at") WHERE "sync_queue"."status" = 'failed';