import fc from "fast-check";
import { expect, test } from "vitest";
import { ROOTS } from "../table/document/roots.ts";
import { eventsOf } from "./events.ts";
import { readJournal, readJournalInSlices } from "./journal.ts";
import { indexAtTime, Player } from "./player.ts";
import { prepareReplay } from "./replayed-session.ts";
import { stateAt } from "./state-at.ts";
import { smallRecording } from "./testing/session-maker.ts";

const { log } = smallRecording();

test("wherever a player is sent, from wherever, it shows what the log makes", () => {
  const player = new Player(readJournal(log));
  fc.assert(
    fc.property(fc.nat(log.length), (index) => {
      expect(player.seek(index).view()).toEqual(stateAt(log, index));
    }),
    { numRuns: 200 },
  );
  expect(stateAt(log, log.length).session.status).toBe("closed");
});

test("a seek beyond the log's ends stops at them", () => {
  const player = new Player(readJournal(log));
  expect(player.seek(10_000).index).toBe(log.length);
  expect(player.seek(-5).index).toBe(0);
  expect(Object.values(player.view()).map((root) => Object.keys(root).length)).toEqual(
    ROOTS.map(() => 0),
  );
});

test("roots that did not change keep their identity, so that a page can skip them", () => {
  const player = new Player(readJournal(log));
  const before = player.seek(3).view();
  const after = player.seek(4).view();
  expect(after.diners).toBe(before.diners);
  expect(after.lines).not.toBe(before.lines);
});

test("reading in slices pauses on the way and ends with the same journal", () => {
  const reading = readJournalInSlices(log, 5);
  const pauses: number[] = [];
  let step = reading.next();
  for (; !step.done; step = reading.next()) pauses.push(step.value);
  expect(pauses).toEqual([5, 10, 15].filter((n) => n <= log.length));
  expect(step.value).toEqual(readJournal(log));
});

test("the index at a time is how many entries had been appended by then", () => {
  expect(indexAtTime(log, (log[0]?.at ?? 0) - 1)).toBe(0);
  expect(indexAtTime(log, log[4]?.at ?? 0)).toBe(5);
  expect(indexAtTime(log, Number.MAX_SAFE_INTEGER)).toBe(log.length);
});

test("an evening is prepared in parts, and then has all that a page needs", () => {
  const recording = smallRecording();
  const preparing = prepareReplay({ ...recording, log: [...recording.log] });
  const parts: number[] = [];
  let step = preparing.next();
  for (; !step.done; step = preparing.next()) parts.push(step.value);
  expect(parts.every((part) => part >= 0 && part <= 1)).toBe(true);
  const { events, player, stretches, phones, journal } = step.value;
  expect(events).toEqual(eventsOf(journal));
  const last = events.at(-1);
  expect(player.seek((last?.index ?? 0) + 1).view().session.status).toBe("closed");
  expect(stretches.map((stretch) => phones.offlineAt("d2", stretch.from))).toEqual(stretches);
});
