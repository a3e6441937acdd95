import { Registry } from "prom-client";
import { expect, test } from "vitest";
import { createWorkerMetrics } from "./confirm-metrics.ts";

test("outcomes are counted from nothing, and rejections once for each of their reasons", async () => {
  const registry = new Registry();
  const count = createWorkerMetrics(registry);
  expect(await registry.metrics()).toContain('tureen_confirms_total{outcome="failed"} 0');
  const rejected = (code: "lines" | "too-old", lines: readonly ("sold-out" | "off-menu")[]) =>
    count({
      kind: "rejected",
      receipt: {
        ok: false,
        code,
        lines: lines.map((reason) => ({ line: "d1-x", code: reason, left: 0 })),
        at: 0,
      },
      seconds: 0.01,
    });
  rejected("lines", ["sold-out", "sold-out", "off-menu"]);
  rejected("too-old", []);
  count({ kind: "failed", seconds: 0 });
  const text = await registry.metrics();
  for (const line of [
    'tureen_confirms_total{outcome="rejected"} 2',
    'tureen_confirms_total{outcome="failed"} 1',
    'tureen_rejections_total{reason="sold-out"} 1',
    'tureen_rejections_total{reason="off-menu"} 1',
    'tureen_rejections_total{reason="too-old"} 1',
    // Giving up is no commit.
    "tureen_commit_seconds_count 2",
  ]) {
    expect(text).toContain(`${line}\n`);
  }
});
