import type { Menu } from "@tureen/shared/menu/menu";
import type { Queryable } from "../database.ts";
import { readMenuVersion } from "./read-menu.ts";

/**
 * Published menus in memory. A version never changes, so that nothing here can be stale; the least
 * recently used ones give way.
 */
export class MenuCache {
  readonly #menus = new Map<string, Menu>();
  readonly #capacity: number;

  constructor(capacity = 200) {
    this.#capacity = capacity;
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
    const menu = this.#menus.get(key) ?? (await readMenuVersion(q, { restaurantId, version }));
    if (!menu) return null;
    this.#menus.delete(key);
    this.#menus.set(key, menu);
    const oldest = this.#menus.keys().next().value;
    if (this.#menus.size > this.#capacity && oldest !== undefined) this.#menus.delete(oldest);
    return menu;
  }
}
