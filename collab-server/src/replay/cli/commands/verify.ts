import { countSessions } from "@tureen/persistence/replay/list-recordings";
import { ReplayError } from "@tureen/shared/replay/errors";
import { describeDifference, type Verdict } from "@tureen/shared/replay/verdict";
import { verifyRecording } from "@tureen/shared/replay/verify";
import { type CliContext, type Command, type ExitCode, readArgs } from "../command.ts";
import { withDatabase } from "../database.ts";
import { findLive } from "../live-copy.ts";
import { findSession, isSessionId, readRecordingFile } from "../read-input.ts";
import { verifyAll, verifySession } from "../verify-sessions.ts";

/** Sessions between two reports of progress. */
const PROGRESS_EVERY = 20;

export const verify: Command = {
  summary: "proves that what was cooked is what the log says, or names the first difference",
  help: `verify SESSION|FILE | --all [--live URL | --no-live]

  --all       every session of the database
  --live      compare open sessions with the server at this address (the one running here)
  --no-live   compare with no running server

Rebuilds each document from its log, compares it with its snapshots and a running server's copy,
decides every confirm again with the menu, the availability and the clock of its moment, and compares
every order, item, price and status with Postgres. Exit code 1 when something differs.`,

  async run(context) {
    const { values, words } = readArgs(
      context,
      { all: { type: "boolean" }, live: { type: "string" }, "no-live": { type: "boolean" } },
      { min: 0, max: 1 },
    );
    const [word] = words;
    if ((word === undefined) !== (values.all === true)) {
      throw new ReplayError("option-invalid", "give either a session or --all");
    }
    if (word !== undefined && !isSessionId(word)) {
      return report(context, word, verifyRecording(await readRecordingFile(word)), "");
    }
    const live = values["no-live"] ? null : await findLive(context, values.live);
    const compared = live ? ", also with the running server" : "";
    return withDatabase(context, async (database) => {
      if (word === undefined) return everySession(context, database, live, compared);
      const { active, ...key } = await findSession(database, word);
      const verdict = await verifySession(database, key, active ? live : null);
      return report(context, key.sessionId, verdict, active ? compared : "");
    });
  },
};

function report({ print }: CliContext, what: string, verdict: Verdict, compared: string): ExitCode {
  print(`${what}: ${describe(verdict)}${verdict.ok ? compared : ""}`);
  return verdict.ok ? 0 : 1;
}

function describe(verdict: Verdict): string {
  if (!verdict.ok) return describeDifference(verdict.difference);
  const { logKept, edits, confirms, pending, orders } = verdict;
  const waiting = pending === 0 ? "" : `, ${pending} waiting`;
  const log = logKept ? `${edits} edits` : "its log is no longer kept";
  return `ok, ${log}, ${confirms} confirms${waiting}, ${orders} orders`;
}

async function everySession(
  context: CliContext,
  database: Parameters<typeof verifyAll>[0],
  live: Parameters<typeof verifyAll>[1],
  compared: string,
): Promise<ExitCode> {
  const total = await countSessions(database);
  const { signal, print, progress } = context;
  const end = await verifyAll(database, live, signal, ({ sessionId }, verdict, so) => {
    if (!verdict.ok) print(`${sessionId}: ${describe(verdict)}`);
    if (so.sessions % PROGRESS_EVERY === 0 || so.sessions === total) {
      progress(`${so.sessions} of ${total} sessions, ${so.edits} edits, ${so.differences} differ`);
    }
  });
  progress("");
  if (signal.aborted) throw new ReplayError("stopped", `after ${end.sessions} sessions`);
  const { sessions, edits, differences } = end;
  print(
    differences === 0
      ? `ok: ${sessions} sessions, ${edits} edits${compared}`
      : `${differences} of ${sessions} sessions differ`,
  );
  return differences === 0 ? 0 : 1;
}
