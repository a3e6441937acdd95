-- How often each index was used since statistics began; those that were not, and the largest, first.
-- A replica counts for itself: look there too before an index is dropped. An index that holds a
-- constraint is needed whether or not it is read.
SELECT s.relname AS table, s.indexrelname AS index,
  s.idx_scan AS scans,
  pg_size_pretty(pg_relation_size(s.indexrelid)) AS size,
  EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = s.indexrelid) OR i.indisunique
    AS holds_a_constraint,
  (SELECT stats_reset FROM pg_stat_database WHERE datname = current_database()) AS counted_since
FROM pg_stat_user_indexes s JOIN pg_index i ON i.indexrelid = s.indexrelid
ORDER BY s.idx_scan, pg_relation_size(s.indexrelid) DESC, s.indexrelname;
