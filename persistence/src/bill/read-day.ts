import type { DayTotals } from "@tureen/shared/bill/endpoints";
import { TureenError } from "@tureen/shared/platform/errors";
import { SESSION_STATUSES } from "@tureen/shared/platform/identity";
import { z } from "zod";
import { type Database, inRestaurant, type Transaction } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { receiptSums, sumReceipts } from "./sum-receipts.ts";

/** A business day of a restaurant. */
export interface Day {
  readonly restaurantId: string;
  /** `YYYY-MM-DD` */
  readonly date: string;
}

const bounds = z.object({
  from: z.int(),
  to: z.int(),
  currency: z.string(),
  /** The last receipt, and the last that a close holds; 0 without. */
  lastReceipt: z.int(),
  lastClosed: z.int(),
});
const adjusted = z.object({
  kind: z.string(),
  times: z.int(),
  undone: z.int(),
  amount: z.int().nullable(),
});
const openTable = z.object({
  sessionId: z.string(),
  table: z.string(),
  openedAt: z.int(),
  status: z.enum(SESSION_STATUSES),
  total: z.int(),
  balance: z.int(),
});
const signing = z.object({ unsigned: z.int() });
const closed = z.object({
  number: z.int(),
  ofDay: z.int(),
  at: z.int(),
  firstReceipt: z.int(),
  lastReceipt: z.int(),
  signed: z.boolean(),
  totals: z.string(),
});
/** As closes have them signed. */
const closedTotals = receiptSums.extend({ currency: z.string() });

/** Milliseconds since the epoch. */
const momentOf = (expression: string) => `floor(extract(epoch from ${expression}) * 1000)::bigint`;
const FROM = "($2::date + make_interval(hours => r.day_starts_at)) at time zone r.timezone";
const TO = "($2::date + 1 + make_interval(hours => r.day_starts_at)) at time zone r.timezone";

/**
 * What a business day came to: by its receipts, which keep the day they were given out on; beside them
 * the adjustments made in its hours, and the tables opened in them that are not paid or not over. The
 * closes of a day and what none of them holds yet add up to it.
 */
export async function readDay(database: Database, { restaurantId, date }: Day): Promise<DayTotals> {
  return inRestaurant(database, restaurantId, async (tx) => {
    const values = [restaurantId, date];
    const [day] = await readRows(
      tx,
      bounds,
      `select ${momentOf(FROM)} as from, ${momentOf(TO)} as to, trim(r.currency) as currency,
         (select coalesce(max(number), 0) from receipts where restaurant_id = $1) as "lastReceipt",
         (select coalesce(max(last_receipt), 0) from fiscal_closes
           where restaurant_id = $1) as "lastClosed"
       from restaurants r where r.id = $1`,
      values,
    );
    if (!day) throw new TureenError("restaurant-unknown");
    // Numbers are given out in order: up to this one everything is there, whatever is paid meanwhile.
    const { lastReceipt: last, lastClosed, ...rest } = day;
    const sums = (first: number) => sumReceipts(tx, restaurantId, { first, last, date });
    return {
      ...{ date, ...rest, ...(await sums(1)) },
      ...{ closes: await readCloses(tx, values, lastClosed), unclosed: await sums(lastClosed + 1) },
      adjustments: await readAdjustments(tx, values),
      open: await readOpenTables(tx, values),
      unsigned: await countUnsigned(tx, values),
    };
  });
}

/**
 * By kind: how often, how many of them were undone since, and what those that hold do to their bills as
 * these are now. What only changes the tax, or undoes another, has no amount of its own.
 */
function readAdjustments(tx: Transaction, values: unknown[]) {
  return readRows(
    tx,
    adjusted,
    `with said as (
       select e.content::jsonb->>'kind' as kind, b.changes, e.number::text as entry
       from restaurants r join bill_entries e on e.restaurant_id = r.id
         left join bills b on b.restaurant_id = e.restaurant_id and b.session_id = e.session_id
       where r.id = $1 and e.kind = 'adjusted' and e.at >= ${FROM} and e.at < ${TO}
     )
     select kind, count(*) as times,
       count(*) filter (where kind <> 'reversal' and not changes ? entry) as undone,
       case when kind not in ('service-mode', 'reversal') and bool_and(changes is not null)
         then coalesce(sum((changes->>entry)::bigint), 0)::bigint end as amount
     from said group by kind order by kind`,
    values,
  );
}

function readOpenTables(tx: Transaction, values: unknown[]) {
  return readRows(
    tx,
    openTable,
    `select b.session_id as "sessionId", t.label as table, ${momentOf("s.opened_at")} as "openedAt",
       s.status, b.total_minor as total, b.balance_minor as balance
     from restaurants r
       join sessions s on s.restaurant_id = r.id
       join bills b on b.restaurant_id = s.restaurant_id and b.session_id = s.id
       join tables t on t.restaurant_id = s.restaurant_id and t.id = s.table_id
     where r.id = $1 and s.opened_at >= ${FROM} and s.opened_at < ${TO}
       and (s.status = 'active' or b.balance_minor > 0)
     order by s.opened_at, t.label`,
    values,
  );
}

async function countUnsigned(tx: Transaction, values: unknown[]): Promise<number> {
  const [waiting] = await readRows(
    tx,
    signing,
    `select count(*) as unsigned
     from receipts c join fiscal_records f
       on f.restaurant_id = c.restaurant_id and f.receipt_number = c.number
     where c.restaurant_id = $1 and c.business_day = $2 and f.state = 'pending'`,
    values,
  );
  return waiting?.unsigned ?? 0;
}

/** The closes of the day that hold receipts up to this one. */
async function readCloses(
  tx: Transaction,
  values: unknown[],
  lastClosed: number,
): Promise<DayTotals["closes"]> {
  const rows = await readRows(
    tx,
    closed,
    `select number, ${momentOf("at")} as at, first_receipt as "firstReceipt",
       last_receipt as "lastReceipt", signature is not null as signed, totals,
       row_number() over (order by number) as "ofDay"
     from fiscal_closes where restaurant_id = $1 and business_day = $2 and last_receipt <= $3
     order by number`,
    [...values, lastClosed],
  );
  return rows.map(({ totals, ...close }) => {
    const { currency: _, ...sums } = closedTotals.parse(JSON.parse(totals));
    return { ...close, ...sums };
  });
}
