import { ensureInstalled, runMain } from "../start/install.mjs";
import { installPrograms } from "../start/programs.mjs";

await ensureInstalled();
const part = process.argv[2] ?? "all";
const problems = installPrograms([
  "redis",
  ...(part === "unit" ? [] : ["chromium"]),
  ...(part === "e2e" ? [] : ["pgbouncer", "postgres", "kubectl", "nginx"]),
]);
if (problems.length > 0) {
  for (const problem of problems) console.error(`The tests cannot run: ${problem}`);
  console.log("0 passed, 1 failed");
  process.exit(1);
}
await runMain("infra/run/test/main.ts", [part]);
