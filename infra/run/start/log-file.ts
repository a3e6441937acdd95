import { createWriteStream, renameSync, statSync, type WriteStream } from "node:fs";

/** Two files of this size at most: the current one, and the one before it. */
const MAX_BYTES = 10 * 1024 * 1024;

/** Appends lines to a file that only we can read; when it is full it becomes `<path>.1`. */
export class LogFile {
  readonly path: string;
  #stream: WriteStream;
  #size: number;

  constructor(path: string) {
    this.path = path;
    this.#size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    this.#stream = this.#open();
  }

  write(line: string): void {
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
    await new Promise<void>((resolve) => this.#stream.end(resolve));
  }

  #open(): WriteStream {
    const stream = createWriteStream(this.path, { flags: "a", mode: 0o600 });
    // A full disk must not take the kitchen down; the terminal still shows warnings.
    stream.on("error", (error) => console.error(`${this.path}: ${error.message}`));
    return stream;
  }
}
