import { type DayRule, timeZoneOf } from "@tureen/shared/platform/business-day";
import { TureenError } from "@tureen/shared/platform/errors";
import { z } from "zod";
import type { Transaction } from "../platform/database.ts";
import { errorCode } from "../platform/retry.ts";
import { readRows } from "../platform/rows.ts";

export const dayRule = z.object({ timezone: z.string(), dayStartsAt: z.int() });

/** Postgres does not know the time zone that it was given. */
const INVALID_PARAMETER_VALUE = "22023";

/**
 * Sets what is given of where a restaurant's days lie, and returns what holds then. Throws
 * "restaurant-unknown", and "field-invalid" for a time zone that nobody, or only Postgres, knows.
 */
export async function setDays(
  tx: Transaction,
  restaurantId: string,
  { timezone, dayStartsAt }: { readonly [K in keyof DayRule]?: DayRule[K] | undefined },
): Promise<DayRule> {
  const zone = timezone === undefined ? null : timeZoneOf(timezone);
  if (timezone !== undefined && zone === null) throw unknownZone();
  try {
    const rows = await readRows(
      tx,
      dayRule,
      `update restaurants
       set timezone = coalesce($2, timezone), day_starts_at = coalesce($3, day_starts_at)
       where id = $1 and (now() at time zone coalesce($2, timezone)) is not null
       returning timezone, day_starts_at as "dayStartsAt"`,
      [restaurantId, zone, dayStartsAt ?? null],
    );
    if (!rows[0]) throw new TureenError("restaurant-unknown");
    return rows[0];
  } catch (error) {
    if (errorCode(error) === INVALID_PARAMETER_VALUE) throw unknownZone();
    throw error;
  }
}

function unknownZone(): TureenError {
  return new TureenError("field-invalid", {
    field: "timezone",
    detail: `not an IANA time zone like "Europe/Berlin"`,
  });
}
