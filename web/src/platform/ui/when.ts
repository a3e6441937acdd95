import { dateTimeFormat } from "@tureen/shared/platform/intl";
import { timeLocale } from "../i18n/locale.ts";

/** A moment for a list that reaches back some days: the time today, with the date before. */
export function whenText(at: number, now: number = Date.now()): string {
  const today = new Date(at).toDateString() === new Date(now).toDateString();
  const time = { hour: "2-digit", minute: "2-digit" } as const;
  const options: Intl.DateTimeFormatOptions = today
    ? time
    : { ...time, day: "numeric", month: "short" };
  return dateTimeFormat(timeLocale(), options).format(at);
}
