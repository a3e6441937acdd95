/** Runs the edits of one key one after the other. */
export type DinerTurns = <T>(key: string, admit: () => Promise<T>) => Promise<T>;

/**
 * Lets a diner's next edit be inspected only when the one before is in the document. Otherwise two
 * devices of one diner could both write what may be written once, each inspected without the other.
 * At most one edit per connection waits: Hocuspocus takes a connection's messages one by one.
 */
export function createDinerTurns(): DinerTurns {
  const last = new Map<string, Promise<void>>();
  return async (key, admit) => {
    const before = last.get(key);
    let end = () => {};
    const turn = new Promise<void>((resolve) => {
      end = resolve;
    });
    last.set(key, turn);
    try {
      if (before) await before;
      return await admit();
    } finally {
      // Hocuspocus applies an admitted edit before the event loop turns.
      setImmediate(() => {
        if (last.get(key) === turn) last.delete(key);
        end();
      });
    }
  };
}
