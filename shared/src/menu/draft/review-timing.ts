/** What a careful colleague would say about times, prices at times, and portions a day. Pure. */

import { DAY, type LocalMinute } from "../timing/local-time.ts";
import { changedPrice } from "../timing/price-rules.ts";
import type { PriceRule, Timed, TimeWindow } from "../timing/rules.ts";
import { isOpen, nextEdge, servedFrom } from "../timing/windows.ts";
import type { DraftDish, DraftOption, DraftSection, DraftThing, DraftValue } from "./draft.ts";

/** The restaurant's clock. */
export interface ReviewClock {
  readonly local: LocalMinute;
  readonly dayStartsAt: number;
}

interface About {
  readonly id: string;
  /** The dish that it belongs to, where it is not a section. */
  readonly dish?: string;
}

export type TimingRemark = About & {
  readonly code:
    | "never-served"
    | "window-never"
    | "choice-at-times"
    | "price-raised"
    | "price-to-zero"
    | "price-never"
    | "stock-none";
};

/** Days within which whatever repeats has been. */
const WEEK = 8 * DAY;

/** Remarks on sections and what is in them, in menu order; those that depend on time only with a clock. */
export function reviewTiming(
  sections: readonly DraftSection[],
  clock: ReviewClock | undefined,
): TimingRemark[] {
  return sections.flatMap((section) => [
    ...windowRemarks(section, { id: section.id }, clock),
    ...priceRemarks(
      section.priceRules,
      { id: section.id },
      section.items.flatMap(({ price }) => (price ? [price] : [])),
    ),
    ...section.items.flatMap((dish) => dishRemarks(dish, section, clock)),
  ]);
}

function dishRemarks(
  dish: DraftDish,
  section: DraftSection,
  clock: ReviewClock | undefined,
): TimingRemark[] {
  const { id, price } = dish;
  const about = { id, dish: id };
  const never = clock !== undefined && isNever([section.served, dish.served], clock);
  return [
    ...(never ? [{ ...about, code: "never-served" as const }] : []),
    ...(dish.stockPerDay === 0 && !dish.notice ? [{ ...about, code: "stock-none" as const }] : []),
    ...windowRemarks(dish, about, never ? undefined : clock),
    ...priceRemarks(dish.priceRules, about, price ? [price] : []),
    ...dish.options.flatMap((option) => [
      ...option.values.flatMap((value) => valueRemarks(value, id, clock)),
      ...(clock && !never && isMissedAtTimes(option, [section.served, dish.served], clock)
        ? [{ id: option.id, dish: id, code: "choice-at-times" as const }]
        : []),
    ]),
  ];
}

function valueRemarks(
  value: DraftValue,
  dish: string,
  clock: ReviewClock | undefined,
): TimingRemark[] {
  const about = { id: value.id, dish };
  // What is added to a price may well be nothing.
  const prices = priceRemarks(value.priceRules, about, [value.priceDelta]);
  return [
    ...windowRemarks(value, about, clock),
    ...prices.filter(({ code }) => code !== "price-to-zero"),
  ];
}

/** Windows of a thing that do not open any more, or never do. */
function windowRemarks(
  { served, priceRules = [] }: Timed & Pick<DraftThing, "id">,
  about: About,
  clock: ReviewClock | undefined,
): TimingRemark[] {
  if (!clock) return [];
  const over = (windows: readonly TimeWindow[]) =>
    windows.some((window) => isNever([[window]], clock));
  return [
    ...(served && (served.length === 0 || over(served))
      ? [{ ...about, code: "window-never" as const }]
      : []),
    ...(priceRules.some(({ when }) => over(when))
      ? [{ ...about, code: "price-never" as const }]
      : []),
  ];
}

/** What the rules make of prices that nobody may have meant; an empty rule before another hides it. */
function priceRemarks(
  rules: readonly PriceRule[] = [],
  about: About,
  prices: readonly number[],
): TimingRemark[] {
  const some = (wrong: (price: number, now: number) => boolean) =>
    rules.some(({ change }) => prices.some((price) => wrong(price, changedPrice(price, change))));
  const always = rules.findIndex(({ when }) => when.some(isAlways));
  return [
    ...(some((price, now) => now > price) ? [{ ...about, code: "price-raised" as const }] : []),
    ...(some((price, now) => price > 0 && now <= 0)
      ? [{ ...about, code: "price-to-zero" as const }]
      : []),
    // The first that holds counts: what comes after one that always does is never looked at.
    ...(always >= 0 && always < rules.length - 1
      ? [{ ...about, code: "price-never" as const }]
      : []),
  ];
}

function isAlways({ days, span, fromDate, untilDate }: TimeWindow): boolean {
  return [days, span, fromDate, untilDate].every((part) => part === undefined);
}

type Levels = readonly (readonly TimeWindow[] | undefined)[];

/** Whether there is no time from now on at which all of these are open. */
function isNever(levels: Levels, { local, dayStartsAt }: ReviewClock): boolean {
  const open = levels.every((windows) => isOpen(windows, local, dayStartsAt));
  return !open && servedFrom(levels, local, dayStartsAt) === null;
}

/** Whether the dish is served at a time of the next days at which too few of its choices are. */
function isMissedAtTimes(
  { min, values }: DraftOption,
  dish: Levels,
  { local, dayStartsAt }: ReviewClock,
): boolean {
  const always = values.filter(({ served }) => !served).length;
  // One that cannot be satisfied at all is told as that.
  if (min === 0 || always >= min || values.length < min) return false;
  const all = [...dish, ...values.map(({ served }) => served)];
  let time = local;
  while (time < local + WEEK) {
    const at = time;
    const open = (windows: readonly TimeWindow[] | undefined) => isOpen(windows, at, dayStartsAt);
    if (dish.every(open) && values.filter(({ served }) => open(served)).length < min) return true;
    time = Math.min(...all.map((windows) => nextEdge(windows, at, dayStartsAt)));
  }
  return false;
}
