-- Who has had a transaction open for longest. Nothing that died meanwhile can be cleaned up, and locks
-- are kept. Tureen's own take milliseconds and are ended by Postgres after 30 s without a statement.
SELECT pid, application_name AS application, usename AS login, state,
  date_trunc('second', clock_timestamp() - xact_start) AS open_for,
  date_trunc('second', clock_timestamp() - state_change) AS in_this_state_for,
  wait_event_type || ': ' || wait_event AS waits_for,
  left(regexp_replace(query, '\s+', ' ', 'g'), 200) AS last_statement
FROM pg_stat_activity
WHERE datname = current_database() AND xact_start IS NOT NULL AND pid <> pg_backend_pid()
ORDER BY xact_start
LIMIT 20;
