import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { add, type Counts, fromPlaywright, fromVitest, NOTHING, oneFailure } from "./counts.ts";

/** The whole of a part; a run that hangs must still end with a summary. */
const PART_TIMEOUT_MS = 40 * 60_000;

export type RunOptions = {
  checkout: string;
  part: string;
  env: NodeJS.ProcessEnv;
  /** Folder for the reports. */
  results: string;
  signal: AbortSignal;
};

/** Runs the wanted parts one after the other and adds up their tests. */
export async function runParts(options: RunOptions): Promise<Counts> {
  let counts = NOTHING;
  if (options.part === "all") {
    console.log("\n== check");
    // The check is no test: it only counts when it fails.
    const ok = (await run(options, "npm", ["run", "--silent", "check"])) === 0;
    if (!ok) counts = add(counts, oneFailure("npm run check"));
  }
  if (options.part !== "e2e" && !options.signal.aborted) {
    console.log("\n== unit tests");
    const file = join(options.results, "vitest.json");
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
    const code = await run(options, "vitest", ["run", ...reporters]);
    counts = add(counts, await readCounts("vitest", file, fromVitest, code));
  }
  if (options.part !== "unit" && !options.signal.aborted) {
    console.log("\n== browser tests");
    const file = join(options.results, "playwright.json");
    const e2e = { ...options, env: { ...options.env, PLAYWRIGHT_JSON_OUTPUT_FILE: file } };
    const config = join(options.checkout, "web/playwright.config.ts");
    const code = await run(e2e, "playwright", [
      "test",
      `--config=${config}`,
      "--reporter=list,json",
    ]);
    counts = add(counts, await readCounts("playwright", file, fromPlaywright, code));
  }
  return counts;
}

async function run(
  { checkout, env, signal }: RunOptions,
  command: string,
  args: string[],
): Promise<number> {
  const path = `${join(checkout, "node_modules/.bin")}:${env.PATH ?? ""}`;
  const child = spawn(command, args, {
    cwd: checkout,
    env: { ...env, PATH: path },
    stdio: ["ignore", "inherit", "inherit"],
    timeout: PART_TIMEOUT_MS,
  });
  const stop = () => child.kill("SIGTERM");
  signal.addEventListener("abort", stop, { once: true });
  const code = await Promise.race([
    once(child, "exit").then(([exitCode]) => exitCode as number | null),
    once(child, "error").then(([error]) => {
      console.error(`${command}: ${error.message}`);
      return 1;
    }),
  ]);
  signal.removeEventListener("abort", stop);
  return code ?? 1;
}

/** A runner that failed without a failed test (or without a report) is itself one failure. */
async function readCounts(
  runner: string,
  file: string,
  count: (report: unknown) => Counts,
  code: number,
): Promise<Counts> {
  let counts = NOTHING;
  try {
    counts = count(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    console.error(`No test report: ${(error as Error).message}`);
  }
  const silentFailure = counts.failed === 0 && (code !== 0 || counts.passed === 0);
  return silentFailure
    ? add(counts, oneFailure(`${runner} ended with ${code} and without a failed test`))
    : counts;
}
