import type { Database } from "./database.ts";

/** Removes counts that ended before `before`, at most `limit`; returns how many. */
export async function pruneRateLimits(
  database: Database,
  { before, limit = 5_000 }: { readonly before: Date; readonly limit?: number },
): Promise<number> {
  const { rowCount } = await database.query(
    `delete from rate_limits where key = any(array(
       select key from rate_limits where expire < $1 limit $2))`,
    [before.getTime(), limit],
  );
  return rowCount ?? 0;
}
