/**
 * Says how much gzipped JavaScript a phone fetches before the menu can be used, and fails when it
 * is more than the budget. Run after `vite build`: node web/scripts/js-before-menu.ts
 */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGET_BYTES = 110_000;
const ENTRIES = ["index.html", "src/diner/page.ts"];

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
}

const dist = new URL("../dist/", import.meta.url);
const manifest: Record<string, Chunk> = JSON.parse(
  readFileSync(new URL(".vite/manifest.json", dist), "utf8"),
);

/** The chunks that the entries import statically, themselves included. */
function closure(names: readonly string[], seen = new Set<string>()): Set<string> {
  for (const name of names) {
    if (seen.has(name)) continue;
    seen.add(name);
    closure(manifest[name]?.imports ?? [], seen);
  }
  return seen;
}

let total = 0;
for (const name of closure(ENTRIES)) {
  const chunk = manifest[name];
  if (!chunk) throw new Error(`${name} is not in the build's manifest: has it been renamed?`);
  const bytes = gzipSync(readFileSync(new URL(chunk.file, dist))).length;
  total += bytes;
  console.log(`${String(bytes).padStart(7)}  ${chunk.file}`);
}
console.log(`${String(total).padStart(7)}  bytes gzipped before the menu (budget ${BUDGET_BYTES})`);
if (total > BUDGET_BYTES) process.exitCode = 1;
