import { TureenError } from "@tureen/shared/platform/errors";
import { PAYMENT_METHODS } from "@tureen/shared/table/document/roots/payments";
import { z } from "zod";
import type { Database } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import { signatureColumns } from "./schema/fiscal.ts";
import { RECEIPT_KINDS } from "./schema/receipts.ts";

/** Business days of a restaurant, both included. */
export interface JournalPeriod {
  readonly restaurantId: string;
  /** `YYYY-MM-DD` */
  readonly from: string;
  readonly to: string;
}

const journalRange = z.object({
  slug: z.string(),
  name: z.string(),
  count: z.int(),
  /** The highest number; 0 without receipts. */
  last: z.int(),
});

/** What lies in a period, when it was looked at; later receipts are not part of it. */
export async function readJournalRange(
  database: Database,
  { restaurantId, from, to }: JournalPeriod,
): Promise<z.infer<typeof journalRange>> {
  const [range] = await readRows(
    ofRestaurant(database, restaurantId),
    journalRange,
    `select r.slug, r.name, count(c.number) as count, coalesce(max(c.number), 0) as last
     from restaurants r left join receipts c
       on c.restaurant_id = r.id and c.business_day between $2 and $3
     where r.id = $1 group by r.slug, r.name`,
    [restaurantId, from, to],
  );
  if (!range) throw new TureenError("restaurant-unknown");
  return range;
}

const journalRow = z.object({
  number: z.int(),
  kind: z.enum(RECEIPT_KINDS),
  /** Local to the restaurant. */
  at: z.string(),
  day: z.string(),
  table: z.string(),
  /** Null on a receipt for a whole table, which counts for nothing: its amounts and taxes are none. */
  method: z.enum(PAYMENT_METHODS).nullable(),
  amount: z.int(),
  tip: z.int(),
  rounding: z.int(),
  currency: z.string(),
  taxes: z.array(z.object({ rate: z.int(), gross: z.int(), tax: z.int() })),
  /** The receipt itself, character by character. */
  content: z.string(),
  /** Null for what no device signs: receipts for whole tables, and those from before there was one. */
  ...signatureColumns,
  previous: z.string().nullable(),
  signedAt: z.date().nullable(),
});

/** A receipt with its signature. Money is in minor units. */
export type JournalRow = Readonly<z.infer<typeof journalRow>>;

/** The next receipts of a period after number `after`, up to `last`; empty when there are no more. */
export async function readJournal(
  database: Database,
  input: JournalPeriod & { readonly after: number; readonly last: number; readonly limit: number },
): Promise<JournalRow[]> {
  const { restaurantId, from, to, after, last, limit } = input;
  return readRows(
    ofRestaurant(database, restaurantId),
    journalRow,
    `select c.number, c.kind, to_char(c.at at time zone r.timezone, 'YYYY-MM-DD HH24:MI:SS') as at,
       to_char(c.business_day, 'YYYY-MM-DD') as day,
       j.content->>'table' as table, j.content->>'method' as method,
       coalesce((j.content->>'amount')::bigint, 0) as amount,
       coalesce((j.content->>'tip')::bigint, 0) as tip,
       coalesce((j.content->>'rounding')::bigint, 0) as rounding, j.content->>'currency' as currency,
       case when c.kind = 'table' then '[]'::jsonb else j.content->'taxes' end as taxes, c.content, f.state, f.device, f.transaction, f.signature,
       f.previous, f.signed_at as "signedAt"
     from receipts c join restaurants r on r.id = c.restaurant_id
       left join fiscal_records f
         on f.restaurant_id = c.restaurant_id and f.receipt_number = c.number
       cross join lateral (select c.content::jsonb as content) j
     where c.restaurant_id = $1 and c.business_day between $2 and $3
       and c.number > $4 and c.number <= $5
     order by c.number limit $6`,
    [restaurantId, from, to, after, last, limit],
  );
}

const closeRow = z.object({
  number: z.int(),
  day: z.string(),
  ofDay: z.int(),
  firstReceipt: z.int(),
  lastReceipt: z.int(),
  totals: z.string(),
  signature: z.string().nullable(),
  at: z.date(),
});

export type JournalClose = Readonly<z.infer<typeof closeRow>>;

/** The closes of a period's days, and those that hold receipts of it; in their order. */
export async function readCloses(
  database: Database,
  { restaurantId, from, to }: JournalPeriod,
): Promise<JournalClose[]> {
  return readRows(
    ofRestaurant(database, restaurantId),
    closeRow,
    `select k.number, to_char(k.business_day, 'YYYY-MM-DD') as day,
       (select count(*) from fiscal_closes b where b.restaurant_id = $1
         and b.business_day = k.business_day and b.number <= k.number) as "ofDay",
       k.first_receipt as "firstReceipt", k.last_receipt as "lastReceipt", k.totals, k.signature, k.at
     from fiscal_closes k where k.restaurant_id = $1 and (k.business_day between $2 and $3
       or exists (select from receipts c where c.restaurant_id = $1 and c.kind <> 'table'
         and c.business_day between $2 and $3
         and c.number between k.first_receipt and k.last_receipt))
     order by k.number`,
    [restaurantId, from, to],
  );
}
