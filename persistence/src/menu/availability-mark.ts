import { businessDayOf, nextBusinessDay } from "@tureen/shared/platform/business-day";
import { TureenError } from "@tureen/shared/platform/errors";
import { z } from "zod";
import type { Transaction } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";

const inForce = z.object({ version: z.int(), timezone: z.string(), dayStartsAt: z.int() });

/** When a mark of what is sold out ends; left out or null: when somebody says otherwise. */
export type MarkEnd = Date | "tomorrow" | null | undefined;

/**
 * Begins to mark what is sold out: waits for confirms in flight, which hold a share lock on the restaurant
 * while they look at availability, and moves the cache's version. Says when the mark ends, and which day it
 * is. Throws "item-unknown".
 */
export async function beginMark(
  tx: Transaction,
  {
    restaurantId,
    until,
    now,
  }: { readonly restaurantId: string; readonly until: MarkEnd; readonly now: Date },
): Promise<{ readonly version: number; readonly today: string; readonly ends: Date | null }> {
  const [row] = await readRows(
    tx,
    inForce,
    `update restaurants set cache_version = cache_version + 1 where id = $1
     returning menu_version as version, timezone, day_starts_at as "dayStartsAt"`,
    [restaurantId],
  );
  if (!row) throw new TureenError("item-unknown");
  return {
    version: row.version,
    today: businessDayOf(now, row),
    ends: until === "tomorrow" ? nextBusinessDay(now, row) : (until ?? null),
  };
}
