/** What was asked over HTTP, each with its fate, and the rows of the history that came of it. */

import type { LineProgress } from "@tureen/shared/orders/progress";
import { canMove } from "@tureen/shared/orders/status";
import type { LineStatus } from "@tureen/shared/table/document/order-status";
import type { Ask, HistoryEvent } from "../history.ts";
import type { OrderRecord, StatusRow } from "./evidence.ts";

/** A request with its fate; `end` null: nobody knows. */
export interface Request {
  readonly op: string;
  /** When it was asked, as a place in the run. */
  readonly n: number;
  readonly ask: Ask;
  readonly end: Extract<HistoryEvent, { kind: "answered" | "denied" }> | null;
}

/** A wish to move an order, or lines of it. */
export type Move = Extract<Ask, { what: "move-order" | "move-lines" }>;

/** Error codes after which the request may have been carried out all the same. */
const UNCERTAIN: readonly string[] = ["internal", "storage-unavailable", "overloaded"];

/** All that was asked, in order. */
export function requestsOf(events: readonly HistoryEvent[]): Request[] {
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

/** Whether something asked is a wish to move an order or lines of it. */
export function isMove<R extends { readonly ask: Ask }>(asked: R): asked is R & { ask: Move } {
  return asked.ask.what === "move-order" || asked.ask.what === "move-lines";
}

/** The code with which a request was surely not carried out, if it was refused. */
export function refusalOf({ end }: Request): string | undefined {
  return end?.kind === "denied" && !UNCERTAIN.includes(end.code) ? end.code : undefined;
}

/** The number of the event that a move is said to have become, if somebody was told. */
export function eventOf({ end }: Request): number | undefined {
  if (end?.kind !== "answered") return undefined;
  const { answer } = end;
  return answer.what === "move-order" || answer.what === "move-lines" ? answer.event : undefined;
}

/**
 * Whether a row of the history is what came of a wish; `before` are the order's lines as it found them.
 */
export function isFulfilled(
  order: Pick<OrderRecord, "lines">,
  ask: Move,
  row: StatusRow,
  before: readonly LineProgress[],
): boolean {
  const step = stepIn(row);
  if (step === undefined) return false;
  return step === (ask.what === "move-order" ? firedStep(ask, before) : wishedStep(order, ask));
}

/** What a wish to move an order moves of it: what is held stays where it is. */
function firedStep(
  { from, to }: Extract<Move, { what: "move-order" }>,
  before: readonly LineProgress[],
): string {
  const fired = before.filter(({ status }) => status !== "held");
  if (to === "cancelled" || fired.length === before.length) return `${from} ${to}`;
  const moves = fired.filter(({ status }) => status !== to);
  return movesText(moves.map(({ line, status }) => ({ line, from: status, to: to as LineStatus })));
}

/** The step that somebody wished for, in the words of `stepIn`, of an order of which nothing is held. */
export function wishedStep(order: Pick<OrderRecord, "lines">, ask: Move): string {
  if (ask.what === "move-order") return `${ask.from} ${ask.to}`;
  const [first] = ask.moves;
  const isWhole =
    first !== undefined &&
    first.from !== "held" &&
    first.to !== "held" &&
    canMove(first.from, first.to) &&
    ask.moves.every(({ from, to }) => from === first.from && to === first.to) &&
    order.lines.every(({ line }) => ask.moves.some((move) => move.line === line));
  // Lines that all take the order's next step together are a move of the order.
  return isWhole ? `${first.from} ${first.to}` : movesText(ask.moves);
}

/** The step in a row of the history; undefined when it followed from something that was no move. */
export function stepIn({ from, to, moves, change }: StatusRow): string | undefined {
  if (from === null || change || moves?.length === 0) return undefined;
  return moves ? movesText(moves) : `${from} ${to}`;
}

function movesText(moves: NonNullable<StatusRow["moves"]>): string {
  return moves
    .map(({ line, from, to }) => `${line} ${from} ${to}`)
    .sort()
    .join(", ");
}
