import type { Answer } from "@tureen/shared/endpoints";
import { UNSEEN_AFTER_MS } from "@tureen/shared/kitchen/acknowledging";
import { isOver } from "@tureen/shared/orders/status";
import type { OrderStatus } from "@tureen/shared/table/document/order-status";
import type { Bills } from "./bill/unpaid.ts";

export type Floor = Answer<"readFloor">;
export type FloorTable = Floor["tables"][number];
export type FloorSession = NonNullable<FloorTable["session"]>;
export type FloorDiner = FloorSession["diners"][number];
export type PinAlarm = NonNullable<FloorSession["alarm"]>;
export type FloorOrder = FloorSession["orders"][number];
/** What one guest has in the cart that nobody has sent. */
export type CartShare = Answer<"readCart">["diners"][number];

/** Something at a table that a waiter should go and do. Times in milliseconds since the epoch. */
export type Need =
  | {
      readonly kind: "call";
      readonly table: FloorTable;
      readonly session: FloorSession;
      readonly diner: FloorDiner;
      readonly call: "waiter" | "bill";
      readonly at: number;
    }
  | {
      readonly kind: "ready";
      readonly table: FloorTable;
      readonly session: FloorSession;
      readonly order: FloorOrder;
      readonly at: number;
    }
  | {
      /** No screen of the kitchen has shown an order, though it was sent a while ago. */
      readonly kind: "unseen";
      readonly table: FloorTable;
      readonly session: FloorSession;
      readonly order: FloorOrder;
      readonly at: number;
    }
  | {
      readonly kind: "alarm";
      readonly table: FloorTable;
      readonly session: FloorSession;
      readonly alarm: PinAlarm;
      readonly at: number;
    }
  | {
      /** Everybody has gone, and not all is paid. */
      readonly kind: "left";
      readonly table: FloorTable;
      readonly session: FloorSession;
      /** What is not paid, in minor units. */
      readonly balance: number;
      readonly at: number;
    }
  | {
      readonly kind: "expiring";
      readonly table: FloorTable;
      readonly session: FloorSession;
      readonly at: number;
    };

/** A table that closes by itself within this time needs a look. */
export const EXPIRING_MS = 15 * 60_000;

/** The same need keeps the same key, however often the floor is read. */
export function needKey(need: Need): string {
  const about = need.kind === "call" ? need.diner.diner : "order" in need ? need.order.id : "";
  return `${need.kind}:${need.session.id}:${about}`;
}

const RANK = { left: 0, alarm: 1, unseen: 2, call: 3, ready: 4, expiring: 5 } as const;

/**
 * What needs a waiter now: tables that everybody leaves without paying, then PINs that somebody guesses,
 * then orders that the kitchen does not seem to have seen, then guests who call, then orders that get cold, then tables about to close by themselves; within
 * each, whoever has waited longest.
 */
export function needsOf(
  tables: readonly FloorTable[],
  now: number,
  bills: Bills = new Map(),
): Need[] {
  const needsOfTable = (table: FloorTable) =>
    table.session ? needsAt(table, table.session, now, bills) : [];
  return tables.flatMap(needsOfTable).sort((a, b) => RANK[a.kind] - RANK[b.kind] || a.at - b.at);
}

function needsAt(table: FloorTable, session: FloorSession, now: number, bills: Bills): Need[] {
  const balance = bills.get(session.id)?.balance ?? 0;
  const left: Need[] =
    balance > 0 && session.diners.length > 0 && presentDiners(session).length === 0
      ? [{ kind: "left", table, session, balance, at: now }]
      : [];
  const calls = session.diners.flatMap<Need>((diner) =>
    diner.call === "none" || diner.gone
      ? []
      : [{ kind: "call", table, session, diner, call: diner.call, at: diner.calledAt ?? now }],
  );
  const ready = session.orders
    .filter((order) => order.status === "ready" && isComing(order))
    .map<Need>((order) => ({ kind: "ready", table, session, order, at: order.at }));
  const unseen = session.orders
    .filter((order) => isUnseen(order, now))
    .map<Need>((order) => ({ kind: "unseen", table, session, order, at: order.at }));
  const expiring: Need[] =
    session.expiresAt - now < EXPIRING_MS
      ? [{ kind: "expiring", table, session, at: session.expiresAt }]
      : [];
  const { alarm } = session;
  const alarms: Need[] = alarm ? [{ kind: "alarm", table, session, alarm, at: alarm.at }] : [];
  return [...left, ...alarms, ...unseen, ...calls, ...ready, ...expiring];
}

/** Tables as people count them: 2 before 10, whatever their labels look like. */
export function sortTables(tables: readonly FloorTable[], locale: string): FloorTable[] {
  const { compare } = new Intl.Collator(locale, { numeric: true, sensitivity: "base" });
  return [...tables].sort((a, b) => compare(a.label, b.label));
}

/** Guests who are still at the table. */
export function presentDiners(session: FloorSession): FloorDiner[] {
  return session.diners.filter((diner) => !diner.gone);
}

/** Whether something of the order is still to come to the table. */
function isComing({ status, allCancelled = false }: FloorOrder): boolean {
  return !isOver(status) && !allCancelled;
}

/** Whether nobody in the kitchen seems to know of an order; older servers do not say what was shown. */
function isUnseen(order: FloorOrder, now: number): boolean {
  const isWaiting = order.status === "placed" && isComing(order);
  return isWaiting && order.seen === false && now - order.at > UNSEEN_AFTER_MS;
}

/** What would be left behind if the table were closed now. */
export function unfinished(session: FloorSession): { orders: number; calls: number } {
  return {
    orders: session.orders.filter(isComing).length,
    calls: presentDiners(session).filter((diner) => diner.call !== "none").length,
  };
}

/** Orders still on their way, counted by status, in the order of their life. */
export function openOrderCounts(session: FloorSession): [OrderStatus, number][] {
  const counts = new Map<OrderStatus, number>();
  for (const { status } of session.orders.filter(isComing)) {
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  const life: OrderStatus[] = ["ready", "preparing", "accepted", "placed"];
  return life.flatMap((status) => {
    const count = counts.get(status);
    return count ? [[status, count] as [OrderStatus, number]] : [];
  });
}

/** A PIN in groups of three or four digits, so that it can be said and heard. */
export function spokenPin(pin: string): string {
  const size = pin.length % 3 === 0 ? 3 : pin.length % 4 === 0 ? 4 : 3;
  return pin.match(new RegExp(`.{1,${size}}`, "g"))?.join("\u2009") ?? pin;
}
