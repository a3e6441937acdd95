import type { Queryable } from "@tureen/persistence/platform/database";
import { bytes, readRows } from "@tureen/persistence/platform/rows";
import { ofRestaurant } from "@tureen/persistence/platform/wire/index";
import { readUpdatesAfter } from "@tureen/persistence/table/load-document";
import { recordedEntry } from "@tureen/shared/bill/ledger";
import { LINE_CHANGES } from "@tureen/shared/orders/line-change";
import { lineMove } from "@tureen/shared/orders/line-move";
import { SESSION_STATUSES } from "@tureen/shared/platform/identity";
import { orderLine } from "@tureen/shared/replay/file";
import { ORDER_STATUSES } from "@tureen/shared/table/document/order-status";
import { z } from "zod";
import type { LogRow, SessionRecord, StoredEvidence } from "./evidence.ts";

const sessionRow = z.object({
  id: z.string(),
  table: z.string(),
  status: z.enum(SESSION_STATUSES),
  headSeq: z.int(),
});
const statusRow = z.object({
  number: z.int(),
  order: z.string(),
  from: z.enum(ORDER_STATUSES).nullable(),
  to: z.enum(ORDER_STATUSES),
  moves: z.array(lineMove).nullable(),
  change: z.object({ line: z.string(), kind: z.enum(LINE_CHANGES), portions: z.int() }).nullable(),
});
const snapshotRow = z.object({ seq: z.int(), state: bytes });
const queueRow = z.object({
  confirm: z.string(),
  status: z.enum(["pending", "done", "failed"]),
  attempts: z.int(),
  error: z.string().nullable(),
});
const paymentRow = z.object({
  ...{ id: z.string(), status: z.string(), amount: z.int(), tip: z.int() },
  ...{ refunded: z.int(), tipRefunded: z.int() },
});
const entryRow = z.object({
  ...{ number: z.int(), kind: z.string(), paymentId: z.string().nullable() },
  ...{ content: z.string(), at: z.int() },
});
const chargeRow = z.object({
  ...{ payment: z.string(), state: z.string(), amount: z.int(), refunded: z.int() },
});
const sumsRow = z.object({
  ...{ total: z.int(), paid: z.int(), reserved: z.int(), balance: z.int() },
});
const orderRow = z.object({
  id: z.string(),
  session: z.string(),
  confirm: z.string(),
  number: z.int(),
  diner: z.string(),
  currency: z.string(),
  total: z.int(),
  status: z.enum(ORDER_STATUSES),
  reason: z.string().nullable(),
  at: z.int(),
  statusAt: z.int(),
  lines: z.array(orderLine),
});

/** Log rows fetched at a time. */
const PAGE = 1_000;

const MS = (column: string) => `floor(extract(epoch from ${column}) * 1000)::bigint`;

/*
 * Numbers inside JSON are JavaScript's, and text is as it was written: `note` is null for none and
 * `for_diner` for the table, which the document writes as "" and "table".
 */
const ORDERS = `
select o.id, o.session_id as session, o.confirm_id as confirm, o.number, o.diner, o.currency,
  o.total_minor as total, o.status, o.cancel_reason as reason, ${MS("o.placed_at")} as at,
  ${MS("o.status_at")} as "statusAt",
  (select coalesce(jsonb_agg(jsonb_build_object(
      'line', i.line_id, 'item', i.menu_item_id, 'name', i.name, 'note', coalesce(i.note, ''),
      'for', coalesce(i.for_diner, 'table'), 'quantity', i.quantity,
      'unitPrice', i.unit_price_minor,
      'choices', (select coalesce(jsonb_agg(c.value_name order by c.position), '[]')
        from order_item_customizations c
        where c.restaurant_id = i.restaurant_id and c.order_item_id = i.id),
      'shares', (select coalesce(jsonb_object_agg(s.diner, s.quantity), '{}')
        from order_item_shares s
        where s.restaurant_id = i.restaurant_id and s.order_item_id = i.id)
    ) || case when i.tax is null then '{}' else jsonb_build_object('tax', i.tax) end
      || case when i.course is null then '{}' else jsonb_build_object('course', i.course) end
    order by i.position), '[]')
   from order_items i where i.restaurant_id = o.restaurant_id and i.order_id = o.id) as lines
from orders o where o.restaurant_id = $1 order by o.number`;

/**
 * Reads what Postgres holds of a restaurant. Call it when nothing writes any more, on one connection
 * or on a pool; the statements are not one moment.
 */
export async function loadEvidence(
  database: Queryable,
  restaurantId: string,
): Promise<StoredEvidence> {
  const q = ofRestaurant(database, restaurantId);
  const sessions: SessionRecord[] = [];
  const rows = await readRows(
    q,
    sessionRow,
    `select id, table_id as "table", status, head_seq as "headSeq"
     from sessions where restaurant_id = $1 order by id`,
    [restaurantId],
  );
  for (const row of rows) {
    sessions.push({
      ...row,
      log: await readLog(q, restaurantId, row.id),
      snapshots: await readSnapshots(q, restaurantId, row.id),
      queue: await readQueue(q, restaurantId, row.id),
      bill: await readBill(q, restaurantId, row.id),
    });
  }
  const orders = await readRows(q, orderRow, ORDERS, [restaurantId]);
  const history = await readRows(
    q,
    statusRow,
    `select event_number as number, order_id as "order", from_status as "from", to_status as "to",
       progress as moves,
       case when line_id is not null then jsonb_build_object(
         'line', line_id, 'kind', line_change, 'portions', portions) end as change
     from order_status_history where restaurant_id = $1 order by event_number`,
    [restaurantId],
  );
  return { restaurantId, sessions, orders, statusHistory: history };
}

async function readLog(q: Queryable, restaurantId: string, sessionId: string): Promise<LogRow[]> {
  const log: LogRow[] = [];
  for (;;) {
    const after = log.at(-1)?.seq ?? 0;
    const page = await readUpdatesAfter(q, { restaurantId, sessionId, after, limit: PAGE });
    log.push(...page);
    if (page.length < PAGE) return log;
  }
}

async function readSnapshots(q: Queryable, restaurantId: string, sessionId: string) {
  const rows = await readRows(
    q,
    snapshotRow,
    `select seq, state from session_snapshots
     where restaurant_id = $1 and session_id = $2 order by seq`,
    [restaurantId, sessionId],
  );
  return rows;
}

async function readBill(q: Queryable, restaurantId: string, sessionId: string) {
  const values = [restaurantId, sessionId];
  const payments = await readRows(
    q,
    paymentRow,
    `select id, status, amount_minor as amount, tip_minor as tip, refunded_minor as refunded,
       tip_refunded_minor as "tipRefunded"
     from payments where restaurant_id = $1 and session_id = $2`,
    values,
  );
  const entries = await readRows(
    q,
    entryRow,
    `select number, kind, payment_id as "paymentId", content, ${MS("at")} as at
     from bill_entries where restaurant_id = $1 and session_id = $2 order by number`,
    values,
  );
  const charges = await readRows(
    q,
    chargeRow,
    `select c.payment_id as payment, c.state, c.amount_minor as amount,
       c.refunded_minor as refunded
     from demonstration_charges c
       join payments p on p.restaurant_id = c.restaurant_id and p.id = c.payment_id
     where c.restaurant_id = $1 and p.session_id = $2`,
    values,
  );
  const [sums] = await readRows(
    q,
    sumsRow,
    `select total_minor as total, paid_minor as paid, reserved_minor as reserved,
       balance_minor as balance
     from bills where restaurant_id = $1 and session_id = $2`,
    values,
  );
  const ledger = entries.map(({ content, ...row }) =>
    recordedEntry.parse({ ...row, content: JSON.parse(content) }),
  );
  return { payments, ledger, charges, sums: sums ?? null };
}

async function readQueue(q: Queryable, restaurantId: string, sessionId: string) {
  const rows = await readRows(
    q,
    queueRow,
    `select confirm_id as confirm, status, attempts, error from sync_queue
     where restaurant_id = $1 and session_id = $2 order by created_at, confirm_id`,
    [restaurantId, sessionId],
  );
  return rows;
}
