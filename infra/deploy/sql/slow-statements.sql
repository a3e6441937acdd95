-- Which statements took most of the database's time since pg_stat_statements was reset. Needs
-- shared_preload_libraries = 'pg_stat_statements' and, once, CREATE EXTENSION pg_stat_statements.
SELECT round(total_exec_time)::bigint AS total_ms,
  round((100 * total_exec_time / sum(total_exec_time) OVER ())::numeric, 1) AS percent,
  calls,
  round(mean_exec_time::numeric, 2) AS mean_ms,
  round(max_exec_time::numeric, 2) AS max_ms,
  rows,
  -- Pages that were not in Postgres' own memory.
  shared_blks_read AS pages_read,
  left(regexp_replace(query, '\s+', ' ', 'g'), 200) AS statement
FROM pg_stat_statements
WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
ORDER BY total_exec_time DESC
LIMIT 20;
