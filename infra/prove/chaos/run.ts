/** One run: start the system, let a restaurant live in it, attack it, let it rest, judge. */
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPool } from "@tureen/persistence/platform/database";
import { ask, signIn } from "./api.ts";
import { type AppBrowser, type AppBrowserName, startAppBrowser } from "./app/browser.ts";
import { AppGuest } from "./app/guest.ts";
import { attack } from "./attack.ts";
import { judge, type Verdict } from "./checks/judge.ts";
import { loadEvidence } from "./checks/load-evidence.ts";
import { cook } from "./cook.ts";
import { RunCounts } from "./counts.ts";
import { runDesk } from "./desk.ts";
import { Recorder } from "./history.ts";
import { pause } from "./pause.ts";
import { prepareRelease, type Release, rollOut } from "./release.ts";
import { comeToRest } from "./rest.ts";
import { buildRestaurant, type SimulatedRestaurant } from "./restaurant.ts";
import { makeSchedule } from "./schedule.ts";
import { KitchenScreen } from "./screen.ts";
import { SeededRandom } from "./seeded-random.ts";
import { type System, startSystem } from "./system.ts";
import { TableSimulation } from "./table-simulation.ts";

const PROGRESS_EVERY_MS = 5_000;
const SCREENS = 2;
/** Of the changes of the table with the app's page, how many give it to new guests. */
const APP_TURNOVER = 0.07;
/** When the release is rolled out: enough of the run lies before it and behind it. */
const RELEASE_AT = 0.35;

export interface ChaosOptions {
  readonly seed: number;
  /** How long the attack lasts; starting, resting and judging come on top. */
  readonly durationMs: number;
  /** What has to have happened before it ends, and how much longer it may last for that. */
  readonly goal?: {
    readonly isReached: (runCounts: RunCounts) => boolean;
    readonly extraMs: number;
  };
  readonly tables: number;
  /** In which the real app runs; Chromium unless another is named. */
  readonly browser?: AppBrowserName;
  readonly dinersPerTable: number;
  /** A Postgres on which to make a database of its own; an embedded one otherwise. */
  readonly postgresUrl?: string | undefined;
  /** Ends the run early, without a verdict. */
  readonly signal: AbortSignal;
  readonly progress: (line: string) => void;
}

export interface ChaosRun {
  readonly seed: number;
  /** The browser of the real app, with its version. */
  readonly browser: string;
  readonly runCounts: RunCounts;
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
  const random = new SeededRandom(seed);
  const runCounts = new RunCounts();
  const trouble: string[] = [];
  const logs = await mkdtemp(join(tmpdir(), "tureen-chaos-"));
  let keepLogs = true;
  let restaurant: SimulatedRestaurant | undefined;
  let system: System | undefined;
  let browser: AppBrowser | undefined;
  let release: Release | undefined;
  try {
    progress("starting Postgres, Redis, two nodes, a worker, the web server and a browser");
    system = await startSystem({
      random: random.fork("system"),
      runCounts,
      postgresUrl: options.postgresUrl,
      prepare: async (url) => {
        restaurant = await buildRestaurant(url, options.tables);
      },
      logs,
      onCrash: (sentence) => trouble.push(sentence),
    });
    if (!restaurant) throw new Error("there is no restaurant to attack");
    options.signal.throwIfAborted();
    browser = await startAppBrowser(options.browser ?? "chromium");
    release = await prepareRelease(system);
    const scene = { system, restaurant, browser, release, random, runCounts, trouble };
    const verdict = await liveAndJudge(scene, options);
    // A run in which these did not happen proves nothing about them.
    if (runCounts.appEdits === 0) trouble.push("nothing was tapped on the real app's page");
    if (runCounts.appSaved === 0) trouble.push("the real app's page called nothing saved");
    if (runCounts.releases === 0) trouble.push("no release was rolled out");
    keepLogs = !verdict.ok || trouble.length > 0;
    const ok = verdict.ok && trouble.length === 0;
    return {
      seed,
      browser: browser.name,
      runCounts,
      verdict,
      trouble,
      logs: keepLogs ? logs : undefined,
      ok,
    };
  } catch (error) {
    if (options.signal.aborted) keepLogs = false;
    else progress(`output of the processes: ${logs}`);
    throw error;
  } finally {
    await browser?.close();
    await system?.stop();
    await release?.remove();
    if (!keepLogs) await rm(logs, { recursive: true, force: true });
  }
}

interface Scene {
  readonly system: System;
  readonly restaurant: SimulatedRestaurant;
  readonly browser: AppBrowser;
  readonly release: Release;
  readonly random: SeededRandom;
  readonly runCounts: RunCounts;
  readonly trouble: string[];
}

async function liveAndJudge(
  { system, restaurant, browser, release, random, runCounts, trouble }: Scene,
  options: ChaosOptions,
): Promise<Verdict> {
  const { progress } = options;
  const { origins } = system;
  const { restaurantId } = restaurant;
  const recorder = new Recorder();
  const origin = origins[0] as string;
  const [manager, waiter, kitchen] = [
    await signIn(origin, restaurant.staff.manager),
    await signIn(origin, restaurant.staff.waiter),
    await signIn(origin, restaurant.staff.kitchen),
  ];
  const code = restaurant.tables[0]?.code ?? "";
  const { menu } = await ask(origin, "readTableMenu", { params: { code } });
  const shared = { origins, recorder, runCounts };
  const simulations = restaurant.tables.map(
    (table, i) =>
      new TableSimulation({
        ...shared,
        name: `table ${i + 1}`,
        table,
        size: options.dinersPerTable,
        // A browser takes long to sit down anew.
        ...(i === 0 && { turnover: APP_TURNOVER }),
        waiter,
        menu,
        random: random.fork(`table ${i + 1}`),
      }),
  );
  const app = await AppGuest.start({
    browser,
    webPort: system.web.port,
    table: simulations[0] as TableSimulation,
    menu,
    recorder,
    runCounts,
    random: random.fork("app"),
  });
  const screens: KitchenScreen[] = [];
  const over = new AbortController();
  const end = () => over.abort();
  options.signal.addEventListener("abort", end, { once: true });
  try {
    await Promise.all(simulations.map((simulation) => simulation.sitDown(options.signal)));
    await app.sitDown(options.signal);
    for (let i = 1; i <= SCREENS; i += 1) {
      const name = `screen ${i}`;
      screens.push(
        new KitchenScreen({ ...shared, name, cookie: kitchen, random: random.fork(name) }),
      );
    }
    const { signal } = over;
    const cooks = screens.map((screen, i) => {
      const name = `cook ${i + 1}`;
      return cook({ ...shared, name, screen, cookie: kitchen, random: random.fork(name), signal });
    });
    const everything = [
      ...simulations.map((simulation) => simulation.live(signal)),
      ...cooks,
      runDesk({ ...shared, simulations, cookie: manager, random: random.fork("desk"), signal }),
      attack({
        system,
        schedule: makeSchedule(
          random.fork("schedule"),
          options.durationMs + (options.goal?.extraMs ?? 0),
        ),
        simulations,
        app,
        recorder,
        runCounts,
        random: random.fork("attack"),
        signal,
      }),
      app.live(signal),
      releaseInTheMiddle(release, { system, recorder, runCounts }, options, signal),
      report(options, runCounts, signal),
      untilOver(options, runCounts, signal).then(end),
    ];
    // One that fails ends the others, and none of them is left running behind our back.
    await Promise.all(everything.map((part) => part.finally(end))).finally(() =>
      Promise.allSettled(everything),
    );
    options.signal.throwIfAborted();

    progress("letting it come to rest");
    await system.calm();
    for (const simulation of simulations) simulation.comeBack();
    await app.comeBack();
    await app.settle(options.signal).catch((error: Error) => {
      trouble.push(`with all calm again, the real app's page is not well: ${error.message}`);
    });
    const database = createPool({ url: system.databaseUrl, poolMin: 0, poolMax: 4 });
    try {
      const replicas = await comeToRest({
        database,
        restaurantId,
        simulations,
        app,
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
    await app.close();
    await Promise.all(screens.map((screen) => screen.close()));
    for (const simulation of simulations) simulation.leave();
  }
}

/** Rolls the release out when its time has come, and then lets the run go on. */
async function releaseInTheMiddle(
  release: Release,
  scene: Parameters<typeof rollOut>[1],
  { durationMs, progress }: ChaosOptions,
  signal: AbortSignal,
): Promise<void> {
  if (!(await pause(durationMs * RELEASE_AT, signal))) return;
  progress("rolling out another release");
  await rollOut(release, scene);
  progress("the other release is there");
  if (!signal.aborted) await once(signal, "abort");
}

/** The time that was asked for, and more while the goal is not reached. */
async function untilOver(
  { durationMs, goal }: ChaosOptions,
  runCounts: RunCounts,
  signal: AbortSignal,
): Promise<void> {
  await pause(durationMs, signal);
  const late = Date.now() + (goal?.extraMs ?? 0);
  while (goal && Date.now() < late && !goal.isReached(runCounts)) {
    if (!(await pause(100, signal))) return;
  }
}

async function report(
  { progress, durationMs }: ChaosOptions,
  runCounts: RunCounts,
  signal: AbortSignal,
): Promise<void> {
  const started = Date.now();
  while (await pause(PROGRESS_EVERY_MS, signal)) {
    const seconds = Math.round((Date.now() - started) / 1000);
    const faults = Object.values(runCounts.faults).reduce((sum, times) => sum + times, 0);
    progress(
      `${seconds} of ${Math.round(durationMs / 1000)} s: ${runCounts.edits} edits, ` +
        `${runCounts.appEdits} of the app, ${runCounts.actions.confirm} confirms, ${runCounts.killed} kills, ${faults} other faults`,
    );
  }
}
