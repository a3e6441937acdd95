/**
 * What a phone is made of besides the app: storage, a clock, and an operating system that freezes pages.
 * All of it fails on command.
 */

import type { IndexedDb } from "@tureen/shared/table/sync/indexeddb-store";
import type { SocketListener } from "@tureen/shared/table/sync/sync-client";
import { realTimers, type Timers } from "@tureen/shared/table/sync/timers";
import { forceCloseDatabase, IDBFactory } from "fake-indexeddb";

/** How IndexedDB behaves: well, never answering, throwing at once, refusing to open, or full. */
export type StorageMood = "well" | "hanging" | "throwing" | "refusing" | "full";

export const STORAGE_MOODS = ["hanging", "throwing", "refusing", "full"] as const;

type Database = ReturnType<IndexedDb["open"]>["result"] & { readonly name: string };

export class Device {
  mood: StorageMood = "well";
  /** What a hand has added to the wall clock, ms. */
  skewMs = 0;
  #factory = new IDBFactory() as IndexedDb;
  readonly #open = new Set<Database>();
  /** What happens on a frozen page once it thaws; null while it is not frozen. */
  #frozen: (() => void)[] | null = null;

  /** As the page sees it; asked for anew each time, since the look at it may throw. */
  readonly storage = (): IndexedDb => {
    if (this.mood === "throwing") throw new Error("The operation is insecure.");
    return {
      open: (name) => this.#openDatabase(name),
      deleteDatabase: (name) => this.#factory.deleteDatabase(name),
    };
  };

  get timers(): Timers {
    return {
      after: (ms, then) => realTimers.after(ms, () => this.#run(then)),
      elapsed: realTimers.elapsed,
      now: () => Date.now() + this.skewMs,
    };
  }

  /** A listener whose events wait while the page is frozen. */
  listening(listener: SocketListener): SocketListener {
    return {
      opened: () => this.#run(() => listener.opened()),
      received: (frame) => this.#run(() => listener.received(frame)),
      lost: (reason) => this.#run(() => listener.lost(reason)),
    };
  }

  /** The page stands still: no timer and no event of a socket comes through. */
  freeze(): void {
    this.#frozen ??= [];
  }

  thaw(): void {
    const waiting = this.#frozen ?? [];
    this.#frozen = null;
    for (const then of waiting) then();
  }

  /** The browser takes away what is open, as iOS does in the background. */
  takeStorageAway(): void {
    for (const database of this.#open) forceCloseDatabase(database);
    this.#open.clear();
  }

  /** Somebody clears the site's data under the open page. */
  clearStorage(): void {
    this.takeStorageAway();
    this.#factory = new IDBFactory() as IndexedDb;
  }

  /** Another tab deletes a database that this one has open. */
  deleteFromElsewhere(name: string): void {
    this.#factory.deleteDatabase(name);
  }

  #run(then: () => void): void {
    if (this.#frozen) this.#frozen.push(then);
    else then();
  }

  #openDatabase(name: string): ReturnType<IndexedDb["open"]> {
    if (this.mood === "hanging") return silent<ReturnType<IndexedDb["open"]>>();
    if (this.mood === "refusing") return failing<ReturnType<IndexedDb["open"]>>();
    const request = this.#factory.open(name);
    const answer = Object.create(request) as typeof request;
    const database = () => request.result as Database;
    // The page sees the same request, with a database that asks for the device's mood each time.
    Object.defineProperties(answer, {
      result: { get: () => this.#moody(database()) },
      error: { get: () => request.error },
      onsuccess: {
        set: (then: () => void) => {
          request.onsuccess = () => {
            this.#open.add(database());
            then();
          };
        },
      },
      onerror: { set: (then) => (request.onerror = then) },
      onupgradeneeded: { set: (then) => (request.onupgradeneeded = then) },
    });
    return answer;
  }

  #moody(database: Database): Database {
    return new Proxy(database, {
      get: (target, property) => {
        if (property === "transaction") return this.#transaction(target);
        const value = Reflect.get(target, property, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
      set: (target, property, value) => Reflect.set(target, property, value, target),
    });
  }

  #transaction(database: Database): Database["transaction"] {
    return (stores, mode, options) => {
      if (this.mood === "throwing") throw new Error("The database connection is closing.");
      if (this.mood === "hanging") return silent<ReturnType<Database["transaction"]>>();
      const transaction = database.transaction(stores, mode, options);
      if (this.mood === "full" && mode === "readwrite") {
        // As a quota is noticed: when it is about to be kept.
        (transaction as unknown as { abort(): void }).abort();
        return silent<typeof transaction>({
          set onabort(then: () => void) {
            queueMicrotask(then);
          },
        });
      }
      return transaction;
    };
  }
}

/** Something of IndexedDB that never answers, whatever is asked of it. */
function silent<T>(own: object = {}): T {
  const nothing: unknown = new Proxy(() => nothing, {
    get: (_, property) => (property in own ? Reflect.get(own, property) : nothing),
    set: (_, property, value) => {
      if (property in own) Reflect.set(own, property, value);
      return true;
    },
    apply: () => nothing,
  });
  return nothing as T;
}

/** A request that fails. */
function failing<T>(): T {
  const request: { onerror?: () => void; readonly error: Error } = {
    error: new Error("Internal error opening backing store."),
  };
  queueMicrotask(() => request.onerror?.());
  return request as T;
}
