/**
 * A time zone's clock on the wall, made fit for rules: where it is put back it stands still until the
 * hour that comes twice is over, and where it is put forward the times in between are all reached at
 * once. No time comes twice or never, and what ends at one time begins there for the next. Local
 * times are milliseconds since the epoch as if they were UTC's.
 */
import { dateTimeFormat } from "./intl.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The longest time that a clock was ever put back by in our days. */
const LONGEST_BACK_MS = 3 * HOUR_MS;

/** What the clock shows at a moment, or what it stands still at. */
export function clockAt(at: number, timezone: string): number {
  const shown = at + aheadAt(at, timezone);
  const before = at - LONGEST_BACK_MS;
  const aheadBefore = aheadAt(before, timezone);
  if (aheadBefore <= shown - at) return shown;
  const change = changeBetween(before, at, timezone);
  return Math.max(shown, change + aheadBefore - 1);
}

/** The first moment at which the clock shows this time, or a later one where this is left out. */
export function momentOf(local: number, timezone: string): number {
  // A zone's clock is less than a day off: one of these lies before the moment, one after it.
  const [before, after] = [local - DAY_MS, local + DAY_MS];
  const [aheadBefore, aheadAfter] = [aheadAt(before, timezone), aheadAt(after, timezone)];
  const early = local - aheadBefore;
  if (aheadBefore === aheadAfter) return early;
  const change = changeBetween(before, after, timezone);
  return early < change ? early : Math.max(change, local - aheadAfter);
}

/** How far a zone's clock is ahead of UTC at a moment, ms. */
export function aheadAt(at: number, timezone: string): number {
  const parts = dateTimeFormat("en", {
    ...{ timeZone: timezone, calendar: "gregory", hourCycle: "h23" },
    ...{ year: "numeric", month: "2-digit", day: "2-digit" },
    ...{ hour: "2-digit", minute: "2-digit", second: "2-digit" },
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((each) => each.type === type)?.value);
  const shown = Date.UTC(
    ...([part("year"), part("month") - 1, part("day")] as const),
    ...([part("hour"), part("minute"), part("second")] as const),
  );
  return shown - Math.floor(at / 1000) * 1000;
}

/** When the clock was changed, between a moment before it and one at or after it. */
function changeBetween(before: number, after: number, timezone: string): number {
  const ahead = aheadAt(before, timezone);
  let [from, until] = [Math.floor(before / 1000), Math.ceil(after / 1000)];
  while (until - from > 1) {
    const middle = Math.floor((from + until) / 2);
    if (aheadAt(middle * 1000, timezone) === ahead) from = middle;
    else until = middle;
  }
  return until * 1000;
}
