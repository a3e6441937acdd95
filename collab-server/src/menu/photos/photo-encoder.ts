import { spawn } from "node:child_process";
import { once } from "node:events";
import { buffer, text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { EncodedPhoto } from "@tureen/persistence/menu/photos/encoded-photo";
import { TureenError } from "@tureen/shared/platform/errors";
import { createKeyedMutex } from "../../platform/keyed-mutex.ts";
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
  const inLine = createKeyedMutex(maxWaiting);
  const closing = new AbortController();
  return {
    async encode(file) {
      // What is none needs no process, and does not wait.
      requirePhoto(file);
      return inLine("", () => encodeApart(file, maxMs, closing.signal));
    },
    close: () => closing.abort(),
  };
}

async function encodeApart(
  file: Uint8Array,
  maxMs: number,
  closing: AbortSignal,
): Promise<EncodedPhoto> {
  if (closing.aborted) throw new TureenError("restarting");
  const child = spawn(process.execPath, [PROGRAM], {
    // Nothing of ours: no password, no key.
    env: {},
    stdio: ["pipe", "pipe", "pipe"],
  });
  const stop = () => child.kill("SIGKILL");
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    stop();
  }, maxMs);
  closing.addEventListener("abort", stop);
  try {
    // It may end before it has read all: what it says then counts.
    child.stdin.on("error", () => {});
    child.stdin.end(file);
    const [[code, signal], answer, complaint] = await Promise.all([
      once(child, "close"),
      buffer(child.stdout),
      text(child.stderr),
    ]);
    if (code === 0) return readAnswer(answer);
    if (closing.aborted) throw new TureenError("restarting");
    // Killed by the system or by its own decoder: it is the file that did that.
    if (signal !== null && !late) throw new TureenError("photo-broken", { detail: String(signal) });
    if (late) throw new TureenError("photo-too-many-pixels", { detail: `longer than ${maxMs} ms` });
    throw new Error(`the encoder of photos ended with ${code}: ${complaint.slice(0, 2_000)}`);
  } finally {
    clearTimeout(timer);
    closing.removeEventListener("abort", stop);
  }
}
