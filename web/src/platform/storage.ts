/**
 * What a browser remembers for us. Its storage may be blocked, full, or throw when it is only looked
 * at: then nothing is remembered, and the app still works for this visit.
 */

/** How long something is remembered: until it is dropped, or as long as the tab. */
export type Memory = "localStorage" | "sessionStorage";

/** Text as it was stored; null when there is none. */
export function readText(key: string, memory: Memory = "localStorage"): string | null {
  try {
    return globalThis[memory].getItem(key);
  } catch {
    return null;
  }
}

/** Whether it will be remembered. */
export function writeText(key: string, text: string, memory: Memory = "localStorage"): boolean {
  try {
    globalThis[memory].setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

/** A JSON value; undefined when there is none, or what is there is no JSON. */
export function readStored<T>(key: string, memory: Memory = "localStorage"): T | undefined {
  const text = readText(key, memory);
  if (text === null) return undefined;
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
}

/** Whether it will be remembered. */
export function writeStored(key: string, value: unknown, memory: Memory = "localStorage"): boolean {
  return writeText(key, JSON.stringify(value), memory);
}

export function dropStored(key: string, memory: Memory = "localStorage"): void {
  try {
    globalThis[memory].removeItem(key);
  } catch {
    // nothing was stored
  }
}

/** Calls back when another tab has changed or dropped what is stored under this key; returns the way to stop. */
export function onStoredElsewhere(key: string, changed: () => void): () => void {
  const onStorage = (event: StorageEvent) => {
    // Without a key everything was cleared.
    if (event.key === key || event.key === null) changed();
  };
  addEventListener("storage", onStorage);
  return () => removeEventListener("storage", onStorage);
}
