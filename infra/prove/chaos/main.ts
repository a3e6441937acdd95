/** `npm run chaos [-- --seed N] [--minutes M] [--json]`: the promises under attack. */
import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { reportOf, toText } from "./report.ts";
import { runChaos } from "./run.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    minutes: { type: "string", default: "2" },
    tables: { type: "string", default: "12" },
    diners: { type: "string", default: "3" },
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
