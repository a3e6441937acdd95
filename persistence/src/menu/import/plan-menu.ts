import {
  type DraftDish,
  type DraftSection,
  outcomeOf,
  type Placed as PlacedBefore,
  placesOf,
} from "@tureen/shared/menu/draft/draft";
import type { KeptField } from "@tureen/shared/menu/formats/raw-menu";
import type { Menu, MenuOption, MenuOptionValue, MenuPart } from "@tureen/shared/menu/menu";
import type { MenuFile } from "@tureen/shared/menu/menu-file";
import { capacityOf } from "@tureen/shared/menu/option-rules";
import type { KeptPhoto } from "@tureen/shared/menu/photo";
import type { Station } from "@tureen/shared/menu/stations";
import { timedOf } from "@tureen/shared/menu/timing/file-timing";
import { present } from "@tureen/shared/platform/json";
import { parseMinor } from "@tureen/shared/platform/money";
import { uuidv7 } from "uuidv7";
import { type KnownThing, type MatchedBy, matchThings, type WantedThing } from "./match-things.ts";
import type { MenuChange, MenuChanges } from "./menu-changes.ts";
import { StationNames } from "./station-names.ts";

/** A row that a restaurant's menu already has, archived ones included. */
export interface KnownRow extends KnownThing {
  readonly kind: MenuPart;
  readonly id: string;
  /** Whether it bears a sold-out mark or its portions are counted. */
  readonly marked: boolean;
}

/** The menu that a file makes. */
export interface PlannedMenu {
  /** With the dishes that are not for sale yet. */
  readonly categories: readonly DraftSection[];
  /** What guests get of it. */
  readonly menu: Menu;
  /** Dishes that are notices rather than goods. */
  readonly notices: ReadonlySet<string>;
  /** What the file calls its things, by their ids; only of those that it gives an id of its own. */
  readonly externalIds: ReadonlyMap<string, string>;
  /** Dishes whose photo is not the restaurant's: they have none. */
  readonly unknownPhotos: readonly string[];
  /** Names of stations in the file that the kitchen does not have: what they make goes to the default. */
  readonly unknownStations: readonly string[];
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
  /** The menu that there was: a dish keeps its photo when the file does not speak of one. */
  readonly before: { readonly categories: readonly DraftSection[] } | null;
  /** What the file's format cannot say: what is recognised keeps it. */
  readonly keeps?: readonly KeptField[];
  /** The photos of the file that the restaurant has, by their hash. */
  readonly photos: ReadonlyMap<string, KeptPhoto>;
  /** Dishes at exactly this price, in minor units, cannot be ordered. */
  readonly noticesAtMinor: number | null;
  /** The courses that the restaurant has: a file does not speak of them. */
  readonly courses?: Menu["courses"];
  /** The stations of the restaurant's kitchen. */
  readonly stations: readonly Pick<Station, "id" | "name">[];
}): PlannedMenu {
  const { restaurantId, file } = input;
  const kept = keptOf(input.before, new Set(input.keeps));
  const ids = new Recognised(input.known);
  const notices = new Set<string>();
  const unknownPhotos: string[] = [];
  const dishesBefore = new Map(
    (input.before?.categories ?? []).flatMap(({ items }) => items.map((item) => [item.id, item])),
  );
  const photoOf = (
    id: string,
    { name, photo }: MenuFile["categories"][number]["items"][number],
  ) => {
    if (photo === undefined) return dishesBefore.get(id)?.photo;
    if (photo === null) return undefined;
    const kept = input.photos.get(photo.hash);
    if (!kept) unknownPhotos.push(name);
    return kept && { ...kept, focus: photo.focus };
  };
  const stations = new StationNames(input.stations);
  const minor = (text: string) => {
    const value = parseMinor(text, file.currency);
    if (value === null) throw new RangeError(`"${text}" is not an amount in ${file.currency}`);
    return value;
  };
  // A file that says no options of its own may say sizes, which the dish's options have beside others.
  const keptOfDish = (id: string, isSized: boolean) => {
    const fields = kept(id);
    const price = dishesBefore.get(id)?.price;
    return fields.options && isSized && price !== undefined ? { ...fields, price } : fields;
  };
  const minorOrNull = (text: string | undefined) => (text === undefined ? null : minor(text));

  const sections = ids.recognise("category", [], file.categories, () => ({ place: restaurantId }));
  // All dishes at once: one that moved is looked for where it was.
  const dishes = sections.flatMap(({ id, of }) =>
    of.items.map((dish) => ({ ...dish, section: id, sectionName: of.name })),
  );
  const placed = ids.recognise(
    "item",
    (dish) => [dish.sectionName],
    dishes,
    (dish) => ({ place: dish.section, code: dish.code || null, price: minorOrNull(dish.price) }),
  );
  const itemsOf = Map.groupBy(placed, ({ of }) => of.section);

  const categories = sections.map(({ id: categoryId, of: category }): DraftSection => {
    const items = (itemsOf.get(categoryId) ?? []).map(({ id, of: dish }): DraftDish => {
      const price = minorOrNull(dish.price);
      if (price !== null && price === input.noticesAtMinor) notices.add(id);
      const within = [category.name, dish.name];
      const groups = ids.recognise("option", within, dish.options, () => ({ place: id }));
      const recognised = groups.map(({ id: optionId, of: group }) => ({
        ...{ optionId, group },
        choices: ids.recognise("value", [...within, group.name], group.values, (choice) => ({
          place: optionId,
          price: minor(choice.price_delta),
        })),
      }));
      // The same choice may be in several groups: whichever of them is chosen.
      const named = (id: string, groups: typeof recognised) =>
        groups.flatMap(({ choices }) =>
          choices.flatMap((choice) => (choice.of.id === id ? [choice.id] : [])),
        );
      const options = recognised.map(({ optionId, group, choices }, at): MenuOption => {
        const others = recognised.filter((_, other) => other !== at);
        const values = choices.map(
          ({ id: valueId, of: choice }): MenuOptionValue => ({
            id: valueId,
            name: choice.name,
            ...present({
              translations: choice.translations,
              allergens: choice.allergens.length > 0 ? choice.allergens : undefined,
            }),
            priceDelta: minor(choice.price_delta),
            ...present({
              priceBy: choice.price_by?.flatMap((by) =>
                named(by.value, others).map((value) => ({
                  value,
                  priceDelta: minor(by.price_delta),
                })),
              ),
              defaultQuantity: choice.default_quantity,
              maxQuantity: choice.max_quantity,
            }),
            ...present(timedOf(choice, minor)),
            ...kept(valueId),
          }),
        );
        return {
          id: optionId,
          name: group.name,
          ...present({ translations: group.translations }),
          min: group.min,
          max: capacityOf({ max: group.max, values }),
          ...present({
            included: group.included,
            openedBy: group.opened_by?.flatMap((id) => named(id, recognised.slice(0, at))),
          }),
          values,
          ...(kept(optionId) as Partial<MenuOption>),
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
          photo: photoOf(id, dish),
        }),
        ...(price !== null && { price }),
        allergens: dish.allergens,
        additives: dish.additives,
        ...present({ tax: dish.tax ?? category.tax, stockPerDay: dish.stock_per_day }),
        ...present({
          diets: dish.diets,
          spice: dish.spice,
          badges: dish.badges,
          minAge: dish.min_age,
          mayContain: dish.may_contain.length > 0 ? dish.may_contain : undefined,
          kitchenName: dish.kitchen_name || undefined,
          course: dish.course,
          prepMinutes: dish.prep_minutes,
          stations: stations.idsOf(dish.stations),
        }),
        options,
        ...present(timedOf(dish, minor)),
        ...ids.keepAll(keptOfDish(id, options.length > 0)),
      };
    });
    return {
      id: categoryId,
      name: category.name,
      ...present({
        translations: category.translations,
        course: category.course,
        stations: stations.idsOf(category.stations),
      }),
      items,
      ...present(timedOf(category, minor)),
      ...kept(categoryId),
    };
  });

  return {
    categories,
    menu: {
      restaurantId,
      version: input.version,
      name: input.restaurantName,
      currency: file.currency,
      locale: file.locale,
      ...(input.courses && { courses: input.courses }),
      categories: outcomeOf({ categories }).categories,
    },
    notices,
    unknownPhotos,
    unknownStations: stations.unknown(),
    externalIds: ids.externalIds,
    changes: ids.changes(),
  };
}

/** What a thing had before of the fields that a format cannot say; also that it had none of one. */
function keptOf(
  before: { readonly categories: readonly DraftSection[] } | null,
  keeps: ReadonlySet<string>,
) {
  const places = before && keeps.size > 0 ? placesOf(before) : new Map<string, PlacedBefore>();
  return (id: string): Partial<DraftDish> => {
    const was = places.get(id)?.thing;
    // Such a list is there where nothing is said, too, and what the file has to say goes before nothing.
    const says = ([field, said]: [string, unknown]) =>
      keeps.has(field) &&
      !(/^(allergens|additives|options)$/.test(field) && Array.isArray(said) && said.length === 0);
    return was ? Object.fromEntries(Object.entries(was).filter(says)) : {};
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
    const { matched, undecided } = matchThings(this.#namedBy(key, things), wanted);
    return things.map((of, at) => {
      const match = matched[at];
      const id = match?.known.id ?? uuidv7();
      this.#kept.add(id);
      if (of.id !== undefined && of.id !== id) this.externalIds.set(id, of.id);
      if (match && part === "item") this.#recognised[match.by] += 1;
      const path = typeof within === "function" ? within(of) : within;
      const place = wanted[at]?.place ?? "";
      this.#note(part, of.name, path, place, match?.known, undecided.has(at));
      return { id, of };
    });
  }

  /** What is known, those that the file names by our id under it: an export does where there is no other. */
  #namedBy(key: string, things: readonly { readonly id?: string | undefined }[]): KnownRow[] {
    const named = new Set(things.map(({ id }) => id));
    return (this.#known.get(key) ?? []).map((row) =>
      row.externalId === null && named.has(row.id) ? { ...row, externalId: row.id } : row,
    );
  }

  /** Marks what is in a thing as there still, which the file cannot speak of. */
  keepAll<T extends Partial<Pick<DraftDish, "options">>>(fields: T): T {
    for (const option of fields.options ?? []) {
      this.#kept.add(option.id);
      for (const { id } of option.values) this.#kept.add(id);
    }
    return fields;
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
