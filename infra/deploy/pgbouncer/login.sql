-- The login behind PgBouncer: a plain member of tureen_app, so that row-level security and the limits
-- of that role hold on every connection, whichever client it serves at the moment. What the
-- application otherwise says when it connects, its time limits, is kept with the role. Safe to repeat.
-- Run it once as the database's owner, then give it a password: \password tureen_pooled
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tureen_pooled') THEN
    CREATE ROLE tureen_pooled LOGIN;
  END IF;
END
$$;
GRANT tureen_app TO tureen_pooled;
ALTER ROLE tureen_pooled SET statement_timeout = '15s';
ALTER ROLE tureen_pooled SET lock_timeout = '5s';
ALTER ROLE tureen_pooled SET idle_in_transaction_session_timeout = '30s';
