import { z } from "zod";
import type { Database } from "./database.ts";
import { readRows } from "./rows.ts";

const due = z.object({ id: z.string() });

/** The functions that say where each queue of the worker has something due. */
export type DueQueue =
  | "tureen_due_restaurants"
  | "tureen_due_payment_wishes"
  | "tureen_due_provider_tasks"
  | "tureen_due_demonstration_news"
  | "tureen_due_fiscal_records"
  | "tureen_due_fiscal_closes"
  | "tureen_due_ledger_anchors"
  | "tureen_due_menus"
  | "tureen_due_photo_removals"
  | "tureen_due_restores"
  | "tureen_due_prints"
  | "tureen_due_print_removals";

/**
 * Restaurants that have something due in a queue, at most `limit`. Over all restaurants, so it takes
 * no locks: it only says where to look.
 */
export async function findDueRestaurants(
  database: Database,
  queue: DueQueue,
  { now, limit }: { readonly now: Date; readonly limit: number },
): Promise<string[]> {
  const rows = await readRows(database, due, `select ${queue}($1, $2) as id`, [now, limit]);
  return rows.map((row) => row.id);
}
