import { eventsOf } from "@tureen/shared/replay/events";
import { readJournal } from "@tureen/shared/replay/journal";
import { offlineStretches } from "@tureen/shared/replay/phones";
import { smallRecording } from "@tureen/shared/replay/testing/session-maker";
import { expect, test } from "vitest";
import { clusterMarks, marksOf, neighbour, passedMarks } from "./marks.ts";
import { TimeAxis } from "./time-axis.ts";

const recording = smallRecording();
const journal = readJournal(recording.log);
const events = eventsOf(journal);
const axis = new TimeAxis(recording.log, recording);
const marks = marksOf(events, offlineStretches(journal, events), axis);

test("joins, confirms, outcomes, status, calls and offline stretches are marked, taps are not", () => {
  expect(marks.map(({ kind, lane }) => `${lane} ${kind}`)).toEqual([
    "house opened",
    "d1 joined",
    "d2 joined",
    "d2 confirmed",
    "house ordered",
    "house status",
    "d2 offline",
    "d1 call",
    "d2 online",
    "d1 confirmed",
    "d1 rejected",
    "house status",
    "house ended",
  ]);
});

test("from mark to mark leads through all of them, there and back", () => {
  let moment = axis.after(0);
  const passed: string[] = [];
  for (;;) {
    const next = neighbour(marks, moment, 1);
    if (!next) break;
    passed.push(next.kind);
    expect(passedMarks(marks, next.moment)).toBeGreaterThan(passedMarks(marks, moment));
    moment = next.moment;
  }
  expect(passed.at(-1)).toBe("ended");
  for (let steps = 0; steps < marks.length; steps++) {
    const before = neighbour(marks, moment, -1);
    if (!before) break;
    expect(before.moment.index).toBeLessThanOrEqual(moment.index);
    expect(before.moment).not.toEqual(moment);
    moment = before.moment;
  }
  expect(neighbour(marks, moment, -1)).toBeUndefined();
});

test("marks that stand too close become one, which looks like the gravest of them", () => {
  const mine = marks.filter((mark) => mark.lane === "d1");
  const [all] = clusterMarks(mine, axis, 2);
  expect(all).toMatchObject({ kind: "rejected", share: axis.share(mine[0]?.moment.time ?? 0) });
  expect(all?.marks).toHaveLength(4);
  expect(clusterMarks(mine, axis, 0)).toHaveLength(4);
});
