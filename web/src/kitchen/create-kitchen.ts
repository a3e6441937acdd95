import type { Answer } from "@tureen/shared/endpoints";
import type { Bump } from "@tureen/shared/kitchen/bump-outbox";
import type { KitchenEvent, Ticket } from "@tureen/shared/kitchen/endpoints";
import type { Station } from "@tureen/shared/menu/stations";
import type { OrderStatus } from "@tureen/shared/table/document/order-status";
import { type Accessor, createMemo, createSignal, onCleanup } from "solid-js";
import { call } from "../platform/live/api.ts";
import { type LiveState, openEventStream } from "../platform/live/event-stream.ts";
import type { Clock } from "../platform/ui/clock.ts";
import {
  amended,
  applyEvent,
  applyMove,
  type Board,
  fired,
  isBehind,
  loadBoard,
  newcomers,
} from "./board.ts";
import { type Bumps, createBumps, withBumps } from "./create-bumps.ts";
import { isThere } from "./progress.ts";

/** Why a ticket stands out: it has only just come, a course of it was fired, or less of it is wanted. */
export type TicketNews = "new" | "amended" | "fired";

/** How long a ticket stands out. */
const FRESH_MS = 9_000;
/** Between two readings of the tickets while events are still missing. */
const REREAD_MS = 1_000;

export interface Kitchen {
  /** Undefined until the first answer. */
  readonly board: Accessor<Board | undefined>;
  /** The kitchen's stations, in their order; undefined until they are known. */
  readonly stations: Accessor<readonly Station[] | undefined>;
  readonly connection: Accessor<LiveState>;
  /** Orders with a move under way. */
  readonly busy: Accessor<ReadonlySet<string>>;
  /** Orders about which there is news, for a little while. */
  readonly fresh: Accessor<ReadonlyMap<string, TicketNews>>;
  /** Bumps that the server is not known to have. */
  readonly bumps: Bumps;
  /** The board as it is with them. */
  readonly shown: Accessor<Board | undefined>;
  /** Moves an order; returns when the server has answered, throws `ApiError` when it refused. */
  move(ticket: Ticket, to: OrderStatus, reason?: string): Promise<void>;
  /** The server's time. */
  now(): number;
  /** Reads the tickets again. */
  reload(): Promise<void>;
}

/** The kitchen's live board: reads the tickets, follows the numbered events, heals gaps. */
export function createKitchen(options: {
  readonly clock: Clock;
  readonly restaurantId: string;
  /** Told when the server does not do a bump, with the ticket as it is now. */
  readonly onRefused: (bump: Bump, error: unknown, ticket: Ticket | undefined) => void;
  /** Told of the orders about which there is news. */
  readonly onNews: (orderIds: readonly string[]) => void;
  /** Told of every failure; an ended sign-in shows the form. */
  readonly endedBy: (error: unknown) => boolean;
}): Kitchen {
  const [board, setBoard] = createSignal<Board>();
  const [stations, setStations] = createSignal<readonly Station[]>();
  const [connection, setConnection] = createSignal<LiveState>({ kind: "connecting" });
  const [busy, setBusy] = createSignal<ReadonlySet<string>>(new Set());
  const [fresh, setFresh] = createSignal<ReadonlyMap<string, TicketNews>>(new Map());
  const timers = new Set<ReturnType<typeof setTimeout>>();
  let reading: Promise<void> | undefined;
  /** The board may lack something that no event will bring any more. */
  let stale = true;
  /** The board may hold what is not so any more, such as a name that was erased. */
  let suspect = false;

  function later(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer);
  }

  function show(next: Board): void {
    const before = board();
    setBoard(next);
    if (!before) return;
    const news = new Map<string, TicketNews>([
      ...fired(before, next).map((id) => [id, "fired"] as const),
      ...amended(before, next).map((id) => [id, "amended"] as const),
      ...newcomers(before, next).map((id) => [id, "new"] as const),
    ]);
    if (news.size === 0) return;
    options.onNews([...news.keys()]);
    setFresh((all) => new Map([...all, ...news]));
    later(FRESH_MS, () => setFresh((all) => new Map([...all].filter(([id]) => !news.has(id)))));
  }

  function reload(): Promise<void> {
    stale = true;
    reading ??= read().finally(() => {
      reading = undefined;
    });
    return reading;
  }

  async function read(): Promise<void> {
    const afresh = suspect;
    suspect = false;
    let answer: Answer<"readTickets">;
    try {
      answer = await call("readTickets", {});
    } catch (error) {
      suspect ||= afresh;
      options.endedBy(error);
      throw error;
    }
    options.clock.sync(answer.now);
    setStations(answer.stations);
    stale = false;
    const known = board();
    const next = loadBoard(answer, known && afresh ? { ...known, tickets: new Map() } : known);
    show(next);
    // Suspect again: it became so while the answer was on its way.
    if (suspect) later(0, heal);
    else if (isBehind(next)) later(REREAD_MS, heal);
  }

  function heal(): void {
    reload().catch(() => stream.fail());
  }

  function doubt(): void {
    suspect = true;
    heal();
  }

  function receive(event: KitchenEvent): void {
    const current = board();
    if (!current) return;
    const next = applyEvent(current, event);
    if (next === current) return;
    show(next);
    if (isBehind(next) && !isBehind(current)) heal();
  }

  const stream = openEventStream({
    endpoint: "followKitchen",
    query: () => ({ after: String(board()?.lastEvent ?? 0) }),
    async before(failures) {
      if (stale) await reload();
      // A refused stream does not say why; after a failure, find out whether we are signed in.
      else if (failures > 0) {
        await call("readStaff", {}).catch((error: unknown) => {
          options.endedBy(error);
          throw error;
        });
      }
    },
    on: {
      message: receive,
      reset: doubt,
    },
    onState(state) {
      // The events say what was missed, but not which names were erased meanwhile.
      if (state.kind === "live" && connection().kind === "lost") doubt();
      setConnection(state);
    },
  });
  onCleanup(() => {
    stream.close();
    for (const timer of timers) clearTimeout(timer);
  });

  const bumps = createBumps({
    restaurantId: options.restaurantId,
    done({ orderId, moves }, { event, status }) {
      const at = options.clock.now();
      setBoard((now) => now && applyMove(now, orderId, { event, status, at, moves }));
    },
    async refused(bump, error) {
      if (options.endedBy(error)) return false;
      // The stream brings it too, should the tickets not be readable now.
      await reload().catch(() => {});
      const ticket = board()?.tickets.get(bump.orderId);
      // An answer that was lost: it had been done.
      if (!ticket || !isThere(ticket, bump.moves)) options.onRefused(bump, error, ticket);
      return true;
    },
  });
  const shown = createMemo(() => {
    const now = board();
    return now && { ...now, tickets: withBumps(now.tickets, bumps.pending()) };
  });

  return {
    board,
    bumps,
    shown,
    stations,
    connection,
    busy,
    fresh,
    reload,
    now: () => options.clock.now(),
    async move(ticket, to, reason) {
      const { orderId } = ticket;
      if (busy().has(orderId)) return;
      setBusy((all) => new Set(all).add(orderId));
      try {
        const { event, status } = await call("moveOrder", {
          params: { orderId },
          body: { from: ticket.status, to, ...(reason ? { reason } : {}) },
        });
        setBoard(
          (now) => now && applyMove(now, orderId, { event, status, at: options.clock.now() }),
        );
      } catch (error) {
        options.endedBy(error);
        throw error;
      } finally {
        setBusy((all) => new Set([...all].filter((id) => id !== orderId)));
      }
    },
  };
}
