import { PAYMENT_METHODS } from "@tureen/shared/table/document/roots/payments";
import { z } from "zod";
import type { Queryable } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";

const byMeans = z.object({
  method: z.enum(PAYMENT_METHODS),
  receipts: z.int(),
  refunds: z.int(),
  amount: z.int(),
  tips: z.int(),
  rounding: z.int(),
});
const byRate = z.object({ rate: z.int(), gross: z.int(), tax: z.int() });

/** What some receipts come to: what was given back has been taken off. */
export const receiptSums = z.object({
  ...{ sales: z.int(), tips: z.int(), rounding: z.int(), receipts: z.int() },
  /** Of the receipts, those about money that was given back. */
  refunds: z.int(),
  /** The lowest rate first. */
  taxes: z.array(byRate),
  means: z.array(byMeans.omit({ receipts: true, refunds: true }).extend({ payments: z.int() })),
});

export type ReceiptSums = z.infer<typeof receiptSums>;

/** Which receipts: those with numbers in a range, both included; of one business day, or of all. */
export interface ReceiptChoice {
  readonly first: number;
  readonly last: number;
  readonly date?: string;
}

const MEANS = `select c.content->>'method' as method, count(*) as receipts,
    count(*) filter (where c.kind = 'refund') as refunds,
    sum((c.content->>'amount')::bigint)::bigint as amount,
    sum((c.content->>'tip')::bigint)::bigint as tips,
    sum((c.content->>'rounding')::bigint)::bigint as rounding
  from chosen c group by 1 order by 1`;
const TAXES = `select (t.part->>'rate')::int as rate,
    sum((t.part->>'gross')::bigint)::bigint as gross, sum((t.part->>'tax')::bigint)::bigint as tax
  from chosen c cross join lateral jsonb_array_elements(c.content->'taxes') as t (part)
  group by 1 order by 1`;

/**
 * Adds up the receipts as they were given out, which is all that a day or a close is made of. Those for
 * whole tables only sum up others, which are among them already.
 */
export async function sumReceipts(
  q: Queryable,
  restaurantId: string,
  { first, last, date }: ReceiptChoice,
): Promise<ReceiptSums> {
  const chosen = `with chosen as (
    select kind, content::jsonb as content from receipts
    where restaurant_id = $1 and kind <> 'table' and number between $2 and $3
      ${date === undefined ? "" : "and business_day = $4"})`;
  const values = [restaurantId, first, last, ...(date === undefined ? [] : [date])];
  const means = await readRows(q, byMeans, `${chosen} ${MEANS}`, values);
  const taxes = await readRows(q, byRate, `${chosen} ${TAXES}`, values);
  const sum = (of: (each: z.infer<typeof byMeans>) => number) =>
    means.reduce((total, each) => total + of(each), 0);
  return {
    sales: sum(({ amount }) => amount),
    tips: sum(({ tips }) => tips),
    rounding: sum(({ rounding }) => rounding),
    receipts: sum(({ receipts }) => receipts),
    refunds: sum(({ refunds }) => refunds),
    taxes,
    means: means.map(({ receipts, refunds, method, ...sums }) => ({
      ...{ method, payments: receipts - refunds },
      ...sums,
    })),
  };
}
