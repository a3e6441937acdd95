-- Who waits for a lock, and for whom. To end a holder: SELECT pg_terminate_backend(held_by_pid).
SELECT w.pid AS waiting_pid, w.application_name AS waiting,
  date_trunc('milliseconds', clock_timestamp() - w.query_start) AS waits_for,
  left(regexp_replace(w.query, '\s+', ' ', 'g'), 120) AS waiting_statement,
  h.pid AS held_by_pid, h.application_name AS held_by, h.state AS holder_is,
  left(regexp_replace(h.query, '\s+', ' ', 'g'), 120) AS holders_last_statement
FROM pg_stat_activity w
  CROSS JOIN LATERAL unnest(pg_blocking_pids(w.pid)) AS holder (pid)
  JOIN pg_stat_activity h ON h.pid = holder.pid
WHERE w.datname = current_database()
ORDER BY w.query_start, w.pid;
