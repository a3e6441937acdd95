import { expect, test } from "vitest";
import { ageLevel, stopwatch, waitingSince } from "./age.ts";

const minutes = (count: number) => count * 60_000;

test("changes step at 5, 10 and 15 minutes exactly", () => {
  const steps = [0, 4.99, 5, 9.99, 10, 14.99, 15, 600].map((age) => ageLevel(minutes(age)));
  expect(steps).toEqual(["fresh", "fresh", "waiting", "waiting", "hurry", "hurry", "late", "late"]);
  expect(ageLevel(-5_000)).toBe("fresh");
});

test("changes by a station's own times, each of which it may have alone", () => {
  const level = (age: number, warnAfterS: number | null, lateAfterS: number | null) =>
    ageLevel(age * 1_000, { warnAfterS, lateAfterS });
  const steps = [59, 60, 119, 120, 179, 180].map((age) => level(age, 60, 180));
  expect(steps).toEqual(["fresh", "waiting", "waiting", "hurry", "hurry", "late"]);
  expect([level(60, 60, null), level(900, 60, null)]).toEqual(["waiting", "late"]);
  expect([level(299, null, 600), level(300, null, 600)]).toEqual(["fresh", "waiting"]);
});

test("writes ages like a stopwatch", () => {
  expect([0, 7_000, 754_000, 3_723_000, -3_000].map(stopwatch)).toEqual([
    "0:00",
    "0:07",
    "12:34",
    "1:02:03",
    "0:00",
  ]);
});

test("a ready order waits since it is ready, any other since it was placed", () => {
  expect(waitingSince({ status: "ready", placedAt: 1, statusAt: 8, lines: [] })).toBe(8);
  expect(waitingSince({ status: "preparing", placedAt: 1, statusAt: 8, lines: [] })).toBe(1);
});
