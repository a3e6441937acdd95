/**
 * Edits of a menu's draft, and what they do to it. Each says what its writer saw, so that two who write
 * at once are told of each other, and nothing of either is lost in silence. Pure: the page, the server
 * and undo share it.
 */

import { canonical, cloneJson } from "../../platform/json.ts";
import type { MenuPart } from "../menu.ts";
import { CHILDREN, type DraftThing, type MenuDraft, partIn } from "./draft.ts";

/** Changes a field; null stands for a field that is not there. */
export interface SetField {
  readonly kind: "set";
  readonly id: string;
  readonly field: string;
  /** What the writer saw. */
  readonly was: unknown;
  readonly to: unknown;
}

/** Adds a thing with all that is in it, under ids that the writer made. */
export interface AddThing {
  readonly kind: "add";
  readonly part: MenuPart;
  /** Id of what it is in; null for sections. */
  readonly in: string | null;
  /** Id of the thing that it stands before; null for the end. */
  readonly before: string | null;
  readonly thing: DraftThing;
}

/** Takes a thing away with all that is in it. */
export interface RemoveThing {
  readonly kind: "remove";
  readonly id: string;
  /** What the writer saw. */
  readonly was: DraftThing;
}

/** Puts a thing somewhere else among its own kind. */
export interface MoveThing {
  readonly kind: "move";
  readonly id: string;
  readonly in: string | null;
  readonly before: string | null;
}

export type DraftEdit = SetField | AddThing | RemoveThing | MoveThing;

/** Why an edit cannot be made: what it is about is gone, or is not any more as its writer saw it. */
export interface DraftConflict {
  /** Position of the edit in the list. */
  readonly edit: number;
  readonly reason: "gone" | "changed";
  /** What it is about. */
  readonly id: string;
  readonly field?: string;
  /** What stands there now; null for a field that is not there. */
  readonly now?: unknown;
}

/** An edit that is no edit, whatever the draft: the program that sent it is wrong. */
export class EditInvalid extends Error {
  override readonly name = "EditInvalid";
  readonly edit: number;

  constructor(edit: number, message: string) {
    super(message);
    this.edit = edit;
  }
}

/** A thing in the copy that is being edited. */
interface Node {
  readonly part: MenuPart;
  readonly thing: Mutable;
  parent: string | null;
}
type Mutable = Record<string, unknown> & { readonly id: string };

/** Fields that no edit sets: what a thing is, and what is in it. */
const STRUCTURE: ReadonlySet<string> = new Set(["id", ...Object.values(CHILDREN)]);

/**
 * Makes all edits in order, or none: with a conflict the draft stays as it was, and every conflict is
 * told. An edit that was made before is no conflict and changes nothing, so that one can be sent again.
 * Throws EditInvalid for what makes no sense on any draft. Whether the fields' values are allowed is the
 * schema's to say (draft-schema.ts).
 */
export function applyEdits(
  draft: MenuDraft,
  edits: readonly DraftEdit[],
): { readonly draft: MenuDraft; readonly conflicts: readonly DraftConflict[] } {
  const editing = new Editing(draft);
  const conflicts = edits.flatMap((edit, at) => {
    const conflict = editing.make(edit, at);
    return conflict ? [{ edit: at, ...conflict }] : [];
  });
  return conflicts.length > 0
    ? { draft, conflicts }
    : { draft: editing.draft as unknown as MenuDraft, conflicts };
}

/** The edits that take others back, in the order in which to make them. `before` is the draft without them. */
export function inverseOf(before: MenuDraft, edits: readonly DraftEdit[]): DraftEdit[] {
  const editing = new Editing(before);
  const inverse: DraftEdit[] = [];
  for (const [at, edit] of edits.entries()) {
    const undo = editing.inverse(edit);
    if (undo) inverse.unshift(undo);
    editing.make(edit, at);
  }
  return inverse;
}

class Editing {
  readonly draft: { categories: Mutable[] };
  readonly #nodes = new Map<string, Node>();

  constructor(draft: MenuDraft) {
    this.draft = cloneJson(draft) as unknown as { categories: Mutable[] };
    for (const section of this.draft.categories) this.#enter("category", section, null);
  }

  make(edit: DraftEdit, at: number): Omit<DraftConflict, "edit"> | undefined {
    switch (edit.kind) {
      case "set":
        return this.#set(edit, at);
      case "add":
        return this.#add(edit, at);
      case "remove":
        return this.#remove(edit);
      case "move":
        return this.#move(edit, at);
    }
  }

  inverse(edit: DraftEdit): DraftEdit | undefined {
    const node = this.#nodes.get(edit.kind === "add" ? edit.thing.id : edit.id);
    switch (edit.kind) {
      case "set":
        return node && { ...edit, was: edit.to, to: node.thing[edit.field] ?? null };
      case "add":
        return node ? undefined : { kind: "remove", id: edit.thing.id, was: edit.thing };
      case "remove": {
        if (!node) return undefined;
        const thing = cloneJson(node.thing) as unknown as DraftThing;
        return { kind: "add", part: node.part, ...this.#placeOf(node), thing };
      }
      case "move":
        return node && { kind: "move", id: edit.id, ...this.#placeOf(node) };
    }
  }

  #set({ id, field, was, to }: SetField, at: number): Omit<DraftConflict, "edit"> | undefined {
    if (STRUCTURE.has(field)) throw new EditInvalid(at, `${field} is not a field to set`);
    const node = this.#nodes.get(id);
    if (!node) return { reason: "gone", id, field };
    const now = Object.hasOwn(node.thing, field) ? node.thing[field] : null;
    if (same(now, to)) return undefined;
    if (!same(now, was)) return { reason: "changed", id, field, now };
    if (to === null) delete node.thing[field];
    else node.thing[field] = cloneJson(to);
    return undefined;
  }

  #add(edit: AddThing, at: number): Omit<DraftConflict, "edit"> | undefined {
    const { thing, part } = edit;
    const known = this.#nodes.get(thing.id);
    if (known) {
      if (known.part === part) return undefined;
      throw new EditInvalid(at, `${thing.id} is the id of something else`);
    }
    const list = this.#listIn(part, edit.in, at);
    if (!list) return { reason: "gone", id: edit.in ?? thing.id };
    const added = cloneJson(thing) as unknown as Mutable;
    this.#enter(part, added, edit.in, at);
    insert(list, added, edit.before);
    return undefined;
  }

  #remove({ id, was }: RemoveThing): Omit<DraftConflict, "edit"> | undefined {
    const node = this.#nodes.get(id);
    if (!node) return undefined;
    if (!same(node.thing, was)) return { reason: "changed", id, now: cloneJson(node.thing) };
    this.#leave(node);
    this.#forget(node);
    return undefined;
  }

  #move(edit: MoveThing, at: number): Omit<DraftConflict, "edit"> | undefined {
    const node = this.#nodes.get(edit.id);
    if (!node) return { reason: "gone", id: edit.id };
    const list = this.#listIn(node.part, edit.in, at);
    if (!list) return { reason: "gone", id: edit.in ?? edit.id };
    if (edit.before === edit.id) return undefined;
    this.#leave(node);
    insert(list, node.thing, edit.before);
    node.parent = edit.in;
    return undefined;
  }

  /** The list that things of a part are in; undefined when what they would be in is gone. */
  #listIn(part: MenuPart, parent: string | null, at: number): Mutable[] | undefined {
    if ((part === "category") !== (parent === null)) {
      throw new EditInvalid(at, "a section is in nothing, all else in something");
    }
    if (parent === null) return this.draft.categories;
    const node = this.#nodes.get(parent);
    if (!node) return undefined;
    if (partIn(node.part) !== part) throw new EditInvalid(at, `${parent} cannot hold it`);
    return childrenIn(node);
  }

  #placeOf(node: Node): { readonly in: string | null; readonly before: string | null } {
    const list = this.#listOf(node);
    return { in: node.parent, before: list[list.indexOf(node.thing) + 1]?.id ?? null };
  }

  #listOf(node: Node): Mutable[] {
    const parent = node.parent === null ? undefined : this.#nodes.get(node.parent);
    return parent ? childrenIn(parent) : this.draft.categories;
  }

  #leave(node: Node): void {
    const list = this.#listOf(node);
    list.splice(list.indexOf(node.thing), 1);
  }

  #enter(part: MenuPart, thing: Mutable, parent: string | null, at = 0): void {
    if (this.#nodes.has(thing.id)) throw new EditInvalid(at, `${thing.id} is there twice`);
    const node: Node = { part, thing, parent };
    this.#nodes.set(thing.id, node);
    const inner = partIn(part);
    if (inner) for (const child of childrenIn(node)) this.#enter(inner, child, thing.id, at);
  }

  #forget(node: Node): void {
    this.#nodes.delete(node.thing.id);
    for (const child of childrenIn(node)) {
      const inner = this.#nodes.get(child.id);
      if (inner) this.#forget(inner);
    }
  }
}

function childrenIn({ part, thing }: Node): Mutable[] {
  if (part === "value") return [];
  return (thing[CHILDREN[part]] as Mutable[] | undefined) ?? [];
}

/** Puts a thing before another one of the list; at the end when that is not there. */
function insert(list: Mutable[], thing: Mutable, before: string | null): void {
  const at = before === null ? -1 : list.findIndex((other) => other.id === before);
  list.splice(at < 0 ? list.length : at, 0, thing);
}

function same(a: unknown, b: unknown): boolean {
  return canonical(a ?? null) === canonical(b ?? null);
}
