ALTER TABLE "sessions" ADD COLUMN "log_state" text DEFAULT 'kept' NOT NULL;--> statement-breakpoint
CREATE INDEX "idx_sessions_log_due" ON "sessions" USING btree ("restaurant_id","closed_at") WHERE "sessions"."status" <> 'active' and "sessions"."log_state" <> 'gone';--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_log_state_known" CHECK ("sessions"."log_state" in ('kept', 'leaving', 'gone'));--> statement-breakpoint

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
--> statement-breakpoint
CREATE TRIGGER sessions_guard_log_state BEFORE UPDATE OF log_state ON sessions
  FOR EACH ROW EXECUTE FUNCTION tureen_guard_log_state();
--> statement-breakpoint
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
--> statement-breakpoint
DROP TRIGGER session_updates_refuse_change ON session_updates;
--> statement-breakpoint
CREATE TRIGGER session_updates_refuse_change BEFORE UPDATE ON session_updates
  FOR EACH ROW EXECUTE FUNCTION tureen_refuse_change();
--> statement-breakpoint
CREATE TRIGGER session_updates_guard_delete BEFORE DELETE ON session_updates
  FOR EACH ROW EXECUTE FUNCTION tureen_guard_log_delete();
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
REVOKE ALL ON FUNCTION tureen_old_logs(timestamptz, int) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION tureen_old_logs(timestamptz, int) TO tureen_app;
--> statement-breakpoint
REVOKE ALL ON FUNCTION tureen_remove_log(uuid, uuid, timestamptz, int, OUT int, OUT boolean) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION tureen_remove_log(uuid, uuid, timestamptz, int, OUT int, OUT boolean) TO tureen_app;
