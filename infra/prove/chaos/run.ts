/** One run: start the system, let a restaurant live in it, attack it, let it rest, judge. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPool } from "@tureen/persistence/platform/database";
import { ask, signIn } from "./api.ts";
import { attack } from "./attack.ts";
import { judge, type Verdict } from "./checks/judge.ts";
import { loadEvidence } from "./checks/load-evidence.ts";
import { cook } from "./cook.ts";
import { Tally } from "./counts.ts";
import { Recorder } from "./history.ts";
import { pause } from "./pause.ts";
import { comeToRest } from "./rest.ts";
import { buildHouse, type House } from "./restaurant.ts";
import { makeSchedule } from "./schedule.ts";
import { KitchenScreen } from "./screen.ts";
import { Dice } from "./seeded-random.ts";
import { type System, startSystem } from "./system.ts";
import { Party } from "./table-simulation.ts";

const PROGRESS_EVERY_MS = 5_000;
const SCREENS = 2;

export interface ChaosOptions {
  readonly seed: number;
  /** How long the attack lasts; starting, resting and judging come on top. */
  readonly durationMs: number;
  /** What has to have happened before it ends, and how much longer it may last for that. */
  readonly goal?: { readonly isReached: (tally: Tally) => boolean; readonly extraMs: number };
  readonly tables: number;
  readonly dinersPerTable: number;
  /** A Postgres on which to make a database of its own; an embedded one otherwise. */
  readonly postgresUrl?: string | undefined;
  /** Ends the run early, without a verdict. */
  readonly signal: AbortSignal;
  readonly progress: (line: string) => void;
}

export interface ChaosRun {
  readonly seed: number;
  readonly tally: Tally;
  readonly verdict: Verdict;
  /** What broke apart from the promises: processes that ended by themselves, what found no rest. */
  readonly trouble: readonly string[];
  /** Output of the processes; kept when something was found. */
  readonly logs: string | undefined;
  readonly ok: boolean;
}

/** Runs until judged. Rejects when interrupted or when the system cannot be run at all. */
export async function runChaos(options: ChaosOptions): Promise<ChaosRun> {
  const { seed, progress } = options;
  const dice = new Dice(seed);
  const tally = new Tally();
  const trouble: string[] = [];
  const logs = await mkdtemp(join(tmpdir(), "tureen-chaos-"));
  let keepLogs = true;
  let house: House | undefined;
  let system: System | undefined;
  try {
    progress("starting Postgres, Redis, two nodes and a worker");
    system = await startSystem({
      dice: dice.fork("system"),
      tally,
      postgresUrl: options.postgresUrl,
      prepare: async (url) => {
        house = await buildHouse(url, options.tables);
      },
      logs,
      onCrash: (sentence) => trouble.push(sentence),
    });
    if (!house) throw new Error("there is no restaurant to attack");
    options.signal.throwIfAborted();
    const verdict = await liveAndJudge(system, house, dice, tally, trouble, options);
    keepLogs = !verdict.ok || trouble.length > 0;
    const ok = verdict.ok && trouble.length === 0;
    return { seed, tally, verdict, trouble, logs: keepLogs ? logs : undefined, ok };
  } catch (error) {
    if (options.signal.aborted) keepLogs = false;
    else progress(`output of the processes: ${logs}`);
    throw error;
  } finally {
    await system?.stop();
    if (!keepLogs) await rm(logs, { recursive: true, force: true });
  }
}

async function liveAndJudge(
  system: System,
  house: House,
  dice: Dice,
  tally: Tally,
  trouble: string[],
  options: ChaosOptions,
): Promise<Verdict> {
  const { progress } = options;
  const { origins } = system;
  const { restaurantId } = house;
  const recorder = new Recorder();
  const origin = origins[0] as string;
  const [waiter, kitchen] = [
    await signIn(origin, house.staff.waiter),
    await signIn(origin, house.staff.kitchen),
  ];
  const code = house.tables[0]?.code ?? "";
  const { menu } = await ask(origin, "readTableMenu", { params: { code } });
  const shared = { origins, recorder, tally };
  const parties = house.tables.map(
    (table, i) =>
      new Party({
        ...shared,
        name: `table ${i + 1}`,
        table,
        size: options.dinersPerTable,
        waiter,
        menu,
        dice: dice.fork(`table ${i + 1}`),
      }),
  );
  const screens: KitchenScreen[] = [];
  const over = new AbortController();
  const end = () => over.abort();
  options.signal.addEventListener("abort", end, { once: true });
  try {
    await Promise.all(parties.map((party) => party.sitDown(options.signal)));
    for (let i = 1; i <= SCREENS; i += 1) {
      const name = `screen ${i}`;
      screens.push(new KitchenScreen({ ...shared, name, cookie: kitchen, dice: dice.fork(name) }));
    }
    const { signal } = over;
    const cooks = screens.map((screen, i) => {
      const name = `cook ${i + 1}`;
      return cook({ ...shared, name, screen, cookie: kitchen, dice: dice.fork(name), signal });
    });
    const everything = [
      ...parties.map((party) => party.live(signal)),
      ...cooks,
      attack({
        system,
        schedule: makeSchedule(
          dice.fork("schedule"),
          options.durationMs + (options.goal?.extraMs ?? 0),
        ),
        parties,
        recorder,
        tally,
        dice: dice.fork("attack"),
        signal,
      }),
      report(options, tally, signal),
      untilOver(options, tally, signal).then(end),
    ];
    // One that fails ends the others, and none of them is left running behind our back.
    await Promise.all(everything.map((part) => part.finally(end))).finally(() =>
      Promise.allSettled(everything),
    );
    options.signal.throwIfAborted();

    progress("letting it come to rest");
    await system.calm();
    for (const party of parties) party.comeBack();
    const database = createPool({ url: system.databaseUrl, poolMin: 0, poolMax: 4 });
    try {
      const replicas = await comeToRest({
        database,
        restaurantId,
        parties,
        screens,
        nodes: origins.length,
        onRestless: (sentence) => trouble.push(sentence),
      });
      progress(`judging ${recorder.events.length} events`);
      const stored = await loadEvidence(database, restaurantId);
      return judge(recorder, { ...stored, replicas });
    } finally {
      await database.end();
    }
  } finally {
    over.abort();
    options.signal.removeEventListener("abort", end);
    await Promise.all(screens.map((screen) => screen.close()));
    for (const party of parties) party.leave();
  }
}

/** The time that was asked for, and more while the goal is not reached. */
async function untilOver(
  { durationMs, goal }: ChaosOptions,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  await pause(durationMs, signal);
  const late = Date.now() + (goal?.extraMs ?? 0);
  while (goal && Date.now() < late && !goal.isReached(tally)) {
    if (!(await pause(100, signal))) return;
  }
}

async function report(
  { progress, durationMs }: ChaosOptions,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const started = Date.now();
  while (await pause(PROGRESS_EVERY_MS, signal)) {
    const seconds = Math.round((Date.now() - started) / 1000);
    const faults = Object.values(tally.faults).reduce((sum, times) => sum + times, 0);
    progress(
      `${seconds} of ${Math.round(durationMs / 1000)} s: ${tally.edits} edits, ` +
        `${tally.actions.confirm} confirms, ${tally.killed} kills, ${faults} other faults`,
    );
  }
}
