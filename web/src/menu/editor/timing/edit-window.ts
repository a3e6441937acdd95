/** What a tap on a window's fields makes of it. Pure; nothing here can make one that is half filled in. */
import {
  type ClockSpan,
  type DateText,
  type TimeWindow,
  WEEKDAYS,
  type Weekday,
} from "@tureen/shared/menu/timing/rules";

/** What a new window begins with: the hours of a lunch. */
export const NEW_WINDOW: TimeWindow = { span: { from: "11:30", until: "14:30" } };

/** The days with one more or less; all of them, like none of them, are every day. */
export function withDay(window: TimeWindow, day: Weekday): TimeWindow {
  const { days = [], ...rest } = window;
  const next = WEEKDAYS.filter((each) => (each === day) !== days.includes(each));
  return next.length === 0 || next.length === WEEKDAYS.length ? rest : { ...rest, days: next };
}

export function onEveryDay({ days: _, ...rest }: TimeWindow): TimeWindow {
  return rest;
}

/** From one time until another; undefined for the whole day. */
export function withSpan(window: TimeWindow, span: ClockSpan | undefined): TimeWindow {
  const { span: _, ...rest } = window;
  return span ? { ...rest, span } : rest;
}

/** The first or the last date set; undefined for none. The other one goes along when it would lie on the wrong side. */
export function withDate(
  window: TimeWindow,
  which: "fromDate" | "untilDate",
  date: DateText | undefined,
): TimeWindow {
  const next = { ...window, [which]: date };
  if (date === undefined) {
    delete next[which];
    return next;
  }
  const other = which === "fromDate" ? "untilDate" : "fromDate";
  const there = window[other];
  const wrong = there !== undefined && (which === "fromDate" ? there < date : there > date);
  return wrong ? { ...next, [other]: date } : next;
}
