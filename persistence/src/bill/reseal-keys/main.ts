import { resealKeysCli } from "./cli.ts";

/** The process behind `npm run keys:reseal`. */
process.exitCode = await resealKeysCli({
  env: process.env,
  print: (line) => console.log(line),
  printError: (line) => console.error(line),
});
