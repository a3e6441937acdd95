import type { Menu } from "@tureen/shared/menu/menu";

const names = new WeakMap<Menu, ReadonlyMap<string, string>>();

/** What the kitchen calls the dishes of a menu, by their ids; of those that it calls by another name. */
export function kitchenNames(menu: Menu): ReadonlyMap<string, string> {
  let known = names.get(menu);
  if (!known) {
    known = new Map(
      menu.categories.flatMap(({ items }) =>
        items.flatMap(({ id, kitchenName }) =>
          kitchenName === undefined ? [] : [[id, kitchenName] as const],
        ),
      ),
    );
    names.set(menu, known);
  }
  return known;
}
