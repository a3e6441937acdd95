import type { Answer } from "@tureen/shared/endpoints";
import { type Bump, openBumpOutbox } from "@tureen/shared/kitchen/bump-outbox";
import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import { settles } from "@tureen/shared/platform/http/verdicts";
import { type Accessor, createSignal, onCleanup } from "solid-js";
import { call } from "../platform/live/api.ts";
import { untilAnswered } from "../platform/live/retry.ts";
import { dropStored, readStored, writeStored } from "../platform/storage.ts";
import { moved } from "./progress.ts";

export interface Bumps {
  /** Those that the server is not known to have, in the order in which they were made. */
  readonly pending: Accessor<readonly Bump[]>;
  /** Makes one: at once on this screen, and on the server as soon as it can be reached. */
  add(bump: Bump): void;
}

/** The outbox of a kitchen's screen, kept over a reload of the page. */
export function createBumps(options: {
  /** Of whose kitchen; bumps are kept under it. */
  readonly restaurantId: string;
  /** The server has done it. */
  readonly done: (bump: Bump, answer: Answer<"moveLines">) => void;
  /** The server will not do it. Resolves with whether that is the end of it; else it is kept. */
  readonly refused: (bump: Bump, error: unknown) => Promise<boolean>;
}): Bumps {
  const { done, refused } = options;
  const key = `tureen.kitchen.bumps.${options.restaurantId}`;
  const kept = readKept(key);
  const [pending, setPending] = createSignal(kept);
  const stop = new AbortController();
  const { signal } = stop;
  onCleanup(() => stop.abort());
  const outbox = openBumpOutbox({
    ...{ kept, done, refused, signal },
    keep(bumps) {
      setPending(bumps);
      if (bumps.length === 0) dropStored(key);
      else writeStored(key, bumps);
    },
    ask({ orderId, moves }) {
      const ask = () => call("moveLines", { params: { orderId }, body: { moves: [...moves] } });
      return untilAnswered(ask, { settles: (code) => settles("bump", code), signal });
    },
  });
  return { pending, add: outbox.add };
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
  for (const { orderId, moves, at } of bumps) {
    const ticket = all.get(orderId);
    if (ticket) all.set(orderId, moved(ticket, moves, at));
  }
  return all;
}
