import { containerProblems } from "../container-settings.ts";

/** The service that everything else waits for: exit 1, with the reasons, when nothing should start. */
const problems = containerProblems(process.env);
if (problems.length > 0) {
  console.error(`Tureen cannot start:\n${problems.map((line) => `  ${line}`).join("\n")}`);
  process.exitCode = 1;
}
