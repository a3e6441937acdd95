import { ensureInstalled, runMain } from "../../run/start/install.mjs";
import { installPrograms } from "../../run/start/programs.mjs";

await ensureInstalled();
const problems = installPrograms(["firefox", "webkit", "xvfb"]);
if (problems.length > 0) {
  for (const problem of problems) console.error(`The browsers cannot be started: ${problem}`);
  process.exit(1);
}
await runMain("infra/prove/browsers/main.ts", process.argv.slice(2));
