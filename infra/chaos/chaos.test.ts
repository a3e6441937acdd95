import { describe, expect, test } from "vitest";
import { PINNED_SEEDS } from "./pinned-seeds.ts";
import { reportOf, toText } from "./report.ts";
import { runChaos } from "./run.ts";

/** Starting, coming to rest (a claim of a killed worker lapses after 15 s) and judging. */
const OVERHEAD_MS = 240_000;
/** How much longer than planned a busy machine may take to get through all fail points. */
const EXTRA_MS = 90_000;

describe("The promises hold while processes die, Postgres, Redis and the network fail", () => {
  for (const { seed, why, seconds, tables, exhaustive } of PINNED_SEEDS) {
    test(`seed ${seed}: ${why}`, { timeout: seconds * 1_000 + EXTRA_MS + OVERHEAD_MS }, async ({
      signal,
    }) => {
      const run = await runChaos({
        seed,
        durationMs: seconds * 1_000,
        extraMs: exhaustive ? EXTRA_MS : 0,
        tables,
        dinersPerTable: 3,
        signal,
        progress: () => {},
      });
      const report = reportOf(run);
      expect(report.ok, toText(report)).toBe(true);

      // A quiet evening proves nothing.
      if (exhaustive) expect(report.neverFired, toText(report)).toEqual([]);
      expect(report.acknowledgedEdits).toBeGreaterThan(100);
      expect(report.confirms).toBeGreaterThan(20);
      expect(report.checked.ordered).toBeGreaterThan(5);
      expect(report.actions["status-change"]).toBeGreaterThan(10);
    });
  }
});
