import type { Answer } from "@tureen/shared/http/contracts";
import { portionsLeft } from "@tureen/shared/menu/availability";
import { translated } from "@tureen/shared/menu/menu";

export type MenuNow = Answer<"readStaffMenu">;

/** A dish as the availability list shows it. */
export interface Dish {
  readonly id: string;
  readonly name: string;
  readonly code: string | undefined;
  readonly available: boolean;
  /** Portions left; null when they are not counted. */
  readonly stock: number | null;
}

export interface DishGroup {
  readonly name: string;
  readonly dishes: readonly Dish[];
}

/** Dishes by category, in the reader's language, narrowed to a search or to the exceptions. */
export function dishGroups(
  now: MenuNow,
  wanted: { readonly language: string; readonly search: string; readonly onlyOut: boolean },
): DishGroup[] {
  const needle = fold(wanted.search.trim());
  return now.menu.categories
    .map((category) => ({
      name: translated(category, wanted.language),
      dishes: category.items
        .filter((item) => {
          const names = [item.name, ...Object.values(item.translations ?? {}), item.code ?? ""];
          return names.some((name) => fold(name).includes(needle));
        })
        .map((item) => ({
          id: item.id,
          name: translated(item, wanted.language),
          code: item.code,
          available: portionsLeft(now.availability, item.id) > 0,
          stock: now.availability.stock[item.id] ?? null,
        }))
        .filter((dish) => !wanted.onlyOut || !dish.available || dish.stock !== null),
    }))
    .filter((group) => group.dishes.length > 0);
}

/** The menu as it is once a dish's availability has been changed. */
export function withAvailability(
  now: MenuNow,
  change: { readonly itemId: string; readonly available: boolean; readonly stock: number | null },
): MenuNow {
  const { [change.itemId]: _, ...stock } = now.availability.stock;
  const soldOut = now.availability.soldOut.filter((id) => id !== change.itemId);
  return {
    ...now,
    availability: {
      ...now.availability,
      soldOut: change.available ? soldOut : [...soldOut, change.itemId],
      stock: change.stock === null ? stock : { ...stock, [change.itemId]: change.stock },
    },
  };
}

/** Case and accents do not matter to somebody who searches in a hurry. */
function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}
