/** Held for each diner who has an edit under way. */
export interface DinerMutex {
  /** Locks a key; a promise when somebody else holds it, which resolves when it is ours. */
  lock(key: string): Promise<void> | undefined;
  /** Gives the key to whoever has waited longest. */
  unlock(key: string): void;
}

/**
 * Lets a diner's next edit be inspected only when the one before is in the document. Otherwise two
 * devices of one diner could both write what may be written once, each inspected without the other.
 * At most one edit per connection waits: a connection's messages are taken one by one.
 */
export function createDinerMutex(): DinerMutex {
  const waiting = new Map<string, (() => void)[]>();
  return {
    lock(key) {
      const queue = waiting.get(key);
      if (queue) return new Promise((resolve) => queue.push(resolve));
      waiting.set(key, []);
      return undefined;
    },
    unlock(key) {
      const next = waiting.get(key)?.shift();
      if (next) next();
      else waiting.delete(key);
    },
  };
}
