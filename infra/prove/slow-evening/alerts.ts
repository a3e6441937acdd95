/** Which alerts of infra/deploy/monitoring/alerts.yml fire when things stay as two scrapes found them. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { METRICS } from "@tureen/shared/platform/metrics";
import type { Scraped } from "./diagnose.ts";

const RULES = join(import.meta.dirname, "../../deploy/monitoring/alerts.yml");
const STEP_S = 15;
/** Ten minutes: longer than any of these alerts waits. */
const STEPS = 40;
/** Series that grow by so much each second while what they are about goes on. */
const AGES: ReadonlySet<string> = new Set([
  METRICS.queueAgeSeconds.name,
  METRICS.providerAgeSeconds.name,
]);

/** Names of the alerts that fire after ten minutes; `seconds` lie between the scrapes. Needs promtool. */
export async function firing(scraped: readonly Scraped[], seconds: number): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), "tureen-alerts-"));
  try {
    const file = join(folder, "trial.yml");
    await writeFile(file, JSON.stringify(trial(scraped, seconds)));
    // It is told to expect nothing, and says what there is.
    const said = await promisify(execFile)("promtool", ["test", "rules", file]).then(
      () => "",
      (error: { stdout?: string; stderr?: string; code?: unknown }) => {
        if (typeof error.code !== "number") throw error;
        return `${error.stdout}${error.stderr}`;
      },
    );
    return [...new Set([...said.matchAll(/alertname=\\?"(\w+)/g)].map(([, name]) => name ?? ""))];
  } finally {
    await rm(folder, { recursive: true });
  }
}

function trial(scraped: readonly Scraped[], seconds: number) {
  const input = scraped.flatMap(({ process, before, after }) => [
    { series: `up{job="tureen-${process}",instance="a"}`, values: `${after ? 1 : 0}x${STEPS}` },
    ...[...(after ?? [])].flatMap(([key, value]) => {
      const [name = "", labels = ""] = key.split(/[{}]/);
      if (!/^(tureen|nodejs_eventloop)/.test(name) || !Number.isFinite(value)) return [];
      const series = `${name}{${[labels, `job="tureen-${process}"`, 'instance="a"'].filter(Boolean).join(",")}}`;
      const isCounted = /_(total|bucket|sum|count)$/.test(name);
      const grown = (value - (before.get(key) ?? 0)) / seconds;
      const perStep = (isCounted ? grown : AGES.has(name) && grown > 0.5 ? 1 : 0) * STEP_S;
      return [{ series, values: `${value}+${Math.max(0, perStep)}x${STEPS}` }];
    }),
  ]);
  const backup = { series: "tureen_backup_last_success_timestamp_seconds", values: `0x${STEPS}` };
  return {
    rule_files: [RULES],
    evaluation_interval: `${STEP_S}s`,
    tests: [
      {
        interval: `${STEP_S}s`,
        input_series: [...input, backup],
        promql_expr_test: [
          {
            expr: 'count by (alertname) (ALERTS{alertstate="firing"})',
            eval_time: `${STEPS * STEP_S}s`,
            exp_samples: [{ labels: '{alertname=""}', value: -1 }],
          },
        ],
      },
    ],
  };
}
