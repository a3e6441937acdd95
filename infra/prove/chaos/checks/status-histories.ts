/**
 * Is each order's life, as kitchen screens, staff and phones were told of it, that of one order? It
 * is placed, moved and cancelled between each request and its answer; every reading of the tickets
 * in between shows where it stands; and the database has the last word. Also: every answer is in the
 * numbered history, the history holds no step that nobody asked for, and no phone sees one go back.
 */

import { isDeepStrictEqual } from "node:util";
import type { LineProgress } from "@tureen/shared/orders/progress";
import { canMove, isOver } from "@tureen/shared/orders/status";
import type { OrderStatus } from "@tureen/shared/table/document/order-status";
import type { Order } from "@tureen/shared/table/document/types";
import type { HistoryEvent } from "../history.ts";
import type { OrderRecord, StatusRow } from "./evidence.ts";
import type { Check, Offence } from "./finding.ts";
import { linearize, type Operation } from "./linearize.ts";
import { type OrderState, orderStates } from "./order-states.ts";
import { aboutOrder } from "./orders-agree.ts";
import {
  eventOf,
  isFulfilled,
  isMove,
  type Request,
  refusalOf,
  requestsOf,
  stepIn,
  wishedStep,
} from "./requests.ts";

type Status = OrderStatus | "absent";
type StatusOperation = Operation<Status>;

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
  const rowsOf = Map.groupBy(ground.statusHistory, (row) => row.order);
  const byId = new Map(ground.orders.map((order) => [order.id, order]));
  const heard = heardTimes(events);
  const confirmed = confirmTimes(events);
  const end = (events.at(-1)?.n ?? 0) + 1;
  const states = new Map(
    ground.orders.map((each) => [each.id, orderStates(each, rowsOf.get(each.id) ?? []).states]),
  );
  for (const session of ground.sessions.values()) {
    for (const order of session.orders) {
      const own = requests.filter((request) => isAbout(request, order.id));
      const rows = rowsOf.get(order.id) ?? [];
      const byLines = new Set<number | undefined>(
        rows.flatMap(({ number, moves }) => (moves ? [number] : [])),
      );
      const operations = [
        place(order, confirmed.get(order.confirm), heard.get(order.id)),
        ...own.flatMap((request) =>
          byLines.has(eventOf(request)) ? [] : (operationOf(request, order.id) ?? []),
        ),
        ...lineOperations(order, own, rows),
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
      const befores = (states.get(order.id) ?? []).map(({ before }) => before);
      const steps = rows.map((row, i) => ({ row, before: befores[i] ?? [] }));
      const answers = answersAgainstHistory(order, own, steps);
      counts.statusAnswers += answers.count;
      offences.push(...answers.offences, ...unasked(order, own, steps));
    }
  }
  const seen = seenBackwards(events, byId, states);
  counts.statusesSeen = seen.count;
  offences.push(...seen.offences);
  return { offences, counts };
};

function isAbout(request: Request, order: string): boolean {
  return request.ask.what === "read-tickets" || (isMove(request) && request.ask.order === order);
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
  const refusal = refusalOf(request);
  if (refusal !== undefined && end) {
    if (refusal === "order-moved") {
      return observe(label, n, end.n, (status) => status !== "absent" && status !== from);
    }
    if (refusal === "order-unknown") {
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

/**
 * What became of the order by its lines. What a tap of lines makes of the order depends on all of them,
 * so it is taken from the history, whose rows are checked against the lines elsewhere; when it
 * happened is what everybody was told.
 */
function lineOperations(
  order: OrderRecord,
  requests: readonly Request[],
  rows: readonly StatusRow[],
): StatusOperation[] {
  const moves = requests.filter(isMove);
  const answered = new Map(moves.map((request) => [eventOf(request), request]));
  // Those of which nobody knows what became of them.
  const open = moves.filter(
    (request) => eventOf(request) === undefined && refusalOf(request) === undefined,
  );
  return rows.flatMap((row): StatusOperation[] => {
    const { number, from, to } = row;
    if (from === null || row.change) return [];
    const known = answered.get(number);
    if (!row.moves && known?.ask.what === "move-order") return [];
    const step = stepIn(row);
    const asked = open.filter(({ ask }) => wishedStep(order, ask) === step);
    // A whole order's step whose answer was lost is an operation already.
    const isByLines = asked.some(({ ask }) => ask.what === "move-lines");
    if (!known && !row.moves && !isByLines) return [];
    // Of several that may have done it, the first: it cannot have been done before that was asked.
    const request = known ?? asked[0];
    return [
      {
        label: `its lines making it ${to} (event ${number})`,
        invoked: request?.n ?? 0,
        returned: known?.end?.n ?? Number.POSITIVE_INFINITY,
        ...{ certain: true, observes: false, after: null },
        step: (status) => (status === from ? to : null),
      },
    ];
  });
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

/** A row of an order's history, and the order's lines as it found them. */
interface Step {
  readonly row: StatusRow;
  readonly before: readonly LineProgress[];
}

/** Every change that somebody was told is done is that row of the history. */
function answersAgainstHistory(
  order: OrderRecord,
  requests: readonly Request[],
  steps: readonly Step[],
) {
  const offences: Offence[] = [];
  let count = 0;
  for (const request of requests.filter(isMove)) {
    const event = eventOf(request);
    const { ask, end } = request;
    if (event === undefined || end?.kind !== "answered") continue;
    count += 1;
    const step = steps.find(({ row }) => row.number === event);
    const status = "status" in end.answer ? end.answer.status : undefined;
    const isThat = step && isFulfilled(order, ask, step.row, step.before);
    if (isThat && status === step.row.to) continue;
    const message = `Moving order ${order.number} (${wishedStep(order, ask)}) was answered as event ${event}, which says otherwise.`;
    offences.push(offence("status-answer-not-recorded", order, [request], message));
  }
  return { count, offences };
}

/** A step that nobody asked for, or one request that became two steps. */
function unasked(
  order: OrderRecord,
  requests: readonly Request[],
  steps: readonly Step[],
): Offence[] {
  const asks = requests
    .filter(isMove)
    .filter((request) => refusalOf(request) === undefined)
    .map(({ ask }) => ask);
  for (const { row, before } of steps) {
    const step = stepIn(row);
    if (step === undefined) continue;
    const asked = asks.findIndex((ask) => isFulfilled(order, ask, row, before));
    if (asked >= 0) {
      asks.splice(asked, 1);
      continue;
    }
    const message = `Event ${row.number} moves order ${order.number} (${step}), and nobody asked for that.`;
    const found = offence("status-change-unasked", order, requests, message);
    return [{ ...found, excuses: (e) => e.kind === "asked" }];
  }
  return [];
}

/** What each document of each phone shows of an order and its lines follows its history. */
function seenBackwards(
  events: readonly HistoryEvent[],
  orders: ReadonlyMap<string, OrderRecord>,
  statesOf: ReadonlyMap<string, readonly OrderState[]>,
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
    const { status, progress } = e.value as Pick<Order, "status" | "progress">;
    const positions = documents.get(e.phone) ?? new Map<string, number>();
    documents.set(e.phone, positions);
    const from = positions.get(order.id) ?? 0;
    const isThat = (state: OrderState, i: number) =>
      i >= from && isDeepStrictEqual([state.status, state.progress], [status, progress]);
    const next = statesOf.get(order.id)?.findIndex(isThat) ?? -1;
    if (next >= 0) {
      positions.set(order.id, next);
      continue;
    }
    const what = progress ? `${status} with lines ${JSON.stringify(progress)}` : status;
    const message = `Phone ${e.phone} saw order ${order.number} ${what}, which its history does not have then.`;
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
      (e.kind === "asked" && isMove(e)) ||
      (e.kind === "sent" && e.root === "confirms") ||
      e.kind === "document-opened",
  };
}
