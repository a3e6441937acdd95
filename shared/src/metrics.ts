/** Prometheus names of everything that is measured; units are in the names. */
export const METRICS = {
  connections: "tureen_connections",
  strangers: "tureen_connections_not_signed_in",
  unsentBytes: "tureen_unsent_bytes",
  documents: "tureen_documents",
  edits: "tureen_edits_total",
  fanOut: "tureen_fan_out_messages_total",
  refusals: "tureen_refusals_total",
  appendSeconds: "tureen_append_seconds",
  appendGroup: "tureen_append_group_updates",
  queueDepth: "tureen_queue_depth",
  queueAgeSeconds: "tureen_queue_age_seconds",
  commitSeconds: "tureen_commit_seconds",
  confirms: "tureen_confirms_total",
  kitchenStreams: "tureen_kitchen_streams",
} as const;
