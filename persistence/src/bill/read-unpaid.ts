import { SESSION_STATUSES } from "@tureen/shared/platform/identity";
import { z } from "zod";
import type { Database } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";

const row = z.object({
  sessionId: z.string(),
  table: z.string(),
  status: z.enum(SESSION_STATUSES),
  closedAt: z.int().nullable(),
  total: z.int(),
  paid: z.int(),
  reserved: z.int(),
  balance: z.int(),
  overpaid: z.int(),
});

export type TableBalance = Readonly<z.infer<typeof row>>;

/** Every open table's sums, and the tables that are over and not even; the longest over first. */
export async function readBalances(
  database: Database,
  { restaurantId, limit = 500 }: { readonly restaurantId: string; readonly limit?: number },
): Promise<TableBalance[]> {
  return readRows(
    ofRestaurant(database, restaurantId),
    row,
    `select b.session_id as "sessionId", t.label as table, s.status,
       floor(extract(epoch from s.closed_at) * 1000)::bigint as "closedAt",
       b.total_minor as total, b.paid_minor as paid, b.reserved_minor as reserved,
       b.balance_minor as balance, b.overpaid_minor as overpaid
     from bills b
       join sessions s on s.restaurant_id = b.restaurant_id and s.id = b.session_id
       join tables t on t.restaurant_id = s.restaurant_id and t.id = s.table_id
     where b.restaurant_id = $1
       and (s.status = 'active' or b.balance_minor > 0 or b.overpaid_minor > 0)
     order by s.closed_at nulls last, t.position, t.label limit $2`,
    [restaurantId, limit],
  );
}
