/** Things that a test made and that go away after it, the latest first. */
export class Cleanup {
  readonly #releases: (() => unknown)[] = [];

  /** Notes how to let go of a thing; returns the thing. */
  add<T>(thing: T, release: (thing: T) => unknown): T {
    this.#releases.push(() => release(thing));
    return thing;
  }

  async run(): Promise<void> {
    for (let next = this.#releases.pop(); next; next = this.#releases.pop()) await next();
  }
}
