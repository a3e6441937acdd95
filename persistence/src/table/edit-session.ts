import { TureenError } from "@tureen/shared/platform/errors";
import { SESSION_STATUSES } from "@tureen/shared/platform/identity";
import {
  editAsServer,
  readSession,
  type ServerEdits,
  type SessionView,
} from "@tureen/shared/table/document/session-document";
import { Doc } from "yjs";
import { z } from "zod";
import type { Transaction } from "../platform/database.ts";
import { failPoint } from "../platform/faults/fail-points.ts";
import { readRows } from "../platform/rows.ts";
import { loadDocumentAt, type SessionKey } from "./load-document.ts";

const appended = z.object({ seq: z.int() });

/** A session's row as it stands under its lock. */
export type SessionRow = Readonly<z.infer<typeof sessionRow>>;

const sessionRow = z.object({
  tableId: z.string(),
  status: z.enum(SESSION_STATUSES),
  pin: z.string(),
  headSeq: z.int(),
  expiresAt: z.date(),
  nextSeat: z.int(),
  /** False once the session's log is no longer kept. */
  logKept: z.boolean(),
});

/** A session that nobody else can write to until the transaction ends. */
export interface LockedSession {
  readonly row: SessionRow;
  /** The document at the head of the log; not to be written to directly. */
  readonly doc: Doc;
  /** The document's content before any edit of this transaction. */
  view(): SessionView;
  /** Notes an edit; all of them enter the log together when the work has returned. */
  edit(change: (edits: ServerEdits) => void): void;
  /** Notes that the session is over: what is remembered of it to be quick is to be forgotten. */
  end(): void;
}

/**
 * The way every server process writes to a session's document: locks the session's row, rebuilds
 * the document at the head of its log, lets `work` note edits, and appends what they change to the
 * log in the same transaction as the SQL that `work` runs. The lock keeps the order of the log and
 * the server's Yjs clock safe. Also writes to sessions that are over: receipts and statuses of
 * orders arrive late.
 *
 * A session whose log is no longer kept has an empty document and takes no edits into it: what
 * `work` does in SQL is all there is.
 *
 * Everybody who has the document open is told. Returns what `work` returned and the number of the
 * appended update, null when nothing changed. With `expiresAt` it counts as activity. Throws "session-unknown".
 */
export async function editSession<T>(
  tx: Transaction,
  input: SessionKey & { readonly now: Date; readonly expiresAt?: Date },
  work: (session: LockedSession) => Promise<T>,
): Promise<{ result: T; seq: number | null }> {
  const row = await lockSession(tx, input);
  const doc = row.logKept ? await loadDocumentAt(tx, input, row.headSeq) : new Doc();
  const changes: ((edits: ServerEdits) => void)[] = [];
  let ended = false;
  let view: SessionView | undefined;
  try {
    const result = await work({
      row,
      doc,
      view: () => {
        view ??= readSession(doc);
        return view;
      },
      edit: (change) => changes.push(change),
      end: () => {
        ended = true;
      },
    });
    if (!row.logKept) return { result, seq: null };
    const update = editAsServer(doc, (edits) => {
      for (const change of changes) change(edits);
    });
    if (!update) return { result, seq: null };
    const { restaurantId, sessionId } = input;
    const seq = await append(tx, input, update);
    const news = { kind: "session", restaurantId, sessionId, seq } as const;
    tx.tell(ended ? { ...news, ended } : news);
    return { result, seq };
  } finally {
    doc.destroy();
  }
}

async function lockSession(tx: Transaction, key: SessionKey): Promise<SessionRow> {
  const rows = await readRows(
    tx,
    sessionRow,
    `select table_id as "tableId", status, pin, head_seq as "headSeq", expires_at as "expiresAt",
       next_seat as "nextSeat", log_state = 'kept' as "logKept"
     from sessions where restaurant_id = $1 and id = $2 for no key update`,
    [key.restaurantId, key.sessionId],
  );
  if (!rows[0]) throw new TureenError("session-unknown");
  return rows[0];
}

async function append(
  tx: Transaction,
  input: SessionKey & { readonly now: Date; readonly expiresAt?: Date },
  update: Uint8Array,
): Promise<number> {
  failPoint("before:log");
  const { restaurantId, sessionId, now, expiresAt = null } = input;
  const rows = await readRows(
    tx,
    appended,
    `update sessions
     set head_seq = head_seq + 1,
         last_activity_at = case when $4::timestamptz is null then last_activity_at else $3 end,
         expires_at = greatest(expires_at, $4)
     where restaurant_id = $1 and id = $2
     returning head_seq as seq`,
    [restaurantId, sessionId, now, expiresAt],
  );
  if (!rows[0]) throw new Error(`session ${sessionId} vanished under its lock`);
  await tx.query(
    `insert into session_updates (restaurant_id, session_id, seq, author, "update", at)
     values ($1, $2, $3, 'server', $4, $5)`,
    [restaurantId, sessionId, rows[0].seq, Buffer.from(update), now],
  );
  failPoint("after:log");
  return rows[0].seq;
}
