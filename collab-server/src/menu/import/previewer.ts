import { fileURLToPath } from "node:url";
import type {
  ImportFile,
  ImportGround,
  ImportPreview,
} from "@tureen/persistence/menu/draft/preview-import";
import { TureenError } from "@tureen/shared/platform/errors";
import { createApart } from "../../platform/run-apart.ts";

const PROGRAM = fileURLToPath(new URL("previewer-process.ts", import.meta.url));

/** Many times what the largest menu takes; past it the process is stopped. */
const MAX_MS = 20_000;
/** Previews that may wait for the one that is made: each holds its file and its restaurant's menu. */
const MAX_WAITING = 8;
/** Several times what a file of MAX_MENU_FILE_BYTES takes beside a long menu. */
const MAX_HEAP_MB = 512;

/** A file and what it is compared with, as the process gets it. */
export interface PreviewTask {
  readonly ground: ImportGround;
  readonly file: ImportFile;
}

/**
 * What a file would make of a draft (preview-import.ts); throws "body-too-large" for one that takes too
 * much, and "rate-limited" with a full queue.
 */
export type ImportPreviewer = (task: PreviewTask) => Promise<ImportPreview>;

/** One preview at a time, each in a process of its own: edits go on meanwhile. */
export function createImportPreviewer({ maxMs = MAX_MS }: { readonly maxMs?: number } = {}): {
  readonly preview: ImportPreviewer;
  /** Stops the one that is made. */
  close(): void;
} {
  const tooLarge = (detail: string) => new TureenError("body-too-large", { detail });
  const apart = createApart(PROGRAM, {
    ...{ maxMs, maxHeapMb: MAX_HEAP_MB, maxWaiting: MAX_WAITING },
    ...{ killed: tooLarge, late: tooLarge },
  });
  return {
    async preview(task) {
      const answer = await apart.run(() => Buffer.from(JSON.stringify(task)));
      return JSON.parse(answer.toString("utf8")) as ImportPreview;
    },
    close: apart.close,
  };
}
