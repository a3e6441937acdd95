/** Whether a restaurant takes orders, and when that changes next. */
import { dayNumber, dayOf, type LocalMinute, weekdayOf } from "./local-time.ts";
import type { ClockSpan, OpeningHours, Pause, Service } from "./rules.ts";
import { type Interval, spanOn } from "./windows.ts";

/** How far ahead it is looked for when a restaurant opens again, days. */
const DAYS_AHEAD = 60;
/** Days around a moment whose exceptions can bear on it. */
const DAYS_AROUND = 2;

/** What holds at a moment; times by the restaurant's clock, a pause's end in ms since the epoch. */
export type Taking =
  | { readonly kind: "open"; readonly lastOrders: LocalMinute | null }
  /** It is still open, but the kitchen takes no more orders. */
  | { readonly kind: "last-orders"; readonly opens: LocalMinute | null }
  | { readonly kind: "closed"; readonly opens: LocalMinute | null }
  | { readonly kind: "paused"; readonly until: number };

/** Whether orders are taken at a moment, `local` being what the restaurant's clock shows then. */
export function takingAt(
  service: Pick<Service, "dayStartsAt" | "hours" | "pause">,
  local: LocalMinute,
  at: number,
): Taking {
  const { hours, pause, dayStartsAt } = service;
  const open = hours ? openingAt(hours, local, dayStartsAt) : ALWAYS;
  if (open.kind === "open" && pause && isPaused(pause, at)) {
    return { kind: "paused", until: pause.until };
  }
  return open;
}

/** Whether a pause goes on at a moment. */
export function isPaused({ from, until }: Pause, at: number): boolean {
  return from <= at && at < until;
}

/** The next time by the clock at which that changes; Infinity when it does not. */
export function nextOpeningEdge(
  { hours, dayStartsAt }: Pick<Service, "dayStartsAt" | "hours">,
  local: LocalMinute,
): LocalMinute {
  if (!hours) return Number.POSITIVE_INFINITY;
  for (const { from, until } of openings(hours, local, dayStartsAt)) {
    for (const edge of [from, until - hours.lastOrders, until]) if (edge > local) return edge;
  }
  return Number.POSITIVE_INFINITY;
}

/** The hours without the exceptions of other days than those around a moment. */
export function hoursAround(
  hours: OpeningHours,
  local: LocalMinute,
  dayStartsAt: number,
): OpeningHours {
  const today = dayOf(local, dayStartsAt);
  const exceptions = hours.exceptions.filter(
    ({ fromDate, untilDate }) =>
      dayNumber(fromDate) <= today + DAYS_AROUND && today - DAYS_AROUND <= dayNumber(untilDate),
  );
  return { ...hours, exceptions };
}

const ALWAYS: Taking = { kind: "open", lastOrders: null };

function openingAt(hours: OpeningHours, local: LocalMinute, dayStartsAt: number): Taking {
  let opens: LocalMinute | null = null;
  let late = false;
  for (const { from, until } of openings(hours, local, dayStartsAt)) {
    const last = until - hours.lastOrders;
    if (from > local) {
      opens = from;
      break;
    }
    if (local < last) return { kind: "open", lastOrders: last };
    if (local < until) late = true;
  }
  return { kind: late ? "last-orders" : "closed", opens };
}

/** Each time that it is open without a break, from the one that goes on at this minute. */
function* openings(
  hours: OpeningHours,
  local: LocalMinute,
  dayStartsAt: number,
): Generator<Interval> {
  const today = dayOf(local, dayStartsAt);
  let current: Interval | undefined;
  for (let day = today - DAYS_AROUND; day <= today + DAYS_AHEAD; day++) {
    const spans = spansOf(hours, day)
      .map((span) => spanOn(day, span, dayStartsAt))
      .sort((a, b) => a.from - b.from);
    for (const span of spans) {
      if (current && span.from <= current.until) {
        current = { from: current.from, until: Math.max(current.until, span.until) };
        continue;
      }
      if (current && current.until > local) yield current;
      current = span;
    }
  }
  if (current && current.until > local) yield current;
}

function spansOf({ week, exceptions }: OpeningHours, day: number): readonly ClockSpan[] {
  const exception = exceptions.find(
    ({ fromDate, untilDate }) => dayNumber(fromDate) <= day && day <= dayNumber(untilDate),
  );
  return exception ? exception.spans : (week[weekdayOf(day) - 1] ?? []);
}
