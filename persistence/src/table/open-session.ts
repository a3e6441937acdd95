import { TureenError } from "@tureen/shared/platform/errors";
import type { BillTerms } from "@tureen/shared/table/document/types";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import { type Actor, SERVER } from "../platform/actor.ts";
import { type Database, inRestaurant, type Transaction } from "../platform/database.ts";
import { recordActivity } from "../platform/record-activity.ts";
import { errorCode } from "../platform/retry.ts";
import { readRows } from "../platform/rows.ts";
import { newPin } from "../platform/tokens.ts";
import { editSession } from "./edit-session.ts";
import { endSession } from "./end-session.ts";
import { type Arriving, findArrival, type Seat, seatDiner } from "./seat-diner.ts";

const openSessionRow = z.object({ id: z.string(), pin: z.string(), seq: z.int() });
const activeSession = z.object({ id: z.string() });

export interface OpenSession {
  readonly restaurantId: string;
  readonly tableId: string;
  readonly by: Actor;
  /** Decimal digits, 4 to 12. */
  readonly pinLength: number;
  readonly now: Date;
  readonly expiresAt: Date;
  /** The diner who opens the table and sits down as its host; none when staff open it. */
  readonly host?: Arriving;
  /** What its bill will be made by; left out where the restaurant does its bills elsewhere. */
  readonly terms?: BillTerms | undefined;
}

export interface OpenedSession {
  readonly sessionId: string;
  readonly pin: string;
  readonly seq: number;
  readonly host: Seat | null;
}

const tableRow = z.object({
  label: z.string(),
  opening: z.enum(["diner", "staff"]),
  currency: z.string(),
  menuVersion: z.int(),
});

type TableRow = z.infer<typeof tableRow>;

/**
 * Opens a free table: a new session with a new PIN and a document that says so. A session that is
 * overdue but not yet expired by the worker is expired first. Whoever has opened it with this very
 * arrival is given their seat again. Throws "table-unknown", "table-taken", and "table-staff-opens" for
 * a diner where only staff open tables.
 */
export async function openSession(database: Database, input: OpenSession): Promise<OpenedSession> {
  try {
    return await inRestaurant(database, input.restaurantId, async (tx) => {
      const before = await openedBefore(tx, input);
      if (before) return before;
      const table = await readTable(tx, input);
      if (input.by.kind === "diner" && table.opening === "staff") {
        throw new TureenError("table-staff-opens");
      }
      await expireOverdue(tx, input);
      return create(tx, input, table);
    });
  } catch (error) {
    // Two opened it at the same moment: only one active session per table can be inserted, and whoever
    // looked a moment later finds it taken.
    const code = errorCode(error);
    if (code !== "23505" && code !== "table-taken") throw error;
    // Two tabs of one phone, perhaps.
    const { restaurantId } = input;
    const before = await inRestaurant(database, restaurantId, (tx) => openedBefore(tx, input));
    if (before) return before;
    throw new TureenError("table-taken", { cause: error });
  }
}

/** The session that this very arrival has opened already, with its host's seat. */
async function openedBefore(
  tx: Transaction,
  { restaurantId, tableId, host, now }: OpenSession,
): Promise<OpenedSession | null> {
  if (host?.arrival === undefined) return null;
  const rows = await readRows(
    tx,
    openSessionRow,
    `select id, pin, head_seq as seq from sessions
     where restaurant_id = $1 and table_id = $2 and status = 'active' and expires_at > $3`,
    [restaurantId, tableId, now],
  );
  const [open] = rows;
  if (!open) return null;
  const { id: sessionId, pin, seq } = open;
  const seat = await findArrival(tx, { restaurantId, sessionId, now, ...host });
  return seat?.host ? { sessionId, pin, seq, host: seat } : null;
}

async function readTable(tx: Transaction, input: OpenSession): Promise<TableRow> {
  const rows = await readRows(
    tx,
    tableRow,
    `select t.label, r.opening, r.currency, r.menu_version as "menuVersion"
     from tables t join restaurants r on r.id = t.restaurant_id
     where t.restaurant_id = $1 and t.id = $2 and t.archived_at is null`,
    [input.restaurantId, input.tableId],
  );
  if (!rows[0]) throw new TureenError("table-unknown");
  return rows[0];
}

async function expireOverdue(tx: Transaction, input: OpenSession): Promise<void> {
  const { restaurantId, tableId, now } = input;
  const rows = await readRows(
    tx,
    activeSession,
    `select id from sessions where restaurant_id = $1 and table_id = $2 and status = 'active'`,
    [restaurantId, tableId],
  );
  const sessionId = rows[0]?.id;
  if (sessionId === undefined) return;
  await editSession(tx, { restaurantId, sessionId, now }, async (session) => {
    if (session.row.status !== "active") return;
    if (session.row.expiresAt > now) throw new TureenError("table-taken");
    await endSession(tx, session, { restaurantId, sessionId, status: "expired", by: SERVER, now });
  });
}

async function create(tx: Transaction, input: OpenSession, table: TableRow) {
  const { restaurantId, tableId, by, now, expiresAt, host, terms } = input;
  const sessionId = uuidv7();
  const pin = newPin(input.pinLength);
  await tx.query(
    `insert into sessions (restaurant_id, id, table_id, status, pin, head_seq, opened_by,
       opened_at, last_activity_at, expires_at, next_seat, menu_version)
     values ($1, $2, $3, 'active', $4, 0, $5, $6, $6, $7, 1, $8)`,
    [
      restaurantId,
      sessionId,
      tableId,
      pin,
      by.kind === "diner" ? "diner" : "staff",
      now,
      expiresAt,
      table.menuVersion,
    ],
  );
  const edited = await editSession(tx, { restaurantId, sessionId, now }, async (session) => {
    session.edit((edits) =>
      edits.facts({
        table: table.label,
        status: "active",
        currency: table.currency,
        menuVersion: table.menuVersion,
        openedAt: now.getTime(),
        expiresAt: expiresAt.getTime(),
        answered: {},
        ...(terms && { terms }),
      }),
    );
    await recordActivity(tx, { restaurantId, sessionId, by, action: "session.open", now });
    return host ? seatDiner(tx, session, { restaurantId, sessionId, now, ...host }) : null;
  });
  tx.tell({ kind: "floor", restaurantId });
  return { sessionId, pin, seq: edited.seq ?? 0, host: edited.result };
}
