/**
 * Goes through an evening forward and back. Seeking costs one plain assignment for each key changed
 * on the way, so that a scrubber over 20,000 edits answers at once wherever it is dropped.
 */
import { ROOTS, type Root } from "../table/document/roots.ts";
import type { SessionView } from "../table/document/session-document.ts";
import type { Journal, KeyChange } from "./journal.ts";

export class Player {
  readonly #journal: Journal;
  readonly #values = new Map<Root, Map<string, unknown>>(ROOTS.map((root) => [root, new Map()]));
  /** Each root as a plain object, made when it is asked for and dropped when it changes. */
  readonly #plain = new Map<Root, Readonly<Record<string, unknown>>>();
  #index = 0;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** How many entries of the log have been played: 0 is before the first. */
  get index(): number {
    return this.#index;
  }

  get length(): number {
    return this.#journal.changes.length;
  }

  /** Goes to the state after the first `index` entries, within the log's bounds. */
  seek(index: number): this {
    const target = Math.max(0, Math.min(this.length, Math.trunc(index)));
    while (this.#index < target) {
      for (const change of this.#changesAt(this.#index)) this.#set(change, change.after);
      this.#index += 1;
    }
    while (this.#index > target) {
      this.#index -= 1;
      const changes = this.#changesAt(this.#index);
      for (let i = changes.length - 1; i >= 0; i--) {
        const change = changes[i] as KeyChange;
        this.#set(change, change.before);
      }
    }
    return this;
  }

  /**
   * The document as it stands here. Roots that have not changed since the last call are the same
   * objects, so that a page can tell by identity what to draw again.
   */
  view(): SessionView {
    const view = Object.fromEntries(ROOTS.map((root) => [root, this.#rootOf(root)]));
    return view as unknown as SessionView;
  }

  #changesAt(index: number): readonly KeyChange[] {
    return this.#journal.changes[index] ?? [];
  }

  #set({ root, key }: KeyChange, value: unknown): void {
    const values = this.#values.get(root) as Map<string, unknown>;
    if (value === undefined) values.delete(key);
    else values.set(key, value);
    this.#plain.delete(root);
  }

  #rootOf(root: Root): Readonly<Record<string, unknown>> {
    let plain = this.#plain.get(root);
    if (!plain) {
      plain = Object.fromEntries(this.#values.get(root) as Map<string, unknown>);
      this.#plain.set(root, plain);
    }
    return plain;
  }
}

/**
 * How many entries of a log had been appended by a time (ms): the index to seek to. Clocks of
 * several servers may differ by a little; the log's order counts, so it stops at the first entry
 * that is later.
 */
export function indexAtTime(log: readonly { readonly at: number }[], time: number): number {
  const later = log.findIndex((entry) => entry.at > time);
  return later === -1 ? log.length : later;
}
