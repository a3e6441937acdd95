import { expect, test } from "vitest";
import { businessDayOf, timeZoneOf } from "./business-day.ts";

test.each([
  ["Europe/Berlin", "Europe/Berlin"],
  ["europe/berlin", "Europe/Berlin"],
  ["UTC", "UTC"],
  ["America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"],
])("%s is the time zone %s", (text, zone) => {
  expect(timeZoneOf(text)).toBe(zone);
});

test.each(["", "Berlin", "Europe/Berln", "+02:00", "UTC+2", "CEST-2", "x".repeat(200)])(
  "%j names no time zone",
  (text) => {
    expect(timeZoneOf(text)).toBeNull();
  },
);

test.each([
  ["2026-07-01T21:59:00Z", "Europe/Berlin", 4, "2026-07-01"],
  ["2026-07-02T01:59:00Z", "Europe/Berlin", 4, "2026-07-01"],
  ["2026-07-02T02:00:00Z", "Europe/Berlin", 4, "2026-07-02"],
  ["2026-07-01T22:00:00Z", "Europe/Berlin", 0, "2026-07-02"],
  ["2026-12-31T18:59:00Z", "Asia/Tokyo", 4, "2026-12-31"],
  ["2026-12-31T19:00:00Z", "Asia/Tokyo", 4, "2027-01-01"],
  // The clocks go back at three: what is past four by the clock on the wall is the new day.
  ["2026-10-25T02:59:00Z", "Europe/Berlin", 4, "2026-10-24"],
  ["2026-10-25T03:00:00Z", "Europe/Berlin", 4, "2026-10-25"],
])("%s in %s, with days from %i o'clock, is of %s", (at, timezone, dayStartsAt, day) => {
  expect(businessDayOf(new Date(at), { timezone, dayStartsAt })).toBe(day);
});
