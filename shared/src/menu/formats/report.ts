import { formatMessage, type Params } from "../../platform/i18n/format.ts";
import { messages } from "./messages/en.ts";

/** Questions that an option of the reading answers. */
export const ASKS = ["sizes", "headings"] as const;
export type Ask = (typeof ASKS)[number];

/** What can be told of a place in a file: messages/ has the sentences. */
export type NoteCode = keyof typeof messages;

/** A sentence about a place in a file, in no language yet. */
export interface Told {
  readonly code: NoteCode;
  /** What the sentence names. */
  readonly params?: Params;
}

/** Says it in English: for commands, and for clients that do not know the code. */
export function toldText({ code, params }: Told): string {
  return formatMessage(messages[code], "en", params);
}

/** What there is to tell about a file that was read. */
export interface ImportNote extends Told {
  /**
   * "not-kept": the file says it and no menu of ours can; "changed": it was kept in another form;
   * "question": somebody has to decide; "no-price": the dish is not for sale yet; "fault": nothing is
   * imported before it is mended.
   */
  readonly kind: "not-kept" | "changed" | "question" | "no-price" | "fault";
  /** Where in the file: `items[3].image_url`, `row 7, Price`. */
  readonly path: string;
  /** What would answer the question: an option of the reading (read-menu.ts). */
  readonly ask?: Ask;
  /** How many other places there are that the same is true of; left out for none. */
  readonly more?: number;
}

/** Gathers notes while a file is read. */
export class Notes {
  readonly #notes: ImportNote[] = [];

  add(kind: ImportNote["kind"], path: string, code: NoteCode, params?: Params): void {
    this.#notes.push({ kind, path, code, ...(params && { params }) });
  }

  /** Notes a question that an option of the reading answers. */
  ask(ask: Ask, path: string, code: NoteCode, params?: Params): void {
    this.#notes.push({ kind: "question", path, code, ...(params && { params }), ask });
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
    const alike = Map.groupBy(lost, ({ path, code, params }) =>
      JSON.stringify([path.replace(/\[[^\]]*\]|\d+/g, "*"), code, params]),
    );
    const once = [...alike.values()].flatMap(([first, ...rest]) =>
      first ? [{ ...first, ...(rest.length > 0 && { more: rest.length }) }] : [],
    );
    const faults = others.filter(({ kind }) => kind === "fault");
    return [...faults, ...others.filter(({ kind }) => kind !== "fault"), ...once];
  }
}
