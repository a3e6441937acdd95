import type { Answer } from "@tureen/shared/endpoints";
import { portionsLeft } from "@tureen/shared/menu/availability";
import { type Menu, translated } from "@tureen/shared/menu/menu";
import { createSearch, type TextSearch } from "@tureen/shared/menu/search/text-search";

export type MenuNow = Answer<"readStaffMenu">;

/** One choice of a dish as the availability list shows it. */
export interface Choice {
  readonly id: string;
  /** What its group is called: a "Large" may be of two. */
  readonly group: string;
  readonly name: string;
  readonly available: boolean;
  /** When its sold-out mark ends by itself, ms since the epoch. */
  readonly until: number | undefined;
}

/** A dish as the availability list shows it. */
export interface Dish {
  readonly id: string;
  readonly name: string;
  readonly code: string | undefined;
  readonly available: boolean;
  /** When its sold-out mark ends by itself, ms since the epoch. */
  readonly until: number | undefined;
  /** Portions left; null when they are not counted. */
  readonly stock: number | null;
  readonly choices: readonly Choice[];
}

export interface DishGroup {
  readonly name: string;
  readonly dishes: readonly Dish[];
}

/** Finds dishes by their names in any language and by their numbers. */
export function dishSearch(menu: Menu): TextSearch {
  const items = menu.categories.flatMap((category) => category.items);
  return createSearch(
    items.map(({ id, name, translations = {}, code = "" }) => ({
      id,
      texts: [name, ...Object.values(translations), code],
    })),
  );
}

/** Dishes by category, in the reader's language, narrowed to those that were found or to the exceptions. */
export function dishGroups(
  now: MenuNow,
  wanted: {
    readonly language: string;
    readonly found: ReadonlySet<string>;
    readonly onlyOut: boolean;
  },
): DishGroup[] {
  return now.menu.categories
    .map((category) => ({
      name: translated(category, wanted.language),
      dishes: category.items
        .filter((item) => wanted.found.has(item.id))
        .map((item) => ({
          id: item.id,
          name: translated(item, wanted.language),
          code: item.code,
          available: portionsLeft(now.availability, item.id) > 0,
          until: now.availability.soldOutUntil?.[item.id],
          stock: now.availability.stock[item.id] ?? null,
          choices: item.options.flatMap((option) =>
            option.values.map((value) => ({
              id: value.id,
              group: translated(option, wanted.language),
              name: translated(value, wanted.language),
              available: !now.availability.valuesOut.includes(value.id),
              until: now.availability.soldOutUntil?.[value.id],
            })),
          ),
        }))
        .filter((dish) => !wanted.onlyOut || isException(dish)),
    }))
    .filter((group) => group.dishes.length > 0);
}

function isException({ available, stock, choices }: Dish): boolean {
  return !available || stock !== null || choices.some((choice) => !choice.available);
}

/** The menu as it is once a choice has been marked. */
export function withChoice(
  now: MenuNow,
  { valueId, available }: { readonly valueId: string; readonly available: boolean },
): MenuNow {
  const { [valueId]: _, ...soldOutUntil } = now.availability.soldOutUntil ?? {};
  const valuesOut = now.availability.valuesOut.filter((id) => id !== valueId);
  return {
    ...now,
    availability: {
      ...now.availability,
      ...(now.availability.soldOutUntil && { soldOutUntil }),
      valuesOut: available ? valuesOut : [...valuesOut, valueId],
    },
  };
}

/** The menu as it is once a dish's availability has been changed. */
export function withAvailability(
  now: MenuNow,
  change: { readonly itemId: string; readonly available: boolean; readonly stock: number | null },
): MenuNow {
  const { [change.itemId]: _, ...stock } = now.availability.stock;
  const { [change.itemId]: __, ...soldOutUntil } = now.availability.soldOutUntil ?? {};
  const soldOut = now.availability.soldOut.filter((id) => id !== change.itemId);
  return {
    ...now,
    availability: {
      ...now.availability,
      ...(now.availability.soldOutUntil && { soldOutUntil }),
      soldOut: change.available ? soldOut : [...soldOut, change.itemId],
      stock: change.stock === null ? stock : { ...stock, [change.itemId]: change.stock },
    },
  };
}
