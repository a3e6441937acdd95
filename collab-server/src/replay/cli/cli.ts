import { errorCode, isTransient } from "@tureen/persistence/platform/retry";
import { ERRORS, TureenError } from "@tureen/shared/platform/errors";
import { ReplayError } from "@tureen/shared/replay/errors";
import type { CliContext, Command, ExitCode } from "./command.ts";
import { at } from "./commands/at.ts";
import { exportCommand } from "./commands/export.ts";
import { importCommand } from "./commands/import.ts";
import { list } from "./commands/list.ts";
import { run } from "./commands/run.ts";
import { serve } from "./commands/serve.ts";
import { show } from "./commands/show.ts";
import { verify } from "./commands/verify.ts";
import { whatIfCommand } from "./commands/what-if.ts";

const COMMANDS: Readonly<Record<string, Command>> = {
  list,
  show,
  at,
  verify,
  export: exportCommand,
  import: importCommand,
  serve,
  run,
  "what-if": whatIfCommand,
};

const HELP = [
  "npm run replay -- COMMAND …",
  "",
  ...Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`),
  "",
  "SESSION is a session's id or how it begins; FILE is a recorded evening (.tureen).",
  "COMMAND --help says more. Exit codes: 0 done, 1 something differs, 2 it could not be done.",
].join("\n");

/** The command `replay`: runs a subcommand and returns its exit code; prints what went wrong. */
export async function replayCli(context: CliContext): Promise<ExitCode> {
  const [name = "--help", ...args] = context.args;
  if (name === "--help" || name === "-h" || name === "help") {
    context.print(HELP);
    return 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    context.printError(`option-invalid: There is no command "${name}".\n\n${HELP}`);
    return 2;
  }
  if (args.includes("--help") || args.includes("-h")) {
    context.print(`npm run replay -- ${command.help}`);
    return 0;
  }
  try {
    return await command.run({ ...context, args });
  } catch (error) {
    context.printError(explain(error));
    return 2;
  }
}

/** Postgres' words for a table, a column or a schema that is not there. */
const NO_SUCH_THING = new Set(["42P01", "42703", "3F000", "3D000"]);

/** "code: sentence"; with the stack for what is nobody's fault but ours. */
function explain(error: unknown): string {
  if (error instanceof ReplayError || error instanceof TureenError) {
    return `${error.code}: ${error.message}`;
  }
  if (isTransient(error)) return explain(new ReplayError("database-away"));
  if (NO_SUCH_THING.has(errorCode(error) ?? ""))
    return explain(new ReplayError("database-foreign"));
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `internal: ${ERRORS.internal[1]}\n${detail}`;
}
