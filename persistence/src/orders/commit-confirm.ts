import { itemsById, type Menu } from "@tureen/shared/menu/menu";
import { decisionClock, menuByClock } from "@tureen/shared/menu/timing/decision-clock";
import type { Service } from "@tureen/shared/menu/timing/rules";
import { progressWhenPlaced } from "@tureen/shared/orders/courses";
import { decideConfirm } from "@tureen/shared/orders/decide";
import type { DecisionRecord } from "@tureen/shared/orders/decision-record";
import { businessDayOf } from "@tureen/shared/platform/business-day";
import { makerOf } from "@tureen/shared/table/document/keys";
import { receiptOf, type SessionView } from "@tureen/shared/table/document/session-document";
import type { Order, Receipt } from "@tureen/shared/table/document/types";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import type { MenuCache } from "../menu/menu-cache.ts";
import { readAvailability } from "../menu/read-menu.ts";
import { SERVICE_COLUMNS, serviceOf, serviceRow } from "../menu/service-row.ts";
import { type Database, inRestaurant, type Transaction } from "../platform/database.ts";
import { failPoint } from "../platform/faults/fail-points.ts";
import { readRows } from "../platform/rows.ts";
import { editSession, type LockedSession } from "../table/edit-session.ts";
import type { SessionKey } from "../table/load-document.ts";
import { takeStock } from "./counted-stock.ts";
import { insertHistory, takeNumbers } from "./insert-history.ts";
import { insertOrder } from "./order-rows.ts";

const menuInForce = z.object({ version: z.int(), at: z.date() }).extend(serviceRow.shape);

export interface CommitConfirm extends SessionKey {
  readonly confirmId: string;
  /** How old a confirm may be when it reaches the server. */
  readonly maxAgeMs: number;
  readonly menus: MenuCache;
  readonly noteBill?: NoteBill | undefined;
  readonly dueBefore?: DueBefore | undefined;
  readonly now: Date;
}

/** Keeps what a table owes as of a view under its lock; bills come after orders and are not known here. */
export type NoteBill = (
  tx: Transaction,
  key: SessionKey & { readonly now: Date },
  view: SessionView,
) => Promise<void>;

/** What a table has to pay before it may order again, as of a view under its lock. */
export type DueBefore = (view: SessionView) => number;

/** The one outcome of a confirm, and whether this call brought it about. */
export interface CommittedConfirm {
  readonly kind: "ordered" | "rejected" | "already";
  readonly receipt: Receipt;
  /** The number of the log entry that shows it; null when it was there already. */
  readonly seq: number | null;
}

/**
 * Gives a queued confirm its one outcome, in one transaction: under the session's lock, decides it
 * with the pure function that phones and replays use, inserts the order with the restaurant's next
 * numbers, takes stock, and writes receipt and order to the session's log. Whoever comes second,
 * after a crash or at the same moment, finds the receipt. Locks are taken in the order session,
 * restaurant, counted dishes by id, counter.
 */
export async function commitConfirm(
  database: Database,
  input: CommitConfirm,
): Promise<CommittedConfirm> {
  const { restaurantId, sessionId, now } = input;
  return inRestaurant(
    database,
    restaurantId,
    async (tx) => {
      const { result, seq } = await editSession(tx, { restaurantId, sessionId, now }, (session) =>
        commit(tx, session, input),
      );
      return { ...result, seq };
    },
    { repeatable: true },
  );
}

async function commit(
  tx: Transaction,
  session: LockedSession,
  input: CommitConfirm,
): Promise<Omit<CommittedConfirm, "seq">> {
  const { restaurantId, sessionId, confirmId, now } = input;
  const known = receiptOf(session.doc, confirmId);
  if (known) {
    await finishRow(tx, input, null);
    return { kind: "already", receipt: known };
  }

  const view = session.view();
  const confirm = view.confirms[confirmId];
  if (!confirm) throw new Error(`confirm ${confirmId} is not in its session's document`);
  const { menu, arrivedAt, service } = await lockMenu(tx, input);
  const clock = decisionClock(service, arrivedAt);
  const today = { at: new Date(arrivedAt), days: service };
  const itemIds = confirm.lines.flatMap(({ line }) => view.lines[line]?.item ?? []);
  await lockCounted(tx, restaurantId, itemIds);
  const availability = await readAvailability(tx, { restaurantId, itemIds, ...today });
  const facts = {
    sessionStatus: session.row.status,
    availability,
    arrivedAt,
    clock,
    maxAgeMs: input.maxAgeMs,
    due: input.dueBefore?.(view) ?? 0,
  };
  const seen = await input.menus.find(tx, restaurantId, confirm.menuVersion);
  const decision = decideConfirm({ confirmId, confirm, view, menu, seen, ...facts });

  let receipt: Receipt;
  if (decision.ok) {
    if (Object.keys(availability.stock).length > 0) {
      await takeStock(tx, menu, businessDayOf(today.at, today.days), decision.lines);
    }
    const orderId = uuidv7();
    const { orderNumber, ...next } = await takeNumbers(tx, restaurantId, { order: true });
    const diner = makerOf(confirmId);
    const items = itemsById(menuByClock(menu, clock).menu);
    failPoint("before:order");
    const orderDigest = await insertOrder(tx, {
      restaurantId,
      sessionId,
      orderId,
      confirmId,
      number: orderNumber,
      diner,
      menuVersion: menu.version,
      currency: menu.currency,
      total: decision.total,
      lines: decision.lines.map((line) => {
        const item = items.get(line.item);
        if (!item) throw new Error(`dish ${line.item} was decided upon but is not on the menu`);
        return { line, item, options: view.lines[line.line]?.options ?? [] };
      }),
      now,
    });
    failPoint("after:order");
    const by = { kind: "diner", id: diner } as const;
    const entry = {
      restaurantId,
      orderId,
      from: null,
      to: "placed",
      by,
      reason: null,
      orderDigest,
      now,
    } as const;
    await insertHistory(tx, entry, next);
    const at = now.getTime();
    receipt = { ok: true, order: orderId, number: orderNumber, at };
    const progress = progressWhenPlaced(decision.lines);
    const order: Order = {
      number: orderNumber,
      confirm: confirmId,
      by: diner,
      lines: decision.lines,
      total: decision.total,
      currency: menu.currency,
      status: "placed",
      at,
      statusAt: at,
      ...(progress && { progress }),
    };
    session.edit((edits) => {
      edits.order(orderId, order);
      edits.receipt(confirmId, receipt);
    });
    const ordered = { ...view, orders: { ...view.orders, [orderId]: order } };
    await input.noteBill?.(tx, input, ordered);
    tx.tell({ kind: "floor", restaurantId });
  } else {
    receipt = { ok: false, code: decision.code, lines: decision.lines, at: now.getTime() };
    session.edit((edits) => edits.receipt(confirmId, receipt));
  }
  await finishRow(tx, input, {
    seq: session.row.headSeq,
    menuVersion: menu.version,
    ...facts,
    decision,
    receipt,
  });
  return { kind: decision.ok ? "ordered" : "rejected", receipt };
}

/**
 * The menu in force and when orders are taken, which stay so until the transaction ends, and when the
 * server received the confirm.
 */
async function lockMenu(
  tx: Transaction,
  input: CommitConfirm,
): Promise<{ menu: Menu; arrivedAt: number; service: Service }> {
  const { restaurantId, sessionId, confirmId } = input;
  const rows = await readRows(
    tx,
    menuInForce,
    `select r.menu_version as version, q.created_at as at, ${SERVICE_COLUMNS}
     from restaurants r join sync_queue q on q.restaurant_id = r.id
     where r.id = $1 and q.session_id = $2 and q.confirm_id = $3 for share of r`,
    [restaurantId, sessionId, confirmId],
  );
  if (!rows[0]) throw new Error(`confirm ${confirmId} is not in the queue`);
  const menu = await input.menus.get(tx, restaurantId, rows[0].version);
  return { menu, arrivedAt: rows[0].at.getTime(), service: serviceOf(rows[0]) };
}

/**
 * Locks the counted dishes among these, by id. Those that are not counted need no lock: only
 * setAvailability changes them, and the restaurant's share lock keeps it waiting.
 */
async function lockCounted(
  tx: Transaction,
  restaurantId: string,
  itemIds: readonly string[],
): Promise<void> {
  await tx.query(
    `select 1 from menu_items
     where restaurant_id = $1 and id = any($2::uuid[])
       and (stock is not null or stock_per_day is not null)
     order by id for no key update`,
    [restaurantId, itemIds],
  );
}

async function finishRow(
  tx: Transaction,
  input: CommitConfirm,
  result: DecisionRecord | null,
): Promise<void> {
  await tx.query(
    `update sync_queue
     set status = 'done', finished_at = $4, error = null, result = coalesce($5, result)
     where restaurant_id = $1 and session_id = $2 and confirm_id = $3 and status = 'pending'`,
    [
      input.restaurantId,
      input.sessionId,
      input.confirmId,
      input.now,
      result && JSON.stringify(result),
    ],
  );
}
