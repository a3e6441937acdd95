import { TureenError } from "@tureen/shared/platform/errors";
import { SESSION_STATUSES, type SessionStatus } from "@tureen/shared/platform/identity";
import { rebuildDocument } from "@tureen/shared/table/document/session-document";
import type { Doc } from "yjs";
import { z } from "zod";
import type { Queryable } from "../platform/database.ts";
import { bytes, readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";

const snapshotRow = z.object({ seq: z.int(), state: bytes });

/** A session's document as of `seq`, the head of its log when it was read. */
export interface LoadedDocument {
  readonly doc: Doc;
  readonly seq: number;
  readonly status: SessionStatus;
  readonly expiresAt: Date;
}

/** One row of a session's log. */
export type LoggedUpdate = Readonly<z.infer<typeof loggedUpdate>>;

const loggedUpdate = z.object({ seq: z.int(), author: z.string(), update: bytes });

export const sessionKey = z.object({ restaurantId: z.string(), sessionId: z.string() });

export type SessionKey = Readonly<z.infer<typeof sessionKey>>;

/** Log rows fetched at a time. */
const PAGE = 500;

/** The head of a session's log. */
export type LogHead = Readonly<z.infer<typeof logHead>>;

/** The columns of a LogHead. */
export const logHead = z.object({
  seq: z.int(),
  status: z.enum(SESSION_STATUSES),
  expiresAt: z.date(),
  /** False once the log is no longer kept, or not all of it any more. */
  kept: z.boolean(),
});

/** The head of a session's log and whether the session still takes edits; null if unknown. */
export async function readHead(
  q: Queryable,
  { restaurantId, sessionId }: SessionKey,
): Promise<LogHead | null> {
  const rows = await readRows(
    ofRestaurant(q, restaurantId),
    logHead,
    `select head_seq as seq, status, expires_at as "expiresAt", log_state = 'kept' as kept
     from sessions where restaurant_id = $1 and id = $2`,
    [restaurantId, sessionId],
  );
  return rows[0] ?? null;
}

/**
 * Updates of the log after number `after`, in order, at most `limit`. Fewer than `limit` means that
 * there were no more at the time.
 */
export async function readUpdatesAfter(
  q: Queryable,
  input: SessionKey & { readonly after: number; readonly limit?: number },
): Promise<LoggedUpdate[]> {
  const rows = await readRows(
    ofRestaurant(q, input.restaurantId),
    loggedUpdate,
    `select seq, author, "update" from session_updates
     where restaurant_id = $1 and session_id = $2 and seq > $3 order by seq limit $4`,
    [input.restaurantId, input.sessionId, input.after, input.limit ?? PAGE],
  );
  return rows;
}

/**
 * Rebuilds a session's document at the head of its log, from the newest snapshot and the updates
 * after it; null when there is no such session. The log only grows, so no lock is needed to read a
 * consistent state of it. Throws "log-gone" when it is no longer kept.
 */
export async function loadDocument(
  q: Queryable,
  key: SessionKey,
  options: { readonly into?: Doc } = {},
): Promise<LoadedDocument | null> {
  const head = await readHead(q, key);
  if (!head) return null;
  if (!head.kept) throw new TureenError("log-gone");
  const { seq, status, expiresAt } = head;
  return { seq, status, expiresAt, doc: await loadDocumentAt(q, key, seq, options.into) };
}

/** Rebuilds a session's document as of number `seq`, which the log must have reached. */
export async function loadDocumentAt(
  q: Queryable,
  key: SessionKey,
  seq: number,
  into?: Doc,
): Promise<Doc> {
  const rows = await readRows(
    ofRestaurant(q, key.restaurantId),
    snapshotRow,
    `select seq, state from session_snapshots
     where restaurant_id = $1 and session_id = $2 and seq <= $3 order by seq desc limit 1`,
    [key.restaurantId, key.sessionId, seq],
  );
  const snapshot = rows[0];
  let doc = rebuildDocument(snapshot ? [snapshot.state] : [], into);
  let at = snapshot?.seq ?? 0;
  while (at < seq) {
    const page = await readUpdatesAfter(q, { ...key, after: at, limit: Math.min(PAGE, seq - at) });
    if (page.length === 0 || page[0]?.seq !== at + 1 || page.at(-1)?.seq !== at + page.length) {
      throw new Error(`the log of session ${key.sessionId} has a gap after ${at}`);
    }
    doc = rebuildDocument(
      page.map((row) => row.update),
      doc,
    );
    at += page.length;
  }
  return doc;
}
