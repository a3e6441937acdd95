import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { changeText, linkDependencies } from "../upgrades/check-out.ts";
import type { Sabotage } from "./sabotages.ts";

const run = promisify(execFile);
const OUTPUT_MAX_BYTES = 64 * 1024 * 1024;
/** A sabotage may make a test wait for ever; that counts as noticed. */
const TIMEOUT_MS = 300_000;

export interface ProveOptions {
  readonly checkout: string;
  readonly sabotages: readonly Sabotage[];
  /** Where the tests find their services. */
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly print: (line: string) => void;
}

/**
 * Tries each sabotage on a copy of the checkout and prints which test noticed it. Returns how many went
 * unnoticed. Rejects when the tests fail without any sabotage, or when one no longer fits the sources.
 */
export async function prove(options: ProveOptions): Promise<number> {
  const { checkout, sabotages, print } = options;
  const copy = await copyOf(checkout);
  try {
    print("without any sabotage …");
    const all = [...new Set(sabotages.flatMap(({ tests }) => tests))];
    const failing = await failuresOf(copy, all, options);
    if (failing.length > 0) throw new Error(`The tests fail as it is: ${failing.join("; ")}`);
    print(`  ${all.length} files of tests pass\n`);
    let unnoticed = 0;
    for (const sabotage of sabotages) {
      const noticed = await tryOne(copy, sabotage, options);
      if (noticed.length === 0) unnoticed += 1;
      const [first = "NOBODY NOTICED", ...more] = noticed;
      print(`${sabotage.name}\n  ${first}${more.length > 0 ? ` (and ${more.length} more)` : ""}`);
    }
    print(`\n${sabotages.length - unnoticed} of ${sabotages.length} sabotages were noticed.`);
    return unnoticed;
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function tryOne(
  copy: string,
  { file, before, after, tests }: Sabotage,
  options: ProveOptions,
): Promise<string[]> {
  const path = join(copy, file);
  const sound = await readFile(path, "utf8");
  await writeFile(path, changeText(path, sound, before, after));
  try {
    return await failuresOf(copy, tests, options);
  } finally {
    await writeFile(path, sound);
  }
}

/** The tests that fail, as `file: name`. */
async function failuresOf(
  copy: string,
  tests: readonly string[],
  { env, signal }: ProveOptions,
): Promise<string[]> {
  const report = join(copy, "report.json");
  await rm(report, { force: true });
  const vitest = join(copy, "node_modules/vitest/vitest.mjs");
  const args = [vitest, "run", ...tests, "--reporter=json", `--outputFile=${report}`];
  try {
    await run(process.execPath, args, {
      ...{ cwd: copy, env, signal, timeout: TIMEOUT_MS, maxBuffer: OUTPUT_MAX_BYTES },
    });
    return [];
  } catch (error) {
    signal.throwIfAborted();
    const text = await readFile(report, "utf8").catch(() => undefined);
    if (text === undefined) return [`${tests[0]}: gave no report (${(error as Error).name})`];
    return failuresIn(JSON.parse(text) as Report, copy);
  }
}

/** What is used of vitest's report, which has the form of Jest's. */
interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

function failuresIn({ testResults }: Report, copy: string): string[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(copy, name);
    const failed = assertionResults.filter((test) => test.status === "failed");
    if (failed.length > 0) return failed.map(({ fullName }) => `${file}: ${fullName.trim()}`);
    return status === "failed" ? [`${file}: ${message?.split("\n")[0]}`] : [];
  });
}

/** The checkout as it is, changes that are not committed included, with the dependencies installed there. */
async function copyOf(checkout: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "tureen-mutations-"));
  const listing = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
  const { stdout } = await run("git", listing, { cwd: checkout, maxBuffer: OUTPUT_MAX_BYTES });
  for (const file of stdout.split("\0").filter(Boolean)) {
    // One that was deleted is still listed.
    await cp(join(checkout, file), join(folder, file)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
    });
  }
  await linkDependencies(checkout, folder);
  return folder;
}
