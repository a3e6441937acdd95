import type { Menu } from "@tureen/shared/menu/menu";

/** What the kitchen is told of a dish. */
export interface KitchenDish {
  /** What the kitchen calls it, where that is not its name. */
  readonly name: string | null;
  /** Ids of the stations that its menu names for it, by itself or for its section. */
  readonly stations: readonly string[] | undefined;
}

const dishes = new WeakMap<Menu, ReadonlyMap<string, KitchenDish>>();

/** What the kitchen is told of the dishes of a menu, by their ids. */
export function kitchenDishes(menu: Menu): ReadonlyMap<string, KitchenDish> {
  let known = dishes.get(menu);
  if (!known) {
    known = new Map(
      menu.categories.flatMap((section) =>
        section.items.map((item): [string, KitchenDish] => [
          item.id,
          { name: item.kitchenName ?? null, stations: item.stations ?? section.stations },
        ]),
      ),
    );
    dishes.set(menu, known);
  }
  return known;
}
