import { ARMS } from "../arms/all.ts";
import { type Bench, eachRound } from "../bench.ts";
import { searchCapacity, type Trial } from "../capacity-search.ts";
import { generatorProblem } from "../generator-load.ts";
import { type TableSimulation, withTableSimulation } from "../table-simulation.ts";

const part = "capacity";
const FIRST_TRY = 2_000;
const CALM_PER_SECOND = 100;
const CALM_SECONDS = 0.2;
const P99_BOUND_MS = 100;
/** Below this share, edits were on their way for longer than the settling time. */
const MIN_SEEN_SHARE = 0.999;

/** The highest load at which the others still see an edit within 100 ms at p99. */
export async function measureCapacity(bench: Bench): Promise<void> {
  const { results, quick } = bench;
  const seconds = quick ? 1 : 1.5;
  results.note(
    part,
    `steps of a fifth, ${seconds} s each, missed only when missed twice; server, database and generator share this machine, so that with a machine each they would reach more; a round in which the generator had no CPU time left does not count`,
  );
  const known = new Map<string, number>();
  const options = { arms: ARMS, tables: quick ? 40 : 120 };
  await eachRound(bench, part, options, async (arm, opened, round) => {
    const column = arm.name;
    const found = await withTableSimulation(bench, arm, opened, round, async (simulation) => {
      await simulation.connect();
      await simulation.open();
      await simulation.warmUp(quick ? 2 : 3);
      return searchCapacity(known.get(column) ?? FIRST_TRY, async (rate) => {
        // One pause of somebody's, for garbage or for the disk, is no limit.
        const first = await tryRate(simulation, rate, seconds);
        const trial = first !== "missed" ? first : await tryRate(simulation, rate, seconds);
        bench.say(`${part}: ${column}, ${rate} edits/s: ${trial}`);
        return trial;
      });
    });
    if (found.rate > 0) known.set(column, found.rate);
    if (found.limit === "generator") {
      const why = `the generator was the limit; ${found.rate} edits/s were kept`;
      results.discard({ part, column, round, why });
    } else if (found.rate === 0) {
      results.discard({ part, column, round, why: "no step was kept" });
    } else {
      const name = { part, figure: "edits/s with p99 under 100 ms", unit: "/s", column };
      results.add(name, round, found.rate);
    }
  });
}

async function tryRate(simulation: TableSimulation, rate: number, seconds: number): Promise<Trial> {
  // What the step before left behind is worked off.
  await simulation.drive(CALM_PER_SECOND, CALM_SECONDS);
  const { propagation, seenShare, generator } = await simulation.drive(rate, seconds);
  if (propagation.p99 < P99_BOUND_MS && seenShare >= MIN_SEEN_SHARE) return "kept";
  // A generator that is late with CPU time left waits for servers and database: the machine is full.
  return generatorProblem({ ...generator, lateP99Ms: 0 }) === null ? "missed" : "generator";
}
