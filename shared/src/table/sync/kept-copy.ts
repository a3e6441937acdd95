/**
 * Keeps a copy of the document where it outlives the page, as well as that can be done: the place may
 * hang, fail, be full or be taken away at any moment. Nothing of that reaches the document, the
 * connection or what is shown. While nothing can be kept, it says so, and tries again; what was missed
 * is then written as one.
 */
import type { CopyStore, OpenCopy, StoredCopy } from "./copy-store.ts";
import type { SaveMark } from "./replica.ts";
import type { Timers } from "./timers.ts";

/** How long the page waits for its copy before it goes on without. */
const PATIENCE_MS = 1_500;
/** How long anything may take before the place counts as lost. */
const TIMEOUT_MS = 5_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** Updates that are written as one when there are so many. */
const MANY_UPDATES = 500;
/** What the server has taken is noted so long after. */
const NOTE_AFTER_MS = 300;

/** The document that is kept. */
export interface KeptDocument {
  /** All of it, as one update. */
  readonly state: Uint8Array;
  readonly serverHas: SaveMark;
  /** Adds what was kept. */
  restore(updates: readonly Uint8Array[], serverHas: SaveMark): void;
  /** Adds of what was kept only what another tab of this diner has written there, value by value. */
  adopt(updates: readonly Uint8Array[]): void;
}

/** What the next write has to do besides adding what waits. */
type Rewriting =
  | "no"
  /** Make one update of all that is there and all that the document has. */
  | "merge"
  /** Put the document in place of all that is there. */
  | "replace";

export class KeptCopy {
  readonly #document: KeptDocument;
  readonly #store: CopyStore;
  readonly #timers: Timers;
  readonly #told: (isKept: boolean) => void;
  #copy: OpenCopy | undefined;
  /** What waits to be added. */
  #waiting: Uint8Array[] = [];
  #rewriting: Rewriting = "no";
  #mustNote = false;
  #isWriting = false;
  /** Updates in the copy, those of other tabs apart. */
  #updates = 0;
  #failures = 0;
  #isKept: boolean | undefined;
  #isClosed = false;
  #callOffOpening = () => {};
  #callOffNote = () => {};

  /** `told` is called when it turns out that the copy is kept or not, and whenever that changes. */
  constructor(options: {
    readonly document: KeptDocument;
    readonly store: CopyStore;
    readonly timers: Timers;
    readonly told: (isKept: boolean) => void;
  }) {
    this.#document = options.document;
    this.#store = options.store;
    this.#timers = options.timers;
    this.#told = options.told;
  }

  /** Resolves when the document has what was kept, and after a short while in any case. */
  open(): Promise<void> {
    return new Promise((resolve) => {
      this.#timers.after(PATIENCE_MS, resolve);
      void this.#open().then(resolve);
    });
  }

  /** Adds what another tab has kept since: it may be closed, and its edits are nowhere else. */
  async lookAgain(): Promise<void> {
    const copy = this.#copy;
    if (!copy) return;
    try {
      const { updates, serverHas } = await this.#inTime(() => copy.read());
      if (this.#copy === copy && this.#rewriting !== "replace") {
        this.#document.restore(updates, serverHas);
      }
    } catch {
      if (this.#copy === copy) this.#lost(copy);
    }
  }

  /** The document has this more. */
  add(update: Uint8Array): void {
    if (this.#isClosed) return;
    if (this.#copy) this.#waiting.push(update);
    else this.#missed();
    void this.#write();
  }

  /** The server has taken more of it. */
  noteSaved(): void {
    if (this.#mustNote || this.#isClosed) return;
    this.#mustNote = true;
    this.#callOffNote = this.#timers.after(NOTE_AFTER_MS, () => void this.#write());
  }

  /** Another document has taken the place of the one before, of which only other tabs' part is wanted. */
  replaced(): void {
    this.#waiting = [];
    this.#rewriting = "replace";
    void this.#write();
  }

  /** Follows the document no longer; what was kept stays. */
  close(): void {
    this.#isClosed = true;
    this.#callOffOpening();
    this.#callOffNote();
    this.#copy?.close();
    this.#copy = undefined;
  }

  /** Removes the copy and follows the document no longer; resolves after a while in any case. */
  async forget(): Promise<void> {
    this.close();
    await this.#inTime(() => this.#store.remove()).catch(() => {});
  }

  async #open(): Promise<void> {
    let copy: OpenCopy | undefined;
    let isLost = false;
    const lost = () => {
      if (!isLost) this.#lost(copy);
      isLost = true;
    };
    const opening = this.#openInTime(lost);
    try {
      copy = await opening;
      const { updates, serverHas } = await this.#inTime(() => (copy as OpenCopy).read());
      if (isLost) return;
      if (this.#isClosed) {
        copy.close();
        return;
      }
      // After a refusal that came first, most of what was kept is not wanted any more.
      if (this.#rewriting === "replace") this.#document.adopt(updates);
      else this.#document.restore(updates, serverHas);
      this.#updates = updates.length;
      this.#copy = copy;
    } catch {
      lost();
      return;
    }
    await this.#write();
  }

  /** A place that opens when nobody waits for it any more is let go of. */
  #openInTime(lost: () => void): Promise<OpenCopy> {
    let isLate = false;
    return this.#inTime(async () => {
      const copy = await this.#store.open(lost);
      if (isLate) copy.close();
      return copy;
    }).catch((error: unknown) => {
      isLate = true;
      throw error;
    });
  }

  /** What the document has and the copy lacks is written as one, when that is possible again. */
  #missed(): void {
    this.#waiting = [];
    if (this.#rewriting === "no") this.#rewriting = "merge";
  }

  /** Writes what there is to write, one after the other; never rejects. */
  async #write(): Promise<void> {
    const copy = this.#copy;
    if (!copy || this.#isWriting) return;
    this.#isWriting = true;
    try {
      while (this.#copy === copy && this.#hasWork()) await this.#writeOnce(copy);
      if (this.#copy === copy) this.#tell(true);
    } catch {
      if (this.#copy === copy) this.#lost(copy);
    }
    this.#isWriting = false;
    // Another place may have been opened while this one did not answer.
    if (this.#copy !== copy) void this.#write();
  }

  #hasWork(): boolean {
    return this.#waiting.length > 0 || this.#mustNote || this.#rewriting !== "no";
  }

  async #writeOnce(copy: OpenCopy): Promise<void> {
    const added = this.#waiting;
    const rewriting = this.#rewriting;
    this.#waiting = [];
    this.#mustNote = false;
    if (rewriting === "no") {
      await this.#inTime(() => copy.append(added, this.#document.serverHas));
      this.#updates += added.length;
      if (this.#updates >= MANY_UPDATES) this.#missed();
      return;
    }
    await this.#inTime(() => copy.rewrite((stored) => this.#merged(stored, rewriting)));
    // It may have been replaced while the merged one was written.
    if (this.#rewriting === rewriting) this.#rewriting = "no";
    this.#updates = 1;
  }

  #merged({ updates, serverHas }: StoredCopy, rewriting: "merge" | "replace") {
    if (rewriting === "merge") this.#document.restore(updates, serverHas);
    else this.#document.adopt(updates);
    return { state: this.#document.state, serverHas: this.#document.serverHas };
  }

  #lost(copy: OpenCopy | undefined): void {
    copy?.close();
    if (this.#isClosed) return;
    this.#copy = undefined;
    this.#missed();
    this.#tell(false);
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures);
    this.#failures += 1;
    this.#callOffOpening();
    this.#callOffOpening = this.#timers.after(pauseMs, () => void this.#open());
  }

  #tell(isKept: boolean): void {
    if (isKept) this.#failures = 0;
    if (this.#isKept === isKept) return;
    this.#isKept = isKept;
    this.#told(isKept);
  }

  /** Does something that may throw, reject or hang; rejects in each case. */
  #inTime<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const callOff = this.#timers.after(TIMEOUT_MS, () => reject(new Error("no answer")));
      const settle = (then: () => void) => {
        callOff();
        then();
      };
      new Promise<T>((begin) => begin(work())).then(
        (value) => settle(() => resolve(value)),
        (error: unknown) => settle(() => reject(error)),
      );
    });
  }
}
