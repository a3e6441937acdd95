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
--> statement-breakpoint
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
--> statement-breakpoint
ALTER TABLE restaurants ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own_restaurant ON restaurants TO tureen_app
  USING (id = tureen_current_restaurant());
--> statement-breakpoint

-- The few questions that go over all restaurants. Each runs with its owner's rights and gives away
-- no more than where to look next.
-- Whose table or login it is, told by the short name in front of QR codes and behind logins.
CREATE FUNCTION tureen_restaurant_of_slug(wanted text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT id FROM restaurants WHERE slug = wanted
$$;
--> statement-breakpoint
-- For the menu import, which is told a restaurant by name.
CREATE FUNCTION tureen_restaurants_named(wanted text) RETURNS TABLE (id uuid, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.id, r.name FROM restaurants r WHERE r.id::text = wanted OR r.name = wanted
  ORDER BY r.created_at LIMIT 2
$$;
--> statement-breakpoint
-- For the demo, which is made in an empty database only.
CREATE FUNCTION tureen_has_restaurants() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM restaurants)
$$;
--> statement-breakpoint
-- Where the worker has something to do.
CREATE FUNCTION tureen_due_restaurants(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT restaurant_id FROM sync_queue
  WHERE status = 'pending' AND next_attempt_at <= moment LIMIT at_most
$$;
--> statement-breakpoint
CREATE FUNCTION tureen_overdue_sessions(moment timestamptz, at_most int) RETURNS TABLE (restaurant_id uuid, session_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.restaurant_id, s.id FROM sessions s
  WHERE s.status = 'active' AND s.expires_at <= moment LIMIT at_most
$$;
--> statement-breakpoint
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
--> statement-breakpoint
CREATE FUNCTION tureen_restaurants_with_ended_sign_ins(moment timestamptz, at_most int) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT restaurant_id FROM auth_sessions WHERE expires_at < moment LIMIT at_most
$$;
--> statement-breakpoint
-- How the queue is doing over all restaurants: two numbers and a moment.
CREATE FUNCTION tureen_queue_health(failed_since timestamptz) RETURNS TABLE (depth bigint, oldest timestamptz, failed bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT (SELECT count(*) FROM sync_queue WHERE status = 'pending'),
    (SELECT min(created_at) FROM sync_queue WHERE status = 'pending'),
    (SELECT count(*) FROM sync_queue WHERE status = 'failed' AND finished_at > failed_since)
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION tureen_restaurant_of_slug(text),
  tureen_restaurants_named(text),
  tureen_has_restaurants(),
  tureen_due_restaurants(timestamptz, int),
  tureen_overdue_sessions(timestamptz, int),
  tureen_long_tails(bigint, int),
  tureen_restaurants_with_ended_sign_ins(timestamptz, int),
  tureen_queue_health(timestamptz)
  FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION tureen_restaurant_of_slug(text),
  tureen_restaurants_named(text),
  tureen_has_restaurants(),
  tureen_due_restaurants(timestamptz, int),
  tureen_overdue_sessions(timestamptz, int),
  tureen_long_tails(bigint, int),
  tureen_restaurants_with_ended_sign_ins(timestamptz, int),
  tureen_queue_health(timestamptz)
  TO tureen_app;
