/**
 * A restaurant's day: of its own time zone, and from the hour at which its evening is surely over
 * until the same hour of the next date, so that what is ordered past midnight belongs to the evening
 * it was ordered in.
 */
import { dateTimeFormat } from "./intl.ts";
import { clockAt, momentOf } from "./zone-clock.ts";

/** The latest hour at which it may begin. */
export const MAX_DAY_START = 12;

const HOUR_MS = 3_600_000;

/** Where a restaurant's days lie. */
export interface DayRule {
  /** IANA name, "Europe/Berlin". */
  readonly timezone: string;
  /** The hour, 0 to 12, at which a day begins. */
  readonly dayStartsAt: number;
}

/** The days of a restaurant that has set neither. */
export const DEFAULT_DAYS: DayRule = { timezone: "UTC", dayStartsAt: 4 };

/**
 * The IANA time zone that a text names, as it is properly written; null when it names none. Offsets
 * ("+02:00") are none: they know no summer time, and Postgres reads their sign the other way round.
 */
export function timeZoneOf(text: string): string | null {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/.test(text)) return null;
  try {
    const zone = dateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone;
    // Some engines answer with a name that is no longer in use: the one that was written is better.
    return zone.toLowerCase() === text.toLowerCase() ? zone : text;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The business day of a moment, as `YYYY-MM-DD`. */
export function businessDayOf(at: Date, { timezone, dayStartsAt }: DayRule): string {
  return new Date(clockAt(at.getTime(), timezone) - dayStartsAt * HOUR_MS)
    .toISOString()
    .slice(0, 10);
}

/** When the business day after that of a moment begins. */
export function nextBusinessDay(at: Date, rule: DayRule): Date {
  const next = Date.parse(businessDayOf(at, rule)) + 24 * HOUR_MS;
  return businessDayStart(new Date(next).toISOString().slice(0, 10), rule);
}

/** When the business day of a date (`YYYY-MM-DD`) begins. */
export function businessDayStart(date: string, { timezone, dayStartsAt }: DayRule): Date {
  return new Date(momentOf(Date.parse(date) + dayStartsAt * HOUR_MS, timezone));
}
