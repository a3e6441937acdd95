/**
 * What is remembered of sessions so that loading one asks Postgres little: its document as of a
 * number of its log. The log only grows, so a remembered beginning of it can be old but never wrong;
 * everything after it is read from Postgres each time (table/live/session-loader.ts). Nothing is decided
 * on what is here, and nothing from here is written to Postgres.
 */
import type { SessionKey } from "@tureen/persistence/table/load-document";
import type { DinerId } from "@tureen/shared/table/document/types";

/** A session's document as of one number of its log. Holds no names, PINs or tokens. */
export interface KnownDocument {
  readonly seq: number;
  /** Digest of the log's entry with that number, by which it is known to be of the same log. */
  readonly proof: string;
  /** The document's state after that entry, and after none of the later ones. */
  readonly state: Uint8Array;
  /** How many bytes each diner has written up to there. */
  readonly bytes: ReadonlyMap<DinerId, number>;
}

export interface SessionCache {
  /** What is known of a session, null when nothing is. Rejects soon when the cache does not answer. */
  read(key: SessionKey): Promise<KnownDocument | null>;
  /** Remembers a document for a while, unless it is beyond MAX_STATE_BYTES. Never rejects. */
  write(key: SessionKey, known: KnownDocument): Promise<void>;
  /** Forgets a session. Never rejects. */
  forget(key: SessionKey): Promise<void>;
}

/** A document beyond this size is read from the log each time. */
export const MAX_STATE_BYTES = 512 * 1024;

/**
 * For how long a document is remembered, ms. Half the time after which an idle session expires by
 * default: what a lost signal leaves behind goes by itself.
 */
export const KNOWN_LIFE_MS = 60 * 60_000;
