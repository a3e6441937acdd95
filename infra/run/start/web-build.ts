import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";

const BUILD_TIMEOUT_MS = 300_000;
/** What the web app is made from, relative to the checkout. */
const SOURCES = [
  "web/src",
  "web/public",
  "web/browsers/oldest.ts",
  "web/index.html",
  "web/vite.config.ts",
  "web/package.json",
];
const SHARED_SOURCES = ["shared/src", "package-lock.json"];
const COMPRESSIBLE = new Set([".html", ".js", ".css", ".svg", ".json", ".webmanifest", ".txt"]);
/** Smaller files fit one packet anyway. */
const COMPRESS_MIN_BYTES = 1_024;
/** Written last, so that a build that was interrupted counts as missing. */
const STAMP = "web/dist/.built";

/** Why the web app must be built, or undefined when `web/dist` is newer than its sources. */
export async function buildReason(checkout: string): Promise<string | undefined> {
  const built = await modifiedAt(join(checkout, STAMP));
  if (built === undefined) return "first build";
  for (const source of [...SOURCES, ...SHARED_SOURCES]) {
    const changed = await newest(join(checkout, source));
    if (changed > built) return `${source} has changed`;
  }
  return undefined;
}

/** Builds the web app and compresses its files; throws with the output when that fails. */
export async function buildWeb(checkout: string): Promise<void> {
  const web = join(checkout, "web");
  const vite = join(checkout, "node_modules/vite/bin/vite.js");
  const child = spawn(process.execPath, [vite, "build", "--logLevel", "warn"], {
    cwd: web,
    // A development build, which a test runner's own setting would lead to, breaks the page's rules.
    env: { ...process.env, NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: BUILD_TIMEOUT_MS,
  });
  const output: string[] = [];
  child.stdout.on("data", (chunk) => output.push(String(chunk)));
  child.stderr.on("data", (chunk) => output.push(String(chunk)));
  const [code, signal] = await once(child, "close");
  if (code !== 0) throw new Error(`vite build failed (${signal ?? code}):\n${output.join("")}`);
  await compressFolder(join(web, "dist"));
  await writeFile(join(checkout, STAMP), "");
}

/** Puts a `.gz` and a `.br` beside every file that gains from it; the web server sends those. */
export async function compressFolder(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !COMPRESSIBLE.has(extname(path))) continue;
    const content = await readFile(path);
    if (content.length < COMPRESS_MIN_BYTES) continue;
    await writeFile(`${path}.gz`, await promisify(gzip)(content, { level: 9 }));
    await writeFile(`${path}.br`, await promisify(brotliCompress)(content));
  }
}

async function newest(path: string): Promise<number> {
  let latest = (await modifiedAt(path)) ?? 0;
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    latest = Math.max(latest, (await modifiedAt(join(entry.parentPath, entry.name))) ?? 0);
  }
  return latest;
}

async function modifiedAt(path: string): Promise<number | undefined> {
  return stat(path).then(
    (file) => file.mtimeMs,
    () => undefined,
  );
}
