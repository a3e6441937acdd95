-- Spreads a migrated database over the nodes of a Citus cluster by restaurant. Run it once, on the
-- coordinator, as the database's owner, while no server or worker is running; rows that are there move
-- along. README.md says what comes before, and what is different afterwards.
BEGIN;

-- Row triggers run beside the rows, on the nodes. What they look at lies there too: every table of a
-- restaurant is on the node that has its other rows.
SET LOCAL citus.enable_unsafe_triggers = on;
-- One table after the other: they refer to each other.
SET LOCAL citus.multi_shard_modify_mode = 'sequential';

-- A foreign key leads from one kind of table to another while some are spread and others not yet, which
-- Citus refuses; so they come back when all are.
CREATE TEMPORARY TABLE foreign_keys ON COMMIT DROP AS
  SELECT k.conrelid::regclass AS of, k.conname AS name, pg_get_constraintdef(k.oid) AS definition
  FROM pg_constraint k WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace;

DO $$
DECLARE
  key record;
BEGIN
  FOR key IN SELECT * FROM foreign_keys LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', key.of, key.name);
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
  'order_item_customizations', 'order_item_shares', 'order_status_history', 'payments',
  'menu_drafts', 'menu_draft_edits', 'billing_settings', 'bill_counters', 'bill_entries', 'bills', 'receipts', 'payment_wishes',
  'provider_tasks', 'provider_news', 'demonstration_charges', 'demonstration_faults',
  'payment_keys', 'fiscal_records', 'fiscal_closes', 'ledger_anchors', 'menu_photos',
  'menu_photo_files', 'menu_photo_uses', 'restore_findings', 'kitchen_stations',
  'order_sightings', 'kitchen_printers', 'print_jobs'])
  WITH ORDINALITY AS wanted (name, place)
ORDER BY place;

DO $$
DECLARE
  key record;
BEGIN
  FOR key IN SELECT * FROM foreign_keys LOOP
    EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', key.of, key.name, key.definition);
  END LOOP;
END
$$;

-- Triggers and policies call functions by name, which Citus does not follow: all are on every node.
SELECT create_distributed_function(p.oid::regprocedure) FROM pg_proc p
WHERE p.pronamespace = 'public'::regnamespace AND p.proname LIKE 'tureen\_%'
ORDER BY p.oid;

-- The two calls that save an edit go as a whole to the node with the restaurant's rows.
SELECT create_distributed_function(f::regprocedure, 'restaurant', colocate_with => 'restaurant_counters')
FROM (SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
  AND p.proname IN ('tureen_append_one', 'tureen_append')) AS functions (f);

-- Policies ask for app.restaurant_id: what a transaction has set there goes along to the nodes.
DO $$
BEGIN
  EXECUTE format('ALTER DATABASE %I SET citus.propagate_set_commands = ''local''', current_database());
END
$$;

COMMIT;
