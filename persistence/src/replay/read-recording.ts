import { paymentRecord } from "@tureen/shared/bill/decision-record";
import { type RecordedEntry, recordedEntry } from "@tureen/shared/bill/ledger";
import type { Menu } from "@tureen/shared/menu/menu";
import { TureenError } from "@tureen/shared/platform/errors";
import { SESSION_STATUSES } from "@tureen/shared/platform/identity";
import { parseDecisionRecord, recordedOrder } from "@tureen/shared/replay/file";
import type {
  LogEntry,
  QueuedConfirm,
  QueuedWish,
  RecordedOrder,
  Recording,
} from "@tureen/shared/replay/recording";
import { z } from "zod";
import type { MenuCache } from "../menu/menu-cache.ts";
import { type Database, inRestaurant, type Transaction } from "../platform/database.ts";
import { bytes, readRows } from "../platform/rows.ts";
import type { SessionKey } from "../table/load-document.ts";

/** A stored state of a session's document. */
export type StoredSnapshot = Readonly<z.infer<typeof storedSnapshot>>;

const storedSnapshot = z.object({ seq: z.int(), state: bytes });

/** What is on record of a session, and the snapshots that were made of it. */
export interface ReadRecording {
  readonly recording: Recording;
  readonly snapshots: readonly StoredSnapshot[];
}

/**
 * Reads everything that is on record of a session as of one moment, also while the session goes on.
 * Names are those that `users` holds now. Throws "session-unknown".
 */
export async function readRecording(
  database: Database,
  key: SessionKey,
  { menus }: { readonly menus: MenuCache },
): Promise<ReadRecording> {
  return inRestaurant(database, key.restaurantId, async (tx) => {
    // All of it from one snapshot: orders and log would otherwise be read at different moments.
    await tx.query("set transaction isolation level repeatable read, read only");
    const session = await readSessionRow(tx, key);
    const log = await readLog(tx, key);
    const confirms = await readConfirms(tx, key);
    const orders = await readOrders(tx, key);
    const wishes = await readWishes(tx, key);
    const ledger = await readLedger(tx, key);
    const snapshots = await readSnapshots(tx, key);
    const { menuVersion, names, ...row } = session;
    const versions = new Set([
      menuVersion,
      ...orders.map((order) => order.menuVersion),
      ...confirms.flatMap(({ result, payload }) => [
        ...(result ? [result.menuVersion] : []),
        ...versionIn(payload),
      ]),
    ]);
    const published = await readMenus(tx, key.restaurantId, versions, menus);
    const recording: Recording = {
      session: key.sessionId,
      restaurant: key.restaurantId,
      ...row,
      log,
      menus: published,
      confirms,
      orders,
      wishes,
      ledger,
      names,
    };
    return { recording, snapshots };
  });
}

const sessionRow = z.object({
  table: z.string(),
  status: z.enum(SESSION_STATUSES),
  openedAt: z.int(),
  endedAt: z.int().nullable(),
  head: z.int(),
  logKept: z.boolean(),
  menuVersion: z.int(),
  names: z.record(z.string(), z.string().nullable()),
});

type SessionRow = z.infer<typeof sessionRow>;

const logEntry = z.object({ seq: z.int(), author: z.string(), at: z.int(), update: bytes });

/** Payload and result are read as what they are below: a recording may hold those of older releases. */
const queuedConfirm = z.object({
  confirm: z.string(),
  status: z.enum(["pending", "done", "failed"]),
  arrivedAt: z.int(),
  payload: z.unknown(),
  result: z.unknown(),
});

const queuedWish = queuedConfirm.omit({ confirm: true }).extend({ wish: z.string() });

const ledgerRow = z.object({
  number: z.int(),
  kind: z.string(),
  paymentId: z.string().nullable(),
  content: z.string(),
  at: z.int(),
});

/** Milliseconds since the epoch of a column. */
const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::bigint`;

async function readSessionRow(tx: Transaction, key: SessionKey): Promise<SessionRow> {
  const rows = await readRows(
    tx,
    sessionRow,
    `select t.label as "table", s.status, ${ms("s.opened_at")} as "openedAt",
       ${ms("s.closed_at")} as "endedAt", s.head_seq as head, s.log_state = 'kept' as "logKept",
       s.menu_version as "menuVersion",
       coalesce((select jsonb_object_agg(u.diner, u.display_name) from users u
         where u.restaurant_id = s.restaurant_id and u.session_id = s.id), '{}') as names
     from sessions s
       join tables t on t.restaurant_id = s.restaurant_id and t.id = s.table_id
     where s.restaurant_id = $1 and s.id = $2`,
    [key.restaurantId, key.sessionId],
  );
  if (!rows[0]) throw new TureenError("session-unknown");
  return rows[0];
}

async function readLog(tx: Transaction, key: SessionKey): Promise<LogEntry[]> {
  const rows = await readRows(
    tx,
    logEntry,
    `select seq, author, ${ms("at")} as at, "update" from session_updates
     where restaurant_id = $1 and session_id = $2 order by seq`,
    [key.restaurantId, key.sessionId],
  );
  return rows;
}

async function readConfirms(tx: Transaction, key: SessionKey): Promise<QueuedConfirm[]> {
  const rows = await readRows(
    tx,
    queuedConfirm,
    `select confirm_id as confirm, status, ${ms("created_at")} as "arrivedAt", payload, result
     from sync_queue where restaurant_id = $1 and session_id = $2 order by created_at, confirm_id`,
    [key.restaurantId, key.sessionId],
  );
  return rows.map((row) => ({ ...row, result: parseDecisionRecord(row.result) }));
}

async function readWishes(tx: Transaction, key: SessionKey): Promise<QueuedWish[]> {
  const rows = await readRows(
    tx,
    queuedWish,
    `select wish_id as wish, status, ${ms("created_at")} as "arrivedAt", payload, result
     from payment_wishes where restaurant_id = $1 and session_id = $2
     order by created_at, wish_id`,
    [key.restaurantId, key.sessionId],
  );
  return rows.map((row) => ({ ...row, result: paymentRecord.nullable().parse(row.result) }));
}

async function readLedger(tx: Transaction, key: SessionKey): Promise<RecordedEntry[]> {
  const rows = await readRows(
    tx,
    ledgerRow,
    `select number, kind, payment_id as "paymentId", content, ${ms("at")} as at
     from bill_entries where restaurant_id = $1 and session_id = $2 order by number`,
    [key.restaurantId, key.sessionId],
  );
  return rows.map(({ content, ...row }) =>
    recordedEntry.parse({ ...row, content: JSON.parse(content) }),
  );
}

async function readOrders(tx: Transaction, key: SessionKey): Promise<RecordedOrder[]> {
  const rows = await readRows(
    tx,
    recordedOrder,
    `select o.id, o.confirm_id as confirm, o.number, o.diner, o.menu_version as "menuVersion",
       o.currency, o.total_minor as total, ${ms("o.placed_at")} as "placedAt", o.status,
       ${ms("o.status_at")} as "statusAt", o.cancel_reason as reason,
       coalesce((select jsonb_agg(jsonb_build_object(
           'line', i.line_id, 'item', i.menu_item_id, 'name', i.name, 'quantity', i.quantity,
           'unitPrice', i.unit_price_minor, 'note', coalesce(i.note, ''),
           'for', coalesce(i.for_diner, 'table'), 'allergens', i.allergens,
           'shares', coalesce((select jsonb_object_agg(s.diner, s.quantity)
             from order_item_shares s
             where s.restaurant_id = i.restaurant_id and s.order_item_id = i.id), '{}'),
           'chosen', coalesce((select jsonb_agg(jsonb_build_object(
               'option', c.option_id, 'optionName', c.option_name, 'value', c.value_id,
               'valueName', c.value_name, 'priceDelta', c.price_delta_minor) order by c.position)
             from order_item_customizations c
             where c.restaurant_id = i.restaurant_id and c.order_item_id = i.id), '[]')
         ) || case when i.tax is null then '{}' else jsonb_build_object('tax', i.tax) end
           || case when i.course is null then '{}' else jsonb_build_object('course', i.course) end
           order by i.position)
         from order_items i where i.restaurant_id = o.restaurant_id and i.order_id = o.id), '[]')
         as lines,
       coalesce((select jsonb_agg(jsonb_build_object(
           'event', h.event_number, 'from', h.from_status, 'to', h.to_status,
           'by', case when h.actor_kind = 'diner' then h.actor_id else h.actor_kind end,
           'reason', h.reason, 'at', ${ms("h.at")})
             || case when h.progress is null then '{}'
               else jsonb_build_object('moves', h.progress) end order by h.event_number)
         from order_status_history h
         where h.restaurant_id = o.restaurant_id and h.order_id = o.id
           and h.line_id is null), '[]') as history,
       coalesce((select jsonb_agg(jsonb_build_object(
           'event', h.event_number, 'line', h.line_id, 'change', h.line_change,
           'portions', h.portions, 'entry', h.void_entry, 'reason', h.reason, 'at', ${ms("h.at")})
           order by h.event_number)
         from order_status_history h
         where h.restaurant_id = o.restaurant_id and h.order_id = o.id
           and h.line_id is not null), '[]') as "lineChanges"
     from orders o where o.restaurant_id = $1 and o.session_id = $2 order by o.number`,
    [key.restaurantId, key.sessionId],
  );
  return rows;
}

async function readSnapshots(tx: Transaction, key: SessionKey): Promise<StoredSnapshot[]> {
  const rows = await readRows(
    tx,
    storedSnapshot,
    `select seq, state from session_snapshots
     where restaurant_id = $1 and session_id = $2 order by seq`,
    [key.restaurantId, key.sessionId],
  );
  return rows;
}

/** Those of the versions that were published, oldest first; a verifier misses the others. */
async function readMenus(
  tx: Transaction,
  restaurantId: string,
  versions: ReadonlySet<number>,
  menus: MenuCache,
): Promise<Menu[]> {
  const published: Menu[] = [];
  for (const version of [...versions].sort((a, b) => a - b)) {
    const menu = await menus.find(tx, restaurantId, version);
    if (menu) published.push(menu);
  }
  return published;
}

/** The menu version that a queued confirm was written with. */
function versionIn(payload: unknown): number[] {
  const version = (payload as { readonly menuVersion?: unknown } | null)?.menuVersion;
  return typeof version === "number" && Number.isInteger(version) ? [version] : [];
}
