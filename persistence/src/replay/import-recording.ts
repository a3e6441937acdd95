import { createHash } from "node:crypto";
import { itemsById, type MenuItem } from "@tureen/shared/menu/menu";
import { ReplayError } from "@tureen/shared/replay/errors";
import type { RecordedOrder, Recording, StatusChange } from "@tureen/shared/replay/recording";
import { readSession, rebuildDocument } from "@tureen/shared/table/document/session-document";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import { insertHistory, takeNumbers } from "../orders/insert-history.ts";
import { insertOrder } from "../orders/order-rows.ts";
import { type Database, type Transaction, transaction } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { newPin } from "../platform/tokens.ts";
import type { SessionKey } from "../table/load-document.ts";
import { type RestoredRestaurant, restoreRestaurant } from "./restore-restaurant.ts";

const itsRestaurant = z.object({ name: z.string() });

/** Log rows in one statement. */
const PAGE = 500;
const IMPORTED_PIN_DIGITS = 12;

/**
 * Puts a recorded session into the database to be looked at: as an ended session of a restaurant of
 * its own, so that no restaurant's numbers, menu or kitchen see anything of it. What is true of every
 * session is true of it, which means that nothing of it can be taken away again: a log and orders
 * never are. Throws ReplayError "import-exists" for one that is there already, and "import-open" for
 * one that was still going on, which the worker would carry on with.
 */
export async function importRecording(
  database: Database,
  recording: Recording,
  { now }: { readonly now: Date },
): Promise<SessionKey & { readonly slug: string; readonly name: string }> {
  if (recording.status === "active" || recording.confirms.some((c) => c.status === "pending")) {
    throw new ReplayError("import-open");
  }
  const sessionId = importedSessionId(recording);
  const name = `Replay of ${recording.session.slice(0, 13)}, table ${recording.table}`;
  const restored = await transaction(database, async (tx) => {
    await refuseSecond(tx, sessionId);
    const { menus, table } = recording;
    const restaurant = await restoreRestaurant(tx, { name, table, menus, now });
    const key = { restaurantId: restaurant.restaurantId, sessionId };
    await insertSession(tx, key, restaurant, recording, now);
    await insertDiners(tx, key, recording);
    await insertLog(tx, key, recording);
    await insertConfirms(tx, key, recording);
    await insertWishes(tx, key, recording);
    await insertOrders(tx, key, recording);
    return restaurant;
  });
  return { restaurantId: restored.restaurantId, sessionId, slug: restored.slug, name };
}

/**
 * The id of the session that a recording becomes: always the same, so that a second import is found,
 * and never the recorded one, whose document a server may have in memory under its id.
 */
export function importedSessionId({ session, log }: Recording): string {
  const hash = createHash("sha256").update(`tureen-import ${session} ${log.length}`);
  for (const { update } of log) hash.update(update);
  const hex = hash.digest("hex");
  // A UUID of version 8: made by the application's own rules.
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

async function refuseSecond(tx: Transaction, sessionId: string): Promise<void> {
  // Two imports of one file at the same moment: the second waits and then finds the first.
  await tx.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [sessionId]);
  const rows = await readRows(
    tx,
    itsRestaurant,
    `select r.name from sessions s join restaurants r on r.id = s.restaurant_id where s.id = $1`,
    [sessionId],
  );
  if (rows[0]) throw new ReplayError("import-exists", `session ${sessionId} of ${rows[0].name}`);
}

async function insertSession(
  tx: Transaction,
  key: SessionKey,
  { tableId }: RestoredRestaurant,
  recording: Recording,
  now: Date,
): Promise<void> {
  const { log, status, openedAt } = recording;
  const endedAt = new Date(recording.endedAt ?? log.at(-1)?.at ?? openedAt);
  const doc = rebuildDocument(log.map((entry) => entry.update));
  const { diners, session } = readSession(doc);
  doc.destroy();
  await tx.query(
    `insert into sessions (restaurant_id, id, table_id, status, pin, head_seq, opened_by, opened_at,
       last_activity_at, expires_at, closed_at, next_seat, menu_version)
     values ($1, $2, $3, $4, $5, $6, 'staff', $7, $8, $8, $9, $10, $11)`,
    [
      key.restaurantId,
      key.sessionId,
      tableId,
      status,
      newPin(IMPORTED_PIN_DIGITS),
      log.length,
      new Date(openedAt),
      endedAt,
      // Counted from here: else the worker would remove the log of an old session at once.
      now,
      Object.keys(diners).length + 1,
      session.menuVersion ?? recording.menus[0]?.version ?? 0,
    ],
  );
}

async function insertDiners(tx: Transaction, key: SessionKey, recording: Recording): Promise<void> {
  const { names, log, openedAt } = recording;
  if (!names) return;
  const doc = rebuildDocument(log.map((entry) => entry.update));
  const { diners } = readSession(doc);
  doc.destroy();
  for (const [diner, { seat, host }] of Object.entries(diners)) {
    await tx.query(
      `insert into users (restaurant_id, id, role, display_name, session_id, seat, diner, is_host,
         created_at, left_at)
       values ($1, $2, 'diner', $3, $4, $5, $6, $7, $8, $8)`,
      [
        key.restaurantId,
        uuidv7(),
        names[diner] ?? null,
        key.sessionId,
        seat,
        diner,
        host,
        new Date(openedAt),
      ],
    );
  }
}

async function insertLog(tx: Transaction, key: SessionKey, { log }: Recording): Promise<void> {
  for (let from = 0; from < log.length; from += PAGE) {
    const page = log.slice(from, from + PAGE);
    await tx.query(
      `insert into session_updates (restaurant_id, session_id, seq, author, "update", at)
       select k.restaurant_id, $2, seq, author, body, at
       from restaurant_counters k,
         unnest($3::bigint[], $4::text[], $5::bytea[], $6::timestamptz[])
           as l (seq, author, body, at)
       where k.restaurant_id = $1`,
      [
        key.restaurantId,
        key.sessionId,
        page.map((entry) => entry.seq),
        page.map((entry) => entry.author),
        page.map((entry) => Buffer.from(entry.update)),
        page.map((entry) => new Date(entry.at)),
      ],
    );
  }
}

async function insertWishes(
  tx: Transaction,
  key: SessionKey,
  { wishes = [] }: Recording,
): Promise<void> {
  for (const { wish, status, arrivedAt, payload, result } of wishes) {
    await tx.query(
      `insert into payment_wishes (restaurant_id, session_id, wish_id, payload, status, attempts,
         next_attempt_at, result, created_at, finished_at)
       values ($1, $2, $3, $4, $5, 1, $6, $7, $6, $6)`,
      [
        ...[key.restaurantId, key.sessionId, wish, JSON.stringify(payload), status],
        ...[new Date(arrivedAt), result && JSON.stringify(result)],
      ],
    );
  }
}

async function insertConfirms(
  tx: Transaction,
  key: SessionKey,
  { confirms }: Recording,
): Promise<void> {
  for (const { confirm, status, arrivedAt, payload, result } of confirms) {
    const at = new Date(result?.receipt.at ?? arrivedAt);
    await tx.query(
      `insert into sync_queue (restaurant_id, session_id, confirm_id, payload, status, attempts,
         next_attempt_at, result, created_at, finished_at)
       values ($1, $2, $3, $4, $5, 1, $6, $7, $8, $6)`,
      [
        key.restaurantId,
        key.sessionId,
        confirm,
        JSON.stringify(payload),
        status,
        at,
        result && JSON.stringify(result),
        new Date(arrivedAt),
      ],
    );
  }
}

/**
 * Orders and the changes of their status in the order in which they happened, numbered from 1. What the
 * kitchen was told of voids stays out, as the ledger does that it followed from.
 */
async function insertOrders(tx: Transaction, key: SessionKey, recording: Recording): Promise<void> {
  const changes = recording.orders
    .flatMap((order) => order.history.map((change) => ({ order, change })))
    .sort((a, b) => a.change.event - b.change.event);
  const doc = rebuildDocument(recording.log.map((entry) => entry.update));
  const view = readSession(doc);
  doc.destroy();
  for (const { order, change } of changes) {
    const placed = change.from === null;
    const orderDigest = placed ? await insertPlaced(tx, key, recording, order, view) : null;
    if (!placed && change.from !== change.to) await moveOrder(tx, key, order, change);
    const next = await takeNumbers(tx, key.restaurantId, { order: false });
    const { from, to, reason, at, by, moves } = change;
    const actor =
      by === "staff" || by === "server"
        ? ({ kind: by, id: null } as const)
        : ({ kind: "diner", id: by } as const);
    const { restaurantId } = key;
    const entry = { restaurantId, orderId: order.id, from, to, by: actor, reason, orderDigest };
    const progress = moves && { progress: moves };
    await insertHistory(tx, { ...entry, ...progress, now: new Date(at) }, next);
  }
}

async function insertPlaced(
  tx: Transaction,
  { restaurantId, sessionId }: SessionKey,
  recording: Recording,
  order: RecordedOrder,
  view: ReturnType<typeof readSession>,
): Promise<Buffer> {
  const menu = recording.menus.find((m) => m.version === order.menuVersion);
  const items: ReadonlyMap<string, MenuItem> = menu ? itemsById(menu) : new Map();
  return insertOrder(tx, {
    restaurantId,
    sessionId,
    orderId: order.id,
    confirmId: order.confirm,
    number: order.number,
    diner: order.diner,
    menuVersion: order.menuVersion,
    currency: order.currency,
    total: order.total,
    lines: order.lines.map((line) => {
      const item = items.get(line.item);
      if (!item)
        throw new ReplayError("recording-broken", `order #${order.number}: no ${line.item}`);
      const choices = line.chosen.map((choice) => choice.valueName);
      return { line: { ...line, choices }, item, options: view.lines[line.line]?.options ?? [] };
    }),
    now: new Date(order.placedAt),
  });
}

async function moveOrder(
  tx: Transaction,
  { restaurantId }: SessionKey,
  order: RecordedOrder,
  { to, at, reason }: StatusChange,
): Promise<void> {
  await tx.query(
    `update orders set status = $3, status_at = $4, cancel_reason = $5
     where restaurant_id = $1 and id = $2`,
    [restaurantId, order.id, to, new Date(at), reason],
  );
}
