import { DAY, type LocalMinute } from "@tureen/shared/menu/timing/local-time";
import { dateTimeFormat } from "@tureen/shared/platform/intl";
import { timeLocale } from "../platform/i18n/locale.ts";

/** A time by the restaurant's clock, as short as it is understood: "17:00", "Fri 17:00", "24 Dec, 17:00". */
export function localTimeText(local: LocalMinute, now: LocalMinute): string {
  const time = { hour: "numeric", minute: "2-digit" } as const;
  const sameDay = Math.floor(local / DAY) === Math.floor(now / DAY);
  // Soon after midnight nobody needs to be told that it is another day.
  if (sameDay || local - now < DAY / 2) return text(local, time);
  if (local - now < 6 * DAY) return text(local, { weekday: "short", ...time });
  return text(local, { day: "numeric", month: "short", ...time });
}

function text(local: LocalMinute, options: Intl.DateTimeFormatOptions): string {
  return dateTimeFormat(timeLocale(), { ...options, timeZone: "UTC" }).format(local * 60_000);
}
