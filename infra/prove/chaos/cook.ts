import { setTimeout as sleep } from "node:timers/promises";
import { type Bump, type BumpOutbox, openBumpOutbox } from "@tureen/shared/kitchen/bump-outbox";
import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import type { LineMove } from "@tureen/shared/orders/line-move";
import { canMove, nextStatus, previousStatus } from "@tureen/shared/orders/status";
import { settles } from "@tureen/shared/platform/http/verdicts";
import { LINE_STATUSES, type OrderStatus } from "@tureen/shared/table/document/order-status";
import { Denied, Unknown } from "./api.ts";
import type { RunCounts } from "./counts.ts";
import { type Recorder, shownTicket } from "./history.ts";
import { recordedAsk, tryRecordedAsk } from "./recorded-ask.ts";
import type { KitchenScreen } from "./screen.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** Longest look back for something to do: older orders are finished. */
const ORDERS_IN_REACH = 60;
/** How many bumps a cook makes before looking whether they have arrived. */
const MOST_PENDING = 5;
/** Before a bump without an answer is sent again. */
const RETRY_MS = 300;

export interface CookOptions {
  readonly name: string;
  readonly screen: KitchenScreen;
  readonly origins: readonly string[];
  readonly cookie: string;
  readonly recorder: Recorder;
  readonly runCounts: RunCounts;
  readonly random: SeededRandom;
  readonly signal: AbortSignal;
}

/**
 * Moves orders and single dishes on, back and away, as seen on a screen that may be behind, until told
 * to stop.
 */
export async function cook(options: CookOptions): Promise<void> {
  const { screen, random, signal } = options;
  const bumps = new Bumps(options);
  while (!signal.aborted) {
    await sleep(random.int(100, 500));
    if (random.chance(0.04)) {
      await readTickets(options);
      continue;
    }
    if (random.chance(0.1)) bumps.reload();
    const inReach = [...screen.tickets.values()].slice(-ORDERS_IN_REACH);
    const ticket = random.pick(inReach.filter(({ status }) => status !== "cancelled"));
    if (!ticket) continue;
    if (random.chance(0.4)) bumps.tick(ticket);
    else await moveOrder(options, ticket);
  }
  bumps.close();
}

async function readTickets({ recorder, name, origins, cookie, random }: CookOptions) {
  await tryRecordedAsk({
    ...{ recorder, by: name, origin: random.pick(origins) as string },
    ...{ endpoint: "readTickets", asking: { cookie }, what: { what: "read-tickets" } },
    brought: ({ lastEvent, tickets }) => ({
      ...{ what: "read-tickets", lastEvent, tickets: tickets.map(shownTicket) },
    }),
  });
}

async function moveOrder(options: CookOptions, ticket: Ticket): Promise<void> {
  const { recorder, name, origins, cookie, random, runCounts } = options;
  const { orderId: order, status: from } = ticket;
  const to = wish(from, random);
  if (!to) return;
  const reason = to === "cancelled" ? { reason: "dropped" } : {};
  const moved = await tryRecordedAsk({
    ...{ recorder, by: name, origin: random.pick(origins) as string, endpoint: "moveOrder" },
    asking: { cookie, params: { orderId: order }, body: { from, to, ...reason } },
    what: { what: "move-order", order, from, to },
    brought: ({ event, status }) => ({ what: "move-order", event, status }),
  });
  if (moved) runCounts.action("status-change");
}

/** Mostly the next step; sometimes a slip undone, a cancellation, or another tap on what is done. */
function wish(status: OrderStatus, random: SeededRandom): OrderStatus | undefined {
  const roll = random.next();
  if (roll < 0.08) return previousStatus(status);
  if (roll < 0.14) return canMove(status, "cancelled") ? "cancelled" : undefined;
  return nextStatus(status);
}

/** The product's outbox of a kitchen's page that is sometimes reloaded. */
class Bumps {
  readonly #options: CookOptions;
  /** What the page's storage holds. */
  #kept: readonly Bump[] = [];
  #page = new AbortController();
  #outbox: BumpOutbox;

  constructor(options: CookOptions) {
    this.#options = options;
    this.#outbox = this.#open();
  }

  /** Some dishes of an order at once, each where this cook has put it last. */
  tick(ticket: Ticket): void {
    const { random } = this.#options;
    const pending = this.#outbox.pending();
    if (pending.length >= MOST_PENDING) return;
    const moves = ticket.lines.flatMap(({ id, status }): LineMove[] => {
      if (id === undefined || status === undefined || random.chance(0.5)) return [];
      const last = pending.flatMap((bump) => bump.moves).findLast(({ line }) => line === id);
      const from = last?.to ?? status;
      const elsewhere = random.pick(LINE_STATUSES.filter((each) => each !== from));
      const to = random.chance(0.85) ? LINE_STATUSES[LINE_STATUSES.indexOf(from) + 1] : elsewhere;
      return to ? [{ line: id, from, to }] : [];
    });
    const { orderId, number } = ticket;
    if (moves.length > 0) this.#outbox.add({ orderId, number, moves });
  }

  /** Whatever is on its way, the next page sends what the server is not known to have. */
  reload(): void {
    if (this.#kept.length > 0) this.#options.runCounts.action("bumps-kept-over-reload");
    this.#page.abort();
    this.#page = new AbortController();
    this.#outbox = this.#open();
  }

  close(): void {
    this.#page.abort();
  }

  #open(): BumpOutbox {
    const { signal } = this.#page;
    return openBumpOutbox({
      kept: this.#kept,
      keep: (bumps) => {
        this.#kept = bumps;
      },
      ask: (bump) => this.#ask(bump, signal),
      done: () => this.#options.runCounts.action("lines-moved"),
      // Somebody else was there first, or an answer was lost.
      refused: async (_bump, error) => {
        if (error instanceof Denied) return true;
        throw error;
      },
      signal,
    });
  }

  async #ask({ orderId, moves }: Bump, signal: AbortSignal): Promise<void> {
    const { recorder, name, origins, cookie, random } = this.#options;
    while (!signal.aborted) {
      try {
        await recordedAsk({
          ...{ recorder, by: name, origin: random.pick(origins) as string, endpoint: "moveLines" },
          asking: { cookie, params: { orderId }, body: { moves: [...moves] } },
          what: { what: "move-lines", order: orderId, moves },
          brought: ({ event, status }) => ({ what: "move-lines", event, status }),
        });
        return;
      } catch (error) {
        const isAnswer = error instanceof Denied && settles("bump", error.code);
        if (isAnswer || !(error instanceof Denied || error instanceof Unknown)) throw error;
      }
      await sleep(RETRY_MS);
    }
  }
}
