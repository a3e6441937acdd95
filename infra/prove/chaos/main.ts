/** `npm run chaos [-- --seed N] [--minutes M] [--browser chromium|firefox] [--json]`: the promises under attack. */
import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { APP_BROWSERS } from "./app/browser.ts";
import { reportOf, toText } from "./report.ts";
import { runChaos } from "./run.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    minutes: { type: "string", default: "2" },
    tables: { type: "string", default: "12" },
    diners: { type: "string", default: "3" },
    browser: { type: "string", default: "chromium" },
    json: { type: "boolean", default: false },
  },
});

const number = (name: string, text: string, min: number, max: number): number => {
  const value = Number(text);
  if (Number.isFinite(value) && value >= min && value <= max) return value;
  process.stderr.write(`--${name} must be a number from ${min} to ${max}.\n`);
  process.exit(2);
};
const seed =
  values.seed === undefined ? randomInt(2 ** 31) : number("seed", values.seed, 0, 2 ** 32 - 1);
const minutes = number("minutes", values.minutes, 0.1, 24 * 60);
const tables = number("tables", values.tables, 1, 250);
const dinersPerTable = number("diners", values.diners, 1, 20);

const browser = APP_BROWSERS.find((name) => name === values.browser);
if (!browser) {
  process.stderr.write(`--browser must be ${APP_BROWSERS.join(" or ")}.\n`);
  process.exit(2);
}
/** How much longer a busy machine may take until the app and the release have had their turn. */
const EXTRA_MS = 90_000;

const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => stopping.abort());
}
const progress = (line: string) => {
  if (!stopping.signal.aborted) process.stderr.write(`seed ${seed}: ${line}\n`);
};
try {
  const run = await runChaos({
    seed,
    durationMs: minutes * 60_000,
    tables,
    dinersPerTable,
    browser,
    goal: {
      isReached: ({ appEdits, appSaved, appSends, appFaults, releases }) =>
        appEdits > 0 &&
        appSaved > 0 &&
        appSends > 0 &&
        releases > 0 &&
        Object.values(appFaults).every((times) => times > 0),
      extraMs: EXTRA_MS,
    },
    postgresUrl: process.env.DATABASE_URL || undefined,
    signal: stopping.signal,
    progress,
  });
  const report = reportOf(run);
  process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : toText(report));
  process.exitCode = report.ok ? 0 : 1;
} catch (error) {
  process.exitCode = 1;
  if (stopping.signal.aborted) process.stderr.write("Stopped before the end: no verdict.\n");
  else process.stderr.write(`seed ${seed}: the run failed: ${(error as Error).stack}\n`);
}
