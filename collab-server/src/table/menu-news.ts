/**
 * Tells the phones of a restaurant that its menu, or what can be had of it, has changed: at once when
 * a signal says so, and by a regular look when the signal was lost, since a phone that stays
 * connected would otherwise show a dish that is sold out until somebody tries to order it.
 */

import { readAvailability, readMenuInForce } from "@tureen/persistence/menu/read-menu";
import type { Database } from "@tureen/persistence/platform/database";
import { sharedNow } from "@tureen/persistence/platform/shared-clock";
import type { Signals } from "@tureen/persistence/platform/signals/signals";
import type { Logger } from "pino";
import type { MenuCatalog } from "../menu/menu-catalog.ts";
import type { Collab } from "./live/collab.ts";

const LOOK_EVERY_MS = 15_000;

export interface MenuNews {
  close(): Promise<void>;
}

/** `lookEveryMs` is replaceable so that tests need not wait. */
export function createMenuNews(deps: {
  readonly database: Database;
  readonly signals: Pick<Signals, "subscribe">;
  readonly catalog: Pick<MenuCatalog, "forget">;
  readonly collab: Pick<Collab, "restaurants" | "noticeRestaurant">;
  readonly log: Logger;
  readonly lookEveryMs?: number;
}): MenuNews {
  const { database, catalog, collab, log } = deps;
  /** What the phones of a restaurant are taken to have read. */
  let told = new Map<string, string>();
  let looking: Promise<void> | undefined;

  const unsubscribe = deps.signals.subscribe(
    (signal) => {
      if (signal.kind === "menu" && collab.restaurants().has(signal.restaurantId))
        void pass(signal.restaurantId, signal.version);
    },
    () => void look(),
  );
  const timer = setInterval(() => void look(), deps.lookEveryMs ?? LOOK_EVERY_MS);
  timer.unref();

  function look(): Promise<void> {
    looking ??= lookAtAll().finally(() => {
      looking = undefined;
    });
    return looking;
  }

  /** One restaurant after the other: nobody waits for this. */
  async function lookAtAll(): Promise<void> {
    const here = collab.restaurants();
    told = new Map([...told].filter(([restaurantId]) => here.has(restaurantId)));
    for (const restaurantId of here) {
      try {
        const { version, content } = await inForce(restaurantId);
        const before = told.get(restaurantId);
        told.set(restaurantId, content);
        // The first phones have just come, and read it by themselves.
        if (before === undefined || before === content) continue;
        catalog.forget(restaurantId);
        collab.noticeRestaurant(restaurantId, { kind: "menu", version });
      } catch (error) {
        log.warn({ restaurantId, err: error }, "could not look for changes of the menu");
      }
    }
  }

  /**
   * Passes a signal on to the phones. Reads before they do, so that whatever changes after they have
   * read is found to be new.
   */
  async function pass(restaurantId: string, version: number): Promise<void> {
    try {
      told.set(restaurantId, (await inForce(restaurantId)).content);
    } catch {
      // Whatever the next look finds is told.
      told.set(restaurantId, "");
    }
    collab.noticeRestaurant(restaurantId, { kind: "menu", version });
  }

  /** Without the number of portions: it changes with every order, and phones hear of the last one. */
  async function inForce(restaurantId: string): Promise<{ version: number; content: string }> {
    const { version, cacheVersion, service } = await readMenuInForce(database, { restaurantId });
    const as = { at: sharedNow(), days: service };
    const { soldOut, valuesOut } = await readAvailability(database, { restaurantId, ...as });
    return { version, content: JSON.stringify([version, cacheVersion, soldOut, valuesOut]) };
  }

  return {
    async close() {
      clearInterval(timer);
      unsubscribe();
      await looking;
    },
  };
}
