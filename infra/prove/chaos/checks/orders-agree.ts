/**
 * Promises 5 and 6: every order stands in its session's document exactly as in the tables, and the
 * other way round; and its status is where its numbered history leads, one allowed step at a time.
 */
import { isDeepStrictEqual } from "node:util";
import { isStep } from "@tureen/shared/replay/order-steps";
import type { OrderStatus } from "@tureen/shared/table/document/order-status";
import type { Order } from "@tureen/shared/table/document/types";
import type { HistoryEvent } from "../history.ts";
import { isStatusChange, type OrderRecord, type StatusRow } from "./evidence.ts";
import type { Check, Offence, ViolationCode } from "./finding.ts";
import { orderStates } from "./order-states.ts";
import { isMove } from "./requests.ts";

export const checkOrdersAgree: Check = (_events, ground) => {
  const offences: Offence[] = [];
  const counts = { ordersCompared: 0, statusSteps: 0, lineMoves: 0 };
  const rowsOf = Map.groupBy(ground.statusHistory, (row) => row.order);
  for (const session of ground.sessions.values()) {
    const inDocument = session.replay.view.orders;
    const say = (code: ViolationCode, order: string, message: string) =>
      offences.push({
        code,
        message,
        ids: { session: session.id, order },
        about: aboutOrder(order),
      });
    const inTables = new Set(session.orders.map((order) => order.id));
    for (const [id, order] of Object.entries(inDocument)) {
      if (inTables.has(id)) continue;
      say(
        "order-not-in-tables",
        id,
        `The table was shown order ${order.number}, which is not in the order tables.`,
      );
    }
    for (const record of session.orders) {
      const order = inDocument[record.id];
      const rows = rowsOf.get(record.id) ?? [];
      const { states, fault: lineFault } = orderStates(record, rows);
      counts.ordersCompared += 1;
      if (!order) {
        say(
          "order-not-in-document",
          record.id,
          `Order ${record.number} is not in its session's document.`,
        );
      } else {
        const parts = differences(order, record, states.at(-1)?.progress);
        if (parts.length > 0) {
          say(
            "order-differs",
            record.id,
            `Order ${record.number} differs between tables and document in ${parts.join(", ")}.`,
          );
        }
      }
      const steps = rows.filter(isStatusChange);
      counts.statusSteps += steps.length;
      counts.lineMoves += rows.flatMap(({ moves }) => moves ?? []).length;
      const fault = faultIn(steps, record.status) ?? lineFault;
      if (fault) say("status-history-broken", record.id, `Order ${record.number} ${fault}.`);
    }
  }
  return { offences, counts };
};

/** Names of the parts in which the two differ. */
function differences(order: Order, record: OrderRecord, progress: Order["progress"]): string[] {
  const { id: _id, session: _session, diner: by, reason, ...rest } = record;
  const expected: Record<string, unknown> = { ...rest, by, reason: reason ?? undefined, progress };
  const actual: Record<string, unknown> = { progress: undefined, ...order, reason: order.reason };
  const parts = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  return [...parts].filter((part) => !isDeepStrictEqual(expected[part], actual[part])).sort();
}

/** What is wrong with an order's steps, or null. */
function faultIn(steps: readonly StatusRow[], status: OrderStatus): string | null {
  let at: OrderStatus | null = null;
  for (const step of steps) {
    const { number, from, to } = step;
    if (from !== at)
      return `moves from ${from} in event ${number}, where it was ${at ?? "not placed"}`;
    if (!isStep({ ...step, moves: step.moves ?? undefined })) {
      return `makes a forbidden step from ${from} to ${to} in event ${number}`;
    }
    at = to;
  }
  return at === status ? null : `is ${status}, and its history ends with ${at ?? "nothing"}`;
}

/** Whether an event has to do with an order, by its id. */
export function aboutOrder(order: string): (event: HistoryEvent) => boolean {
  return (e) => {
    switch (e.kind) {
      case "seen":
        return (
          (e.root === "orders" && e.key === order) ||
          (e.root === "receipts" && (e.value as { order?: string }).order === order)
        );
      case "kitchen-event":
        return e.order === order;
      case "asked":
        return isMove(e) && e.ask.order === order;
      default:
        return false;
    }
  };
}
