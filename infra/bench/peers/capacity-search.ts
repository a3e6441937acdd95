/** What a step of the search came to: `generator` means that it says nothing of the server. */
export type Trial = "kept" | "missed" | "generator";

/** A fifth more each, four of them doubling. */
const STEP = 2 ** 0.25;
/** How far below what was found before the next search begins. */
const STEPS_BACK = 2;
const MAX_TRIALS = 24;

/**
 * The highest rate of a ladder that `attempt` keeps, 0 when there is none, and what failed on the
 * rung above. Begins near `expected`, goes up while rates are kept, and down from there if not even
 * the first one is.
 */
export async function searchCapacity(
  expected: number,
  attempt: (rate: number) => Promise<Trial>,
): Promise<{ rate: number; limit: Trial }> {
  const rung = (n: number) => Math.round(expected * STEP ** n);
  let kept = 0;
  let limit: Trial = "kept";
  for (let n = -STEPS_BACK, trials = 0; trials < MAX_TRIALS; trials++) {
    const first = await attempt(rung(n));
    // One hiccup of this machine is not the end of what a server can do.
    const trial = first === "kept" ? first : await attempt(rung(n));
    if (trial === "kept") {
      kept = rung(n);
      // The one above has failed already.
      if (limit !== "kept") break;
      n += 1;
    } else {
      limit = trial;
      if (kept > 0) break;
      n -= 1;
    }
  }
  return { rate: kept, limit };
}
