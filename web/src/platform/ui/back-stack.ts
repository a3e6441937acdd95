/** The browser's history, as far as a stack of layers needs it. */
export interface LayerHistory {
  /** How many layers the current entry stands for. */
  depth(): number;
  /** Adds an entry that stands for this many, after the current one. */
  push(depth: number): void;
  /** Says anew how many layers the current entry stands for. */
  mark(depth: number): void;
  /** Starts to go back to the entry before; `arrived` is called once that has happened. */
  back(): void;
}

/** How long to wait for the browser to go back before looking again at where it is, ms. */
const TRAVEL_MS = 2_000;

/**
 * Layers over a page (sheets, questions, a search), of which the Back button closes the topmost.
 *
 * Every open layer has a history entry that says how many are open there. Layers and entries are
 * compared and made equal, rather than moved in step, because the browser goes back in its own time:
 * while it is on its way nothing is pushed, and what has opened or closed meanwhile is caught up with
 * on arrival. An entry that stands for more layers than are open is left again at once: after a
 * reload, or when somebody goes forward to a sheet that is long closed.
 */
export class BackStack {
  readonly #history: LayerHistory;
  readonly #layers: { readonly close: () => void }[] = [];
  #scheduled = false;
  #travelling: ReturnType<typeof setTimeout> | undefined;
  #waiting: (() => void)[] = [];

  constructor(history: LayerHistory) {
    this.#history = history;
    this.#schedule();
  }

  /** Puts a layer on top, which `close` must close; returns what to call when it is gone. */
  open(close: () => void): () => void {
    const layer = { close };
    this.#layers.push(layer);
    this.#schedule();
    return () => {
      const at = this.#layers.indexOf(layer);
      if (at < 0) return; // closed by Back: its entry has been left already
      this.#layers.splice(at, 1);
      this.#schedule();
    };
  }

  /** Closes the layer on top, as Back would. */
  closeTop(): void {
    this.#layers.at(-1)?.close();
  }

  /** Another entry has become the current one. */
  arrived(): void {
    const sentByUs = this.#travelling !== undefined;
    clearTimeout(this.#travelling);
    this.#travelling = undefined;
    if (!sentByUs) this.#closeDownTo(this.#history.depth());
    this.#settle();
  }

  /** Resolves once the entries are those of the open layers: only then may a page be left for another. */
  settled(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#schedule();
    });
  }

  #closeDownTo(depth: number): void {
    while (this.#layers.length > depth) this.#layers.pop()?.close();
  }

  /** After everything that this turn opens and closes: a sheet that follows another needs no travel. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#settle();
    });
  }

  #settle(): void {
    if (this.#travelling !== undefined || this.#scheduled) return;
    const open = this.#layers.length;
    const depth = this.#history.depth();
    if (depth > open) {
      this.#travelling = setTimeout(() => this.#lookAgain(depth), TRAVEL_MS);
      // One at a time: where a page is loaded anew as a sheet opens, browsers may make one entry of two, and
      // as many steps as there were layers would lead out.
      this.#history.back();
      return;
    }
    for (let next = depth + 1; next <= open; next++) this.#history.push(next);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  /** The browser has not gone anywhere, for instance because there was no such entry. */
  #lookAgain(depthThen: number): void {
    this.#travelling = undefined;
    if (this.#history.depth() === depthThen) this.#history.mark(this.#layers.length);
    this.#settle();
  }
}
