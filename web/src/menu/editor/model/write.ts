import {
  CHILDREN,
  type DraftDish,
  type DraftOption,
  type DraftSection,
  type DraftThing,
  type DraftValue,
  partIn,
} from "@tureen/shared/menu/draft/draft";
import type { AddThing, DraftEdit } from "@tureen/shared/menu/draft/edits";
import type { MenuPart } from "@tureen/shared/menu/menu";
import { cloneJson } from "@tureen/shared/platform/json";
import { unwrap } from "solid-js/store";
import { randomUuid } from "../../../platform/random-uuid.ts";

/** A copy that no store changes any more. */
function plain<T>(value: T): T {
  return cloneJson(unwrap(value));
}

/** Sets a field to what somebody typed or chose; empty texts and lists of translations are left out. */
export function setField<T extends DraftThing>(
  thing: T,
  field: keyof T & string,
  to: T[keyof T] | null | undefined,
): DraftEdit {
  const was = plain(thing[field] ?? null);
  return { kind: "set", id: thing.id, field, was, to: isNothing(to) ? null : plain(to) };
}

function isNothing(value: unknown): boolean {
  if (value === "" || value === undefined || value === null || value === false) return true;
  return typeof value === "object" && !Array.isArray(value) && Object.keys(value).length === 0;
}

/** Takes something away, as it is shown. */
export function removeThing(thing: DraftThing): DraftEdit {
  return { kind: "remove", id: thing.id, was: plain(thing) };
}

/** Puts something before another one of `siblings`, or at the end. */
export function moveThing(
  thing: DraftThing,
  into: string | null,
  before: DraftThing | null,
): DraftEdit {
  return { kind: "move", id: thing.id, in: into, before: before?.id ?? null };
}

/** Moves something a place up or down among `siblings`; undefined at the end of the way. */
export function nudgeThing(
  thing: DraftThing,
  into: string | null,
  siblings: readonly DraftThing[],
  step: -1 | 1,
): DraftEdit | undefined {
  const at = siblings.findIndex(({ id }) => id === thing.id);
  const to = at + step;
  if (at < 0 || to < 0 || to >= siblings.length) return undefined;
  const before = step < 0 ? siblings[to] : siblings[to + 1];
  return moveThing(thing, into, before ?? null);
}

/** Adds a section, dish, group of options or choice; at the end unless `before` is given. */
export function addThing(
  part: MenuPart,
  into: string | null,
  thing: DraftThing,
  before: DraftThing | null = null,
): AddThing {
  return { kind: "add", part, in: into, before: before?.id ?? null, thing: plain(thing) };
}

export function newSection(name: string): DraftSection {
  return { id: randomUuid(), name, items: [] };
}

/** A dish without a price: not for sale until it has one. */
export function newDish(name: string): DraftDish {
  return { id: randomUuid(), name, allergens: [], additives: [], options: [] };
}

/** A group of which guests choose one. */
export function newOption(name: string, values: readonly DraftValue[]): DraftOption {
  return { id: randomUuid(), name, min: 1, max: 1, values };
}

export function newValue(name: string): DraftValue {
  return { id: randomUuid(), name, priceDelta: 0 };
}

/**
 * The same thing once more, under ids of its own, unknown to other systems. What in it names another part
 * of it names that part of the copy.
 */
export function copyOf<T extends DraftThing>(part: MenuPart, thing: T, name: string): T {
  const ids = new Map<string, string>();
  const newId = (of: DraftThing) => {
    const id = randomUuid();
    ids.set(of.id, id);
    return id;
  };
  const copy = (each: DraftThing, of: MenuPart): DraftThing => {
    const { externalId: _, ...rest } = plain(each);
    const inner = partIn(of);
    if (!inner || of === "value") return { ...rest, id: newId(each) } as DraftThing;
    const field = CHILDREN[of];
    const children = (rest as unknown as Record<string, DraftThing[]>)[field] ?? [];
    return {
      ...rest,
      id: newId(each),
      [field]: children.map((child) => copy(child, inner)),
    } as DraftThing;
  };
  return { ...renamed(copy(thing, part) as T, ids), name };
}

/** A thing in which ids are others, wherever one names another. */
function renamed<T>(thing: T, ids: ReadonlyMap<string, string>): T {
  if (typeof thing === "string") return (ids.get(thing) ?? thing) as T;
  if (Array.isArray(thing)) return thing.map((each) => renamed(each, ids)) as T;
  if (typeof thing !== "object" || thing === null) return thing;
  return Object.fromEntries(
    Object.entries(thing).map(([key, value]) => [key, renamed(value, ids)]),
  ) as T;
}
