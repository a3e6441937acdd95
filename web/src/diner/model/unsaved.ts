import { dropStored, readStored, writeStored } from "./storage.ts";

const unsavedKey = (sessionId: string) => `tureen.unsaved.${sessionId}`;

/**
 * The ids of lines and confirms this phone changed and the server has not acknowledged. Kept over
 * a reload, so that nothing looks saved that is not.
 */
export interface Unsaved {
  ids(): ReadonlySet<string>;
  add(id: string): void;
  clear(): void;
}

export function createUnsaved(
  sessionId: string,
  changed: (ids: ReadonlySet<string>) => void,
): Unsaved {
  const key = unsavedKey(sessionId);
  let ids: ReadonlySet<string> = new Set(readStored<string[]>(key) ?? []);
  return {
    ids: () => ids,
    add(id) {
      if (ids.has(id)) return;
      ids = new Set([...ids, id]);
      writeStored(key, [...ids]);
      changed(ids);
    },
    clear() {
      if (ids.size === 0) return;
      ids = new Set();
      dropStored(key);
      changed(ids);
    },
  };
}
