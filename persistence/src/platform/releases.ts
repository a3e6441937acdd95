/** Notes how to let go of a part that has just been made. */
export type Release = (part: string, release: () => unknown) => void;

/** The parts of a process: made one after the other, let go of in reverse. */
export class Releases {
  readonly #parts: { readonly part: string; readonly release: () => unknown }[] = [];

  readonly add: Release = (part, release) => {
    this.#parts.push({ part, release });
  };

  /** Those that are still held, in the order in which they were made. */
  get held(): string[] {
    return this.#parts.map(({ part }) => part);
  }

  /** Lets go of everything; `failed` is told of a part that did not let go cleanly, and the others follow. */
  async run(failed: (part: string, error: unknown) => void): Promise<void> {
    for (let next = this.#parts.pop(); next; next = this.#parts.pop()) {
      try {
        await next.release();
      } catch (error) {
        failed(next.part, error);
      }
    }
  }
}
