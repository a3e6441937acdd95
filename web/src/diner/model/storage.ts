/** How long something is remembered: until it is dropped, or as long as the tab. */
export type Memory = "localStorage" | "sessionStorage";

/**
 * The phone's own memory as JSON values. Storage may be blocked or full: then nothing is
 * remembered and the app still works for this visit.
 */
export function readStored<T>(key: string, memory: Memory = "localStorage"): T | undefined {
  try {
    const text = globalThis[memory].getItem(key);
    return text === null ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}

/** Whether it will be remembered. */
export function writeStored(key: string, value: unknown, memory: Memory = "localStorage"): boolean {
  try {
    globalThis[memory].setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
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
