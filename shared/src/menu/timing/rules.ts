/**
 * What a restaurant says about time, as its menu and its settings carry it. All of it is by the
 * restaurant's own clock, and a day is its business day: what is before the hour at which its day
 * begins belongs to the evening before, "Friday 01:00" to the night from Friday to Saturday.
 */

/** "09:30"; of the business day. */
export type ClockTime = string;
/** "2026-12-24": the business day that begins on it. */
export type DateText = string;
/** 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;
export const WEEKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

/** From one time until another: past midnight where that is earlier, a day long where it is the same. */
export interface ClockSpan {
  readonly from: ClockTime;
  readonly until: ClockTime;
}

/** When something holds: on these days, of these dates, during this span that begins on such a day. */
export interface TimeWindow {
  /** Left out: every day. */
  readonly days?: readonly Weekday[];
  /** Left out: the whole business day. */
  readonly span?: ClockSpan;
  /** The first and the last date, both included; left out: without end. */
  readonly fromDate?: DateText;
  readonly untilDate?: DateText;
}

/** What a rule makes of a price. */
export type PriceChange =
  /** So many hundredths more, or less, to the nearest `roundTo` minor units, halves up. */
  | { readonly kind: "percent"; readonly by: number; readonly roundTo?: number | undefined }
  /** Exactly this, in minor units. */
  | { readonly kind: "fixed"; readonly price: number }
  /** So many minor units less. */
  | { readonly kind: "minus"; readonly amount: number };

/** A price that holds at times: happy hour, lunch. */
export interface PriceRule {
  /** In any of these. */
  readonly when: readonly TimeWindow[];
  readonly change: PriceChange;
}

/** Windows and rules that one thing may have. */
export const MAX_WINDOWS = 20;
/** Dearer by ten times at most. */
export const MAX_PERCENT = 1000;

/** What a section, a dish or an option's value can say about time. */
export interface Timed {
  /** Served in any of these only; left out: whenever the restaurant serves. */
  readonly served?: readonly TimeWindow[];
  /** The first that holds counts; a dish's own go before its section's. */
  readonly priceRules?: readonly PriceRule[];
}

/** Days that are not as the week says. */
export interface OpeningException {
  readonly fromDate: DateText;
  /** Included; the same as `fromDate` for one day. */
  readonly untilDate: DateText;
  /** Empty: closed. */
  readonly spans: readonly ClockSpan[];
}

/** Spans that a day may have. */
export const MAX_SPANS = 6;
/** The longest time before closing at which the last orders may be, minutes. */
export const MAX_LAST_ORDERS = 240;

/** When a restaurant is open. */
export interface OpeningHours {
  /** By weekday, Monday first; empty: closed. */
  readonly week: readonly (readonly ClockSpan[])[];
  /** The first that names a day counts. */
  readonly exceptions: readonly OpeningException[];
  /** How long before it closes the last orders are taken, minutes. */
  readonly lastOrders: number;
}

/** A time in which the kitchen takes no orders, ms since the epoch. */
export interface Pause {
  readonly from: number;
  readonly until: number;
}

/** When a restaurant takes orders, by its own clock. */
export interface Service {
  readonly timezone: string;
  /** The hour at which a business day begins. */
  readonly dayStartsAt: number;
  /** Null: always open. */
  readonly hours: OpeningHours | null;
  /** The latest one, which may be over; null: none. */
  readonly pause: Pause | null;
}
