import { seededRandom } from "../bench/random.ts";

/**
 * All chance of a run, from one seed. Whoever decides something on their own has randomness of their own
 * (`fork`), so that what one does never changes what another rolls.
 */
export class SeededRandom {
  readonly #seed: number;
  readonly #random: () => number;

  constructor(seed: number) {
    this.#seed = seed;
    this.#random = seededRandom(seed);
  }

  /** Randomness for somebody with this name: the same for the same seed and name. */
  fork(name: string): SeededRandom {
    // FNV-1a, begun with the seed.
    let hash = (0x811c9dc5 ^ this.#seed) >>> 0;
    for (const sign of name) {
      hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193) >>> 0;
    }
    return new SeededRandom(hash);
  }

  /** A number in [0, 1). */
  next(): number {
    return this.#random();
  }

  /** True once in 1 / `share` times. */
  chance(share: number): boolean {
    return this.#random() < share;
  }

  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number {
    return min + Math.floor(this.#random() * (max - min + 1));
  }

  /** One of these; undefined when there is none. */
  pick<T>(from: readonly T[]): T | undefined {
    return from[Math.floor(this.#random() * from.length)];
  }

  /** The same in another order. */
  shuffle<T>(from: readonly T[]): T[] {
    const all = [...from];
    for (let i = all.length - 1; i > 0; i -= 1) {
      const j = this.int(0, i);
      [all[i], all[j]] = [all[j] as T, all[i] as T];
    }
    return all;
  }
}
