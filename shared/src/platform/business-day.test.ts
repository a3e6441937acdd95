import { expect, test } from "vitest";
import { businessDayOf, businessDayStart, timeZoneOf } from "./business-day.ts";

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

test.each([
  ["2026-01-15", "Europe/Berlin", 4, "2026-01-15T03:00:00Z"],
  ["2026-07-15", "Europe/Berlin", 4, "2026-07-15T02:00:00Z"],
  // The clock is put forward and back in the night before.
  ["2026-03-29", "Europe/Berlin", 4, "2026-03-29T02:00:00Z"],
  ["2026-10-25", "Europe/Berlin", 4, "2026-10-25T03:00:00Z"],
  ["2027-01-01", "America/New_York", 0, "2027-01-01T05:00:00Z"],
  ["2027-01-01", "Asia/Kathmandu", 5, "2026-12-31T23:15:00Z"],
  ["2027-01-01", "Pacific/Kiritimati", 0, "2026-12-31T10:00:00Z"],
])("the business day %s in %s begins where it is asked back", (date, timezone, hour, at) => {
  const rule = { timezone, dayStartsAt: hour };
  const start = businessDayStart(date, rule);
  expect(start).toEqual(new Date(at));
  expect(businessDayOf(start, rule)).toBe(date);
  expect(businessDayOf(new Date(start.getTime() - 3_600_000), rule)).not.toBe(date);
});
