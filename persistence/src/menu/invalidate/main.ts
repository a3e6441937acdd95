import { invalidateCli } from "./cli.ts";

/** The process behind `npm run menu:invalidate`. */
process.exitCode = await invalidateCli({
  args: process.argv.slice(2),
  env: process.env,
  print: (line) => console.log(line),
  printError: (line) => console.error(line),
});
