/**
 * Windows, price rules and opening hours as sentences, in any language of ours: for who sets them, for
 * the comparison before publishing, on paper and on the public page.
 */
import type { Params } from "../../platform/i18n/format.ts";
import { dateTimeFormat, numberFormat } from "../../platform/intl.ts";
import { formatMinor } from "../../platform/money.ts";
import { dayNumber, minutesOf } from "./local-time.ts";
import type { messages } from "./messages/en.ts";
import {
  type ClockSpan,
  type ClockTime,
  type DateText,
  type OpeningHours,
  type PriceChange,
  type PriceRule,
  type TimeWindow,
  WEEKDAYS,
  type Weekday,
} from "./rules.ts";

/** How times are said. */
export interface TimesLanguage {
  t(key: keyof typeof messages, params?: Params): string;
  /** BCP 47, of lists and amounts. */
  readonly language: string;
  /** BCP 47, of hours and dates: a variant of the language may count hours otherwise. */
  readonly clock: string;
}

/** Days, and the times at which it is open on them. */
export interface HoursLine {
  readonly days: string;
  readonly times: string;
}

/** The 1st of January 2024 was a Monday. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;
/** Days in a row from which on they are written as a range. */
const RANGE = 3;
/** How long before they come different days are told of, days. */
const DAYS_AHEAD = 60;

/** "Mon". */
export function dayText(day: Weekday, clock: string): string {
  return dateTimeFormat(clock, { weekday: "short", timeZone: "UTC" }).format(
    MONDAY + (day - 1) * DAY_MS,
  );
}

/** "Served Mon–Fri 11:30–14:30". */
export function servedText(served: readonly TimeWindow[], said: TimesLanguage): string {
  return served.length === 0
    ? said.t("servedNever")
    : said.t("served", { when: windowsText(served, said) });
}

/** "Mon–Fri 11:30–14:30; Sun". */
export function windowsText(windows: readonly TimeWindow[], said: TimesLanguage): string {
  return windows.map((window) => windowText(window, said)).join("; ");
}

function windowText({ days, span, fromDate, untilDate }: TimeWindow, said: TimesLanguage): string {
  const dated = fromDate !== undefined || untilDate !== undefined;
  const ofDay = span && spanText(span, said);
  const times = days ? [daysText(days, said), ofDay] : ofDay ? [said.t("everyDay"), ofDay] : [];
  const text = times.filter(Boolean).join(" ");
  if (!dated) return text || said.t("anyTime");
  return [text, datesText(fromDate, untilDate, said)].filter(Boolean).join(", ");
}

/** "Mon–Fri, Sun": days in a row as a range. */
function daysText(days: readonly Weekday[], said: TimesLanguage): string {
  const runs: Weekday[][] = [];
  for (const day of WEEKDAYS.filter((each) => days.includes(each))) {
    const run = runs.at(-1);
    if (run?.at(-1) === day - 1) run.push(day);
    else runs.push([day]);
  }
  const named = (day: Weekday) => dayText(day, said.clock);
  const parts = runs.flatMap((run) => {
    const [first, last] = [run[0], run.at(-1)];
    if (run.length < RANGE || !first || !last) return run.map(named);
    return [range(named(first), named(last), said)];
  });
  return new Intl.ListFormat(said.language, { style: "short" }).format(parts);
}

function spanText({ from, until }: ClockSpan, said: TimesLanguage): string {
  const { clock } = said;
  return from === until
    ? said.t("aroundClock", { time: clockText(from, clock) })
    : range(clockText(from, clock), clockText(until, clock), said);
}

function clockText(time: ClockTime, clock: string): string {
  const format = { hour: "numeric", minute: "2-digit", timeZone: "UTC" } as const;
  return dateTimeFormat(clock, format).format(minutesOf(time) * 60_000);
}

function datesText(
  from: DateText | undefined,
  until: DateText | undefined,
  said: TimesLanguage,
): string {
  const text = (date: DateText) =>
    dateTimeFormat(said.clock, { dateStyle: "medium", timeZone: "UTC" }).format(Date.parse(date));
  if (from === undefined) return said.t("untilDate", { date: text(until ?? "") });
  if (until === undefined) return said.t("fromDate", { date: text(from) });
  return from === until ? text(from) : range(text(from), text(until), said);
}

function range(from: string, until: string, said: TimesLanguage): string {
  return said.t("range", { from, until });
}

/** "−20%, Mon–Fri 17:00–19:00". */
export function ruleText(
  { when, change }: PriceRule,
  currency: string,
  said: TimesLanguage,
): string {
  return said.t("rule", {
    price: changeText(change, currency, said),
    when: windowsText(when, said),
  });
}

function changeText(change: PriceChange, currency: string, said: TimesLanguage): string {
  const money = (minor: number) => formatMinor(minor, currency, said.language);
  switch (change.kind) {
    case "percent": {
      const percent = numberFormat(said.language, { style: "percent", signDisplay: "always" })
        .format(change.by / 100)
        .replace("-", "−");
      return change.roundTo === undefined
        ? percent
        : said.t("rounded", { percent, price: money(change.roundTo) });
    }
    case "fixed":
      return money(change.price);
    case "minus":
      return said.t("lessBy", { amount: money(change.amount) });
  }
}

/** The week's hours, days that have the same ones in one line. */
export function weekLines({ week }: OpeningHours, said: TimesLanguage): HoursLine[] {
  const alike = new Map<string, Weekday[]>();
  for (const day of WEEKDAYS) {
    const times = timesText(week[day - 1] ?? [], said);
    alike.set(times, [...(alike.get(times) ?? []), day]);
  }
  return [...alike].map(([times, days]) => ({
    days: days.length === WEEKDAYS.length ? said.t("everyDay") : daysText(days, said),
    times,
  }));
}

/** The days that are not as the week says: those of today (a business day's number) and of the next weeks. */
export function exceptionLines(
  { exceptions }: OpeningHours,
  today: number,
  said: TimesLanguage,
): HoursLine[] {
  return exceptions
    .filter(
      ({ fromDate, untilDate }) =>
        dayNumber(untilDate) >= today && dayNumber(fromDate) <= today + DAYS_AHEAD,
    )
    .sort((a, b) => dayNumber(a.fromDate) - dayNumber(b.fromDate))
    .map(({ fromDate, untilDate, spans }) => ({
      days: datesText(fromDate, untilDate, said),
      times: timesText(spans, said),
    }));
}

function timesText(spans: readonly ClockSpan[], said: TimesLanguage): string {
  if (spans.length === 0) return said.t("closed");
  return [...spans]
    .sort((a, b) => minutesOf(a.from) - minutesOf(b.from))
    .map((span) => spanText(span, said))
    .join(", ");
}
