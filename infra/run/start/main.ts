import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { loadEnvFile } from "node:process";
import { fileURLToPath } from "node:url";
import { readArguments } from "./arguments.ts";
import { readSettings } from "./settings.ts";
import { startTureen } from "./start-tureen.ts";
import { stoppable } from "./stoppable.ts";

/** `npm start [-- --nodes N]` and, with --dev, `npm run dev`: everything here, until told to stop. */
const checkout = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
if (existsSync(join(checkout, ".env"))) loadEnvFile(join(checkout, ".env"));
const asked = readArguments(process.argv.slice(2));
const read = readSettings(process.env, checkout);
if (!asked.ok || !read.ok) {
  const problems = [...(asked.ok ? [] : [asked.problem]), ...(read.ok ? [] : read.problems)];
  console.error(`Tureen cannot start:\n${problems.map((line) => `  ${line}`).join("\n")}`);
  process.exit(1);
}

const { signal, onKill, finish } = stoppable(process);
process.exitCode = await startTureen({
  checkout,
  settings: read.settings,
  inherited: process.env,
  dev: asked.dev,
  nodes: asked.nodes,
  signal,
  onKill,
  print: console.log,
  warn: console.error,
});
finish();
