import { writeFile } from "node:fs/promises";
import { errorCode } from "@tureen/persistence/platform/retry";
import { ReplayError } from "@tureen/shared/replay/errors";
import { formatRecording, RECORDING_VERSION } from "@tureen/shared/replay/file";
import { type Command, readArgs } from "../command.ts";
import { openRecording } from "../read-input.ts";

export const exportCommand: Command = {
  summary: "writes a session into one self-contained file",
  help: `export SESSION -o FILE [--with-names] [--force]

  -o, --output   the file to write (.tureen)
  --with-names   with the diners' names, which are personal data; otherwise without
  --force        also over a file that is there

The file holds the log, the menus as they were, what each confirm was decided from, its outcome, and
every order with its changes of status. Notes to the kitchen are part of the log. The file's format is
described in shared/src/replay/file.ts; this is version ${RECORDING_VERSION}.`,

  async run(context) {
    const { values, words } = readArgs(
      context,
      {
        output: { type: "string", short: "o" },
        "with-names": { type: "boolean" },
        force: { type: "boolean" },
      },
      { min: 1, max: 1 },
    );
    const path = values.output;
    if (path === undefined) throw new ReplayError("option-invalid", "-o FILE is missing");
    const recording = await openRecording(context, words[0] ?? "");
    const text = formatRecording(recording, { withNames: values["with-names"] === true });
    try {
      // Readable by us alone: it is somebody's session.
      await writeFile(path, text, { mode: 0o600, flag: values.force ? "w" : "wx" });
    } catch (error) {
      const code = errorCode(error);
      if (code === "EEXIST") throw new ReplayError("file-exists", path, { cause: error });
      if (code === undefined) throw error;
      throw new ReplayError("file-unreadable", `${path}: ${code}`, { cause: error });
    }
    const { log, orders } = recording;
    context.print(`${path}: ${log.length} edits, ${orders.length} orders, ${text.length} bytes`);
    return 0;
  },
};
