import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { loadEnvFile } from "node:process";
import { fileURLToPath } from "node:url";
import { doctorCli } from "./cli.ts";

/** The process behind `npm run doctor`. */
const checkout = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
if (existsSync(join(checkout, ".env"))) loadEnvFile(join(checkout, ".env"));
process.exitCode = await doctorCli({
  args: process.argv.slice(2),
  env: process.env,
  checkout,
  now: new Date(),
  print: (line) => console.log(line),
});
process.disconnect?.();
