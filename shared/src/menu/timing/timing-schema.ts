/** The schemas of rules.ts, for the HTTP API, menu files and recordings. */
import { z } from "zod";
import { MAX_DAY_START } from "../../platform/business-day.ts";
import type { DecisionClock } from "./decision-clock.ts";
import {
  type ClockSpan,
  MAX_LAST_ORDERS,
  MAX_PERCENT,
  MAX_SPANS,
  MAX_WINDOWS,
  type OpeningException,
  type OpeningHours,
  type Pause,
  type PriceChange,
  type PriceRule,
  type Service,
  type TimeWindow,
  type Weekday,
} from "./rules.ts";

/** A year's holidays and then some. */
const MAX_EXCEPTIONS = 200;

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const dateText = z.iso.date();
// One by one: the API's document knows no literal of several values.
const weekday = z.union([
  ...([z.literal(1), z.literal(2), z.literal(3), z.literal(4)] as const),
  ...([z.literal(5), z.literal(6), z.literal(7)] as const),
]) satisfies z.ZodType<Weekday>;
const minor = z.int();

export const clockSpan = z.object({
  from: clockTime,
  until: clockTime.describe("Past midnight where earlier; a day later where the same"),
}) satisfies z.ZodType<ClockSpan>;

export const timeWindow = z.object({
  days: z.array(weekday).min(1).max(7).optional().describe("1 is Monday; left out: every day"),
  span: clockSpan.optional().describe("Left out: the whole business day"),
  fromDate: dateText.optional(),
  untilDate: dateText.optional().describe("Included"),
}) satisfies z.ZodType<TimeWindow>;

const priceChange = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("percent"),
    by: z.int().min(-100).max(MAX_PERCENT),
    roundTo: minor.min(1).max(1_000_000).optional(),
  }),
  z.object({ kind: z.literal("fixed"), price: minor }),
  z.object({ kind: z.literal("minus"), amount: minor.min(1) }),
]) satisfies z.ZodType<PriceChange>;

export const priceRule = z.object({
  when: z.array(timeWindow).min(1).max(MAX_WINDOWS),
  change: priceChange,
}) satisfies z.ZodType<PriceRule>;

/** The fields of what can say something about time. */
export const timedFields = {
  served: z.array(timeWindow).max(MAX_WINDOWS).optional().describe("Left out: always"),
  priceRules: z.array(priceRule).max(MAX_WINDOWS).optional(),
};

const spans = z.array(clockSpan).max(MAX_SPANS).describe("Empty: closed");
const openingException = z
  .object({ fromDate: dateText, untilDate: dateText, spans })
  .refine(({ fromDate, untilDate }) => fromDate <= untilDate, {
    path: ["untilDate"],
    message: "lies before the first day",
  }) satisfies z.ZodType<OpeningException>;

export const openingHours = z.object({
  week: z.array(spans).length(7).describe("By weekday, Monday first"),
  exceptions: z.array(openingException).max(MAX_EXCEPTIONS),
  lastOrders: z.int().min(0).max(MAX_LAST_ORDERS).describe("Minutes before it closes"),
}) satisfies z.ZodType<OpeningHours>;

const moment = z.int().min(0);
const pause = z.object({ from: moment, until: moment }) satisfies z.ZodType<Pause>;

/** When a restaurant takes orders. */
export const serviceSchema = z.object({
  timezone: z.string().min(1).max(64),
  dayStartsAt: z.int().min(0).max(MAX_DAY_START),
  hours: openingHours.nullable().describe("Null: always open"),
  pause: pause.nullable().describe("The latest, which may be over"),
}) satisfies z.ZodType<Service>;

/** What a decision was made by. */
export const decisionClockSchema = serviceSchema.extend({
  local: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/),
}) satisfies z.ZodType<DecisionClock>;
