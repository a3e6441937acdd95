import type { Answer } from "@tureen/shared/endpoints";
import type { KitchenEvent, Ticket } from "@tureen/shared/kitchen/endpoints";
import type { LineMove } from "@tureen/shared/orders/line-move";
import { isOver } from "@tureen/shared/orders/status";
import type { OrderStatus } from "@tureen/shared/table/document/order-status";
import { moved } from "./progress.ts";
import { cancelledPortions } from "./wanted.ts";

/** Orders that have left the board and can still be looked up. */
export const MAX_DONE = 50;
/** Events that may wait for the ones before them; past that the board is read anew anyway. */
const MAX_AHEAD = 200;

/** What the kitchen knows: every order, and the number of the last event it reflects. */
export interface Board {
  readonly lastEvent: number;
  readonly tickets: ReadonlyMap<string, Ticket>;
  /** Events that came before an earlier one did, in order. Not empty: the board is behind. */
  readonly ahead: readonly KitchenEvent[];
}

/** The board as the server has just told it; what was done before stays in the drawer. */
export function loadBoard(answer: Answer<"readTickets">, before?: Board): Board {
  const loaded = new Map(answer.tickets.map((ticket) => [ticket.orderId, ticket] as const));
  for (const ticket of before?.tickets.values() ?? []) {
    if (isOver(ticket.status) && !loaded.has(ticket.orderId)) loaded.set(ticket.orderId, ticket);
  }
  const board = { lastEvent: answer.lastEvent, tickets: trimDone(loaded), ahead: [] };
  return (before?.ahead ?? []).reduce<Board>(applyEvent, board);
}

/** Takes in an event: duplicates change nothing, events after a gap wait for the missing ones. */
export function applyEvent(board: Board, event: KitchenEvent): Board {
  if (event.number <= board.lastEvent) return board;
  if (event.number > board.lastEvent + 1) return { ...board, ahead: hold(board.ahead, event) };
  let next: Board = { ...take(board, event), ahead: [] };
  for (const waiting of board.ahead) next = applyEvent(next, waiting);
  return next;
}

/** Whether events are missing, so that the tickets have to be read again. */
export function isBehind(board: Board): boolean {
  return board.ahead.length > 0;
}

/** Shows the outcome of a move that was answered before its event arrived. */
export function applyMove(
  board: Board,
  orderId: string,
  move: {
    readonly event: number;
    readonly status: OrderStatus;
    readonly at: number;
    /** Lines that went on one by one; left out where all of the order moved. */
    readonly moves?: readonly LineMove[];
  },
): Board {
  const ticket = board.tickets.get(orderId);
  // The event, and perhaps later ones, may have overtaken the answer.
  if (!ticket || move.event <= board.lastEvent) return board;
  const { status, moves } = move;
  const lines = moves
    ? moved(ticket, moves, move.at).lines
    : ticket.lines.map((line) => withStatus(line, status));
  const statusAt = status === ticket.status ? ticket.statusAt : move.at;
  const next = { ...ticket, status, statusAt, lines };
  return { ...board, tickets: new Map(board.tickets).set(orderId, next) };
}

/** A line whose whole order moved; older servers do not say how far lines are. */
function withStatus(line: Ticket["lines"][number], order: OrderStatus) {
  return line.status === undefined || order === "cancelled" ? line : { ...line, status: order };
}

/** Orders that are new since `before`: those to flash and sound for. */
export function newcomers(before: Board, after: Board): string[] {
  return [...after.tickets.values()]
    .filter((ticket) => ticket.status === "placed" && !before.tickets.has(ticket.orderId))
    .map((ticket) => ticket.orderId);
}

/** Open orders of which portions were cancelled, or are wanted after all, since `before`. */
export function amended(before: Board, after: Board): string[] {
  return openTickets(after)
    .filter(({ orderId, lines }) => {
      const known = before.tickets.get(orderId);
      return known?.lines.some(
        (line, i) => cancelledPortions(line) !== cancelledPortions(lines[i] ?? {}),
      );
    })
    .map(({ orderId }) => orderId);
}

/** Open orders of which a course was fired since `before`. */
export function fired(before: Board, after: Board): string[] {
  return openTickets(after)
    .filter(({ orderId, lines }) => {
      const held = before.tickets.get(orderId)?.lines.filter(({ status }) => status === "held");
      return held?.some(({ id }) =>
        lines.some((line) => line.id === id && line.status === "placed"),
      );
    })
    .map(({ orderId }) => orderId);
}

/** Orders on the board, oldest first. */
export function openTickets(board: Pick<Board, "tickets">): Ticket[] {
  return [...board.tickets.values()]
    .filter((ticket) => !isOver(ticket.status))
    .sort((a, b) => a.placedAt - b.placedAt || a.number - b.number);
}

/** Orders in the drawer, last done first. */
export function doneTickets(board: Pick<Board, "tickets">): Ticket[] {
  return [...board.tickets.values()]
    .filter((ticket) => isOver(ticket.status))
    .sort((a, b) => b.statusAt - a.statusAt || b.number - a.number);
}

function take(board: Board, event: KitchenEvent): Board {
  const tickets = new Map(board.tickets).set(event.orderId, event.ticket);
  return { ...board, lastEvent: event.number, tickets: trimDone(tickets) };
}

function hold(ahead: readonly KitchenEvent[], event: KitchenEvent): KitchenEvent[] {
  const others = ahead.filter((waiting) => waiting.number !== event.number);
  return [...others, event].sort((a, b) => a.number - b.number).slice(0, MAX_AHEAD);
}

function trimDone(tickets: Map<string, Ticket>): Map<string, Ticket> {
  const done = [...tickets.values()].filter((ticket) => isOver(ticket.status));
  done.sort((a, b) => b.statusAt - a.statusAt);
  for (const ticket of done.slice(MAX_DONE)) tickets.delete(ticket.orderId);
  return tickets;
}
