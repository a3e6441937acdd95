import { fileURLToPath } from "node:url";
import type { EncodedPhoto } from "@tureen/persistence/menu/photos/encoded-photo";
import { TureenError } from "@tureen/shared/platform/errors";
import { createApart } from "../../platform/run-apart.ts";
import { readAnswer } from "./encoder/answer.ts";
import { requirePhoto } from "./encoder/photo-kind.ts";

const PROGRAM = fileURLToPath(new URL("encoder/main.ts", import.meta.url));

/** Many times what the largest photo takes; past it the process is stopped. */
const MAX_MS = 60_000;
/** Photos that may wait for the one that is encoded: each is up to MAX_PHOTO_BYTES of memory. */
const MAX_WAITING = 8;

/** Encodes the file of a photo; throws what encode-photo.ts does, and "rate-limited" with a full queue. */
export type PhotoEncoder = (file: Uint8Array) => Promise<EncodedPhoto>;

/** One photo at a time, each in a process of its own: edits go on meanwhile. */
export function createPhotoEncoder({
  maxMs = MAX_MS,
  maxWaiting = MAX_WAITING,
}: {
  readonly maxMs?: number;
  readonly maxWaiting?: number;
} = {}): {
  readonly encode: PhotoEncoder;
  /** Stops the one that is encoded. */
  close(): void;
} {
  const apart = createApart(PROGRAM, {
    ...{ maxMs, maxWaiting },
    // Killed by the system or by its own decoder: it is the file that did that.
    killed: (detail) => new TureenError("photo-broken", { detail }),
    late: (detail) => new TureenError("photo-too-many-pixels", { detail }),
  });
  return {
    async encode(file) {
      // What is none needs no process, and does not wait.
      requirePhoto(file);
      return readAnswer(await apart.run(() => file));
    },
    close: apart.close,
  };
}
