/**
 * Menus in memory. A published version never changes and is kept until it is crowded out; what is
 * current is read again when a signal says so, or after a few seconds in case the signal was lost.
 */

import type { MenuCache } from "@tureen/persistence/menu/menu-cache";
import { readAvailability, readMenuInForce } from "@tureen/persistence/menu/read-menu";
import type { Database } from "@tureen/persistence/platform/database";
import { sharedNow } from "@tureen/persistence/platform/shared-clock";
import type { Signals } from "@tureen/persistence/platform/signals/signals";
import type { Availability } from "@tureen/shared/menu/availability";
import { itemsById, type Menu, type MenuItem } from "@tureen/shared/menu/menu";
import type { Service } from "@tureen/shared/menu/timing/rules";

/** How long a current menu is used without asking again, ms. */
const MAX_AGE_MS = 5_000;
/** Restaurants whose current menu is kept; one is some 100 kB. */
const MAX_RESTAURANTS = 300;

/** What can be ordered in a restaurant now. The same object until something has changed. */
export interface CurrentMenu {
  readonly menu: Menu;
  readonly availability: Availability;
  /** Counts changes of the menu, its availability or the hours. */
  readonly cacheVersion: number;
  /** When the restaurant takes orders. */
  readonly service: Service;
  /** Whether anybody reads it without a table. */
  readonly isPublic: boolean;
}

/** The dishes of a menu by id. */
export type MenuItems = ReadonlyMap<string, MenuItem>;

export interface MenuCatalog {
  /** A published version; throws as the storage does when there is none. */
  menu(restaurantId: string, version: number): Promise<Menu>;
  /** The dishes of a published version. */
  items(restaurantId: string, version: number): Promise<MenuItems>;
  /** The menu in force and what can be had now, at most 5 s old. */
  current(restaurantId: string): Promise<CurrentMenu>;
  /** The dishes of the menu in force, and its version. */
  currentItems(restaurantId: string): Promise<{ version: number; items: MenuItems }>;
  /** Asks again next time; what a `menu` signal does. */
  forget(restaurantId: string): void;
  /** Stops listening for changes. */
  close(): void;
}

interface Entry {
  value: CurrentMenu | undefined;
  readAt: number;
  reading: Promise<CurrentMenu> | undefined;
}

/** `now` in ms is replaceable so that tests need not wait. */
export function createMenuCatalog(deps: {
  readonly database: Database;
  readonly signals: Pick<Signals, "subscribe">;
  readonly menus: Pick<MenuCache, "get">;
  readonly now?: () => number;
}): MenuCatalog {
  const { database, menus, now = Date.now } = deps;
  const entries = new Map<string, Entry>();
  const itemsOf = new WeakMap<Menu, MenuItems>();

  const unsubscribe = deps.signals.subscribe(
    (signal) => {
      if (signal.kind === "menu") forget(signal.restaurantId);
    },
    () => {
      for (const restaurantId of entries.keys()) forget(restaurantId);
    },
  );

  function forget(restaurantId: string): void {
    const entry = entries.get(restaurantId);
    if (!entry) return;
    entry.readAt = Number.NEGATIVE_INFINITY;
    // A reading under way may have begun before the change: the next caller begins a new one.
    entry.reading = undefined;
  }

  function entryOf(restaurantId: string): Entry {
    const known = entries.get(restaurantId);
    const entry = known ?? {
      value: undefined,
      readAt: Number.NEGATIVE_INFINITY,
      reading: undefined,
    };
    // Moved to the end: a Map keeps insertion order, so the first one is the least recently used.
    if (known) entries.delete(restaurantId);
    entries.set(restaurantId, entry);
    if (entries.size > MAX_RESTAURANTS) {
      const [oldest] = entries.keys();
      if (oldest !== undefined) entries.delete(oldest);
    }
    return entry;
  }

  /** The menu itself is read once for each version. */
  async function readCurrent(restaurantId: string): Promise<CurrentMenu> {
    const { version, ...inForce } = await readMenuInForce(database, { restaurantId });
    const at = sharedNow();
    const [menu, availability] = await Promise.all([
      menus.get(database, restaurantId, version),
      readAvailability(database, { restaurantId, at, days: inForce.service }),
    ]);
    return { menu, availability, ...inForce };
  }

  function read(restaurantId: string, entry: Entry): Promise<CurrentMenu> {
    const startedAt = now();
    const reading = readCurrent(restaurantId).then((fresh) => {
      const value = entry.value && isSame(entry.value, fresh) ? entry.value : fresh;
      if (entry.reading === reading) {
        entry.value = value;
        entry.readAt = startedAt;
      }
      return value;
    });
    entry.reading = reading;
    const done = () => {
      if (entry.reading === reading) entry.reading = undefined;
    };
    reading.then(done, done);
    return reading;
  }

  async function current(restaurantId: string): Promise<CurrentMenu> {
    const entry = entryOf(restaurantId);
    if (entry.value && now() - entry.readAt < MAX_AGE_MS) return entry.value;
    return await (entry.reading ?? read(restaurantId, entry));
  }

  function index(menu: Menu): MenuItems {
    let items = itemsOf.get(menu);
    if (!items) {
      items = itemsById(menu);
      itemsOf.set(menu, items);
    }
    return items;
  }

  const menu = (restaurantId: string, version: number) =>
    menus.get(database, restaurantId, version);

  return {
    menu,
    items: async (restaurantId, version) => index(await menu(restaurantId, version)),
    current,
    async currentItems(restaurantId) {
      const { menu: inForce } = await current(restaurantId);
      return { version: inForce.version, items: index(inForce) };
    },
    forget,
    close: unsubscribe,
  };
}

function isSame(a: CurrentMenu, b: CurrentMenu): boolean {
  return (
    a.menu.version === b.menu.version &&
    a.cacheVersion === b.cacheVersion &&
    JSON.stringify([a.availability, a.service]) === JSON.stringify([b.availability, b.service])
  );
}
