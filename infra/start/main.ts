import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { loadEnvFile } from "node:process";
import { fileURLToPath } from "node:url";
import { readSettings } from "./settings.ts";
import { startTureen } from "./start-tureen.ts";
import { stoppable } from "./stoppable.ts";

/** `npm start` and, with --dev, `npm run dev`: everything on this machine, until told to stop. */
const checkout = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
if (existsSync(join(checkout, ".env"))) loadEnvFile(join(checkout, ".env"));
const read = readSettings(process.env, checkout);
if (!read.ok) {
  console.error(`Tureen cannot start:\n${read.problems.map((line) => `  ${line}`).join("\n")}`);
  process.exit(1);
}

const { signal, onKill, finish } = stoppable(process);
process.exitCode = await startTureen({
  checkout,
  settings: read.settings,
  inherited: process.env,
  dev: process.argv.includes("--dev"),
  signal,
  onKill,
  print: console.log,
  warn: console.error,
});
finish();
