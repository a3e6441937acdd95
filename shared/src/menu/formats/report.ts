/** Questions that an option of the reading answers. */
export const ASKS = ["sizes", "headings"] as const;
export type Ask = (typeof ASKS)[number];

/** What there is to tell about a file that was read. */
export interface ImportNote {
  /**
   * "not-kept": the file says it and no menu of ours can; "changed": it was kept in another form;
   * "question": somebody has to decide; "no-price": the dish is not for sale yet; "fault": nothing is
   * imported before it is mended.
   */
  readonly kind: "not-kept" | "changed" | "question" | "no-price" | "fault";
  /** Where in the file: `items[3].image_url`, `row 7, Price`. */
  readonly path: string;
  /** One sentence, in English. */
  readonly message: string;
  /** What would answer the question: an option of the reading (read-menu.ts). */
  readonly ask?: Ask;
  /** How many other places there are that the same is true of; left out for none. */
  readonly more?: number;
}

/** Gathers notes while a file is read. */
export class Notes {
  readonly #notes: ImportNote[] = [];

  add(kind: ImportNote["kind"], path: string, message: string): void {
    this.#notes.push({ kind, path, message });
  }

  /** Notes a question that an option of the reading answers. */
  ask(ask: Ask, path: string, message: string): void {
    this.#notes.push({ kind: "question", path, message, ask });
  }

  /**
   * All that was noted, faults first. What was not kept is told once for the same field of many things:
   * six hundred photos are one sentence.
   */
  list(): ImportNote[] {
    const [lost, others] = [
      this.#notes.filter(({ kind }) => kind === "not-kept"),
      this.#notes.filter(({ kind }) => kind !== "not-kept"),
    ];
    const alike = Map.groupBy(lost, ({ path, message }) =>
      JSON.stringify([path.replace(/\[[^\]]*\]|\d+/g, "*"), message]),
    );
    const once = [...alike.values()].flatMap(([first, ...rest]) =>
      first ? [{ ...first, ...(rest.length > 0 && { more: rest.length }) }] : [],
    );
    const faults = others.filter(({ kind }) => kind === "fault");
    return [...faults, ...others.filter(({ kind }) => kind !== "fault"), ...once];
  }
}
