import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkDomainOrder, drawDomains, importedFile } from "./domain-order.ts";
import { checkSource, checkTopLevel, importsOf, type Manifest } from "./house-rules.ts";
import { checkRooms } from "./rooms.ts";

/** `npm run check` ends with this: house rules as a test. Prints offenders; exit 1 if any. */
const checkout = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
const workspaces = ["shared", "persistence", "collab-server", "web", "infra"];
const skipped = new Set([
  "node_modules",
  "dist",
  "migrations",
  "test-results",
  "playwright-report",
]);

function* sourceFiles(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !skipped.has(entry.name)) yield* sourceFiles(path);
    else if (entry.isFile() && /\.(ts|tsx|mjs|mts)$/.test(entry.name)) yield path;
  }
}

const manifest = (folder: string) =>
  JSON.parse(readFileSync(join(checkout, folder, "package.json"), "utf8")) as Manifest;
const rootManifest = manifest(".");
let outOfOrder = 0;
const offences = checkTopLevel(readdirSync(checkout));
for (const workspace of workspaces) {
  if (!statSync(join(checkout, workspace), { throwIfNoEntry: false })) continue;
  const manifests = [manifest(workspace), rootManifest];
  for (const path of sourceFiles(join(checkout, workspace))) {
    const name = path.slice(checkout.length + 1);
    // Its strings are examples of broken rules.
    if (name === "infra/run/check/house-rules.test.ts") continue;
    const source = readFileSync(path, "utf8");
    offences.push(...checkSource(name, source, manifests));
    const imported = importsOf(source).flatMap((specifier) => importedFile(name, specifier) ?? []);
    offences.push(...checkRooms(name, imported));
    const backward = checkDomainOrder(name, imported);
    outOfOrder += backward.length;
    offences.push(...backward);
  }
}
for (const offence of offences) console.error(offence);
if (outOfOrder > 0) console.error(`\nA domain may use those below it:\n\n${drawDomains()}`);
process.exitCode = offences.length > 0 ? 1 : 0;
