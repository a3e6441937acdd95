/** What every part of the comparison works with. */
import { type FullRestaurant, fillDatabase } from "../restaurant.ts";
import type { Arm } from "./arm.ts";
import { familyCpuSeconds } from "./process-cpu.ts";
import type { Results } from "./results.ts";
import { tableSizes } from "./trace.ts";

export interface Bench {
  readonly databaseUrl: string;
  /** The postmaster's process. */
  readonly postgresPid: number;
  readonly secret: string;
  readonly rounds: number;
  /** A short run that only shows that everything works. */
  readonly quick: boolean;
  readonly results: Results;
  readonly say: (text: string) => void;
}

/** A restaurant for a round, with how many sit at each table. */
export interface OpenRestaurant extends FullRestaurant {
  readonly sizes: readonly number[];
}

/** The place of the first diner of each table. */
export function firstPlaces({ sizes }: OpenRestaurant): number[] {
  let next = 0;
  return sizes.map((size) => {
    const first = next;
    next += size;
    return first;
  });
}

/** A restaurant whose tables are sized by the seed, unless `diners` sit at each. */
export async function openRestaurant(
  bench: Bench,
  seed: number,
  tables: number,
  diners?: number,
): Promise<OpenRestaurant> {
  const sizes =
    diners === undefined ? tableSizes(seed, tables) : new Array<number>(tables).fill(diners);
  return { ...(await fillDatabase(bench.databaseUrl, bench.secret, sizes)), sizes };
}

/** The same session with another table as the first; tables are all of one size. */
export function startingAt(opened: OpenRestaurant, table: number): OpenRestaurant {
  const { places, sizes } = opened;
  const first = (table % sizes.length) * (sizes[0] ?? 0);
  return { ...opened, places: [...places.slice(first), ...places.slice(0, first)] };
}

/** CPU time of all Postgres processes so far, seconds. */
export function postgresCpuSeconds(bench: Bench): Promise<number> {
  return familyCpuSeconds(bench.postgresPid);
}

/**
 * The order of a round, counted from 1: everybody begins as often as everybody else, and comes after
 * different ones, so that nobody always gets what the same one left behind.
 */
export function inTurn<T>(all: readonly T[], round: number): T[] {
  const count = all.length;
  const steps = all.map((_, i) => i).filter((step) => greatestDivisor(step, count) === 1);
  const step = steps[(round - 1) % steps.length] ?? 1;
  return all.map((_, i) => all[(round - 1 + i * step) % count] as T);
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

/** Who takes part, and at which restaurant; a new one for each round when only its tables are given. */
type RoundOptions = { readonly arms: readonly Arm[] } & (
  | { readonly tables: number }
  | { readonly open: (round: number) => Promise<OpenRestaurant> }
);

/**
 * Runs `work` for each round and, in turn, each arm, at a restaurant of the round's own. An arm that
 * fails loses that round alone.
 */
export async function eachRound(
  bench: Bench,
  part: string,
  { arms, ...where }: RoundOptions,
  work: (arm: Arm, opened: OpenRestaurant, round: number) => Promise<void>,
): Promise<void> {
  for (let round = 1; round <= bench.rounds; round++) {
    const opened = await ("open" in where
      ? where.open(round)
      : openRestaurant(bench, round, where.tables));
    for (const arm of inTurn(arms, round)) {
      bench.say(`${part}, round ${round} of ${bench.rounds}: ${arm.name}`);
      try {
        await work(arm, opened, round);
      } catch (error) {
        const why = `failed: ${(error as Error).message}`;
        bench.say(`${part}: ${arm.name} ${why}`);
        bench.results.fail({ part, column: arm.name, round, why });
      }
    }
  }
}
