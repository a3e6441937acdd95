/** `npm run bench -- --peers`: ours beside other ways to share a cart. */
import type { Bench } from "./bench.ts";
import { measureCapacity } from "./parts/capacity.ts";
import { measureColdLoad } from "./parts/cold-load.ts";
import { measureConfirms } from "./parts/confirms.ts";
import { measureGrowth } from "./parts/growth.ts";
import { measureLoad } from "./parts/load.ts";
import { measureMemory } from "./parts/memory.ts";
import { measureMessages } from "./parts/messages.ts";
import { measureNodes } from "./parts/nodes.ts";
import { measurePropagation } from "./parts/propagation.ts";
import { measureRows } from "./parts/rows.ts";
import { measureStorm } from "./parts/storm.ts";
import { Progress } from "./progress.ts";

interface Part {
  readonly measure: (bench: Bench) => Promise<void>;
  /** What a round takes on two cores, seconds; only to say when it will be over. */
  readonly roundSeconds: number;
  /** Rounds at most, where more would take very long or change nothing. */
  readonly maxRounds?: number;
}

/** What a quick run takes less. */
const QUICKER = 4;

/** In the order in which they run: the one that fills the database last. */
const PARTS: Readonly<Record<string, Part>> = {
  propagation: { measure: measurePropagation, roundSeconds: 162 },
  load: { measure: measureLoad, roundSeconds: 93 },
  capacity: { measure: measureCapacity, roundSeconds: 95 },
  memory: { measure: measureMemory, roundSeconds: 29 },
  cold: { measure: measureColdLoad, roundSeconds: 33 },
  storm: { measure: measureStorm, roundSeconds: 27 },
  messages: { measure: measureMessages, roundSeconds: 30, maxRounds: 1 },
  confirms: { measure: measureConfirms, roundSeconds: 25 },
  growth: { measure: measureGrowth, roundSeconds: 152 },
  nodes: { measure: measureNodes, roundSeconds: 44 },
  rows: { measure: measureRows, roundSeconds: 36 },
};

/**
 * The parts that a comma-separated list names; all of them when there is none. Throws RangeError for
 * a name that is none.
 */
export function choosePeerParts(list: string | undefined): string[] {
  const all = Object.keys(PARTS);
  if (list === undefined) return all;
  const wanted = list.split(",");
  const unknown = wanted.find((name) => !all.includes(name));
  if (unknown !== undefined) {
    throw new RangeError(`"${unknown}" is no part of the comparison; there are ${all.join(", ")}`);
  }
  return all.filter((name) => wanted.includes(name));
}

/**
 * Runs the named parts one after the other; what they find is in `bench.results`, and `measured` is
 * called after each. Returns whether all of them came to their end.
 */
export async function comparePeers(
  bench: Bench,
  parts: readonly string[],
  measured: () => Promise<void>,
): Promise<boolean> {
  const chosen = parts.flatMap((name) => {
    const part = PARTS[name];
    if (!part) return [];
    const rounds = Math.min(bench.rounds, part.maxRounds ?? bench.rounds);
    const roundSeconds = bench.quick ? part.roundSeconds / QUICKER : part.roundSeconds;
    return [{ ...part, name, rounds, seconds: roundSeconds * rounds }];
  });
  const progress = new Progress(chosen, () => performance.now());
  const say = (text: string) => bench.say(`[${progress.stamp}] ${text}`);
  say(`${parts.join(", ")}; rounds: ${bench.rounds}`);
  for (const { name, measure, rounds } of chosen) {
    progress.next();
    try {
      await measure({ ...bench, rounds, say });
    } catch (error) {
      // The other parts' figures are worth having all the same.
      bench.results.failures += 1;
      const why = (error as Error).message;
      say(`${name} failed: ${why}`);
      bench.results.note(name, `NOT measured to the end: ${why}`);
    }
    await measured();
  }
  say("measured");
  return bench.results.failures === 0;
}
