-- Where an index may be missing: tables that are often read from end to end, and foreign keys whose
-- columns no index begins with, so that removing or renumbering what they point to reads the whole table.
SELECT relname AS table, 'read from end to end' AS why,
  format('%s times, %s rows each time; %s times by index', seq_scan, seq_tup_read / seq_scan, idx_scan)
    AS what
FROM pg_stat_user_tables
WHERE seq_scan > 50 AND seq_tup_read / seq_scan > 1000
UNION ALL
SELECT k.conrelid::regclass::text, 'foreign key without an index', k.conname
FROM pg_constraint k
WHERE k.contype = 'f' AND NOT EXISTS (
  SELECT FROM pg_index i
  WHERE i.indrelid = k.conrelid AND i.indpred IS NULL
    -- The index's first columns are the key's, in whatever order.
    AND (i.indkey::smallint[])[0:cardinality(k.conkey) - 1] @> k.conkey)
ORDER BY 2 DESC, 1, 3;
