import { parseArgs } from "node:util";
import { readSettings } from "../start/settings.ts";
import { runChecks } from "./checks.ts";
import { type Finding, line } from "./finding.ts";
import { productionChecklist } from "./production/checklist.ts";

const USAGE = `npm run doctor [-- --production] [--json]

  --production   the production checklist in place of what a start and the tests need
  --json         the findings as one JSON object`;

export interface DoctorCli {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly checkout: string;
  readonly now: Date;
  readonly print: (line: string) => void;
}

/** The command `doctor`: one line per check; its exit code is 1 when something must be mended. */
export async function doctorCli(cli: DoctorCli): Promise<0 | 1> {
  const { args, print } = cli;
  const options = parseOptions(args);
  if (!options || options.help) {
    print(USAGE);
    return options ? 0 : 1;
  }
  const findings: Finding[] = [];
  for await (const finding of findingsOf(cli, options)) {
    findings.push(finding);
    if (!options.json) print(line(finding));
  }
  const ok = findings.every(({ level }) => level !== "fail");
  if (options.json) print(JSON.stringify({ ok, findings }, null, 2));
  return ok ? 0 : 1;
}

type Options = NonNullable<ReturnType<typeof parseOptions>>;

async function* findingsOf(cli: DoctorCli, options: Options): AsyncGenerator<Finding> {
  const { env, checkout, now } = cli;
  if (!options.production) {
    const node = options.node ?? process.versions.node;
    yield { level: "ok", what: `Node ${node}, running on ${process.versions.node}` };
    yield { level: "ok", what: "Packages match package-lock.json" };
  }
  const read = readSettings(env, checkout);
  if (!read.ok) {
    const mend = "correct the variable, or unset it for the default (see LOCAL_DEV.md)";
    for (const what of read.problems) yield { level: "fail", what, mend };
  } else if (options.production) {
    yield* productionChecklist({ settings: read.settings, env, checkout, now });
  } else {
    yield* runChecks(read.settings, env.CHROMIUM_PATH);
  }
}

/** Undefined when they cannot be understood. */
function parseOptions(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        production: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
        // The machine's own Node, told by doctor.mjs.
        node: { type: "string" },
      },
    }).values;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
