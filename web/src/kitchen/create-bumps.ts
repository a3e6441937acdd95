import type { Answer } from "@tureen/shared/endpoints";
import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import type { LineMove } from "@tureen/shared/orders/line-move";
import { settles } from "@tureen/shared/platform/http/verdicts";
import { type Accessor, createSignal, onCleanup } from "solid-js";
import { call } from "../platform/live/api.ts";
import { untilAnswered } from "../platform/live/retry.ts";
import { dropStored, readStored, writeStored } from "../platform/storage.ts";
import { moved } from "./progress.ts";

/** Moves of lines of one order that a cook made with one tap. */
export interface Bump {
  readonly orderId: string;
  /** The order's, for people. */
  readonly number: number;
  readonly moves: readonly LineMove[];
}

/** More than anybody taps while a connection is gone; what is older would surprise. */
const MOST_BUMPS = 300;

export interface Bumps {
  /** Those that the server is not known to have, in the order in which they were made. */
  readonly pending: Accessor<readonly Bump[]>;
  /** Makes one: at once on this screen, and on the server as soon as it can be reached. */
  add(bump: Bump): void;
}

/**
 * Bumps reach the server once and in the order in which they were made, also those that are made
 * without a connection, and over a reload of the page.
 */
export function createBumps(options: {
  /** Of whose kitchen; bumps are kept under it. */
  readonly restaurantId: string;
  /** The server has done it. */
  readonly done: (bump: Bump, answer: Answer<"moveLines">) => void;
  /** The server will not do it. Resolves with whether that is the end of it; else it is kept. */
  readonly refused: (bump: Bump, error: unknown) => Promise<boolean>;
}): Bumps {
  const key = `tureen.kitchen.bumps.${options.restaurantId}`;
  const [pending, setPending] = createSignal(readKept(key));
  const stop = new AbortController();
  let isSending = false;

  function keep(next: readonly Bump[]): void {
    setPending(next);
    if (next.length === 0) dropStored(key);
    else writeStored(key, next);
  }

  async function send(): Promise<void> {
    if (isSending) return;
    isSending = true;
    for (let next = pending()[0]; next && !stop.signal.aborted; next = pending()[0]) {
      const { orderId, moves } = next;
      const sent = next;
      const ask = () => call("moveLines", { params: { orderId }, body: { moves: [...moves] } });
      const isOver = await untilAnswered(ask, {
        settles: (code) => settles("bump", code),
        signal: stop.signal,
      }).then(
        (answer) => {
          options.done(sent, answer);
          return true;
        },
        (error: unknown) => options.refused(sent, error),
      );
      if (!isOver) break;
      keep(pending().filter((each) => each !== sent));
    }
    isSending = false;
  }

  onCleanup(() => stop.abort());
  void send();
  return {
    pending,
    add(made) {
      keep([...pending(), made].slice(-MOST_BUMPS));
      void send();
    },
  };
}

/** What an earlier page could not tell the server any more. */
function readKept(key: string): readonly Bump[] {
  const kept = readStored<readonly Partial<Bump>[]>(key);
  const isBump = (each: Partial<Bump>): each is Bump =>
    typeof each?.orderId === "string" && Array.isArray(each.moves) && each.moves.length > 0;
  return Array.isArray(kept) ? kept.filter(isBump) : [];
}

/** Tickets as they are once these bumps are done. */
export function withBumps(
  tickets: ReadonlyMap<string, Ticket>,
  bumps: readonly Bump[],
): ReadonlyMap<string, Ticket> {
  if (bumps.length === 0) return tickets;
  const all = new Map(tickets);
  for (const { orderId, moves } of bumps) {
    const ticket = all.get(orderId);
    if (ticket) all.set(orderId, moved(ticket, moves));
  }
  return all;
}
