import { parseArgs } from "node:util";
import { TureenError } from "@tureen/shared/platform/errors";
import { createPool } from "../../../platform/database.ts";
import { errorCode, isTransient } from "../../../platform/retry.ts";
import { auditAll } from "../audit.ts";
import { readAnchor, writeAnchor } from "./anchor.ts";
import { describeReport } from "./report.ts";

const USAGE = `npm run audit [-- --restaurant SLUG] [--json] [--anchor FILE] [--since-anchor FILE]

  --restaurant     only the restaurant with this short name
  --json           the report as JSON
  --anchor         when all is well, write the heads of the chains to FILE; keep it elsewhere
  --since-anchor   the chains must still contain the heads of FILE`;

/** Between two lines of progress. */
const PROGRESS_MS = 2_000;
/** One page of a large history on a slow disk. */
const STATEMENT_TIMEOUT_MS = 120_000;

/** A database to read, and how to let go of it. */
export interface FoundDatabase {
  readonly url: string;
  readonly release: () => Promise<void>;
}

export interface AuditCli {
  readonly args: readonly string[];
  /** The database to audit; throws an Error with a sentence when there is none. */
  readonly findDatabase: () => Promise<FoundDatabase>;
  readonly print: (line: string) => void;
  readonly printError: (line: string) => void;
}

/** The command `audit`: returns its exit code, 0 when everything is as it was written. */
export async function auditCli(cli: AuditCli): Promise<number> {
  try {
    const options = parseOptions(cli.args);
    if (options.help) {
      cli.print(USAGE);
      return 0;
    }
    const anchor = options["since-anchor"];
    const since = anchor === undefined ? [] : await readAnchor(anchor);
    const database = await cli.findDatabase();
    try {
      return await audit(cli, database.url, { ...options, since });
    } finally {
      await database.release();
    }
  } catch (error) {
    cli.printError(explain(error));
    return 1;
  }
}

async function audit(
  { print, printError }: AuditCli,
  url: string,
  options: ReturnType<typeof parseOptions> & { since: Awaited<ReturnType<typeof readAnchor>> },
): Promise<number> {
  const pool = createPool({
    url,
    poolMin: 0,
    poolMax: 1,
    // The owner, who sees all restaurants.
    role: null,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    applicationName: "tureen-audit",
  });
  let toldAt = Date.now();
  try {
    const report = await auditAll(pool, {
      slug: options.restaurant,
      since: options.since,
      onProgress: (slug, events) => {
        if (Date.now() - toldAt < PROGRESS_MS) return;
        toldAt = Date.now();
        printError(`${slug}: ${events} events …`);
      },
    });
    if (options.json) print(JSON.stringify(report, null, 2));
    else for (const line of describeReport(report)) print(line);
    if (options.anchor !== undefined) {
      if (report.ok) {
        const heads = report.restaurants.map(({ head }) => head);
        await writeAnchor(options.anchor, heads, new Date());
      } else {
        printError("no anchor was written: it would vouch for what is wrong");
      }
    }
    return report.ok ? 0 : 1;
  } finally {
    await pool.end();
  }
}

function parseOptions(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        restaurant: { type: "string" },
        json: { type: "boolean", default: false },
        anchor: { type: "string" },
        "since-anchor": { type: "string" },
        help: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    if (error instanceof TypeError) throw new Error(`${error.message}\n\n${USAGE}`);
    throw error;
  }
}

function explain(error: unknown): string {
  if (error instanceof TureenError) return error.message;
  const code = errorCode(error);
  if (code === "42P01" || code === "42703") {
    return "the database has an older schema: start Tureen once, which brings it up to date";
  }
  if (isTransient(error)) return `the database does not answer (${(error as Error).message})`;
  if (error instanceof Error && code === undefined) return error.message;
  throw error;
}
