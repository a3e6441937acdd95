import type { Menu } from "@tureen/shared/menu/menu";
import type { Queryable } from "../platform/database.ts";
import { readMenuVersion } from "./read-menu.ts";

/** Reads a published menu; null if there never was such a version. */
export type ReadMenuVersion = typeof readMenuVersion;

/**
 * Published menus in memory. A version never changes, so that nothing here can be stale; the least
 * recently used ones give way.
 */
export class MenuCache {
  readonly #menus = new Map<string, Menu>();
  readonly #capacity: number;
  readonly #read: ReadMenuVersion;

  /** `read` is asked for what is not here; Postgres unless it is given. */
  constructor({ capacity = 200, read = readMenuVersion } = {}) {
    this.#capacity = capacity;
    this.#read = read;
  }

  /** The menu of this version. Throws when it was never published. */
  async get(q: Queryable, restaurantId: string, version: number): Promise<Menu> {
    const menu = await this.find(q, restaurantId, version);
    if (!menu) throw new Error(`restaurant ${restaurantId} has no menu version ${version}`);
    return menu;
  }

  /** The menu of this version; null when it was never published. */
  async find(q: Queryable, restaurantId: string, version: number): Promise<Menu | null> {
    const key = `${restaurantId}/${version}`;
    const menu = this.#menus.get(key) ?? (await this.#read(q, { restaurantId, version }));
    if (!menu) return null;
    this.#menus.delete(key);
    this.#menus.set(key, menu);
    const oldest = this.#menus.keys().next().value;
    if (this.#menus.size > this.#capacity && oldest !== undefined) this.#menus.delete(oldest);
    return menu;
  }
}
