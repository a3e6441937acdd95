-- Tables that changed much since they were last analyzed, so that plans rest on old numbers, or that
-- hold many dead rows; the most outdated first. Mend: ANALYZE table, or VACUUM (ANALYZE) table.
SELECT relname AS table,
  n_live_tup AS live_rows,
  n_mod_since_analyze AS changed_since,
  greatest(last_analyze, last_autoanalyze) AS analyzed_at,
  n_dead_tup AS dead_rows,
  greatest(last_vacuum, last_autovacuum) AS vacuumed_at
FROM pg_stat_user_tables
WHERE n_mod_since_analyze > 1000 + n_live_tup / 5 OR n_dead_tup > 1000 + n_live_tup / 5
ORDER BY n_mod_since_analyze::float8 / (n_live_tup + 1) DESC, relname;
