/**
 * Runs that belong to `npm test`. The first is the everyday one; a seed that has found a bug is
 * added with the bug's name, so that its attacks are made again for ever.
 */
export interface PinnedSeed {
  readonly seed: number;
  readonly why: string;
  readonly seconds: number;
  readonly tables: number;
  /** Goes on until every fault and every fail point has fired. */
  readonly exhaustive: boolean;
}

export const PINNED_SEEDS: readonly PinnedSeed[] = [
  { seed: 3, why: "every fault and every fail point", seconds: 45, tables: 6, exhaustive: true },
  {
    seed: 11,
    why: "a node stored its document, which was ahead, as the log's at an earlier number",
    seconds: 20,
    tables: 8,
    exhaustive: false,
  },
];
