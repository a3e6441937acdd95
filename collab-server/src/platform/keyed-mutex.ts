import { TureenError } from "@tureen/shared/platform/errors";

/** Runs work of the same key one after the other, in the order of the calls. */
export type KeyedMutex = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/** At most `maxWaiting` may wait behind one key; further ones are refused as rate-limited. */
export function createKeyedMutex(maxWaiting: number): KeyedMutex {
  const lines = new Map<string, { last: Promise<unknown>; length: number }>();
  return async (key, work) => {
    const line = lines.get(key) ?? { last: Promise.resolve(), length: 0 };
    if (line.length > maxWaiting) throw new TureenError("rate-limited", { retryAfterS: 2 });
    lines.set(key, line);
    line.length += 1;
    const turn = line.last.then(work);
    // Whoever comes next waits for the end of this one, however it ends.
    line.last = turn.then(
      () => {},
      () => {},
    );
    try {
      return await turn;
    } finally {
      line.length -= 1;
      if (line.length === 0) lines.delete(key);
    }
  };
}
