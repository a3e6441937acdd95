/** However whoever called it ends: nothing that `npm start` started outlives it. */
import { type ChildProcess, spawn } from "node:child_process";
import { chmod, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { freePort } from "./ports.ts";
import { removeCluster } from "./postgres-cluster.ts";
import { END_OF_WELCOME, untilPrinted } from "./until-printed.ts";

const START_MS = 240_000;
const checkout = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/** In the environment or the command line of everything that a test starts. */
let mark: string;

beforeEach(async () => {
  mark = await mkdtemp(join(tmpdir(), "tureen-stays-"));
  await chmod(mark, 0o711);
});
afterEach(async () => {
  for (const pid of await marked()) process.kill(pid, "SIGKILL");
  await removeCluster(mark);
  await rm(mark, { recursive: true, force: true });
});

/** The processes with the mark. */
async function marked(): Promise<number[]> {
  const found: number[] = [];
  for (const pid of await readdir("/proc")) {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue;
    const texts = ["cmdline", "environ"].map((name) => readFile(`/proc/${pid}/${name}`, "utf8"));
    // One that ends meanwhile, or is somebody else's, has nothing to read.
    const read = await Promise.all(texts.map((text) => text.catch(() => "")));
    if (read.some((text) => text.includes(mark))) found.push(Number(pid));
  }
  return found;
}

/** What still runs with the mark, as one reads it. */
async function left(): Promise<string[]> {
  const pids = await marked();
  const lines = pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "ended"));
  return (await Promise.all(lines)).map((line, i) => `${pids[i]} ${line.replaceAll("\0", " ")}`);
}

/** However long a busy machine takes to end a database. */
const IN_THE_END = { timeout: 90_000 };

/** Starts a program in a process group of its own and waits until it has printed a line. */
async function givenStarted(command: readonly string[], line: string): Promise<ChildProcess> {
  const [program = "", ...args] = command;
  const { DATABASE_URL: _, REDIS_URL: __, ...inherited } = process.env;
  const webPort = await freePort();
  const child = spawn(program, args, {
    cwd: checkout,
    detached: true,
    env: {
      ...inherited,
      WEB_PORT: String(webPort),
      SERVER_PORT: String(await freePort()),
      DATA_DIR: mark,
      PUBLIC_URL: `http://127.0.0.1:${webPort}`,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  await untilPrinted(child, line);
  return child;
}

/** The process that runs a file, of those with the mark. */
async function running(file: string): Promise<number> {
  for (const pid of await marked()) {
    const text = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    if (text.includes(file) && !text.startsWith("npm")) return pid;
  }
  throw new Error(`nothing runs ${file}`);
}

test("npm is told to end, which passes nothing on", { timeout: START_MS }, async () => {
  const npm = await givenStarted(["npm", "start"], END_OF_WELCOME);
  expect((await marked()).length).toBeGreaterThan(5);
  npm.kill("SIGTERM");
  await expect.poll(left, IN_THE_END).toEqual([]);
});

test("what npm has called is killed outright", { timeout: START_MS }, async () => {
  await givenStarted(["npm", "start"], END_OF_WELCOME);
  process.kill(await running("infra/run/start/main.ts"), "SIGKILL");
  await expect.poll(left, IN_THE_END).toEqual([]);
});

test("npm run dev is killed outright, and what it watches with it", {
  timeout: START_MS,
}, async () => {
  await givenStarted(["npm", "run", "dev"], END_OF_WELCOME);
  expect((await marked()).length).toBeGreaterThan(5);
  process.kill(await running("infra/run/start/main.ts"), "SIGKILL");
  await expect.poll(left, IN_THE_END).toEqual([]);
});

test("a program was suspended when whoever started it was killed", {
  timeout: START_MS,
}, async () => {
  const tied = new URL("tied-process.ts", import.meta.url).href;
  const program = ["sh", "-c", `while :; do sleep 0.1; done # ${mark}`];
  const script = `
    import { readFileSync } from "node:fs";
    import { spawnTied } from ${JSON.stringify(tied)};
    const { pid } = spawnTied(${JSON.stringify(program)}, "TERM", { output: "ignore" });
    // Until the program itself runs, in place of the shell that starts it.
    while (readFileSync(\`/proc/\${pid}/cmdline\`, "utf8").includes("exec")) {}
    process.kill(pid, "SIGSTOP");
    console.log("suspended");
    setInterval(() => {}, 1000);`;
  const starter = await givenStarted(
    [process.execPath, "--input-type=module", "-e", script],
    "suspended",
  );
  starter.kill("SIGKILL");
  await expect.poll(left, IN_THE_END).toEqual([]);
});
