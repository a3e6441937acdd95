import { once } from "node:events";
import { errorCode } from "@tureen/persistence/platform/retry";
import { describeEvent, wordsFor } from "@tureen/shared/replay/describe";
import { ReplayError } from "@tureen/shared/replay/errors";
import { EventReader } from "@tureen/shared/replay/events";
import { JournalReader } from "@tureen/shared/replay/journal";
import { stateAt } from "@tureen/shared/replay/state-at";
import { showTime } from "../clock.ts";
import { type Command, numberOption, readArgs } from "../command.ts";
import { startPlayback } from "../playback.ts";
import { openRecording } from "../read-input.ts";

export const serve: Command = {
  summary: "plays an evening live on a plain y-websocket endpoint",
  help: `serve FILE|SESSION [--speed N] [--port P]

  --speed   so many times as fast as it happened (1)
  --port    of 127.0.0.1 to listen on (any that is free)

Any Yjs client can watch: new WebsocketProvider("ws://127.0.0.1:P", "any-room", doc). Nobody can write.
When it has ended, the recorded stays to be looked at until the command is stopped (Ctrl-C).`,

  async run(context) {
    const { values, words } = readArgs(
      context,
      { speed: { type: "string" }, port: { type: "string" } },
      { min: 1, max: 1 },
    );
    const speed = numberOption("speed", values.speed, 1, { min: 0.01, max: 1_000_000 });
    const port = Math.trunc(numberOption("port", values.port, 0, { min: 0, max: 65_535 }));
    const recording = await openRecording(context, words[0] ?? "");
    // Before anybody watches: a log that is none is an error of the call.
    stateAt(recording.log, recording.log.length);
    const { print, signal } = context;
    const vocabulary = wordsFor(recording);
    const [journal, events] = [new JournalReader(), new EventReader()];
    const options = { log: recording.log, speed, port, host: "127.0.0.1" };
    const playback = await startPlayback({
      ...options,
      played(entry, index) {
        for (const event of events.read(entry, index, journal.apply(entry.update))) {
          print(`${showTime(event.at)}  ${describeEvent(event, vocabulary)}`);
        }
      },
    }).catch((error: unknown) => {
      if (errorCode(error) !== "EADDRINUSE") throw error;
      throw new ReplayError("option-invalid", `port ${port} is taken`, { cause: error });
    });
    try {
      print(`${playback.url}/${recording.session}  (${speed} × as fast as it happened)`);
      const stopped = signal.aborted ? Promise.resolve() : once(signal, "abort");
      await Promise.race([playback.ended, stopped]);
      if (!signal.aborted) print("That was the evening. Ctrl-C ends.");
      await stopped;
    } finally {
      await playback.close();
      journal.destroy();
    }
    return 0;
  },
};
