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
--> statement-breakpoint
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
--> statement-breakpoint
-- Binds the rest of the transaction to a restaurant: as a SET, which Citus repeats on the machines that the
-- transaction reaches, as it does not with set_config().
CREATE FUNCTION tureen_enter_restaurant(restaurant uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('SET LOCAL app.restaurant_id = %L', restaurant);
END
$$;
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
CREATE OR REPLACE FUNCTION tureen_restaurant_of_slug(wanted text) RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (SELECT r.id FROM restaurants r WHERE r.slug = wanted);
END
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION tureen_restaurants_named(wanted text) RETURNS TABLE (id uuid, name text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT r.id, r.name FROM restaurants r WHERE r.id::text = wanted OR r.name = wanted
    ORDER BY r.created_at LIMIT 2;
END
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION tureen_has_restaurants() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM restaurants);
END
$$;
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
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
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION tureen_parts(), tureen_unreachable(),
  tureen_remove_log(uuid, uuid, timestamptz, int, uuid, timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION tureen_unreachable(),
  tureen_remove_log(uuid, uuid, timestamptz, int, uuid, timestamptz) TO tureen_app;
