import { describeEvent, wordsFor } from "@tureen/shared/replay/describe";
import { eventsOf } from "@tureen/shared/replay/events";
import { readJournal } from "@tureen/shared/replay/journal";
import { offlineStretches } from "@tureen/shared/replay/phones";
import { showTime } from "../clock.ts";
import { type Command, readArgs } from "../command.ts";
import { openRecording } from "../read-input.ts";

export const show: Command = {
  summary: "a session's timeline: when, who, and what it meant",
  help: `show SESSION|FILE [--json]

  --json   one JSON object a line: the event with its ids, and its sentence as "text"

Names come from the database as they are now; a diner who was erased is "seat 3".`,

  async run(context) {
    const { values, words } = readArgs(context, { json: { type: "boolean" } }, { min: 1, max: 1 });
    const recording = await openRecording(context, words[0] ?? "");
    const vocabulary = wordsFor(recording);
    const journal = readJournal(recording.log);
    const events = eventsOf(journal);
    const waited = new Map(
      offlineStretches(journal, events).flatMap((stretch) =>
        stretch.waited.map(({ index, doneAt }) => [index, doneAt] as const),
      ),
    );
    for (const event of events) {
      const text = describeEvent(event, vocabulary);
      if (values.json) {
        context.print(JSON.stringify({ ...event, text }));
        continue;
      }
      const doneAt = waited.get(event.index);
      const late = doneAt === undefined ? "" : ` [offline, done at ${showTime(doneAt).slice(11)}]`;
      context.print(`${showTime(event.at)}  ${String(event.seq).padStart(5)}  ${text}${late}`);
    }
    return 0;
  },
};
