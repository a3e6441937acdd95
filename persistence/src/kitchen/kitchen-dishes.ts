import type { Menu } from "@tureen/shared/menu/menu";
import { byObject } from "@tureen/shared/platform/by-object";

/** What the kitchen is told of a dish. */
export interface KitchenDish {
  /** What the kitchen calls it, where that is not its name. */
  readonly name: string | null;
  /** Ids of the stations that its menu names for it, by itself or for its section. */
  readonly stations: readonly string[] | undefined;
}

/** What the kitchen is told of the dishes of a menu, by their ids. */
export const kitchenDishes = byObject(
  (menu: Menu): ReadonlyMap<string, KitchenDish> =>
    new Map(
      menu.categories.flatMap((section) =>
        section.items.map((item): [string, KitchenDish] => [
          item.id,
          { name: item.kitchenName ?? null, stations: item.stations ?? section.stations },
        ]),
      ),
    ),
);
