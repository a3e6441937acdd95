/** Decides a recorded confirm again, with the code that decided it and what it was decided from. */

import { dueBeforeOrder } from "../bill/rounds.ts";
import { itemsById, type Menu } from "../menu/menu.ts";
import { allergensWith } from "../orders/allergens.ts";
import { progressWhenPlaced } from "../orders/courses.ts";
import { type ConfirmDecision, decideConfirm } from "../orders/decide.ts";
import type { DecisionRecord } from "../orders/decision-record.ts";
import { chosenValues } from "../table/chosen-values.ts";
import type { SessionView } from "../table/document/session-document.ts";
import type { Order } from "../table/document/types.ts";
import type { RecordedOrder, RecordedOrderLine } from "./recording.ts";

/**
 * The outcome of a confirm by today's code: with the document, the menu, the availability and the
 * clock of its moment. `view` is the document as of `record.seq`; null when it lacks the confirm.
 * `menus` are those on record by version, `menu` the one then in force.
 */
export function rederive(
  confirmId: string,
  record: DecisionRecord,
  view: SessionView,
  menu: Menu,
  menus: ReadonlyMap<number, Menu>,
): ConfirmDecision | null {
  const confirm = view.confirms[confirmId];
  if (!confirm) return null;
  const { sessionStatus, availability, arrivedAt, clock, maxAgeMs } = record;
  const facts = { sessionStatus, availability, arrivedAt, clock, maxAgeMs };
  const seen = menus.get(confirm.menuVersion) ?? null;
  const due = dueBeforeOrder(view);
  return decideConfirm({ confirmId, confirm, view, menu, seen, due, ...facts });
}

/** The order that a decision puts into the document, as it was placed; null for a rejection. */
export function orderInDocument(
  confirmId: string,
  diner: string,
  { decision, receipt }: DecisionRecord,
  menu: Menu,
): Order | null {
  if (!decision.ok || !receipt.ok) return null;
  const progress = progressWhenPlaced(decision.lines);
  return {
    number: receipt.number,
    confirm: confirmId,
    by: diner,
    lines: decision.lines,
    total: decision.total,
    currency: menu.currency,
    status: "placed",
    at: receipt.at,
    statusAt: receipt.at,
    ...(progress && { progress }),
  };
}

/** What Postgres must hold of an order but for its status: read off the decision and its menu. */
export function orderInPostgres(
  order: Order,
  orderId: string,
  view: SessionView,
  menu: Menu,
): Omit<RecordedOrder, "status" | "statusAt" | "reason" | "history" | "lineChanges"> {
  const items = itemsById(menu);
  return {
    id: orderId,
    confirm: order.confirm,
    number: order.number,
    diner: order.by,
    menuVersion: menu.version,
    currency: order.currency,
    total: order.total,
    placedAt: order.at,
    lines: order.lines.map(({ choices: _, ...line }): RecordedOrderLine => {
      const item = items.get(line.item);
      const options = view.lines[line.line]?.options ?? [];
      return {
        ...line,
        allergens: item ? allergensWith(item, options) : [],
        chosen: item ? chosenValues(item, options) : [],
      };
    }),
  };
}
