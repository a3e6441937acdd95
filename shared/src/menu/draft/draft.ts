/**
 * A menu while it is being written. It has the fields of the published menu (../menu.ts), under the
 * ids that these have there, and what only its writers see: what is hidden, and what has no price yet.
 */

import type {
  Menu,
  MenuCategory,
  MenuItem,
  MenuOption,
  MenuOptionValue,
  MenuPart,
} from "../menu.ts";
import { capacityOf, withoutGone } from "../option-rules.ts";

interface Written {
  /** What the system that it came from calls it, so that a later import means the same thing. */
  readonly externalId?: string;
}

export interface DraftValue extends MenuOptionValue, Written {}

export interface DraftOption extends Omit<MenuOption, "values">, Written {
  readonly values: readonly DraftValue[];
}

export interface DraftDish extends Omit<MenuItem, "price" | "options">, Written {
  /** Price without options, in minor units; without one it is not for sale yet, and not published. */
  readonly price?: number;
  /** Written, but not published. */
  readonly hidden?: true;
  /** Shown on the menu and never to be ordered, such as "closed on Mondays". */
  readonly notice?: true;
  readonly options: readonly DraftOption[];
}

export interface DraftSection extends Omit<MenuCategory, "items">, Written {
  /** Written, but not published, with all that is in it. */
  readonly hidden?: true;
  readonly items: readonly DraftDish[];
}

export interface MenuDraft {
  readonly categories: readonly DraftSection[];
}

/** Anything that an edit can be about. */
export type DraftThing = DraftSection | DraftDish | DraftOption | DraftValue;

/** The parts that a menu is made of, outermost first. */
export const PARTS = ["category", "item", "option", "value"] as const satisfies readonly MenuPart[];

/** The field that holds what is in a thing; nothing is in a value. */
export const CHILDREN = { category: "items", item: "options", option: "values" } as const;

/** The part that is inside of another. */
export function partIn(part: MenuPart): MenuPart | undefined {
  return PARTS[PARTS.indexOf(part) + 1];
}

/** What is in a thing, in order. */
export function childrenOf(part: MenuPart, thing: DraftThing): readonly DraftThing[] {
  if (part === "value") return [];
  return (thing as unknown as Record<string, readonly DraftThing[]>)[CHILDREN[part]] ?? [];
}

/** A thing with where it is. */
export interface Placed {
  readonly part: MenuPart;
  readonly thing: DraftThing;
  /** Id of what it is in; null for sections. */
  readonly parent: string | null;
  readonly position: number;
}

/** Everything in a draft by id, each thing before what is in it. */
export function placesOf(draft: MenuDraft): Map<string, Placed> {
  const places = new Map<string, Placed>();
  const visit = (part: MenuPart, parent: string | null, things: readonly DraftThing[]) => {
    for (const [position, thing] of things.entries()) {
      places.set(thing.id, { part, thing, parent, position });
      const inner = partIn(part);
      if (inner) visit(inner, thing.id, childrenOf(part, thing));
    }
  };
  visit("category", null, draft.categories);
  return places;
}

/** The draft that a published menu is the outcome of. */
export function draftOf(
  menu: Pick<Menu, "categories">,
  rows: {
    /** Ids of dishes that can never be ordered. */
    readonly notices: ReadonlySet<string>;
    /** External ids by ours. */
    readonly externalIds: ReadonlyMap<string, string>;
  } = { notices: new Set(), externalIds: new Map() },
): MenuDraft {
  const known = <T extends { readonly id: string }>(thing: T): T & Written => {
    const externalId = rows.externalIds.get(thing.id);
    return externalId === undefined ? thing : { ...thing, externalId };
  };
  return {
    categories: menu.categories.map((category) => ({
      ...known(category),
      items: category.items.map((item) => ({
        ...known(item),
        ...(rows.notices.has(item.id) && { notice: true as const }),
        options: item.options.map((option) => ({
          ...known(option),
          values: option.values.map(known),
        })),
      })),
    })),
  };
}

/** What a draft comes to when it is published. */
export interface DraftOutcome {
  readonly categories: readonly MenuCategory[];
  /** Ids of dishes that can never be ordered. */
  readonly notices: ReadonlySet<string>;
  /** External ids by ours. */
  readonly externalIds: ReadonlyMap<string, string>;
}

/**
 * What guests get of a draft: without what is hidden, dishes that have no price yet, groups of options
 * without a choice, and sections without a dish.
 */
export function outcomeOf(draft: MenuDraft): DraftOutcome {
  const notices = new Set<string>();
  const externalIds = new Map<string, string>();
  const published = <T extends DraftThing>(thing: T) => {
    const { externalId, hidden: _, notice: __, ...rest } = thing as T & DraftDish;
    if (externalId !== undefined) externalIds.set(thing.id, externalId);
    return rest as unknown as Omit<T, "externalId" | "hidden" | "notice">;
  };
  const categories = draft.categories
    .filter((category) => !category.hidden)
    .map((category) => ({
      ...published(category),
      items: category.items.flatMap((item): MenuItem[] => {
        if (item.hidden || item.price === undefined) return [];
        if (item.notice) notices.add(item.id);
        const options = withoutGone(item.options.filter((option) => option.values.length > 0)).map(
          (option) => ({
            ...published(option),
            max: capacityOf(option),
            values: option.values.map(published),
          }),
        );
        return [{ ...published(item), price: item.price, options }];
      }),
    }))
    .filter((category) => category.items.length > 0);
  return { categories, notices, externalIds };
}
