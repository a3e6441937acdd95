import { dayNumber, minutesOf } from "../timing/local-time.ts";
import { type ClockSpan, type OpeningHours, WEEKDAYS } from "../timing/rules.ts";

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const DAY_MS = 86_400_000;

/**
 * Opening hours as schema.org says them, for search engines. It knows calendar days: what is open before
 * the hour at which a business day begins is of the next one there. A day that is closed has no hours in
 * its week, and as a different day opens and closes at midnight.
 */
export function schemaOrgHours({ week, exceptions }: OpeningHours, dayStartsAt: number): object[] {
  const isNext = ({ from }: ClockSpan) => minutesOf(from) < dayStartsAt * 60;
  const usual = WEEKDAYS.flatMap((day) =>
    (week[day - 1] ?? []).map((span) => ({
      "@type": "OpeningHoursSpecification",
      dayOfWeek: `https://schema.org/${DAYS[(day - 1 + (isNext(span) ? 1 : 0)) % DAYS.length]}`,
      ...openOf(span),
    })),
  );
  const different = exceptions.flatMap(({ fromDate, untilDate, spans }) =>
    (spans.length > 0 ? spans : [null]).map((span) => ({
      "@type": "OpeningHoursSpecification",
      validFrom: dateAfter(fromDate, span && isNext(span) ? 1 : 0),
      validThrough: dateAfter(untilDate, span && isNext(span) ? 1 : 0),
      ...(span ? openOf(span) : { opens: "00:00", closes: "00:00" }),
    })),
  );
  return [...usual, ...different];
}

/** Around the clock it closes a minute before it opens: at the same time would be never. */
function openOf({ from, until }: ClockSpan): { readonly opens: string; readonly closes: string } {
  if (from !== until) return { opens: from, closes: until };
  const last = (minutesOf(from) + 1439) % 1440;
  const two = (count: number) => String(count).padStart(2, "0");
  return { opens: from, closes: `${two(Math.floor(last / 60))}:${two(last % 60)}` };
}

function dateAfter(date: string, days: number): string {
  return new Date((dayNumber(date) + days) * DAY_MS).toISOString().slice(0, 10);
}
