/**
 * What happens at a table, from node to node. Nothing that is said here has to arrive, and nothing is
 * believed that the log does not have: a node that misses an edit finds it at its next look at the log.
 * So no fan-out keeps a document from loading, makes anybody wait for long, or ends the process.
 */
import type { Document } from "@hocuspocus/server";
import type { Logger } from "pino";
import type { LoggedEdit } from "./fan-out-message.ts";

/**
 * The kinds there are: `log` sends each edit once, with its place in the log; `extension` speaks as
 * Hocuspocus' own Redis extension does, for a cluster that is shared with other Hocuspocus servers.
 */
export const FAN_OUT_KINDS = ["log", "extension"] as const;
export type FanOutKind = (typeof FAN_OUT_KINDS)[number];

/** One node's way to the others. */
export interface FanOut {
  /** Resolves when other nodes can be heard, and after a short while in any case. */
  readonly ready: Promise<void>;
  /**
   * Tells the other nodes of an edit that has been appended to its session's log, and that its document
   * has before the event loop turns.
   */
  edit(sessionId: string, edit: LoggedEdit): void;
  /** A session's document has read from its log what the server itself wrote, as on every node. */
  serverWrote(sessionId: string): void;
  /** Sends a notice to the phones that are on other nodes. */
  notice(sessionId: string, payload: string): void;
  /**
   * Call it before a document's log is read; resolves, after a short while in any case, when that may
   * begin. The document is followed until it is destroyed.
   */
  join(document: Document): Promise<void>;
  /**
   * The document has what was read of its log, and no phones yet; they are let in when this resolves,
   * after a short while in any case.
   */
  loaded(document: Document): Promise<void>;
  /** The document could not be loaded. Its destruction does the same. */
  leave(document: Document): void;
  /** Lets go of Redis. */
  close(): Promise<void>;
}

/** What other nodes have to say. */
export interface FanOutListener {
  /** An edit stands in a session's log and was accepted by another node. */
  edit(sessionId: string, edit: LoggedEdit): void;
  /** Another node knows that a session's log goes up to `seq`. */
  head(sessionId: string, seq: number): void;
  /** A notice for the phones of a session. */
  notice(sessionId: string, payload: string): void;
  /** Edits of this session, or of every session, may have been missed. */
  missed(sessionId: string | undefined): void;
}

export interface FanOutOptions {
  readonly url: string;
  readonly log: Logger;
  readonly listener: FanOutListener;
  /** Called with its kind for every message that is sent. */
  readonly sent?: (kind: string) => void;
}
