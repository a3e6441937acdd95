import { MAX_ACKNOWLEDGED } from "@tureen/shared/kitchen/acknowledging";
import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import { settles } from "@tureen/shared/platform/http/verdicts";
import { type Accessor, createEffect, onCleanup } from "solid-js";
import { call } from "../platform/live/api.ts";
import { untilAnswered } from "../platform/live/retry.ts";

/** Tickets that come in a burst are acknowledged together. */
const SETTLE_MS = 1_000;

/**
 * Tells the server which new orders this screen shows, so that their guests know that they were seen, and
 * waiters which were not. A page that nobody can see, or that has stopped, says nothing.
 */
export function createAcknowledging(options: {
  /** What the screen shows. */
  readonly tickets: Accessor<readonly Ticket[]>;
  /** The station whose screen it is; null for one that shows whole orders. */
  readonly station: Accessor<string | null>;
}): void {
  const told = new Set<string>();
  const stop = new AbortController();
  let settling: ReturnType<typeof setTimeout> | undefined;
  let isTelling = false;

  const keyOf = (orderId: string, station: string | null) => `${station} ${orderId}`;
  const untold = (station: string | null) =>
    options
      .tickets()
      .filter(({ orderId, status }) => status === "placed" && !told.has(keyOf(orderId, station)))
      .slice(0, MAX_ACKNOWLEDGED)
      .map(({ orderId }) => orderId);

  function look(): void {
    if (document.visibilityState !== "visible" || untold(options.station()).length === 0) return;
    settling ??= setTimeout(() => {
      settling = undefined;
      void tell();
    }, SETTLE_MS);
  }

  async function tell(): Promise<void> {
    const station = options.station();
    const orders = untold(station);
    if (isTelling || document.visibilityState !== "visible" || orders.length === 0) return;
    isTelling = true;
    const ask = () => call("acknowledgeOrders", { body: { station, orders } });
    await untilAnswered(ask, {
      settles: (code) => settles("acknowledgement", code),
      signal: stop.signal,
    }).catch(() => {
      // A station that is gone, or a sign-in that is over: the page hears of both by itself.
    });
    for (const order of orders) told.add(keyOf(order, station));
    isTelling = false;
    look();
  }

  createEffect(look);
  document.addEventListener("visibilitychange", look, { signal: stop.signal });
  onCleanup(() => {
    stop.abort();
    clearTimeout(settling);
  });
}
