/**
 * Times by a restaurant's clock as plain numbers: minutes since the epoch as if they were UTC's, read
 * off a clock that never goes back (platform/zone-clock.ts). Rules are arithmetic on these alone, so
 * that a replay need not know what time zones were like.
 */
import { clockAt, momentOf } from "../../platform/zone-clock.ts";
import type { ClockTime, DateText, Service, Weekday } from "./rules.ts";

const MINUTE_MS = 60_000;
export const DAY = 1440;

/** Minutes by the restaurant's clock. */
export type LocalMinute = number;

/** What a restaurant's clock shows at a moment, to the minute. */
export function localAt(at: number, { timezone }: Pick<Service, "timezone">): LocalMinute {
  return Math.floor(clockAt(at, timezone) / MINUTE_MS);
}

/** When a restaurant's clock first shows this, ms since the epoch. */
export function momentAt(local: LocalMinute, { timezone }: Pick<Service, "timezone">): number {
  return momentOf(local * MINUTE_MS, timezone);
}

/** "2026-10-25T02:30". */
export function localText(local: LocalMinute): string {
  return new Date(local * MINUTE_MS).toISOString().slice(0, 16);
}

export function parseLocal(text: string): LocalMinute {
  return Date.parse(`${text}:00Z`) / MINUTE_MS;
}

/** The number of a date's business day, counted from the epoch. */
export function dayNumber(date: DateText): number {
  return Date.parse(date) / (DAY * MINUTE_MS);
}

/** The number of the business day of a time. */
export function dayOf(local: LocalMinute, dayStartsAt: number): number {
  return Math.floor((local - dayStartsAt * 60) / DAY);
}

/** The weekday of a business day; the epoch was a Thursday. */
export function weekdayOf(day: number): Weekday {
  return (((((day + 3) % 7) + 7) % 7) + 1) as Weekday;
}

/** Minutes since midnight. */
export function minutesOf(time: ClockTime): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}
