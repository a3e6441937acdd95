import type { SessionKey } from "@tureen/persistence/table/load-document";
import {
  KNOWN_LIFE_MS,
  type KnownDocument,
  MAX_STATE_BYTES,
  type SessionCache,
} from "./session-cache.ts";

/** What the documents of one process may take together. */
const MAX_BYTES = 32 * 1024 * 1024;

interface Entry {
  readonly known: KnownDocument;
  readonly until: number;
}

/**
 * A session cache in this process's memory: for a table whose phones have all gone dark, and come
 * back. The least recently used give way. `now` in ms is replaceable so that tests need not wait.
 */
export function createLocalSessionCache({
  maxBytes = MAX_BYTES,
  now = Date.now,
} = {}): SessionCache {
  const entries = new Map<string, Entry>();
  let bytes = 0;

  function drop(name: string): void {
    bytes -= entries.get(name)?.known.state.byteLength ?? 0;
    entries.delete(name);
  }

  function put(name: string, entry: Entry): void {
    drop(name);
    // At the end: a Map keeps insertion order, so the first one is the least recently used.
    entries.set(name, entry);
    bytes += entry.known.state.byteLength;
  }

  return {
    async read(key) {
      const name = nameOf(key);
      const entry = entries.get(name);
      if (!entry) return null;
      if (entry.until <= now()) {
        drop(name);
        return null;
      }
      put(name, entry);
      return entry.known;
    },
    async write(key, known) {
      if (known.state.byteLength > MAX_STATE_BYTES) return;
      put(nameOf(key), { known, until: now() + KNOWN_LIFE_MS });
      for (const name of entries.keys()) {
        if (bytes <= maxBytes) break;
        drop(name);
      }
    },
    async forget(key) {
      drop(nameOf(key));
    },
  };
}

function nameOf({ restaurantId, sessionId }: SessionKey): string {
  return `${restaurantId} ${sessionId}`;
}
