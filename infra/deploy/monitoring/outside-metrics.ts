/**
 * What dashboards and alerts ask of others than Tureen: Prometheus itself, the exporters of
 * Postgres, Redis and the machine (each name was seen in the output of one), and the backup.
 */
export const OUTSIDE_METRICS: ReadonlySet<string> = new Set([
  // Prometheus
  "up",
  "ALERTS",
  // infra/deploy/backup, by way of node_exporter's textfile collector
  "tureen_backup_last_success_timestamp_seconds",
  // node_exporter
  "node_cpu_seconds_total",
  "node_disk_io_time_seconds_total",
  "node_filesystem_avail_bytes",
  "node_filesystem_size_bytes",
  "node_memory_MemAvailable_bytes",
  "node_memory_MemTotal_bytes",
  "node_network_receive_bytes_total",
  "node_network_transmit_bytes_total",
  // postgres_exporter
  "pg_database_size_bytes",
  "pg_locks_count",
  "pg_settings_max_connections",
  "pg_stat_activity_count",
  "pg_stat_activity_max_tx_duration",
  "pg_stat_database_blks_hit",
  "pg_stat_database_blks_read",
  "pg_stat_database_deadlocks",
  "pg_stat_database_numbackends",
  "pg_stat_database_temp_files",
  "pg_stat_database_tup_deleted",
  "pg_stat_database_tup_inserted",
  "pg_stat_database_tup_updated",
  "pg_stat_database_xact_commit",
  "pg_stat_database_xact_rollback",
  "pg_up",
  // redis_exporter
  "redis_blocked_clients",
  "redis_commands_processed_total",
  "redis_connected_clients",
  "redis_evicted_keys_total",
  "redis_expired_keys_total",
  "redis_memory_max_bytes",
  "redis_memory_used_bytes",
  "redis_rdb_changes_since_last_save",
  "redis_up",
]);
