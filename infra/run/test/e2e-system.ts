import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { runImport } from "@tureen/persistence/menu/import/run-import";
import { createPool } from "@tureen/persistence/platform/database";
import { runningPostgresUrl } from "../start/embedded-postgres.ts";
import { freePort } from "../start/ports.ts";
import { removeCluster } from "../start/postgres-cluster.ts";
import { showDemoPictures } from "./dish-photos.ts";
import { insertLongSession } from "./long-session.ts";
import { TIMED_SPEC, timedMenu } from "./timed-menu.ts";

const START_TIMEOUT_MS = 180_000;
const STOP_TIMEOUT_MS = 20_000;
const TABLES_PER_RESTAURANT = 12;
/** Its restaurant is the one that the first start makes. */
export const DEMO_SPEC = "evening";
/** Its restaurant has a session of 20,000 edits behind it. */
const LONG_SESSION_SPEC = "replay-long";
/** Dishes of their restaurants have pictures. */
const PHOTO_SPECS: ReadonlySet<string> = new Set(["first-load", "photos"]);
/** What the developer's shell may set and a newcomer's does not. */
const NOT_INHERITED = ["DATABASE_URL", "REDIS_URL", "JWT_SECRET", "PUBLIC_URL", "NODE_OPTIONS"];

type Role = "manager" | "waiter" | "kitchen";
type Login = { login: string; password: string };

/** A restaurant for one spec file: no other test touches its tables, orders or settings. */
type TestRestaurant = {
  name: string;
  staff: Record<Role, Login>;
  tables: Record<string, string>;
  /** The long session, where the spec needs one. */
  longSession?: string;
};

const checkout = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/**
 * Playwright's global set-up: a system with a restaurant for each spec. The specs find what they need
 * in the file that TUREEN_E2E_SYSTEM names: `{ webUrl, restaurants: { <spec>: TestRestaurant } }`.
 */
export default async function startSystem(): Promise<() => Promise<void>> {
  const { dataDir, webUrl, restaurants, stop } = await startTestSystem(
    await specNames(join(checkout, "web/e2e")),
  );
  const file = join(dataDir, "e2e-system.json");
  await writeFile(file, JSON.stringify({ webUrl, restaurants }));
  process.env.TUREEN_E2E_SYSTEM = file;
  return stop;
}

export type TestSystem = {
  readonly dataDir: string;
  readonly webUrl: string;
  readonly restaurants: Readonly<Record<string, TestRestaurant>>;
  stop(): Promise<void>;
};

/**
 * The whole system as `npm start` gives it to a newcomer, on free ports, in a data folder that is
 * deleted afterwards, with the demo restaurant as `evening` and one for each of the other specs.
 */
export async function startTestSystem(specs: string[]): Promise<TestSystem> {
  const dataDir = await mkdtemp(join(tmpdir(), "tureen-e2e-"));
  // Postgres' own account must be able to reach its data inside.
  await chmod(dataDir, 0o711);
  const [webPort, serverPort] = [await freePort(), await freePort()];
  const webUrl = `http://localhost:${webPort}`;
  const inherited = Object.entries(process.env).filter(([name]) => !NOT_INHERITED.includes(name));
  const child = spawn(
    join(checkout, "node_modules/.bin/node"),
    [join(checkout, "infra/run/start/main.ts")],
    {
      cwd: checkout,
      env: {
        ...Object.fromEntries(inherited),
        WEB_PORT: String(webPort),
        SERVER_PORT: String(serverPort),
        DATA_DIR: dataDir,
        PUBLIC_URL: webUrl,
        // As an operator sets it whose restaurants have accounts of their own.
        PAYMENT_KEYS_SECRET: randomBytes(32).toString("hex"),
      },
      // The message channel stops the system should this process be killed.
      stdio: ["ignore", "pipe", "inherit", "ipc"],
    },
  );
  const stop = async () => {
    await stopChild(child);
    await keepLogs(dataDir, join(checkout, "web/test-results/logs"));
    await removeCluster(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const output = await welcomeOf(child);
    const demo = await demoRestaurant(webUrl, output);
    const others = await importRestaurants(dataDir, specs);
    return { dataDir, webUrl, restaurants: { ...others, [DEMO_SPEC]: demo }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits for the text that ends a start; throws with the output when the system ends before it. */
async function welcomeOf(child: ChildProcess): Promise<string> {
  const lines: string[] = [];
  const started = new Promise<void>((resolve) => {
    createInterface({ input: child.stdout! }).on("line", (line) => {
      // The specs provoke refusals on purpose: only what precedes the start is kept.
      if (lines.at(-1) !== END_OF_WELCOME) lines.push(line.trim());
      if (line.trim() === END_OF_WELCOME) resolve();
    });
  });
  const ended = once(child, "exit").then(([code]) => `ended with code ${code}`);
  const late = delay(START_TIMEOUT_MS, "did not start in time", { ref: false });
  const failure = await Promise.race([started, ended, late]);
  if (failure) throw new Error(`Tureen ${failure}:\n${lines.join("\n")}`);
  return lines.join("\n");
}

const END_OF_WELCOME = "Stop with Ctrl-C.";

/** The demo restaurant from what the first start printed, and its tables from the floor. */
async function demoRestaurant(webUrl: string, output: string): Promise<TestRestaurant> {
  const logins = new Map<string, Login>();
  for (const line of output.split("\n")) {
    const login = /\b(manager|waiter|kitchen)@[a-z0-9-]+/.exec(line);
    const password = /\b\w{4}-\w{4}-\w{4}-\w{4}\b/.exec(line);
    if (login && password) logins.set(login[1]!, { login: login[0], password: password[0] });
  }
  const [manager, waiter, kitchen] = [
    logins.get("manager"),
    logins.get("waiter"),
    logins.get("kitchen"),
  ];
  if (!manager || !waiter || !kitchen)
    throw new Error(`The first start printed no sign-in for every role:\n${output}`);
  const headers = { "content-type": "application/json", origin: webUrl };
  const signIn = await fetch(`${webUrl}/api/staff/sign-in`, {
    method: "POST",
    headers,
    body: JSON.stringify(manager),
  });
  const cookie = signIn.headers.getSetCookie().map((each) => each.split(";")[0]!);
  const { restaurant } = (await ok(signIn)) as { restaurant: { name: string } };
  const floor = await fetch(`${webUrl}/api/staff/floor`, {
    headers: { cookie: cookie.join("; ") },
  });
  const { tables } = (await ok(floor)) as { tables: { label: string; code: string }[] };
  return {
    name: restaurant.name,
    staff: { manager, waiter, kitchen },
    tables: Object.fromEntries(tables.map(({ label, code }) => [label, code])),
  };
}

async function ok(response: Response): Promise<unknown> {
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
  return response.json();
}

async function specNames(folder: string): Promise<string[]> {
  const files = await readdir(folder);
  return files.flatMap((file) => /^(.+)\.spec\.ts$/.exec(file)?.[1] ?? []);
}

/** One restaurant per spec with the demo menu, made as `npm run menu:import` makes them. */
async function importRestaurants(
  dataDir: string,
  specs: string[],
): Promise<Record<string, TestRestaurant>> {
  const menu = await readFile(join(checkout, "persistence/src/demo/menu.json"), "utf8");
  const url = await runningPostgresUrl(dataDir);
  if (url === undefined) throw new Error("The embedded Postgres is not running.");
  const database = createPool({ url, poolMin: 0, poolMax: 2, applicationName: "tureen-e2e" });
  try {
    const restaurants: Record<string, TestRestaurant> = {};
    for (const spec of specs.filter((name) => name !== DEMO_SPEC)) {
      const name = `TestRestaurant of ${spec}`;
      const { made } = await runImport(database, {
        source: JSON.stringify({
          ...(spec.startsWith(TIMED_SPEC) ? timedMenu(JSON.parse(menu)) : JSON.parse(menu)),
          name,
        }),
        tables: TABLES_PER_RESTAURANT,
        now: new Date(),
      });
      if (!made) throw new Error("The import made no restaurant.");
      const { restaurantId } = made;
      if (PHOTO_SPECS.has(spec)) {
        await showDemoPictures(database, { restaurantId, menu: JSON.parse(menu), now: new Date() });
      }
      restaurants[spec] = {
        ...(spec === LONG_SESSION_SPEC && {
          longSession: await insertLongSession(database, { restaurantId, now: new Date() }),
        }),
        name,
        staff: Object.fromEntries(
          made.staff.map(({ role, login, password }) => [role, { login, password }]),
        ) as TestRestaurant["staff"],
        tables: Object.fromEntries(made.tables.map(({ label, code }) => [label, code])),
      };
    }
    return restaurants;
  } finally {
    await database.end();
  }
}

/** The processes' logs outlive the data folder: a failed run is hard to understand without them. */
async function keepLogs(dataDir: string, target: string): Promise<void> {
  await mkdir(target, { recursive: true });
  for (const file of await readdir(dataDir)) {
    if (file.endsWith(".log")) await copyFile(join(dataDir, file), join(target, file));
  }
}

async function stopChild(child: ChildProcess): Promise<void> {
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, "exit");
    child.kill(signal);
    await Promise.race([exit, delay(STOP_TIMEOUT_MS, undefined, { ref: false })]);
  }
}
