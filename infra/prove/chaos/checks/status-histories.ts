/**
 * Is each order's life, as kitchen screens, staff and phones were told of it, that of one order? It
 * is placed, moved and cancelled between each request and its answer; every reading of the tickets
 * in between shows where it stands; and the database has the last word. Also: every answer is in the
 * numbered history, the history holds no step that nobody asked for, and no phone sees one go back.
 */

import { canMove, isOver } from "@tureen/shared/orders/status";
import type { OrderStatus } from "@tureen/shared/table/document/order-status";
import type { Ask, HistoryEvent } from "../history.ts";
import { isStatusChange, type OrderRecord, type StatusRow } from "./evidence.ts";
import type { Check, Offence } from "./finding.ts";
import { linearize, type Operation } from "./linearize.ts";
import { aboutOrder } from "./orders-agree.ts";

type Status = OrderStatus | "absent";
type StatusOperation = Operation<Status>;
type Move = Extract<Ask, { what: "move-order" }>;

/** A request with its fate; `end` null: nobody knows. */
interface Request {
  readonly op: string;
  readonly n: number;
  readonly ask: Ask;
  readonly end: Extract<HistoryEvent, { kind: "answered" | "denied" }> | null;
}

/** Error codes after which the request may have been carried out all the same. */
const UNCERTAIN: readonly string[] = ["internal", "storage-unavailable", "overloaded"];

export const checkStatusHistories: Check = (events, ground) => {
  const offences: Offence[] = [];
  const counts = {
    statusHistories: 0,
    statusOperations: 0,
    undecidedStatusHistories: 0,
    statusAnswers: 0,
    ticketReadings: 0,
    statusesSeen: 0,
  };
  const requests = requestsOf(events);
  counts.ticketReadings = requests.filter((r) => r.end && r.ask.what === "read-tickets").length;
  const rowsOf = Map.groupBy(ground.statusHistory.filter(isStatusChange), (row) => row.order);
  const byId = new Map(ground.orders.map((order) => [order.id, order]));
  const heard = heardTimes(events);
  const confirmed = confirmTimes(events);
  const end = (events.at(-1)?.n ?? 0) + 1;
  for (const session of ground.sessions.values()) {
    for (const order of session.orders) {
      const own = requests.filter((r) => r.ask.what === "read-tickets" || isMoveOf(r, order.id));
      const operations = [
        place(order, confirmed.get(order.confirm), heard.get(order.id)),
        ...own.flatMap((request) => operationOf(request, order.id) ?? []),
        observe("the database", end, end + 1, (status) => status === order.status),
      ];
      counts.statusHistories += 1;
      counts.statusOperations += operations.length;
      const result = linearize<Status>("absent", operations, (status) => status);
      if (result.verdict === "undecided") counts.undecidedStatusHistories += 1;
      if (result.verdict === "impossible") {
        offences.push(
          offence(
            "statuses-not-linearizable",
            order,
            own,
            `No order of events explains what was told of order ${order.number}; it fails at ${result.stuck.join(" or ")}.`,
          ),
        );
      }
      const rows = rowsOf.get(order.id) ?? [];
      const answers = answersAgainstHistory(order, own, rows);
      counts.statusAnswers += answers.count;
      offences.push(...answers.offences, ...unasked(order, own, rows));
    }
  }
  const seen = seenBackwards(events, byId, rowsOf);
  counts.statusesSeen = seen.count;
  offences.push(...seen.offences);
  return { offences, counts };
};

function requestsOf(events: readonly HistoryEvent[]): Request[] {
  const ends = new Map<string, Request["end"]>();
  for (const event of events) {
    if (event.kind === "answered" || event.kind === "denied") ends.set(event.op, event);
  }
  return events.flatMap((event) =>
    event.kind === "asked"
      ? [{ op: event.op, n: event.n, ask: event.ask, end: ends.get(event.op) ?? null }]
      : [],
  );
}

function isMoveOf(request: Request, order: string): request is Request & { ask: Move } {
  return request.ask.what === "move-order" && request.ask.order === order;
}

/** When anybody first heard of each order. */
function heardTimes(events: readonly HistoryEvent[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const e of events) {
    const order =
      e.kind === "kitchen-event"
        ? e.order
        : e.kind === "seen" && e.root === "orders"
          ? e.key
          : null;
    if (order !== null && !times.has(order)) times.set(order, e.n);
  }
  return times;
}

/** When each confirm was sent. */
function confirmTimes(events: readonly HistoryEvent[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const e of events) if (e.kind === "sent" && e.root === "confirms") times.set(e.key, e.n);
  return times;
}

function place(
  order: OrderRecord,
  confirmed: number | undefined,
  heard: number | undefined,
): StatusOperation {
  return {
    label: `order ${order.number} being placed`,
    invoked: confirmed ?? 0,
    returned: heard ?? Number.POSITIVE_INFINITY,
    certain: true,
    observes: false,
    after: null,
    step: (status) => (status === "absent" ? "placed" : null),
  };
}

function operationOf(request: Request, order: string): StatusOperation | null {
  const { n, ask, end } = request;
  if (ask.what === "read-tickets") {
    if (end?.kind !== "answered" || end.answer.what !== "read-tickets") return null;
    const ticket = end.answer.tickets.find((t) => t.order === order);
    const fits = (status: Status) =>
      ticket
        ? status === ticket.status
        : // Finished orders are shown only for a while, and only the latest.
          status === "absent" || isOver(status);
    const what = ticket ? `shows it ${ticket.status}` : "does not show it";
    return observe(`reading the tickets (${request.op}, ${what})`, n, end.n, fits);
  }
  if (ask.what !== "move-order") return null;
  const { from, to } = ask;
  const label = `moving it from ${from} to ${to} (${request.op}, ${end?.kind ?? "unknown"})`;
  const certain = end?.kind === "answered";
  if (end?.kind === "denied" && !UNCERTAIN.includes(end.code)) {
    if (end.code === "order-moved") {
      return observe(label, n, end.n, (status) => status !== "absent" && status !== from);
    }
    if (end.code === "order-unknown") {
      return observe(label, n, end.n, (status) => status === "absent");
    }
    return null;
  }
  return {
    label,
    invoked: n,
    returned: certain ? end.n : Number.POSITIVE_INFINITY,
    certain,
    observes: false,
    after: null,
    step: (status) => (status === from && canMove(from, to) ? to : null),
  };
}

function observe(
  label: string,
  invoked: number,
  returned: number,
  fits: (status: Status) => boolean,
): StatusOperation {
  return {
    label,
    invoked,
    returned,
    certain: true,
    observes: true,
    after: null,
    step: (status) => (fits(status) ? status : null),
  };
}

/** Every change that somebody was told is done is that row of the history. */
function answersAgainstHistory(
  order: OrderRecord,
  requests: readonly Request[],
  rows: readonly StatusRow[],
) {
  const offences: Offence[] = [];
  let count = 0;
  for (const request of requests) {
    const { ask, end } = request;
    if (end?.kind !== "answered" || end.answer.what !== "move-order") continue;
    if (ask.what !== "move-order") continue;
    count += 1;
    const { event, status } = end.answer;
    const row = rows.find((r) => r.number === event);
    if (row && row.from === ask.from && row.to === ask.to && status === ask.to) continue;
    const message = `Moving order ${order.number} to ${ask.to} was answered as event ${event}, which says otherwise.`;
    offences.push(offence("status-answer-not-recorded", order, [request], message));
  }
  return { count, offences };
}

/** A step that nobody asked for, or one request that became two steps. */
function unasked(
  order: OrderRecord,
  requests: readonly Request[],
  rows: readonly StatusRow[],
): Offence[] {
  const asks = new Map<string, number>();
  for (const { ask, end } of requests) {
    if (ask.what !== "move-order") continue;
    if (end?.kind === "denied" && !UNCERTAIN.includes(end.code)) continue;
    const step = `${ask.from} ${ask.to}`;
    asks.set(step, (asks.get(step) ?? 0) + 1);
  }
  for (const { number, from, to } of rows) {
    if (from === null) continue;
    const left = (asks.get(`${from} ${to}`) ?? 0) - 1;
    asks.set(`${from} ${to}`, left);
    if (left >= 0) continue;
    const message = `Event ${number} moves order ${order.number} from ${from} to ${to}, and nobody asked for that.`;
    const found = offence("status-change-unasked", order, requests, message);
    return [{ ...found, excuses: (e) => e.kind === "asked" }];
  }
  return [];
}

/** What each document of each phone shows of an order follows its history. */
function seenBackwards(
  events: readonly HistoryEvent[],
  orders: ReadonlyMap<string, OrderRecord>,
  rowsOf: ReadonlyMap<string, readonly StatusRow[]>,
) {
  const found = new Map<string, Offence>();
  /** By phone, where in its history each order stands in the phone's document. */
  const documents = new Map<string, Map<string, number>>();
  let count = 0;
  for (const e of events) {
    if (e.kind === "document-opened") documents.delete(e.phone);
    if (e.kind !== "seen" || e.root !== "orders") continue;
    const order = orders.get(e.key);
    if (!order) continue;
    count += 1;
    const { status } = e.value as { status: OrderStatus };
    const positions = documents.get(e.phone) ?? new Map<string, number>();
    documents.set(e.phone, positions);
    const from = positions.get(order.id) ?? 0;
    const next = rowsOf.get(order.id)?.findIndex((row, i) => i >= from && row.to === status) ?? -1;
    if (next >= 0) {
      positions.set(order.id, next);
      continue;
    }
    const message = `Phone ${e.phone} saw order ${order.number} ${status}, which its history does not have then.`;
    const one = offence("status-seen-backwards", order, [], message);
    found.set(`${e.phone} ${order.id}`, { ...one, ids: { ...one.ids, phone: e.phone } });
  }
  return { count, offences: [...found.values()] };
}

function offence(
  code: Offence["code"],
  order: OrderRecord,
  requests: readonly Request[],
  message: string,
): Offence {
  const ops = new Set(requests.map((request) => request.op));
  const isIt = aboutOrder(order.id);
  return {
    code,
    message,
    ids: { session: order.session, order: order.id },
    about: (e) =>
      ("op" in e && ops.has(e.op)) ||
      isIt(e) ||
      (e.kind === "document-opened" && e.session === order.session) ||
      (e.kind === "sent" && e.root === "confirms" && e.key === order.confirm),
    // Without a request that may have moved it, the order's later states have no explanation.
    excuses: (e) =>
      (e.kind === "asked" && e.ask.what === "move-order") ||
      (e.kind === "sent" && e.root === "confirms") ||
      e.kind === "document-opened",
  };
}
