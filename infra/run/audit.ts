import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { loadEnvFile } from "node:process";
import { fileURLToPath } from "node:url";
import { auditCli } from "@tureen/persistence/replay/audit/cli/cli";
import { findDatabase } from "./find-database.ts";

/** The process behind `npm run audit`. */
const checkout = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
if (existsSync(join(checkout, ".env"))) loadEnvFile(join(checkout, ".env"));
process.exitCode = await auditCli({
  args: process.argv.slice(2),
  findDatabase: () => findDatabase(process.env, checkout),
  print: (line) => console.log(line),
  printError: (line) => console.error(line),
});
