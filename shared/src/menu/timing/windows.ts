/** Whether a window is open, and when that changes next. */
import { DAY, dayNumber, dayOf, type LocalMinute, minutesOf, weekdayOf } from "./local-time.ts";
import type { ClockSpan, TimeWindow } from "./rules.ts";

/** Changes of windows that are looked at to find out when something is served again. */
const EDGES_AHEAD = 100;

/** From the first minute until before the second. */
export interface Interval {
  readonly from: LocalMinute;
  readonly until: LocalMinute;
}

/** A span of a business day; it may reach into the next. */
export function spanOn(day: number, span: ClockSpan | undefined, dayStartsAt: number): Interval {
  const begin = day * DAY + dayStartsAt * 60;
  if (!span) return { from: begin, until: begin + DAY };
  const [from, until] = [minutesOf(span.from), minutesOf(span.until)];
  const start = begin + modulo(from - dayStartsAt * 60);
  return { from: start, until: start + (modulo(until - from) || DAY) };
}

/** Whether any window is open; where there are none, all times are. */
export function isOpen(
  windows: readonly TimeWindow[] | undefined,
  local: LocalMinute,
  dayStartsAt: number,
): boolean {
  if (!windows) return true;
  const today = dayOf(local, dayStartsAt);
  return windows.some((window) =>
    // What began yesterday may still go on.
    [today, today - 1].some((day) => {
      if (!isOn(window, day)) return false;
      const { from, until } = spanOn(day, window.span, dayStartsAt);
      return from <= local && local < until;
    }),
  );
}

/** The next time after this at which a window opens or closes; Infinity when none does any more. */
export function nextEdge(
  windows: readonly TimeWindow[] | undefined,
  local: LocalMinute,
  dayStartsAt: number,
): LocalMinute {
  let next = Number.POSITIVE_INFINITY;
  const today = dayOf(local, dayStartsAt);
  for (const window of windows ?? []) {
    const begin = Math.max(
      today - 1,
      window.fromDate === undefined ? today - 1 : dayNumber(window.fromDate),
    );
    // Each weekday comes within a week, after one that is over already.
    for (let day = begin; day <= begin + 8; day++) {
      if (!isOn(window, day)) continue;
      const { from, until } = spanOn(day, window.span, dayStartsAt);
      const edge = from > local ? from : until;
      if (edge > local) {
        next = Math.min(next, edge);
        break;
      }
    }
  }
  return next;
}

/** The next time after this at which all of these are open; null: not in sight. */
export function servedFrom(
  levels: readonly (readonly TimeWindow[] | undefined)[],
  local: LocalMinute,
  dayStartsAt: number,
): LocalMinute | null {
  let time = local;
  for (let i = 0; i < EDGES_AHEAD; i++) {
    time = Math.min(...levels.map((windows) => nextEdge(windows, time, dayStartsAt)));
    if (time === Number.POSITIVE_INFINITY) return null;
    const at = time;
    if (levels.every((windows) => isOpen(windows, at, dayStartsAt))) return at;
  }
  return null;
}

function isOn({ days, fromDate, untilDate }: TimeWindow, day: number): boolean {
  return (
    (days === undefined || days.includes(weekdayOf(day))) &&
    (fromDate === undefined || day >= dayNumber(fromDate)) &&
    (untilDate === undefined || day <= dayNumber(untilDate))
  );
}

function modulo(minutes: number): number {
  return ((minutes % DAY) + DAY) % DAY;
}
