/**
 * Runs that belong to `npm test`. The first is the everyday one; a seed that has found a bug is
 * added with the bug's name, so that its attacks are made again for ever.
 */
export interface PinnedSeed {
  readonly seed: number;
  readonly why: string;
  readonly seconds: number;
  readonly tables: number;
}

export const PINNED_SEEDS: readonly PinnedSeed[] = [
  { seed: 3, why: "every fault and every fail point", seconds: 60, tables: 6 },
];
