import { fileURLToPath } from "node:url";
import type { SheetText } from "@tureen/shared/menu/formats/read-csv";
import { type ErrorCode, TureenError } from "@tureen/shared/platform/errors";
import { createApart } from "../../platform/run-apart.ts";

const PROGRAM = fileURLToPath(new URL("reader.ts", import.meta.url));

/** Many times what the largest menu takes; past it the process is stopped. */
const MAX_MS = 20_000;
/** Files that may wait for the one that is read: each is up to MAX_SPREADSHEET_BYTES of memory. */
const MAX_WAITING = 8;
/** Several times what the largest table takes that is not refused. */
const MAX_HEAP_MB = 384;

/** What the reader's process says. */
export type SpreadsheetAnswer =
  | { readonly sheets: readonly SheetText[] }
  | { readonly refused: ErrorCode };

/** Reads the file of a spreadsheet; throws what read-spreadsheet.ts does, and "rate-limited" with a full queue. */
export type SpreadsheetReader = (file: Uint8Array) => Promise<readonly SheetText[]>;

/** One spreadsheet at a time, each in a process of its own: edits go on meanwhile. */
export function createSpreadsheetReader({ maxMs = MAX_MS }: { readonly maxMs?: number } = {}): {
  readonly read: SpreadsheetReader;
  /** Stops the one that is read. */
  close(): void;
} {
  const tooLarge = (detail: string) => new TureenError("spreadsheet-too-large", { detail });
  const apart = createApart(PROGRAM, {
    ...{ maxMs, maxHeapMb: MAX_HEAP_MB, maxWaiting: MAX_WAITING },
    ...{ killed: tooLarge, late: tooLarge },
  });
  return {
    async read(file) {
      const answer = await apart.run(() => file);
      const said = JSON.parse(answer.toString("utf8")) as SpreadsheetAnswer;
      if ("refused" in said) throw new TureenError(said.refused);
      return said.sheets;
    },
    close: apart.close,
  };
}
