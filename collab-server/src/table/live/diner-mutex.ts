/** The diners who have an edit under way, and who waits for it. */
export interface DinerTurns {
  /** Begins a turn; a promise when another of the same key has to end before. */
  begin(key: string): Promise<void> | undefined;
  /** Ends the turn that was begun, and lets the next one begin. */
  end(key: string): void;
}

/**
 * Lets a diner's next edit be inspected only when the one before is in the document. Otherwise two
 * devices of one diner could both write what may be written once, each inspected without the other.
 * At most one edit per connection waits: a connection's messages are taken one by one.
 */
export function createDinerTurns(): DinerTurns {
  const waiting = new Map<string, (() => void)[]>();
  return {
    begin(key) {
      const queue = waiting.get(key);
      if (queue) return new Promise((resolve) => queue.push(resolve));
      waiting.set(key, []);
      return undefined;
    },
    end(key) {
      const next = waiting.get(key)?.shift();
      if (next) next();
      else waiting.delete(key);
    },
  };
}
