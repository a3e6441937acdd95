/**
 * Keeps every document in memory at the head of its log. A document falls behind when somebody
 * else writes to its log: the worker, an API call, another node. Signals say so at once, and a
 * regular check against the heads in Postgres finds what a lost signal missed.
 *
 * Each document has a cursor: everything up to it has been applied. Edits of this node are applied
 * by Hocuspocus right after their append, so their places only have to close up to the cursor.
 * Edits of other nodes come with their place (`received`) and are applied in its order. A place that
 * stays open is read from the log. Applying an edit twice
 * changes nothing (Yjs knows what it has), so the cursor may lag but must never lead.
 */
import type { Database } from "@tureen/persistence/platform/database";
import { readUpdatesAfter } from "@tureen/persistence/table/load-document";
import { type LogPlace, readHeadsAfter } from "@tureen/persistence/table/read-heads-after";
import type { Logger } from "pino";
import * as Y from "yjs";
import type { LoggedEdit } from "./fan-out-message.ts";

/** How long an own append may take to be applied before its place counts as open, ms. */
const SETTLE_MS = 250;
const PAGE = 500;
/** Edits of other nodes that wait for what stands before them; with more it is read from the log. */
const MAX_HELD = 64;
/** As what it is applied: nobody of ours wrote it. */
const FROM_LOG = { source: "local" } as const;

/** An entry of the log as far as it is counted. */
export interface CountedEntry {
  readonly author: string;
  readonly bytes: number;
}

type Counted = (document: Y.Doc, entry: CountedEntry, sessionId: string) => void;

interface Followed {
  readonly restaurantId: string;
  document: Y.Doc | null;
  cursor: number;
  /** Places after the cursor whose edits are already in the document. */
  readonly ahead: Set<number>;
  /** Edits of other nodes, by place, that wait until the cursor is right before them. */
  readonly held: Map<number, LoggedEdit>;
  /** The highest place known to exist. */
  head: number;
  /** Its log may have gone on while the document was being loaded. */
  isStale: boolean;
  reading: Promise<void> | null;
  settling: NodeJS.Timeout | null;
}

export class LogFollower {
  readonly #database: Database;
  readonly #log: Logger;
  readonly #changed: (sessionId: string) => void;
  readonly #counted: Counted;
  readonly #followed = new Map<string, Followed>();
  readonly #timer: NodeJS.Timeout;
  #checking: Promise<void> | null = null;

  /**
   * `changed` is called after edits from elsewhere were applied to a document, `counted` once for
   * every entry of its log since it was loaded. Every `checkEveryMs` all documents are checked
   * against the heads of their logs.
   */
  constructor(
    database: Database,
    log: Logger,
    checkEveryMs: number,
    changed: (sessionId: string) => void,
    counted: Counted,
  ) {
    this.#database = database;
    this.#log = log;
    this.#changed = changed;
    this.#counted = counted;
    this.#timer = setInterval(() => void this.check(), checkEveryMs);
    this.#timer.unref();
  }

  /** Announces that a document is about to be loaded, so that no signal is missed meanwhile. */
  begin(sessionId: string, restaurantId: string): void {
    this.#forget(sessionId);
    this.#followed.set(sessionId, {
      restaurantId,
      document: null,
      cursor: 0,
      ahead: new Set(),
      held: new Map(),
      head: 0,
      isStale: false,
      reading: null,
      settling: null,
    });
  }

  /** The document holds everything up to `seq`. */
  loaded(sessionId: string, document: Y.Doc, seq: number): void {
    const followed = this.#followed.get(sessionId);
    if (!followed) return;
    followed.document = document;
    followed.cursor = seq;
    if (followed.head > seq || followed.isStale) void this.#catchUp(sessionId, followed);
  }

  /** The document left memory (or could not be loaded). */
  unloaded(sessionId: string, document: Y.Doc | null): void {
    const followed = this.#followed.get(sessionId);
    // A newer instance may already have taken its place.
    if (followed && (document === null || followed.document === document)) this.#forget(sessionId);
  }

  /** An edit was appended at `seq` and is being applied to this instance of the document. */
  appended(sessionId: string, document: Y.Doc, seq: number, entry: CountedEntry): void {
    const followed = this.#followed.get(sessionId);
    if (!followed) return;
    if (followed.document !== document) {
      this.behind(sessionId, seq);
      return;
    }
    // Read from the log before the answer to the append was here.
    if (seq <= followed.cursor) return;
    this.#counted(document, entry, sessionId);
    followed.head = Math.max(followed.head, seq);
    if (seq === followed.cursor + 1) followed.cursor = seq;
    else followed.ahead.add(seq);
    this.#advance(sessionId, followed);
    this.#settle(sessionId, followed);
  }

  /** Another node appended this edit. */
  received(sessionId: string, edit: LoggedEdit): void {
    const followed = this.#followed.get(sessionId);
    if (!followed) return;
    const { seq } = edit;
    followed.head = Math.max(followed.head, seq);
    // While it is being loaded nothing can be applied; `loaded` sees the head.
    if (!followed.document || seq <= followed.cursor) return;
    if (followed.held.size >= MAX_HELD) {
      void this.#catchUp(sessionId, followed);
      return;
    }
    followed.held.set(seq, edit);
    this.#advance(sessionId, followed);
    this.#settle(sessionId, followed);
  }

  /** Somebody wrote to a session's log up to `seq`. */
  behind(sessionId: string, seq: number): void {
    const followed = this.#followed.get(sessionId);
    if (!followed) return;
    followed.head = Math.max(followed.head, seq);
    if (followed.document && followed.cursor < followed.head) {
      void this.#catchUp(sessionId, followed);
    }
  }

  /** Reads everything the document lacks of what is in its log now, or will when it is loaded. */
  async catchUp(sessionId: string): Promise<void> {
    const followed = this.#followed.get(sessionId);
    if (!followed) return;
    if (!followed.document) {
      followed.isStale = true;
      return;
    }
    // A reading under way may have looked before the latest edit got there.
    await followed.reading;
    await this.#catchUp(sessionId, followed);
  }

  /** Where this instance of the document stands in its log; 0 when it is not followed. */
  cursorOf(sessionId: string, document: Y.Doc): number {
    const followed = this.#followed.get(sessionId);
    return followed?.document === document ? followed.cursor : 0;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    const readings = [...this.#followed.values()].map((followed) => followed.reading);
    for (const sessionId of [...this.#followed.keys()]) this.#forget(sessionId);
    await Promise.all([this.#checking, ...readings]);
  }

  /** Moves the cursor over what is known to be next, and applies what other nodes sent of it. */
  #advance(sessionId: string, followed: Followed): void {
    let changed = false;
    while (followed.ahead.size > 0 || followed.held.size > 0) {
      const next = followed.cursor + 1;
      const edit = followed.held.get(next);
      followed.held.delete(next);
      if (followed.ahead.delete(next)) {
        followed.cursor = next;
      } else if (edit && this.#apply(sessionId, followed, edit)) {
        followed.cursor = next;
        changed = true;
      } else {
        break;
      }
    }
    if (changed) this.#changed(sessionId);
  }

  #apply(sessionId: string, { document }: Followed, edit: LoggedEdit): boolean {
    if (!document) return false;
    const { seq, author, update } = edit;
    try {
      Y.applyUpdate(document, update, FROM_LOG);
    } catch (error) {
      // What was received is not what is in the log; that is read, since the place stays open.
      this.#log.warn({ sessionId, seq, err: error }, "an edit of another node does not apply");
      return false;
    }
    this.#counted(document, { author, bytes: update.byteLength }, sessionId);
    return true;
  }

  /** Gives open places before the head a moment to close, then reads them. */
  #settle(sessionId: string, followed: Followed): void {
    if (followed.cursor >= followed.head || followed.settling) return;
    followed.settling = setTimeout(() => {
      followed.settling = null;
      if (followed.cursor < followed.head) void this.#catchUp(sessionId, followed);
    }, SETTLE_MS);
  }

  #forget(sessionId: string): void {
    const followed = this.#followed.get(sessionId);
    if (!followed) return;
    if (followed.settling) clearTimeout(followed.settling);
    followed.document = null;
    this.#followed.delete(sessionId);
  }

  #catchUp(sessionId: string, followed: Followed): Promise<void> {
    followed.reading ??= this.#read(sessionId, followed)
      .catch((error: unknown) => {
        // The next signal or check tries again; phones keep what they have until then.
        this.#log.warn({ sessionId, err: error }, "could not catch up with the log");
      })
      .finally(() => {
        followed.reading = null;
      });
    return followed.reading;
  }

  async #read(sessionId: string, followed: Followed): Promise<void> {
    for (;;) {
      const rows = await readUpdatesAfter(this.#database, {
        restaurantId: followed.restaurantId,
        sessionId,
        after: followed.cursor,
        limit: PAGE,
      });
      const { document } = followed;
      const last = rows.at(-1);
      if (!document || !last) return;
      document.transact(() => {
        for (const row of rows) Y.applyUpdate(document, row.update, FROM_LOG);
      }, FROM_LOG);
      for (const { seq, author, update } of rows) {
        if (seq <= followed.cursor || followed.ahead.has(seq)) continue;
        this.#counted(document, { author, bytes: update.byteLength }, sessionId);
      }
      followed.cursor = Math.max(followed.cursor, last.seq);
      followed.head = Math.max(followed.head, followed.cursor);
      for (const seq of followed.ahead) if (seq <= followed.cursor) followed.ahead.delete(seq);
      for (const seq of followed.held.keys()) {
        if (seq <= followed.cursor) followed.held.delete(seq);
      }
      this.#advance(sessionId, followed);
      this.#changed(sessionId);
      if (rows.length < PAGE && followed.cursor >= followed.head) return;
    }
  }

  /** Compares all documents with the heads of their logs, and reads what they lack. */
  check(): Promise<void> {
    this.#checking ??= this.#checkHeads().finally(() => {
      this.#checking = null;
    });
    return this.#checking;
  }

  /** One restaurant per statement. */
  async #checkHeads(): Promise<void> {
    const byRestaurant = new Map<string, LogPlace[]>();
    for (const [sessionId, { restaurantId, document, cursor }] of this.#followed) {
      if (!document) continue;
      const place = { sessionId, seq: cursor };
      const places = byRestaurant.get(restaurantId);
      if (places) places.push(place);
      else byRestaurant.set(restaurantId, [place]);
    }
    for (const [restaurantId, places] of byRestaurant) {
      try {
        const ahead = await readHeadsAfter(this.#database, { restaurantId, places });
        for (const { sessionId, seq } of ahead) {
          const followed = this.#followed.get(sessionId);
          if (followed && followed.cursor < seq) this.behind(sessionId, seq);
        }
      } catch (error) {
        this.#log.warn({ restaurantId, err: error }, "could not check documents against the log");
      }
    }
  }
}
