import fc from "fast-check";
import { expect, test } from "vitest";
import { aheadAt, clockAt, momentOf } from "./zone-clock.ts";

const MINUTE = 60_000;
/** Every change of a clock lies on one of these. */
const STEP = 30 * MINUTE;
const at = (text: string) => Date.parse(text);

/** Zones that put their clocks forward and back, by an hour and by less, at night and at midnight. */
const ZONES = [
  "Europe/Berlin",
  "America/New_York",
  "Africa/Cairo",
  "Australia/Lord_Howe",
  "Antarctica/Troll",
  "America/Santiago",
  "Asia/Kathmandu",
  "UTC",
];

test.each([
  // At three the clock goes back to two, and stands still until it is three again.
  ["2026-10-25T00:59:00Z", "2026-10-25T02:59:00"],
  ["2026-10-25T01:00:00Z", "2026-10-25T02:59:59.999"],
  ["2026-10-25T01:59:59Z", "2026-10-25T02:59:59.999"],
  ["2026-10-25T02:00:00Z", "2026-10-25T03:00:00"],
  // At two it goes forward to three.
  ["2026-03-29T00:59:00Z", "2026-03-29T01:59:00"],
  ["2026-03-29T01:00:00Z", "2026-03-29T03:00:00"],
])("at %s the clock of Berlin is at %s", (moment, local) => {
  expect(new Date(clockAt(at(moment), "Europe/Berlin")).toISOString()).toBe(
    new Date(`${local}Z`).toISOString(),
  );
});

test.each([
  ["2026-10-25T02:30", "2026-10-25T00:30:00Z"],
  ["2026-10-25T03:00", "2026-10-25T02:00:00Z"],
  ["2026-03-29T02:00", "2026-03-29T01:00:00Z"],
  ["2026-03-29T02:30", "2026-03-29T01:00:00Z"],
  ["2026-03-29T03:30", "2026-03-29T01:30:00Z"],
])("%s is first reached in Berlin at %s", (local, moment) => {
  expect(momentOf(at(`${local}Z`), "Europe/Berlin")).toBe(at(moment));
});

test("both agree with a clock that is looked at minute by minute", () => {
  const days = fc.integer({ min: at("2024-01-01"), max: at("2030-01-01") });
  fc.assert(
    fc.property(
      fc.constantFrom(...ZONES),
      days,
      fc.integer({ min: 0, max: 600 }),
      (zone, day, m) => {
        const start = Math.floor(day / MINUTE) * MINUTE;
        let latest = Number.NEGATIVE_INFINITY;
        let reached: number | undefined;
        // Half a day before, so that what the clock has shown before is known.
        const wanted = start + aheadAt(start, zone) + m * MINUTE;
        for (let t = start - 720 * MINUTE; t <= start + 720 * MINUTE; t += MINUTE) {
          latest = Math.max(latest, t + aheadAt(t, zone));
          if (t >= start && t % (15 * MINUTE) === 0) {
            const shown = Math.floor(clockAt(t, zone) / MINUTE) * MINUTE;
            expect(shown).toBe(latest);
          }
          if (reached === undefined && latest >= wanted) reached = t;
        }
        expect(momentOf(wanted, zone)).toBe(reached);
      },
    ),
    { numRuns: 15 },
  );
});

test.each(ZONES)("the days on which the clock of %s is changed agree too", (zone) => {
  for (let day = at("2026-01-01"); day < at("2027-01-01"); day += 86_400_000) {
    if (aheadAt(day, zone) === aheadAt(day + 86_400_000, zone)) continue;
    let latest = Number.NEGATIVE_INFINITY;
    for (let t = day - 86_400_000; t <= day + 2 * 86_400_000; t += STEP) {
      const now = t + aheadAt(t, zone);
      // What is shown last before the change may lie between two looks.
      if (now > latest) {
        latest = now;
        expect(clockAt(t, zone)).toBe(now);
      } else expect(clockAt(t, zone)).toBeLessThan(latest + STEP);
      const first = momentOf(latest, zone);
      expect(first).toBeLessThanOrEqual(t);
      expect(first + aheadAt(first, zone)).toBeGreaterThanOrEqual(latest);
      expect(clockAt(first - 1, zone)).toBeLessThan(latest);
    }
  }
});
