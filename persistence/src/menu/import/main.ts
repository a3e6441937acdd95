import { importCli } from "./cli.ts";

/** The process behind `npm run menu:import`. */
process.exitCode = await importCli({
  args: process.argv.slice(2),
  env: process.env,
  print: (line) => console.log(line),
  printError: (line) => console.error(line),
});
