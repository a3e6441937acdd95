import type { MenuDraft } from "@tureen/shared/menu/draft/draft";
import {
  applyEdits,
  type DraftConflict,
  type DraftEdit,
  inverseOf,
} from "@tureen/shared/menu/draft/edits";

/** Edits that are made together, and taken back together. */
export type Change = readonly DraftEdit[];

/** What the server made of the change that was sent. */
export interface Answered<Conflict extends DraftConflict = DraftConflict> {
  readonly revision: number;
  /** What others wrote before it; null when the draft has to be read anew. */
  readonly missed: readonly { readonly edits: Change }[] | null;
  readonly conflicts: readonly Conflict[];
}

/**
 * A writer's copy of the draft: what the server has, and on top of it what was written here and is on
 * its way. A change is shown at once, sent when those before it are answered, and sent again until it is.
 */
export class DraftQueue {
  #base: MenuDraft;
  #revision: number;
  #pending: readonly Change[];
  #view: MenuDraft;
  readonly #undo: Change[] = [];
  readonly #redo: Change[] = [];

  /** `pending`: what a page that was closed too early had not sent yet. */
  constructor(draft: MenuDraft, revision: number, pending: readonly Change[] = []) {
    this.#base = draft;
    this.#revision = revision;
    this.#pending = pending;
    this.#view = draft;
    this.#show();
  }

  /** The draft with everything that was written here. */
  get view(): MenuDraft {
    return this.#view;
  }

  /** The draft as the server has it. */
  get base(): MenuDraft {
    return this.#base;
  }

  /** The server's revision that this copy knows. */
  get revision(): number {
    return this.#revision;
  }

  /** What is not answered yet, the next to be sent first. */
  get pending(): readonly Change[] {
    return this.#pending;
  }

  get canUndo(): boolean {
    return this.#undo.length > 0;
  }

  get canRedo(): boolean {
    return this.#redo.length > 0;
  }

  /** Writes something. False when it cannot be made of what is shown, as when that has just gone. */
  make(change: Change): boolean {
    const inverse = this.#add(change);
    if (!inverse) return false;
    this.#undo.push(inverse);
    this.#redo.length = 0;
    return true;
  }

  /** Takes the last change back, as a new one. False when there is none, or it cannot be any more. */
  undo(): boolean {
    return this.#turn(this.#undo, this.#redo);
  }

  /** Makes again what was taken back. */
  redo(): boolean {
    return this.#turn(this.#redo, this.#undo);
  }

  /** Takes the answer to the change that was sent. False when the draft has to be read anew. */
  answered({ revision, missed, conflicts }: Answered): boolean {
    const [sent = [], ...rest] = this.#pending;
    this.#pending = rest;
    const made = conflicts.length === 0 ? [{ edits: sent }] : [];
    return this.#follow([...(missed ?? []), ...made], missed === null, revision);
  }

  /** Takes what others wrote. False when the draft has to be read anew. */
  missed(written: readonly { readonly edits: Change }[] | null, revision: number): boolean {
    return this.#follow(written ?? [], written === null, revision);
  }

  /** Takes the draft as it was read anew; what is pending stays. */
  reset(draft: MenuDraft, revision: number): void {
    this.#base = draft;
    this.#revision = revision;
    this.#show();
  }

  #follow(
    written: readonly { readonly edits: Change }[],
    lost: boolean,
    revision: number,
  ): boolean {
    let draft = this.#base;
    for (const { edits } of written) {
      const made = applyEdits(draft, edits);
      if (made.conflicts.length > 0) lost = true;
      draft = made.draft;
    }
    if (lost) {
      this.#show();
      return false;
    }
    this.#base = draft;
    this.#revision = revision;
    this.#show();
    return true;
  }

  #add(change: Change): Change | undefined {
    const { draft, conflicts } = applyEdits(this.#view, change);
    if (conflicts.length > 0) return undefined;
    const inverse = inverseOf(this.#view, change);
    if (inverse.length === 0) return undefined;
    this.#pending = [...this.#pending, change];
    this.#view = draft;
    return inverse;
  }

  #turn(from: Change[], to: Change[]): boolean {
    const change = from.pop();
    const inverse = change && this.#add(change);
    if (!inverse) return false;
    to.push(inverse);
    return true;
  }

  /** What is pending and does not fit any more is left out: the server will say why. */
  #show(): void {
    this.#view = this.#pending.reduce<MenuDraft>(
      (draft, change) => applyEdits(draft, change).draft,
      this.#base,
    );
  }
}
