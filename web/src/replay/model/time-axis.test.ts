import { expect, test } from "vitest";
import { advance } from "./playback.ts";
import { TimeAxis } from "./time-axis.ts";

const log = [1_000, 2_000, 1_900, 2_000, 60_000].map((at) => ({ at }));
const axis = new TimeAxis(log, { openedAt: 500, endedAt: 100_000 });

test("a time holds all entries that had come by then, though clocks differ", () => {
  expect(axis.at(999)).toEqual({ index: 0, time: 999 });
  expect(axis.at(1_000)).toEqual({ index: 1, time: 1_000 });
  expect(axis.at(1_950)).toEqual({ index: 1, time: 1_950 });
  expect(axis.at(2_000)).toEqual({ index: 4, time: 2_000 });
  expect([axis.at(-1).time, axis.at(1e9)]).toEqual([500, { index: 5, time: 100_000 }]);
});

test("every edit can be stepped to, also those of the same moment", () => {
  expect([0, 1, 2, 3, 4, 5, 6].map((index) => axis.after(index))).toEqual([
    { index: 0, time: 500 },
    { index: 1, time: 1_000 },
    { index: 2, time: 2_000 },
    { index: 3, time: 2_000 },
    { index: 4, time: 2_000 },
    { index: 5, time: 60_000 },
    { index: 5, time: 60_000 },
  ]);
});

test("shares and times are each other's way back", () => {
  expect([axis.share(500), axis.share(100_000), axis.share(-5)]).toEqual([0, 1, 0]);
  expect(axis.timeAt(axis.share(42_000))).toBeCloseTo(42_000);
});

test("an evening of one moment has a length", () => {
  const short = new TimeAxis([], { openedAt: 5, endedAt: null });
  expect([short.start, short.end, short.share(5)]).toEqual([5, 6, 0]);
});

test("playing goes at its speed, and leaps over quiet only when it may", () => {
  const from = axis.at(2_000);
  const by = { ms: 100, speed: 10 };
  expect(advance(from, axis, { ...by, skipQuiet: false })).toEqual({ index: 4, time: 3_000 });
  expect(advance(from, axis, { ...by, skipQuiet: true })).toEqual({ index: 4, time: 55_000 });
  expect(advance(axis.at(55_000), axis, { ...by, skipQuiet: true }).time).toBe(56_000);
  // After the last edit it leaps towards the end, and stops there.
  expect(advance(axis.at(99_500), axis, { ...by, skipQuiet: true })).toEqual({
    index: 5,
    time: 100_000,
  });
});
