import {
  type ClockSpan,
  MAX_LAST_ORDERS,
  type OpeningException,
  type OpeningHours,
} from "@tureen/shared/menu/timing/rules";

/** Opening hours as a form has them: everything may be half typed. */
export interface HoursDraft {
  readonly always: boolean;
  readonly week: readonly (readonly ClockSpan[])[];
  readonly exceptions: readonly OpeningException[];
  /** Minutes, as typed. */
  readonly lastOrders: string;
}

export const NEW_SPAN: ClockSpan = { from: "11:00", until: "22:00" };

export function draftOf(hours: OpeningHours | null): HoursDraft {
  return {
    always: hours === null,
    week: hours?.week ?? Array.from({ length: 7 }, () => [NEW_SPAN]),
    exceptions: hours?.exceptions ?? [],
    lastOrders: String(hours?.lastOrders ?? 0),
  };
}

/** The week with a day's times on all days after it too. */
export function copiedDown(week: HoursDraft["week"], day: number): HoursDraft["week"] {
  return week.map((spans, at) => (at > day ? (week[day] ?? []) : spans));
}

/** What cannot be saved so: where it is wrong, by a key that the form shows it at. */
export function problemsOf(draft: HoursDraft): ReadonlySet<string> {
  const problems = new Set<string>();
  if (draft.always) return problems;
  if (!/^\d{1,3}$/.test(draft.lastOrders.trim()) || Number(draft.lastOrders) > MAX_LAST_ORDERS) {
    problems.add("lastOrders");
  }
  draft.week.forEach((spans, day) => {
    if (!spans.every(isWhole)) problems.add(`day ${day}`);
  });
  draft.exceptions.forEach(({ fromDate, untilDate, spans }, i) => {
    if (!fromDate || !untilDate || untilDate < fromDate || !spans.every(isWhole)) {
      problems.add(`exception ${i}`);
    }
  });
  return problems;
}

/** As it is saved; call it only for a draft without problems. */
export function hoursOf(draft: HoursDraft) {
  if (draft.always) return null;
  const copy = (spans: readonly ClockSpan[]) => spans.map((span) => ({ ...span }));
  return {
    week: draft.week.map(copy),
    exceptions: draft.exceptions.map((each) => ({ ...each, spans: copy(each.spans) })),
    lastOrders: Number(draft.lastOrders),
  };
}

function isWhole({ from, until }: ClockSpan): boolean {
  return from !== "" && until !== "";
}
