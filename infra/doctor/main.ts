import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { loadEnvFile } from "node:process";
import { fileURLToPath } from "node:url";
import { readSettings } from "../start/settings.ts";
import { runChecks } from "./checks.ts";
import { line } from "./finding.ts";

/** `npm run doctor`: one line per check; exit 1 when something must be mended. */
const checkout = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
if (existsSync(join(checkout, ".env"))) loadEnvFile(join(checkout, ".env"));
const systemNode = process.argv[2] ?? process.versions.node;
console.log(line({ level: "ok", what: `Node ${systemNode}, running on ${process.versions.node}` }));
console.log(line({ level: "ok", what: "Packages match package-lock.json" }));

const read = readSettings(process.env, checkout);
let failed = false;
if (read.ok) {
  for await (const finding of runChecks(read.settings, process.env.CHROMIUM_PATH)) {
    console.log(line(finding));
    failed ||= finding.level === "fail";
  }
} else {
  failed = true;
  for (const problem of read.problems) {
    const mend = "correct the variable, or unset it for the default (see LOCAL_DEV.md)";
    console.log(line({ level: "fail", what: problem, mend }));
  }
}
process.exitCode = failed ? 1 : 0;
process.disconnect?.();
