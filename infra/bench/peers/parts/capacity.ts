import { ARMS } from "../arms/all.ts";
import { type Bench, eachRound } from "../bench.ts";
import { searchCapacity } from "../capacity-search.ts";
import { generatorProblem } from "../generator-load.ts";
import { withParty } from "../party.ts";

const part = "capacity";
const FIRST_TRY = 700;
const CALM_PER_SECOND = 100;
const CALM_SECONDS = 0.3;
const P99_BOUND_MS = 100;
/** Below this share, edits were on their way for longer than the settling time. */
const MIN_SEEN_SHARE = 0.999;

/** The highest load at which the others still see an edit within 100 ms at p99. */
export async function measureCapacity(bench: Bench): Promise<void> {
  const { results, quick } = bench;
  const seconds = quick ? 1 : 2;
  results.note(
    part,
    `steps of a fifth, ${seconds} s each; "≥": the generator could not make more and stay on time`,
  );
  const known = new Map<string, number>();
  const options = { arms: ARMS, tables: quick ? 20 : 120 };
  await eachRound(bench, part, options, async (arm, evening, round) => {
    const found = await withParty(bench, arm, evening, round, async (party) => {
      await party.connect();
      await party.open();
      await party.warmUp(quick ? 0.5 : 3);
      return searchCapacity(known.get(arm.name) ?? FIRST_TRY, async (rate) => {
        // What the step before left behind is worked off.
        await party.drive(CALM_PER_SECOND, CALM_SECONDS);
        const { propagation, seenShare, generator } = await party.drive(rate, seconds);
        if (propagation.p99 < P99_BOUND_MS && seenShare >= MIN_SEEN_SHARE) return "kept";
        return generatorProblem(generator) ? "generator" : "missed";
      });
    });
    const name = { part, figure: "edits/s with p99 under 100 ms", unit: "/s", column: arm.name };
    if (found.rate === 0) {
      results.discard({ part, column: arm.name, round, why: "no step was kept" });
      return;
    }
    known.set(arm.name, found.rate);
    results.add(name, round, found.rate, found.limit === "generator");
  });
}
