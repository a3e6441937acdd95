import { describe, expect, test } from "vitest";
import type { RunCounts } from "./counts.ts";
import { PINNED_SEEDS } from "./pinned-seeds.ts";
import { reportOf, toText } from "./report.ts";
import { runChaos } from "./run.ts";

/** Starting, coming to rest (a claim of a killed worker lapses after 15 s) and judging. */
const OVERHEAD_MS = 240_000;
/** How much longer than planned a busy machine may take to do the work. */
const EXTRA_MS = 400_000;

/** A quiet session proves nothing. */
function isEnough(runCounts: RunCounts, exhaustive: boolean): boolean {
  const { actions, edits } = runCounts;
  return (
    edits > 500 &&
    runCounts.appEdits > 0 &&
    runCounts.releases > 0 &&
    actions.confirm > 60 &&
    actions["status-change"] > 10 &&
    actions["lines-moved"] > 10 &&
    (!exhaustive || runCounts.neverHappened().length === 0)
  );
}

describe("The promises hold while processes die, Postgres, Redis, the network and the phones fail", () => {
  for (const { seed, why, seconds, tables, exhaustive } of PINNED_SEEDS) {
    const timeout = seconds * 1_000 + EXTRA_MS + OVERHEAD_MS;
    test(`seed ${seed}: ${why}`, { timeout }, async ({ signal }) => {
      const isReached = (runCounts: RunCounts) => isEnough(runCounts, exhaustive);
      const run = await runChaos({
        seed,
        durationMs: seconds * 1_000,
        goal: { isReached, extraMs: EXTRA_MS },
        tables,
        dinersPerTable: 3,
        signal,
        progress: () => {},
      });
      const report = reportOf(run);
      expect(report.ok, toText(report)).toBe(true);
      expect(isReached(run.runCounts), toText(report)).toBe(true);
      expect(report.acknowledgedEdits).toBeGreaterThan(100);
      expect(report.checked.savedClaims).toBeGreaterThan(20);
      expect(report.checked.ordered).toBeGreaterThan(5);
    });
  }
});
