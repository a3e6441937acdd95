import type { Menu, MenuCategory, MenuItem, MenuOption } from "@tureen/shared/menu/menu";
import type { MenuFile } from "@tureen/shared/menu/menu-file";
import { parseMinor } from "@tureen/shared/money";
import { uuidv7 } from "uuidv7";

/** A row that a restaurant's menu already has, archived ones included. */
export interface KnownRow {
  readonly kind: "category" | "item" | "option" | "value";
  readonly id: string;
  /** The restaurant, category, item or option it is in. */
  readonly parent: string;
  readonly name: string;
  readonly code: string | null;
}

/** The menu that a file makes, with the dishes on it that are notices rather than goods. */
export interface PlannedMenu {
  readonly menu: Menu;
  readonly notices: ReadonlySet<string>;
}

/**
 * Turns a checked menu file into a menu. Whatever the restaurant already has under the same name in
 * the same place keeps its id, so that carts, stock and statistics survive a new import; of several
 * with one name the first keeps the first's id, and so on. Pure but for new ids.
 */
export function planMenu(input: {
  readonly restaurantId: string;
  readonly restaurantName: string;
  readonly version: number;
  readonly file: MenuFile;
  readonly known: readonly KnownRow[];
  /** Dishes at exactly this price, in minor units, cannot be ordered. */
  readonly noticesAtMinor: number | null;
}): PlannedMenu {
  const { restaurantId, file } = input;
  const ids = new IdsByName(input.known);
  const notices = new Set<string>();
  const minor = (text: string) => {
    const value = parseMinor(text, file.currency);
    if (value === null) throw new RangeError(`"${text}" is not an amount in ${file.currency}`);
    return value;
  };

  const categories = file.categories.map((category): MenuCategory => {
    const categoryId = ids.take("category", restaurantId, category.name);
    const items = category.items.map((dish): MenuItem => {
      const id = ids.take("item", categoryId, dish.name, dish.code ?? null);
      const price = minor(dish.price);
      if (price === input.noticesAtMinor) notices.add(id);
      const options = dish.options.map((group): MenuOption => {
        const optionId = ids.take("option", id, group.name);
        const values = group.values.map((choice) => ({
          id: ids.take("value", optionId, choice.name),
          name: choice.name,
          ...present({ translations: choice.translations }),
          priceDelta: minor(choice.price_delta),
        }));
        return {
          id: optionId,
          name: group.name,
          ...present({ translations: group.translations }),
          min: group.min,
          max: Math.min(group.max, values.length),
          values,
        };
      });
      return {
        id,
        name: dish.name,
        ...present({
          translations: dish.translations,
          description: dish.description || undefined,
          descriptionTranslations: dish.description_translations,
          code: dish.code || undefined,
        }),
        price,
        allergens: dish.allergens,
        additives: dish.additives,
        options,
      };
    });
    return {
      id: categoryId,
      name: category.name,
      ...present({ translations: category.translations }),
      items,
    };
  });

  return {
    menu: {
      restaurantId,
      version: input.version,
      name: input.restaurantName,
      currency: file.currency,
      locale: file.locale,
      categories,
    },
    notices,
  };
}

/** Hands out known ids by place and name, in order, and new ones when they are used up. */
class IdsByName {
  readonly #ids = new Map<string, string[]>();

  constructor(known: readonly KnownRow[]) {
    for (const row of known) {
      const key = keyOf(row.kind, row.parent, row.name, row.code);
      const ids = this.#ids.get(key);
      if (ids) ids.push(row.id);
      else this.#ids.set(key, [row.id]);
    }
  }

  take(kind: KnownRow["kind"], parent: string, name: string, code: string | null = null): string {
    return this.#ids.get(keyOf(kind, parent, name, code))?.shift() ?? uuidv7();
  }
}

function keyOf(kind: string, parent: string, name: string, code: string | null): string {
  return JSON.stringify([kind, parent, name, code || null]);
}

/** The same object without its undefined fields, so that menus compare equal as JSON. */
function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
