-- Spreads a migrated database over the nodes of a Citus cluster by restaurant. Run it once, on the
-- coordinator, as the owner, while no server or worker is running; rows that are there move along.
-- README.md says what is different afterwards.
BEGIN;

-- Row triggers then run beside the rows, on the nodes. These five look into other tables, which they
-- cannot do there.
SET LOCAL citus.enable_unsafe_triggers = on;
DROP TRIGGER order_items_guard_insert ON order_items;
DROP TRIGGER order_item_customizations_guard_insert ON order_item_customizations;
DROP TRIGGER order_item_shares_guard_insert ON order_item_shares;
DROP TRIGGER order_status_history_guard_insert ON order_status_history;
DROP TRIGGER session_updates_guard_delete ON session_updates;

-- Policies ask for app.restaurant_id, which a single statement does not take along to the nodes.
DO $$
DECLARE
  name text;
BEGIN
  FOR name IN
    SELECT c.relname FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relrowsecurity
  LOOP
    EXECUTE format('ALTER TABLE %I DISABLE ROW LEVEL SECURITY', name);
  END LOOP;
END
$$;

-- On every node: small, seldom changed, and found by a name that is unique over all restaurants.
SELECT create_reference_table('restaurants');

-- By restaurant; one restaurant's rows of all tables lie on one node. rate_limits stays on the coordinator.
SELECT create_distributed_table('restaurant_counters', 'restaurant_id');
SELECT create_distributed_table(name, 'restaurant_id', colocate_with => 'restaurant_counters')
FROM unnest(ARRAY['tables', 'qr_codes', 'sessions', 'session_updates', 'session_snapshots',
  'session_activity_log', 'sync_queue', 'users', 'auth_sessions', 'menu_versions', 'menu_categories',
  'menu_items', 'menu_item_options', 'menu_item_option_values', 'orders', 'order_items',
  'order_item_customizations', 'order_item_shares', 'order_status_history', 'payments'])
  WITH ORDINALITY AS wanted (name, place)
ORDER BY place;

COMMIT;
