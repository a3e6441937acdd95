/** What a menu file says about time: as rules.ts has it, with money in decimals and days by name. */

import { z } from "zod";
import { present } from "../../platform/json.ts";
import { told } from "../file-problems.ts";
import {
  MAX_PERCENT,
  MAX_WINDOWS,
  type PriceChange,
  type Timed,
  type TimeWindow,
  type Weekday,
} from "./rules.ts";
import { clockSpan } from "./timing-schema.ts";

/** Monday first. */
export const FILE_DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

const fileWindow = z
  .object({
    days: z.array(z.enum(FILE_DAYS)).min(1).max(7).optional(),
    from: clockSpan.shape.from.optional(),
    until: clockSpan.shape.until.optional(),
    from_date: z.iso.date().optional(),
    until_date: z.iso.date().optional(),
  })
  .refine(({ from, until }) => (from === undefined) === (until === undefined), {
    path: ["until"],
    ...told("time-alone"),
  })
  .refine(({ from_date, until_date }) => !from_date || !until_date || from_date <= until_date, {
    path: ["until_date"],
    ...told("before-first"),
  });

const fileChange = z.union([
  z.strictObject({
    percent: z.int().min(-100).max(MAX_PERCENT),
    round_to: z.string().optional(),
  }),
  z.strictObject({ price: z.string() }),
  z.strictObject({ minus: z.string() }),
]);

/** The fields of a section, a dish and a choice. */
export const fileTiming = {
  served: z.array(fileWindow).min(1).max(MAX_WINDOWS).optional(),
  price_rules: z
    .array(z.object({ when: z.array(fileWindow).min(1).max(MAX_WINDOWS), change: fileChange }))
    .max(MAX_WINDOWS)
    .optional(),
};

export type FileTiming = z.infer<z.ZodObject<typeof fileTiming>>;

/** As the menu has it; `minor` reads an amount that was checked. */
export function timedOf(
  { served, price_rules }: FileTiming,
  minor: (amount: string) => number,
): Timed {
  return {
    served: served?.map(windowOf),
    priceRules: price_rules?.map(({ when, change }) => ({
      when: when.map(windowOf),
      change: changeOf(change, minor),
    })),
  };
}

function windowOf(window: z.infer<typeof fileWindow>): TimeWindow {
  const { days, from, until, from_date, until_date } = window;
  return {
    ...(days && { days: days.map((day) => (FILE_DAYS.indexOf(day) + 1) as Weekday) }),
    ...(from !== undefined && until !== undefined && { span: { from, until } }),
    ...(from_date !== undefined && { fromDate: from_date }),
    ...(until_date !== undefined && { untilDate: until_date }),
  };
}

function changeOf(
  change: z.infer<typeof fileChange>,
  minor: (amount: string) => number,
): PriceChange {
  if ("percent" in change) {
    const roundTo = change.round_to === undefined ? undefined : minor(change.round_to);
    return { kind: "percent", by: change.percent, ...(roundTo && { roundTo }) };
  }
  if ("price" in change) return { kind: "fixed", price: minor(change.price) };
  return { kind: "minus", amount: minor(change.minus) };
}

/** As a file has it; `money` writes an amount. */
export function fileTimingOf(
  { served, priceRules }: Timed,
  money: (minor: number) => string,
): FileTiming {
  return present({
    served: served && served.length > 0 ? served.map(fileWindowOf) : undefined,
    price_rules: priceRules?.map(({ when, change }) => ({
      when: when.map(fileWindowOf),
      change: fileChangeOf(change, money),
    })),
  });
}

function fileWindowOf({ days, span, fromDate, untilDate }: TimeWindow): z.infer<typeof fileWindow> {
  return present({
    days: days?.map((day) => FILE_DAYS[day - 1] ?? "mon"),
    from: span?.from,
    until: span?.until,
    from_date: fromDate,
    until_date: untilDate,
  });
}

function fileChangeOf(
  change: PriceChange,
  money: (minor: number) => string,
): z.infer<typeof fileChange> {
  switch (change.kind) {
    case "percent":
      return present({
        percent: change.by,
        round_to: change.roundTo === undefined ? undefined : money(change.roundTo),
      });
    case "fixed":
      return { price: money(change.price) };
    case "minus":
      return { minus: money(change.amount) };
  }
}
