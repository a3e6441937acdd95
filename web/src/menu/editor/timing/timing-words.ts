/** Windows and price rules as sentences: for who sets them, and for the comparison before publishing. */
import { minutesOf } from "@tureen/shared/menu/timing/local-time";
import {
  type ClockSpan,
  type ClockTime,
  type DateText,
  type PriceChange,
  type PriceRule,
  type TimeWindow,
  WEEKDAYS,
  type Weekday,
} from "@tureen/shared/menu/timing/rules";
import { dateTimeFormat, numberFormat } from "@tureen/shared/platform/intl";
import { formatMinor } from "@tureen/shared/platform/money";
import { locale, timeLocale } from "../../../platform/i18n/locale.ts";
import { timingMessages } from "./messages/messages.ts";

/** The 1st of January 2024 was a Monday. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;
/** Days in a row from which on they are written as a range. */
const RANGE = 3;

/** "Mon". */
export function dayText(day: Weekday): string {
  return dateTimeFormat(timeLocale(), { weekday: "short", timeZone: "UTC" }).format(
    MONDAY + (day - 1) * DAY_MS,
  );
}

/** "Served Mon–Fri 11:30–14:30". */
export function servedText(served: readonly TimeWindow[] | undefined): string {
  const { t } = timingMessages;
  if (!served) return t("servedAlways");
  return served.length === 0 ? t("servedNever") : t("served", { when: windowsText(served) });
}

/** "Mon–Fri 11:30–14:30; Sun". */
export function windowsText(windows: readonly TimeWindow[]): string {
  return windows.map(windowText).join("; ");
}

function windowText({ days, span, fromDate, untilDate }: TimeWindow): string {
  const { t } = timingMessages;
  const dated = fromDate !== undefined || untilDate !== undefined;
  const ofDay = span && spanText(span);
  const times = days ? [daysText(days), ofDay] : ofDay ? [t("everyDay"), ofDay] : [];
  const text = times.filter(Boolean).join(" ");
  if (!dated) return text || t("anyTime");
  return [text, datesText(fromDate, untilDate)].filter(Boolean).join(", ");
}

/** "Mon–Fri, Sun": days in a row as a range. */
function daysText(days: readonly Weekday[]): string {
  const runs: Weekday[][] = [];
  for (const day of WEEKDAYS.filter((each) => days.includes(each))) {
    const run = runs.at(-1);
    if (run?.at(-1) === day - 1) run.push(day);
    else runs.push([day]);
  }
  const parts = runs.flatMap((run) => {
    const [first, last] = [run[0], run.at(-1)];
    if (run.length < RANGE || !first || !last) return run.map(dayText);
    return [range(dayText(first), dayText(last))];
  });
  return new Intl.ListFormat(locale(), { style: "short" }).format(parts);
}

function spanText({ from, until }: ClockSpan): string {
  return from === until
    ? timingMessages.t("aroundClock", { time: clockText(from) })
    : range(clockText(from), clockText(until));
}

function clockText(time: ClockTime): string {
  const format = { hour: "numeric", minute: "2-digit", timeZone: "UTC" } as const;
  return dateTimeFormat(timeLocale(), format).format(minutesOf(time) * 60_000);
}

function datesText(from: DateText | undefined, until: DateText | undefined): string {
  const { t } = timingMessages;
  const text = (date: DateText) =>
    dateTimeFormat(timeLocale(), { dateStyle: "medium", timeZone: "UTC" }).format(Date.parse(date));
  if (from === undefined) return t("untilDate", { date: text(until ?? "") });
  if (until === undefined) return t("fromDate", { date: text(from) });
  return from === until ? text(from) : range(text(from), text(until));
}

function range(from: string, until: string): string {
  return timingMessages.t("range", { from, until });
}

/** "−20%, Mon–Fri 17:00–19:00". */
export function ruleText({ when, change }: PriceRule, currency: string): string {
  return timingMessages.t("rule", { price: changeText(change, currency), when: windowsText(when) });
}

function changeText(change: PriceChange, currency: string): string {
  const { t } = timingMessages;
  const money = (minor: number) => formatMinor(minor, currency, locale());
  switch (change.kind) {
    case "percent": {
      const percent = numberFormat(locale(), { style: "percent", signDisplay: "always" })
        .format(change.by / 100)
        .replace("-", "−");
      return change.roundTo === undefined
        ? percent
        : t("rounded", { percent, price: money(change.roundTo) });
    }
    case "fixed":
      return money(change.price);
    case "minus":
      return t("lessBy", { amount: money(change.amount) });
  }
}
