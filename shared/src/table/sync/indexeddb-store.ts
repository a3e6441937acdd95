/**
 * A document's copy in IndexedDB, in the form that y-indexeddb writes: releases before this one read it,
 * and this one reads theirs.
 */
import type { CopyStore, OpenCopy, StoredCopy } from "./copy-store.ts";
import type { SaveMark } from "./replica.ts";

const UPDATES = "updates";
const FACTS = "custom";
const SERVER_HAS = "server-has";

/** What of IndexedDB is used here, by the standard's names; this module is not the browser's alone. */
export interface IndexedDb {
  open(name: string): DbRequest<Db> & { onupgradeneeded: (() => void) | null | unknown };
  deleteDatabase(name: string): DbRequest<unknown>;
}

interface DbRequest<T> {
  readonly result: T;
  readonly error: unknown;
  onsuccess: (() => void) | null | unknown;
  onerror: (() => void) | null | unknown;
}

interface Db {
  createObjectStore(name: string, options?: { autoIncrement: boolean }): unknown;
  transaction(
    stores: string[],
    mode: "readonly" | "readwrite",
    options?: { durability: "strict" },
  ): DbTransaction;
  close(): void;
  onclose: (() => void) | null | unknown;
  onversionchange: (() => void) | null | unknown;
}

interface DbTransaction {
  readonly error: unknown;
  objectStore(name: string): DbStore;
  oncomplete: (() => void) | null | unknown;
  onabort: (() => void) | null | unknown;
}

interface DbStore {
  get(key: string): DbRequest<unknown>;
  getAll(): DbRequest<unknown[]>;
  add(value: unknown): unknown;
  put(value: unknown, key: string): unknown;
  clear(): unknown;
}

/** The name of a session's database. */
export function copyName(sessionId: string): string {
  return `tureen-${sessionId}`;
}

/** The copy of one session's document; `factory` is asked for anew each time, since it may throw. */
export function indexedDbStore(sessionId: string, factory: () => IndexedDb): CopyStore {
  const name = copyName(sessionId);
  return {
    async open(lost) {
      const request = factory().open(name);
      request.onupgradeneeded = () => {
        request.result.createObjectStore(UPDATES, { autoIncrement: true });
        request.result.createObjectStore(FACTS);
      };
      const db = await resultOf(request);
      db.onclose = lost;
      // Another tab, or the user, wants it gone: whoever keeps it open would only delay that.
      db.onversionchange = () => {
        db.close();
        lost();
      };
      return openCopy(db);
    },
    async remove() {
      await resultOf(factory().deleteDatabase(name));
    },
  };
}

function openCopy(db: Db): OpenCopy {
  const begin = (mode: "readonly" | "readwrite") => {
    const transaction = db.transaction([UPDATES, FACTS], mode, { durability: "strict" });
    return {
      updates: transaction.objectStore(UPDATES),
      facts: transaction.objectStore(FACTS),
      done: new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
      }),
    };
  };
  return {
    async read() {
      const { updates, facts } = begin("readonly");
      return await stored(updates, facts);
    },
    async append(added, serverHas) {
      const { updates, facts, done } = begin("readwrite");
      for (const update of added) updates.add(update);
      facts.put([...serverHas], SERVER_HAS);
      await done;
    },
    async rewrite(merge) {
      const { updates, facts, done } = begin("readwrite");
      const reading = stored(updates, facts).then((before) => {
        const { state, serverHas } = merge(before);
        updates.clear();
        updates.add(state);
        facts.put([...serverHas], SERVER_HAS);
      });
      await Promise.all([reading, done]);
    },
    close() {
      db.close();
    },
  };
}

async function stored(updates: DbStore, facts: DbStore): Promise<StoredCopy> {
  const [all, serverHas] = await Promise.all([
    resultOf(updates.getAll()),
    resultOf(facts.get(SERVER_HAS)),
  ]);
  return {
    updates: all.filter((update): update is Uint8Array => update instanceof Uint8Array),
    serverHas: readMark(serverHas),
  };
}

/** Nothing when it is not what this release writes: then nothing is known to be saved. */
function readMark(value: unknown): SaveMark {
  if (!Array.isArray(value)) return new Map();
  return new Map(value.filter((pair) => Array.isArray(pair) && pair.every(Number.isSafeInteger)));
}

function resultOf<T>(request: DbRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("failed"));
  });
}
