import { importRecording } from "@tureen/persistence/replay/import-recording";
import { createStaff } from "@tureen/persistence/staff/staff-accounts";
import { ReplayError } from "@tureen/shared/replay/errors";
import { describeDifference } from "@tureen/shared/replay/verdict";
import { verifyRecording } from "@tureen/shared/replay/verify";
import { type Command, type ExitCode, readArgs } from "../command.ts";
import { withDatabase } from "../database.ts";
import { readRecordingFile } from "../read-input.ts";
import { verifySession } from "../verify-sessions.ts";

export const importCommand: Command = {
  summary: "puts a recorded evening into the database to be looked at",
  help: `import FILE

An recorded that does not verify is refused (verify FILE says why). It becomes an ended session of a restaurant of its own, with a manager's account to look at it, and
touches nothing of any other. It cannot be taken out again: its log goes when logs of that age go, counted
from the import, and orders stay for ever. Use a database of your own (DATABASE_URL) for what should go
away.`,

  async run(context) {
    const { words } = readArgs(context, {}, { min: 1, max: 1 });
    const recording = await readRecordingFile(words[0] ?? "");
    const verdict = verifyRecording(recording);
    if (!verdict.ok) {
      throw new ReplayError("import-differs", describeDifference(verdict.difference));
    }
    return withDatabase(context, async (database): Promise<ExitCode> => {
      const now = new Date();
      const { name, slug, ...key } = await importRecording(database, recording, { now });
      const { restaurantId } = key;
      const account = {
        restaurantId,
        role: "manager",
        login: "manager",
        name: "Manager",
        now,
      } as const;
      const { login, password } = await createStaff(database, account);
      const { print } = context;
      print(`${name} (${restaurantId})`);
      print(`  session ${key.sessionId}`);
      print(`  manager (shown only now): ${login}  ${password}`);
      const again = await verifySession(database, key, null);
      print(`  ${again.ok ? "ok" : describeDifference(again.difference)}`);
      return again.ok ? 0 : 1;
    });
  },
};
