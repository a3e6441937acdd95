import { openingHours, type serviceSchema } from "@tureen/shared/menu/timing/timing-schema";
import { z } from "zod";

/** What says when a restaurant takes orders, of its row `r`. */
export const SERVICE_COLUMNS = `r.timezone, r.day_starts_at as "dayStartsAt",
  r.opening_hours as hours, r.paused_from as "pausedFrom", r.paused_until as "pausedUntil"`;

export const serviceRow = z.object({
  timezone: z.string(),
  dayStartsAt: z.int(),
  hours: openingHours.nullable(),
  pausedFrom: z.date().nullable(),
  pausedUntil: z.date().nullable(),
});

export function serviceOf(row: z.infer<typeof serviceRow>): z.infer<typeof serviceSchema> {
  const { timezone, dayStartsAt, hours, pausedFrom, pausedUntil } = row;
  const pause =
    pausedFrom && pausedUntil ? { from: pausedFrom.getTime(), until: pausedUntil.getTime() } : null;
  return { timezone, dayStartsAt, hours, pause };
}
