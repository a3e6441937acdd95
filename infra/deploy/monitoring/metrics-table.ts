import type { Metric } from "@tureen/shared/platform/metrics";

/** The catalogue for people, as Markdown. */
export function metricsTable(metrics: readonly Metric[]): string {
  const rows = metrics.map(({ name, type, unit, labels, servedBy, help }) =>
    [`\`${name}\``, type, unit, labels.join(", ") || "–", servedBy.join(", "), help].join(" | "),
  );
  return [
    "# Measures",
    "",
    "Made from `shared/src/platform/metrics.ts`; `npx vitest run infra/deploy/monitoring -u` writes it anew.",
    "",
    "| name | type | unit | labels | served by | what it tells |",
    "|---|---|---|---|---|---|",
    ...rows.map((row) => `| ${row} |`),
    "",
    "Every process also serves what prom-client tells of Node by itself: `process_cpu_seconds_total`,",
    "`process_resident_memory_bytes`, `nodejs_eventloop_lag_p99_seconds`, and so on.",
    "",
  ].join("\n");
}
