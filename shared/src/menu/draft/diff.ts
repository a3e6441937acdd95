/** What makes one draft out of another: for comparisons in words, going back, and imports. Pure. */

import { canonical } from "../../platform/json.ts";
import type { MenuPart } from "../menu.ts";
import {
  CHILDREN,
  childrenOf,
  type DraftDish,
  type DraftThing,
  type MenuDraft,
  type Placed,
  partIn,
  placesOf,
} from "./draft.ts";
import type { DraftEdit } from "./edits.ts";

/**
 * The edits that turn `before` into `after`: what is added and moved, then what is removed, then the
 * fields that differ. Things are the same by id. As few moves as there can be: of what stays in one
 * place, all but the longest run that is still in order.
 */
export function diffDrafts(before: MenuDraft, after: MenuDraft): DraftEdit[] {
  const [old, wanted] = [placesOf(before), placesOf(after)];
  const placed: DraftEdit[] = [];
  const place = (part: MenuPart, parent: string | null, things: readonly DraftThing[]) => {
    placed.push(...placing(part, parent, things, old));
    const inner = partIn(part);
    if (!inner) return;
    for (const thing of things) {
      // What is new as a whole was added as a whole.
      if (old.has(thing.id) || holds(part, thing, old)) {
        place(inner, thing.id, childrenOf(part, thing));
      }
    }
  };
  place("category", null, after.categories);

  const removed: DraftEdit[] = [];
  const fields: DraftEdit[] = [];
  for (const [id, was] of old) {
    if (wanted.has(id)) continue;
    // What is in something that goes, goes with it.
    if (was.parent !== null && !wanted.has(was.parent)) continue;
    removed.push({ kind: "remove", id, was: withoutMoved(was, wanted) });
  }
  for (const [id, now] of wanted) {
    const was = old.get(id);
    if (was) fields.push(...fieldEdits(id, was.thing, now.thing));
  }
  return [...placed, ...removed, ...fields];
}

/**
 * The edits that bring a published version back into a draft. What no published menu holds stays: dishes
 * that are hidden or not for sale yet, and what other systems call things.
 */
export function editsToRestore(draft: MenuDraft, version: MenuDraft): DraftEdit[] {
  return diffDrafts(draft, version).filter((edit) => {
    if (edit.kind === "set") return edit.field !== "externalId" && edit.field !== "notice";
    if (edit.kind !== "remove") return true;
    const { hidden, price, items } = edit.was as Partial<DraftDish> & { items?: unknown };
    const isDish = "options" in edit.was;
    return !(hidden && items === undefined) && !(isDish && price === undefined);
  });
}

/** Adds and moves that bring the things of one place into their order, the last one first. */
function placing(
  part: MenuPart,
  parent: string | null,
  things: readonly DraftThing[],
  old: ReadonlyMap<string, Placed>,
): DraftEdit[] {
  const stays = longestRun(
    things.flatMap(({ id }) => {
      const was = old.get(id);
      return was && was.parent === parent ? [{ id, position: was.position }] : [];
    }),
  );
  const edits: DraftEdit[] = [];
  let before: string | null = null;
  for (const thing of [...things].reverse()) {
    const { id } = thing;
    if (!old.has(id)) {
      edits.push({ kind: "add", part, in: parent, before, thing: onlyNew(part, thing, old) });
    } else if (!stays.has(id)) {
      edits.push({ kind: "move", id, in: parent, before });
    }
    before = id;
  }
  return edits;
}

/** A new thing; without what is in it when some of that was there before and has to be moved into it. */
function onlyNew(part: MenuPart, thing: DraftThing, old: ReadonlyMap<string, Placed>): DraftThing {
  return part !== "value" && holds(part, thing, old) ? { ...thing, [CHILDREN[part]]: [] } : thing;
}

/** Whether anything in a thing, at any depth, is one of the known. */
function holds(part: MenuPart, thing: DraftThing, known: ReadonlyMap<string, unknown>): boolean {
  const inner = partIn(part);
  if (!inner) return false;
  return childrenOf(part, thing).some((child) => known.has(child.id) || holds(inner, child, known));
}

/** What is left of a thing that goes once what others took over has moved away. */
function withoutMoved({ part, thing }: Placed, wanted: ReadonlyMap<string, Placed>): DraftThing {
  const inner = partIn(part);
  if (part === "value" || !inner) return thing;
  const children = childrenOf(part, thing)
    .filter((child) => !wanted.has(child.id))
    .map((child) =>
      withoutMoved({ part: inner, thing: child, parent: thing.id, position: 0 }, wanted),
    );
  return { ...thing, [CHILDREN[part]]: children };
}

const NO_FIELDS: ReadonlySet<string> = new Set(["id", ...Object.values(CHILDREN)]);

function fieldEdits(id: string, was: DraftThing, now: DraftThing): DraftEdit[] {
  const [a, b] = [was, now] as unknown as readonly Readonly<Record<string, unknown>>[];
  const names = new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})]);
  return [...names]
    .filter((field) => !NO_FIELDS.has(field))
    .flatMap((field): DraftEdit[] => {
      const [from, to] = [a?.[field] ?? null, b?.[field] ?? null];
      return canonical(from) === canonical(to) ? [] : [{ kind: "set", id, field, was: from, to }];
    });
}

/** Ids of the longest subsequence with growing positions (patience sorting). */
function longestRun(
  things: readonly { readonly id: string; readonly position: number }[],
): ReadonlySet<string> {
  /** For each length, the index of the smallest last element of a run of that length. */
  const ends: number[] = [];
  const previous: number[] = [];
  for (const [i, { position }] of things.entries()) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((things[ends[middle] ?? 0]?.position ?? 0) < position) low = middle + 1;
      else high = middle;
    }
    previous[i] = low > 0 ? (ends[low - 1] ?? -1) : -1;
    ends[low] = i;
  }
  const run = new Set<string>();
  for (let i = ends.at(-1) ?? -1; i >= 0; i = previous[i] ?? -1) run.add(things[i]?.id ?? "");
  return run;
}
