/** What a step of the search came to: `generator` means that it says nothing of the server. */
export type Trial = "kept" | "missed" | "generator";

/** A fifth more each, four of them doubling. */
const RUNG = 2 ** 0.25;
/** Rungs at a time until one is kept and one is not. */
const STRIDE = 2;
const MAX_TRIALS = 24;

/**
 * The highest rate of a ladder through `expected` that `attempt` keeps, 0 when there is none, and
 * what failed on the rung above.
 */
export async function searchCapacity(
  expected: number,
  attempt: (rate: number) => Promise<Trial>,
): Promise<{ rate: number; limit: Trial }> {
  const rateOf = (rung: number) => Math.round(expected * RUNG ** rung);
  let kept = Number.NEGATIVE_INFINITY;
  let failed = Number.POSITIVE_INFINITY;
  let limit: Trial = "kept";
  let rung = 0;
  for (let trials = 0; trials < MAX_TRIALS && failed - kept > 1; trials++) {
    const trial = await attempt(rateOf(rung));
    if (trial === "kept") kept = rung;
    else [failed, limit] = [rung, trial];
    if (kept === Number.NEGATIVE_INFINITY) rung = failed - STRIDE;
    else if (failed === Number.POSITIVE_INFINITY) rung = kept + STRIDE;
    else rung = Math.floor((kept + failed) / 2);
  }
  return { rate: Number.isFinite(kept) ? rateOf(kept) : 0, limit };
}
