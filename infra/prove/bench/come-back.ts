import { setTimeout as sleep } from "node:timers/promises";

/** How long a phone tries to come back. */
const RETURN_TIMEOUT_MS = 120_000;

/** How a phone came back; with a `failure` it did not. */
export interface Return {
  readonly attempts: number;
  /** Infinite when it did not. */
  readonly inSyncMs: number;
  readonly failure: string | null;
}

/**
 * Connects as a phone does: again and again, a little later each time, never all in step. Counts
 * from `since`.
 */
export async function comeBack(connect: () => Promise<unknown>, since: number): Promise<Return> {
  let failure = "no time was left";
  let attempts = 0;
  for (let waitMs = 250; performance.now() - since < RETURN_TIMEOUT_MS; waitMs *= 2) {
    attempts += 1;
    try {
      await connect();
      return { attempts, inSyncMs: performance.now() - since, failure: null };
    } catch (error) {
      failure = (error as Error).message;
      await sleep(Math.min(waitMs, 4_000) * (0.5 + Math.random()));
    }
  }
  return { attempts, inSyncMs: Number.POSITIVE_INFINITY, failure };
}
