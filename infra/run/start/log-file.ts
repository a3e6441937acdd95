import { createWriteStream, renameSync, statSync, type WriteStream } from "node:fs";

/** Two files of this size at most: the current one, and the one before it. */
const MAX_BYTES = 10 * 1024 * 1024;

/** A file that could not be written is tried again after so long, ms. */
const AGAIN_MS = 5_000;

/** Appends lines to a file that only we can read; when it is full it becomes `<path>.1`. */
export class LogFile {
  readonly path: string;
  #stream: WriteStream;
  /** When it could last not be written, by the monotonic clock; undefined while it can. */
  #brokenAt: number | undefined;
  #size: number;

  constructor(path: string) {
    this.path = path;
    this.#size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    this.#stream = this.#open();
  }

  write(line: string): void {
    if (this.#brokenAt !== undefined) {
      if (performance.now() - this.#brokenAt < AGAIN_MS) return;
      this.#brokenAt = undefined;
      this.#stream = this.#open();
    }
    if (this.#size > MAX_BYTES) {
      this.#stream.end();
      renameSync(this.path, `${this.path}.1`);
      this.#size = 0;
      this.#stream = this.#open();
    }
    this.#size += Buffer.byteLength(line) + 1;
    this.#stream.write(`${line}\n`);
  }

  async close(): Promise<void> {
    if (this.#brokenAt !== undefined) return;
    await new Promise<void>((resolve) => this.#stream.end(() => resolve()));
  }

  #open(): WriteStream {
    const stream = createWriteStream(this.path, { flags: "a", mode: 0o600 });
    // A full disk must not take the kitchen down; the terminal still shows warnings.
    stream.on("error", (error) => {
      console.error(`${this.path}: ${error.message}`);
      if (this.#stream === stream) this.#brokenAt = performance.now();
    });
    return stream;
  }
}
