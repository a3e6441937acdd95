/**
 * Promise 6, line by line: what cooks were told of lines is what the numbered history says of them at
 * some moment between the question and its answer, and moves that came one after the other are
 * numbered so.
 */
import type { ShownTicket } from "../history.ts";
import type { OrderRecord } from "./evidence.ts";
import type { Check, Offence } from "./finding.ts";
import { type OrderState, orderStates } from "./order-states.ts";
import { aboutOrder } from "./orders-agree.ts";
import { eventOf, isMove, type Move, type Request, refusalOf, requestsOf } from "./requests.ts";

export const checkLineHistories: Check = (events, ground) => {
  const offences: Offence[] = [];
  const counts = { linesRead: 0, lineMovesRefused: 0 };
  const requests = requestsOf(events);
  const moves = requests.filter(isMove);
  const numbers = numbersKnown(moves);
  const rowsOf = Map.groupBy(ground.statusHistory, (row) => row.order);
  const orders = new Map(
    ground.orders.map((order) => {
      const { states } = orderStates(order, rowsOf.get(order.id) ?? []);
      return [order.id, { order, states }];
    }),
  );
  offences.push(...misnumbered(moves, orders));
  for (const request of requests) {
    const { ask, end } = request;
    if (!end) continue;
    const window = { after: numbers.before(request.n), before: numbers.after(end.n) };
    if (end.kind === "answered" && end.answer.what === "read-tickets") {
      const after = Math.max(window.after, end.answer.lastEvent);
      for (const ticket of end.answer.tickets) {
        const known = orders.get(ticket.order);
        if (!known) continue;
        counts.linesRead += Object.keys(ticket.lines).length;
        const states = statesIn(known.states, { ...window, after });
        if (states.some((state) => isShown(state, ticket))) continue;
        const what = `was shown ${ticket.status} with lines ${JSON.stringify(ticket.lines)}`;
        offences.push(offence(known.order, request, what));
      }
    }
    if (ask.what === "move-lines" && refusalOf(request) === "order-moved") {
      const known = orders.get(ask.order);
      if (!known) continue;
      counts.lineMovesRefused += 1;
      const states = statesIn(known.states, window);
      if (states.some((state) => !isAsSeen(state, ask))) continue;
      offences.push(
        offence(known.order, request, "had lines refused that stood as they were seen"),
      );
    }
  }
  return { offences, counts };
};

/** Which events are known to have been there when something was asked, and which cannot have been. */
function numbersKnown(moves: readonly Request[]) {
  const answered = moves.flatMap((request) => {
    const number = eventOf(request);
    return number === undefined || !request.end ? [] : [{ ...request, end: request.end, number }];
  });
  return {
    before: (n: number) =>
      Math.max(0, ...answered.filter(({ end }) => end.n < n).map(({ number }) => number)),
    after: (n: number) =>
      Math.min(
        Number.POSITIVE_INFINITY,
        ...answered.filter((request) => request.n > n).map(({ number }) => number),
      ),
  };
}

/** The states of an order from event `after` on until before event `before`. */
function statesIn(
  states: readonly OrderState[],
  { after, before }: { readonly after: number; readonly before: number },
): readonly OrderState[] {
  const first = states.findLastIndex(({ number }) => number <= after);
  return states
    .slice(Math.max(0, first))
    .filter(({ number }) => number < before || number <= after);
}

function isShown({ status, lines }: OrderState, ticket: ShownTicket): boolean {
  return status === ticket.status && lines.every((each) => ticket.lines[each.line] === each.status);
}

function isAsSeen(state: OrderState, { moves }: Extract<Move, { what: "move-lines" }>): boolean {
  return moves.every(({ line, from }) =>
    state.lines.some((each) => each.line === line && each.status === from),
  );
}

/** Moves that were asked for after others were answered and have a lower number. */
function misnumbered(
  moves: readonly Request[],
  orders: ReadonlyMap<string, { readonly order: OrderRecord }>,
): Offence[] {
  const answered = moves.filter((request) => eventOf(request) !== undefined);
  const byEnd = [...answered].sort((a, b) => (a.end?.n ?? 0) - (b.end?.n ?? 0));
  const offences: Offence[] = [];
  let highest = 0;
  let next = 0;
  for (const request of answered) {
    for (let done = byEnd[next]; done?.end && done.end.n < request.n; done = byEnd[next]) {
      highest = Math.max(highest, eventOf(done) ?? 0);
      next += 1;
    }
    const known = "order" in request.ask ? orders.get(request.ask.order) : undefined;
    if (known && (eventOf(request) ?? 0) < highest) {
      offences.push(
        offence(known.order, request, `has an event with a number before that of an earlier one`),
      );
    }
  }
  return offences;
}

function offence(order: OrderRecord, request: Request, what: string): Offence {
  const isIt = aboutOrder(order.id);
  return {
    code: "lines-not-linearizable",
    message: `Order ${order.number} ${what} (${request.op}).`,
    ids: { session: order.session, order: order.id, op: request.op },
    about: (e) => isIt(e) || ("op" in e && e.op === request.op),
  };
}
