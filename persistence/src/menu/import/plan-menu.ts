import type { Menu, MenuCategory, MenuItem, MenuOption } from "@tureen/shared/menu/menu";
import type { MenuFile } from "@tureen/shared/menu/menu-file";
import { parseMinor } from "@tureen/shared/platform/money";
import { uuidv7 } from "uuidv7";
import { type KnownThing, type MatchedBy, matchThings, type WantedThing } from "./match-things.ts";
import type { MenuChange, MenuChanges, MenuPart } from "./menu-changes.ts";

/** A row that a restaurant's menu already has, archived ones included. */
export interface KnownRow extends KnownThing {
  readonly kind: MenuPart;
  readonly id: string;
  /** Whether it bears a sold-out mark or its portions are counted. */
  readonly marked: boolean;
}

/** The menu that a file makes. */
export interface PlannedMenu {
  readonly menu: Menu;
  /** Dishes that are notices rather than goods. */
  readonly notices: ReadonlySet<string>;
  /** What the file calls its things, by their ids; only of those that it gives an id of its own. */
  readonly externalIds: ReadonlyMap<string, string>;
  /** How it differs from what the restaurant has. */
  readonly changes: MenuChanges;
}

/**
 * Turns a checked menu file into a menu. What the restaurant already has keeps its id under another
 * name and in another section too, so that carts, stock, sold-out marks and statistics survive a new
 * import (match-things.ts). Pure but for new ids.
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
  const ids = new Recognised(input.known);
  const notices = new Set<string>();
  const minor = (text: string) => {
    const value = parseMinor(text, file.currency);
    if (value === null) throw new RangeError(`"${text}" is not an amount in ${file.currency}`);
    return value;
  };

  const sections = ids.recognise("category", [], file.categories, () => ({ place: restaurantId }));
  // All dishes at once: one that moved is looked for where it was.
  const dishes = sections.flatMap(({ id, of }) =>
    of.items.map((dish) => ({ ...dish, section: id, sectionName: of.name })),
  );
  const placed = ids.recognise(
    "item",
    (dish) => [dish.sectionName],
    dishes,
    (dish) => ({ place: dish.section, code: dish.code || null, price: minor(dish.price) }),
  );
  const itemsOf = Map.groupBy(placed, ({ of }) => of.section);

  const categories = sections.map(({ id: categoryId, of: category }): MenuCategory => {
    const items = (itemsOf.get(categoryId) ?? []).map(({ id, of: dish }): MenuItem => {
      const price = minor(dish.price);
      if (price === input.noticesAtMinor) notices.add(id);
      const within = [category.name, dish.name];
      const groups = ids.recognise("option", within, dish.options, () => ({ place: id }));
      const options = groups.map(({ id: optionId, of: group }): MenuOption => {
        const choices = ids.recognise("value", [...within, group.name], group.values, (choice) => ({
          place: optionId,
          price: minor(choice.price_delta),
        }));
        const values = choices.map(({ id: valueId, of: choice }) => ({
          id: valueId,
          name: choice.name,
          ...present({
            translations: choice.translations,
            allergens: choice.allergens.length > 0 ? choice.allergens : undefined,
          }),
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
    externalIds: ids.externalIds,
    changes: ids.changes(),
  };
}

/** A thing of the file with the id that it has from now on. */
interface Placed<T> {
  readonly id: string;
  readonly of: T;
}

/** Gives the things of a file their ids, and notes what is new, gone and different about them. */
class Recognised {
  readonly externalIds = new Map<string, string>();
  readonly #known: ReadonlyMap<string, readonly KnownRow[]>;
  readonly #byId: ReadonlyMap<string, KnownRow>;
  readonly #kept = new Set<string>();
  readonly #list: MenuChange[] = [];
  readonly #recognised: Record<MatchedBy, number> = { id: 0, code: 0, name: 0 };

  constructor(known: readonly KnownRow[]) {
    this.#known = Map.groupBy(known, (row) =>
      row.kind === "item" ? row.kind : keyOf(row.kind, row.place),
    );
    this.#byId = new Map(known.map((row) => [row.id, row]));
  }

  /**
   * The things with their ids, in order. Dishes are looked for in the whole restaurant, all others
   * only in the one place that they are in.
   */
  recognise<T extends { readonly name: string; readonly id?: string | undefined }>(
    part: MenuPart,
    within: readonly string[] | ((of: T) => readonly string[]),
    things: readonly T[],
    tell: (of: T) => Pick<WantedThing, "place"> & Partial<WantedThing>,
  ): Placed<T>[] {
    const wanted = things.map((of) => ({
      ...{ externalId: of.id ?? null, name: of.name, code: null, price: null },
      ...tell(of),
    }));
    const key = part === "item" ? part : keyOf(part, wanted[0]?.place ?? "");
    const { matched, undecided } = matchThings(this.#known.get(key) ?? [], wanted);
    return things.map((of, at) => {
      const match = matched[at];
      const id = match?.known.id ?? uuidv7();
      this.#kept.add(id);
      if (of.id !== undefined) this.externalIds.set(id, of.id);
      if (match && part === "item") this.#recognised[match.by] += 1;
      const path = typeof within === "function" ? within(of) : within;
      const place = wanted[at]?.place ?? "";
      this.#note(part, of.name, path, place, match?.known, undecided.has(at));
      return { id, of };
    });
  }

  /** The differences: what was noted, and then what nothing of the file was recognised as. */
  changes(): MenuChanges {
    const gone = (id: string) => !this.#kept.has(id);
    const dropped = [...this.#byId.values()]
      .filter((row) => row.archivedAt === null && gone(row.id))
      // Of a dish that is gone its options are too, and nobody needs to be told.
      .filter((row) => row.kind === "category" || row.kind === "item" || !gone(row.place))
      .map(
        (row): MenuChange => ({
          part: row.kind,
          change: "dropped",
          name: row.name,
          within: this.#pathOf(row),
          ...(row.marked && { marked: true }),
        }),
      );
    return { recognised: this.#recognised, list: [...this.#list, ...dropped] };
  }

  #note(
    part: MenuPart,
    name: string,
    within: readonly string[],
    place: string,
    known: KnownRow | undefined,
    undecided: boolean,
  ): void {
    const note = (change: Pick<MenuChange, "change"> & Partial<MenuChange>) =>
      this.#list.push({ part, name, within, ...change });
    if (!known) {
      // Of a new dish its options are new too, and nobody needs to be told.
      if (part === "category" || part === "item" || this.#byId.has(place)) {
        note({ change: "added", ...(undecided && { undecided }) });
      }
      return;
    }
    if (known.archivedAt !== null) {
      note({ change: "returned", ...(known.marked && { marked: true }) });
    }
    if (known.name !== name) note({ change: "renamed", from: known.name });
    if (known.place !== place) {
      note({ change: "moved", from: this.#byId.get(known.place)?.name ?? "" });
    }
  }

  /** The names of what a row is in, outermost first. */
  #pathOf(row: KnownRow): string[] {
    const parent = this.#byId.get(row.place);
    return parent ? [...this.#pathOf(parent), parent.name] : [];
  }
}

function keyOf(part: MenuPart, place: string): string {
  return `${part} ${place}`;
}

/** The same object without its undefined fields, so that menus compare equal as JSON. */
function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
