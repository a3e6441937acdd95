-- What drizzle cannot say: storage parameters, the application's role, and the triggers that keep
-- orders and logs as they were written. Statements here are safe to meet an existing role, because
-- roles are shared by all databases of a server.

-- Every edit bumps head_seq, last_activity_at and expires_at: leave room for HOT updates.
ALTER TABLE sessions SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
--> statement-breakpoint
ALTER TABLE restaurant_counters SET (fillfactor = 50);
--> statement-breakpoint
ALTER TABLE menu_items SET (fillfactor = 80);
--> statement-breakpoint
ALTER TABLE orders SET (fillfactor = 80);
--> statement-breakpoint
ALTER TABLE sync_queue SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
--> statement-breakpoint
-- Updates are small binary; compressing them costs time on the hot path and saves nothing.
ALTER TABLE session_updates ALTER COLUMN "update" SET STORAGE EXTERNAL;
--> statement-breakpoint

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
--> statement-breakpoint
DO $$
BEGIN
  IF NOT pg_has_role(current_user, 'tureen_app', 'MEMBER') THEN
    EXECUTE format('GRANT tureen_app TO %I', current_user);
  END IF;
END
$$;
--> statement-breakpoint

GRANT USAGE ON SCHEMA public TO tureen_app;
--> statement-breakpoint
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO tureen_app;
--> statement-breakpoint
GRANT UPDATE ON restaurants, restaurant_counters, tables, qr_codes, sessions, users, auth_sessions,
  menu_categories, menu_items, menu_item_options, menu_item_option_values, sync_queue, payments
  TO tureen_app;
--> statement-breakpoint
GRANT UPDATE (status, status_at, cancel_reason) ON orders TO tureen_app;
--> statement-breakpoint
GRANT DELETE ON auth_sessions, session_snapshots TO tureen_app;
--> statement-breakpoint

CREATE FUNCTION tureen_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: its rows never change', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'TU001';
END
$$;
--> statement-breakpoint
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
--> statement-breakpoint
CREATE FUNCTION tureen_guard_order_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status <> 'placed' THEN
    RAISE EXCEPTION 'an order begins as placed, not %', NEW.status USING ERRCODE = 'TU002';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint

CREATE TRIGGER orders_guard_insert BEFORE INSERT ON orders
  FOR EACH ROW EXECUTE FUNCTION tureen_guard_order_insert();
--> statement-breakpoint
CREATE TRIGGER orders_guard_update BEFORE UPDATE ON orders
  FOR EACH ROW EXECUTE FUNCTION tureen_guard_order_update();
--> statement-breakpoint
CREATE TRIGGER orders_refuse_delete BEFORE DELETE ON orders
  FOR EACH ROW EXECUTE FUNCTION tureen_refuse_change();
--> statement-breakpoint
CREATE TRIGGER orders_refuse_truncate BEFORE TRUNCATE ON orders
  FOR EACH STATEMENT EXECUTE FUNCTION tureen_refuse_change();
--> statement-breakpoint
CREATE TRIGGER order_items_guard_insert BEFORE INSERT ON order_items
  FOR EACH ROW EXECUTE FUNCTION tureen_guard_order_item_insert();
--> statement-breakpoint
CREATE TRIGGER order_item_customizations_guard_insert BEFORE INSERT ON order_item_customizations
  FOR EACH ROW EXECUTE FUNCTION tureen_guard_order_item_part_insert();
--> statement-breakpoint
CREATE TRIGGER order_item_shares_guard_insert BEFORE INSERT ON order_item_shares
  FOR EACH ROW EXECUTE FUNCTION tureen_guard_order_item_part_insert();
--> statement-breakpoint
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
