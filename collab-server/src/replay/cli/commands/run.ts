import { describeDifference } from "@tureen/shared/replay/verdict";
import { verifyRecording } from "@tureen/shared/replay/verify";
import { type Command, type ExitCode, readArgs } from "../command.ts";
import { inDatabase } from "../database.ts";
import { openRecording } from "../read-input.ts";
import { runRecording } from "../run-recording.ts";

export const run: Command = {
  summary: "drives today's code with a recorded evening, and says what ends otherwise",
  help: `run FILE|SESSION [--database URL]

  --database   one to be thrown away afterwards; otherwise Postgres is started for it and removed

The diners' edits go through guard, menu check, append and decision by the clock of the recorded, with
the menu and the availability that each confirm met then; what the server did is done again. Exit code 1
when something ends otherwise than recorded.`,

  async run(context) {
    const { values, words } = readArgs(
      context,
      { database: { type: "string" } },
      { min: 1, max: 1 },
    );
    const recording = await openRecording(context, words[0] ?? "");
    const work = async (database: Parameters<typeof runRecording>[0]): Promise<ExitCode> => {
      const { edits, confirms, differences, today } = await runRecording(database, recording);
      for (const { where, recorded, today } of differences) {
        context.print(`${where}: recorded ${shown(recorded)}, today ${shown(today)}`);
      }
      const verdict = verifyRecording(today);
      if (!verdict.ok)
        context.print(`today's own record: ${describeDifference(verdict.difference)}`);
      if (differences.length > 0 || !verdict.ok) return 1;
      context.print(`as recorded: ${edits} edits, ${confirms} confirms`);
      return 0;
    };
    return values.database === undefined
      ? context.withDisposableDatabase(work)
      : inDatabase(values.database, work);
  },
};

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
