import { setTimeout as sleep } from "node:timers/promises";
import { canMove, nextStatus, previousStatus } from "@tureen/shared/orders/status";
import type { OrderStatus } from "@tureen/shared/table/document/order-status";
import type { RunCounts } from "./counts.ts";
import type { Recorder } from "./history.ts";
import { recordedAsk } from "./recorded-ask.ts";
import type { KitchenScreen } from "./screen.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** Longest look back for something to do: older orders are finished. */
const ORDERS_IN_REACH = 60;

/** Moves orders on, back and away, as seen on a screen that may be behind, until told to stop. */
export async function cook(options: {
  readonly name: string;
  readonly screen: KitchenScreen;
  readonly origins: readonly string[];
  readonly cookie: string;
  readonly recorder: Recorder;
  readonly runCounts: RunCounts;
  readonly random: SeededRandom;
  readonly signal: AbortSignal;
}): Promise<void> {
  const { name, screen, origins, cookie, recorder, runCounts, random, signal } = options;
  while (!signal.aborted) {
    await sleep(random.int(100, 500));
    const origin = random.pick(origins) as string;
    if (random.chance(0.04)) {
      await recordedAsk(
        recorder,
        name,
        origin,
        "readTickets",
        { cookie },
        { what: "read-tickets" },
        (answer) => ({
          what: "read-tickets",
          lastEvent: answer.lastEvent,
          tickets: answer.tickets.map(({ orderId, status }) => ({ order: orderId, status })),
        }),
      );
      continue;
    }
    const inReach = [...screen.orders].slice(-ORDERS_IN_REACH);
    const chosen = random.pick(inReach.filter(([, status]) => status !== "cancelled"));
    const to = chosen && wish(chosen[1], random);
    if (!chosen || !to) continue;
    const [order, from] = chosen;
    const reason = to === "cancelled" ? { reason: "dropped" } : {};
    const moved = await recordedAsk(
      recorder,
      name,
      origin,
      "moveOrder",
      { cookie, params: { orderId: order }, body: { from, to, ...reason } },
      { what: "move-order", order, from, to },
      ({ event, status }) => ({ what: "move-order", event, status }),
    );
    if (moved) runCounts.action("status-change");
  }
}

/** Mostly the next step; sometimes a slip undone, a cancellation, or another tap on what is done. */
function wish(status: OrderStatus, random: SeededRandom): OrderStatus | undefined {
  const roll = random.next();
  if (roll < 0.08) return previousStatus(status);
  if (roll < 0.14) return canMove(status, "cancelled") ? "cancelled" : undefined;
  return nextStatus(status);
}
