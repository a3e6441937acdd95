import type { Answer } from "@tureen/shared/endpoints";
import { MAX_MENU_FILE_BYTES, MAX_SPREADSHEET_BYTES } from "@tureen/shared/platform/limits";
import { batch, createSignal, onCleanup } from "solid-js";
import { ApiError, call, codeOf } from "../../../platform/live/api.ts";
import { upload } from "../../../platform/live/upload.ts";
import type { ClientErrorCode } from "../../../platform/ui/errors.ts";
import { decodeText } from "./decode-text.ts";

type Sheet = Answer<"readSpreadsheet">["sheets"][number];
export type Preview = Answer<"previewMenuImport">;

/** What somebody brings: a file's text, or the sheets of a spreadsheet. */
export type Source =
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly sheets: readonly Sheet[] };

/** What the reader of the file was asked, and answers. */
export interface Answers {
  readonly sizes: boolean;
  /** Undefined until it was answered. */
  readonly headings: boolean | undefined;
  /** By title: what a column is. */
  readonly columns: Readonly<Record<string, string>>;
  /** Names of the sheets that are wanted. */
  readonly sheets: readonly string[];
}

/** Where it stands: waiting for a file, a part of it sent, read by the server, or failed. */
export type ImportState =
  | { readonly kind: "idle" }
  | { readonly kind: "sending"; readonly part: number }
  | { readonly kind: "reading" }
  | { readonly kind: "failed"; readonly code: ClientErrorCode };

/** Pasted rows have no name; a table is told by its signs. */
const PASTED = "pasted.txt";
const NO_ANSWERS: Answers = { sizes: false, headings: undefined, columns: {}, sheets: [] };

/**
 * Brings one file at a time as far as a preview of what it makes of the draft; nothing is changed. Another
 * file, another answer or the end of its owner calls off what is under way.
 */
export function createImport(deps: {
  /** Of the restaurant, for files that do not say how their text is written. */
  readonly locale: () => string;
  /** Resolves when everything that was written here has arrived: what is previewed is what is shown. */
  readonly settled: () => Promise<unknown>;
  /** Shows the sign-in when `error` means that it is over. */
  readonly endedBy: (error: unknown) => boolean;
}) {
  const [state, setState] = createSignal<ImportState>({ kind: "idle" });
  const [source, setSource] = createSignal<Source>();
  const [answers, setAnswers] = createSignal<Answers>(NO_ANSWERS);
  const [preview, setPreview] = createSignal<Preview>();
  let running: AbortController | undefined;

  /** Does the latest of what was asked for; what it overtakes is forgotten. */
  async function run(task: (own: AbortController) => Promise<void>): Promise<void> {
    running?.abort();
    const own = new AbortController();
    running = own;
    try {
      await task(own);
      if (running === own) setState({ kind: "idle" });
    } catch (error) {
      if (running !== own || deps.endedBy(error)) return;
      setState({ kind: "failed", code: codeOf(error) });
    }
  }

  async function read(brought: Source, own: AbortController): Promise<void> {
    const { sizes, headings, columns, sheets } = answers();
    setState({ kind: "reading" });
    await deps.settled();
    const body = {
      ...{ fileName: brought.name.slice(0, 200), sizes, columns },
      ...(headings !== undefined && { headings }),
      ...("text" in brought
        ? { text: brought.text }
        : { sheets: brought.sheets.filter(({ name }) => sheets.includes(name)) }),
    };
    const answer = await call("previewMenuImport", { body: body as never });
    if (running === own) setPreview(answer);
  }

  function begin(brought: Source): void {
    batch(() => {
      const sheets = "sheets" in brought ? brought.sheets.map(({ name }) => name) : [];
      setAnswers({ ...NO_ANSWERS, sheets });
      setPreview(undefined);
      setSource(brought);
    });
  }

  async function sourceOf(file: File, own: AbortController): Promise<Source> {
    if (file.size > Math.max(MAX_MENU_FILE_BYTES, MAX_SPREADSHEET_BYTES)) {
      throw new ApiError("body-too-large");
    }
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (!isSpreadsheet(bytes)) return { name: file.name, text: decodeText(bytes, deps.locale()) };
    const { sheets } = await upload("readSpreadsheet", file, {
      signal: own.signal,
      onProgress(part) {
        if (running === own) setState(part < 1 ? { kind: "sending", part } : { kind: "reading" });
      },
    });
    return { name: file.name, sheets };
  }

  onCleanup(() => running?.abort());
  return {
    state,
    source,
    answers,
    preview,
    /** Reads a file that somebody chose, dropped or pasted. */
    bring: (file: File) =>
      run(async (own) => {
        setState({ kind: "sending", part: 0 });
        const brought = await sourceOf(file, own);
        if (running !== own) return;
        begin(brought);
        await read(brought, own);
      }),
    /** Reads text that somebody pasted. */
    bringText: (text: string) =>
      run(async (own) => {
        const brought = { name: PASTED, text };
        begin(brought);
        await read(brought, own);
      }),
    /** Reads the same file again with another answer, or as the draft is now. */
    answer: (change: Partial<Answers> = {}) =>
      run(async (own) => {
        const brought = source();
        setAnswers((all) => ({ ...all, ...change }));
        if (brought) await read(brought, own);
      }),
    /** Puts the file away. */
    clear() {
      running?.abort();
      running = undefined;
      batch(() => {
        setState({ kind: "idle" });
        setSource(undefined);
        setPreview(undefined);
      });
    },
  };
}

export type MenuImport = ReturnType<typeof createImport>;

/** A zip, or the file of an old spreadsheet: which of them can be read, the server knows. */
function isSpreadsheet(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  return (first === 0x50 && second === 0x4b) || (first === 0xd0 && second === 0xcf);
}
