/**
 * Brings a session's document into memory: from what the session cache knows and the log after it,
 * in one statement, else from the log's newest snapshot.
 */
import { createHash } from "node:crypto";
import type { Database } from "@tureen/persistence/platform/database";
import { sharedNow } from "@tureen/persistence/platform/shared-clock";
import { isSetBack } from "@tureen/persistence/table/is-set-back";
import { loadDocument, type SessionKey } from "@tureen/persistence/table/load-document";
import {
  type DatedUpdate,
  type LogEnd,
  readLogFrom,
  readLogTotals,
} from "@tureen/persistence/table/read-log-from";
import { TureenError } from "@tureen/shared/platform/errors";
import { encodeDocument, rebuildDocument } from "@tureen/shared/table/document/session-document";
import type { DinerId } from "@tureen/shared/table/document/types";
import type { Logger } from "pino";
import { Doc } from "yjs";
import type { KnownDocument, SessionCache } from "../session-cache/session-cache.ts";
import type { CollabMetrics } from "./metrics.ts";

/** Entries of the log from the known one on that are read; with more a snapshot is nearer. */
const MAX_ENTRIES = 500;
/** Updates after the known document that make a newer one worth its write. */
const LONG_TAIL = 50;

/** A document at the head of its log. */
export interface LoadedSession {
  readonly seq: number;
  /** How many bytes each diner has written. */
  readonly bytes: ReadonlyMap<DinerId, number>;
}

/** A session that was read, when it ends or ended, and what is to be remembered of it. */
interface Reading extends LoadedSession {
  readonly expiresAt: Date;
  readonly remember: KnownDocument | null;
}

/** What the cache had: as the catalogue of measures explains. */
type CacheHad = "hit" | "miss" | "old" | "wrong" | "away";

export class SessionLoader {
  readonly #database: Database;
  readonly #cache: SessionCache;
  readonly #loads: CollabMetrics["documentLoads"];
  readonly #log: Logger;

  constructor(deps: {
    readonly database: Database;
    readonly cache: SessionCache;
    readonly metrics: Pick<CollabMetrics, "documentLoads">;
    readonly log: Logger;
  }) {
    this.#database = deps.database;
    this.#cache = deps.cache;
    this.#loads = deps.metrics.documentLoads;
    this.#log = deps.log;
  }

  /**
   * Fills an empty document, which nobody else writes to meanwhile, with everything up to the head of
   * its log. Throws "session-unknown", "log-gone", and "session-expired" for one that a restore of the database
   * has ended, of which phones know more than the log.
   */
  async load(key: SessionKey, into: Doc): Promise<LoadedSession> {
    const { had, reading } = await this.#read(key, into);
    this.#loads.inc({ cache: had });
    const { seq, bytes, expiresAt } = reading;
    if (expiresAt <= sharedNow() && (await isSetBack(this.#database, key))) {
      throw new TureenError("session-expired");
    }
    return { seq, bytes };
  }

  /** Has the cache know a document as of now; a failure costs later loads and nothing else. */
  async refresh(key: SessionKey): Promise<void> {
    const doc = new Doc();
    try {
      await this.#read(key, doc);
    } catch (error) {
      this.#log.warn({ ...key, err: error }, "session cache not refreshed");
    } finally {
      doc.destroy();
    }
  }

  async #read(key: SessionKey, into: Doc): Promise<{ had: CacheHad; reading: Reading }> {
    const { had, known } = await this.#ask(key);
    const continued = known ? await this.#continue(key, known, into) : had;
    if (typeof continued === "object") return { had, reading: this.#remembered(key, continued) };
    const reading = await this.#fromLog(key, into);
    return { had: continued, reading: this.#remembered(key, reading) };
  }

  async #ask(key: SessionKey): Promise<{ had: CacheHad; known: KnownDocument | null }> {
    try {
      const known = await this.#cache.read(key);
      return { had: known ? "hit" : "miss", known };
    } catch (error) {
      this.#log.debug({ ...key, err: error }, "session cache not read");
      return { had: "away", known: null };
    }
  }

  #remembered(key: SessionKey, reading: Reading): Reading {
    if (reading.remember) void this.#cache.write(key, reading.remember);
    return reading;
  }

  /** The known document with the log after it; says why when that is no way. */
  async #continue(
    key: SessionKey,
    known: KnownDocument,
    into: Doc,
  ): Promise<Reading | "old" | "wrong"> {
    const end = await readLogFrom(this.#database, { ...key, from: known.seq, limit: MAX_ENTRIES });
    const isKnown = end?.kept && startsWith(end, known);
    if (!isKnown || !mayBeRemembered(end)) void this.#cache.forget(key);
    if (!isKnown) return "wrong";
    const tail = end.updates.slice(1);
    if (tail.length < end.seq - known.seq) return "old";
    try {
      rebuildDocument([known.state, ...tail.map(({ update }) => update)], into);
    } catch (error) {
      // It may be half filled now. The next attempt has an empty one, and the log.
      await this.#cache.forget(key);
      throw error;
    }
    const bytes = new Map(known.bytes);
    for (const { author, update } of tail) {
      if (author === "server") continue;
      bytes.set(author, (bytes.get(author) ?? 0) + update.byteLength);
    }
    const { seq } = end;
    const last = tail.length >= LONG_TAIL && mayBeRemembered(end) ? tail.at(-1) : undefined;
    const remember = last
      ? { seq, proof: proofOf(last), state: encodeDocument(into), bytes }
      : null;
    return { seq, bytes, remember, expiresAt: end.expiresAt };
  }

  async #fromLog(key: SessionKey, into: Doc): Promise<Reading> {
    const loaded = await loadDocument(this.#database, key, { into });
    if (!loaded) throw new TureenError("session-unknown");
    const { seq } = loaded;
    // At once: it must not hold more than it claims, should anybody write to the document now.
    const state = mayBeRemembered(loaded) ? encodeDocument(into) : null;
    const totals = await readLogTotals(this.#database, key, seq);
    const bytes = totals?.bytes ?? new Map<DinerId, number>();
    const remember = state && totals ? { seq, proof: proofOf(totals.last), state, bytes } : null;
    return { seq, bytes, remember, expiresAt: loaded.expiresAt };
  }
}

/** A session that is over is forgotten, and stays so. */
function mayBeRemembered({ status, expiresAt }: Pick<LogEnd, "status" | "expiresAt">): boolean {
  return status === "active" && expiresAt > sharedNow();
}

/** Whether the log has, where the known document ends, the entry that it ends with. */
function startsWith({ updates: [first] }: LogEnd, known: KnownDocument): boolean {
  return first?.seq === known.seq && proofOf(first) === known.proof;
}

/**
 * By what an entry of a log is recognised. A database that was restored from a backup goes on from
 * an earlier number, with other entries under the numbers that were there before.
 */
function proofOf({ author, at, update }: DatedUpdate): string {
  return createHash("sha256")
    .update(`${author}\n${at.toISOString()}\n`)
    .update(update)
    .digest("base64");
}
