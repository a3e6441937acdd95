// Plain JavaScript for the machine's own Node (20 or newer): it runs before anything is installed.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout. */
export const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

const OLDEST_NODE = 20;
/** How often it is looked whether whoever called this is still there. */
const PARENT_EVERY_MS = 500;
/** How long an installation may take to stop; npm itself retries for a minute. */
const INSTALL_STOPS_MS = 3_000;

/** Why `npm ci` is needed, or undefined when node_modules matches the lock file. */
export function installProblem() {
  const installedFile = join(root, "node_modules/.package-lock.json");
  if (!existsSync(installedFile)) return "node_modules is missing";
  const wanted = packagesOf(join(root, "package-lock.json"));
  const installed = packagesOf(installedFile);
  for (const [path, { version, link, optional, peer }] of Object.entries(wanted)) {
    if (!path.startsWith("node_modules/") || link || optional || peer) continue;
    if (installed[path]?.version !== version) return `${path} is not at version ${version}`;
  }
  if (!existsSync(join(root, "node_modules/.bin/node"))) return "the npm package node is missing";
  return undefined;
}

/** Installs when needed; ends the process with npm's exit code when that fails. */
export async function ensureInstalled() {
  if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
    console.error(`Tureen needs Node ${OLDEST_NODE} or newer; this is ${process.versions.node}.`);
    process.exit(1);
  }
  const problem = installProblem();
  if (problem === undefined) return;
  console.log(`Installing packages (${problem}) …`);
  // Warnings about packages that want a newer Node do not apply: they run on the packaged one.
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const npm = process.env.npm_execpath;
  const code = npm?.endsWith(".js")
    ? await run(process.execPath, [npm, ...args], { stopsMs: INSTALL_STOPS_MS })
    : await run("npm", args, { stopsMs: INSTALL_STOPS_MS });
  if (code === 0) return;
  if (code === STOPPED) process.exit(130);
  console.error("npm ci failed; the reason stands above.");
  process.exit(code);
}

/** Runs a TypeScript file under the packaged Node and ends this process as that one ends. */
export async function runMain(file, args) {
  const bin = join(root, "node_modules/.bin");
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH ?? ""}` };
  const code = await run(join(bin, "node"), [join(root, file), ...args], { env });
  process.exit(code === STOPPED ? 1 : code);
}

/** In place of an exit code: the program was killed because it took too long to stop. */
const STOPPED = -1;

/**
 * Runs a program in the foreground, hands it our signals, and gives its exit code. It is also told to
 * stop when whoever called this is gone, for npm dies of a signal without passing it on. One that has
 * not stopped after `stopsMs` is killed with all that it started.
 */
function run(command, args, { env = process.env, stopsMs = undefined } = {}) {
  return new Promise((done) => {
    let isKilled = false;
    let killing;
    // The message channel lets the child notice when this process is killed.
    const stdio = ["inherit", "inherit", "inherit", "ipc"];
    const child = spawn(command, args, { cwd: root, env, stdio, detached: stopsMs !== undefined });
    const stop = (signal) => {
      child.kill(signal);
      if (stopsMs === undefined || killing) return;
      console.log("Stopping …");
      killing = setTimeout(() => {
        isKilled = true;
        try {
          process.kill(-child.pid, "SIGKILL");
        } catch {
          // It has just ended.
        }
      }, stopsMs);
    };
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
    const handlers = signals.map((signal) => [signal, () => stop(signal)]);
    const parent = process.ppid;
    const watching = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(watching);
      stop("SIGTERM");
    }, PARENT_EVERY_MS);
    for (const [signal, handler] of handlers) process.on(signal, handler);
    const finish = (code) => {
      for (const [signal, handler] of handlers) process.off(signal, handler);
      clearInterval(watching);
      clearTimeout(killing);
      done(isKilled ? STOPPED : code);
    };
    child.on("error", (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      finish(1);
    });
    child.on("exit", (code, signal) => finish(code ?? (signal === "SIGINT" ? 130 : 1)));
  });
}

function packagesOf(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages;
}
