import { businessDayOf } from "@tureen/shared/platform/business-day";
import { TureenError } from "@tureen/shared/platform/errors";
import { z } from "zod";
import type { Actor } from "../../platform/actor.ts";
import { SERVER } from "../../platform/actor.ts";
import { type Database, inRestaurant, type Transaction } from "../../platform/database.ts";
import { recordActivity } from "../../platform/record-activity.ts";
import { readRows } from "../../platform/rows.ts";
import { ofRestaurant } from "../../platform/wire/index.ts";
import { type ReceiptSums, sumReceipts } from "../sum-receipts.ts";
import type { FiscalDevice, FiscalDeviceOf } from "./port.ts";
import { StrayAnswer } from "./sign-receipt.ts";

/** Closes made at once after a worker was away. */
const MAX_CLOSES = 400;

const rule = z.object({ timezone: z.string(), dayStartsAt: z.int(), currency: z.string() });
const found = z.object({ number: z.int() });
const run = z.object({
  number: z.int(),
  /** Whose receipts they are, and which close of that day it will be. */
  date: z.string(),
  ofDay: z.int(),
  first: z.int(),
  last: z.int(),
  unsigned: z.int(),
});

interface Closing {
  readonly restaurantId: string;
  /** The day, and whatever is open of days before it. */
  readonly date: string;
  readonly by: Actor;
  readonly now: Date;
}

/**
 * Closes a business day: takes up all its receipts since the close before, and writes down what they
 * come to; so for whatever is open of days before it, each by itself. A day may be closed again when
 * something came after its last close. Returns the number of the day's last close; the same again when
 * there is nothing new. The worker has it signed within seconds. Throws "field-invalid" (date) for a day
 * to come, "day-empty" when there never was anything to take up, "receipts-unsigned" while one of the
 * receipts is not signed.
 */
export async function closeDay(
  database: Database,
  input: Closing & {
    /** The last close that whoever asks has seen: one after it is the answer. */
    readonly after?: number | undefined;
  },
): Promise<{ readonly number: number }> {
  const { restaurantId, date, now } = input;
  const q = ofRestaurant(database, restaurantId);
  const [day] = await readRows(
    q,
    rule,
    `select timezone, day_starts_at as "dayStartsAt", trim(currency) as currency
     from restaurants where id = $1`,
    [restaurantId],
  );
  if (!day) throw new TureenError("restaurant-unknown");
  if (date > businessDayOf(now, day)) throw new TureenError("field-invalid", { field: "date" });
  const known = async () => {
    const [last] = await readRows(
      q,
      found,
      `select number from fiscal_closes where restaurant_id = $1 and business_day = $2
       order by number desc limit 1`,
      [restaurantId, date],
    );
    return last?.number;
  };
  const seen = input.after;
  const before = seen === undefined ? undefined : await known();
  if (before !== undefined && before > (seen ?? 0)) return { number: before };
  await closeRuns(database, { ...input, currency: day.currency });
  const number = await known();
  if (number === undefined) throw new TureenError("day-empty");
  return { number };
}

/** Closes all that is open of days up to this one; how many closes that took. */
async function closeRuns(
  database: Database,
  input: Closing & { readonly currency: string },
): Promise<number> {
  for (let closed = 0; closed < MAX_CLOSES; closed++) {
    const isClosed = await inRestaurant(database, input.restaurantId, (tx) => closeRun(tx, input), {
      repeatable: true,
    });
    if (!isClosed) return closed;
  }
  return MAX_CLOSES;
}

/**
 * Takes up the oldest open receipts that are of one day. Numbers follow time, but for those that were
 * given out in the same moment as a day began: then the days take turns, and so do their closes.
 * Whether there was anything open.
 */
async function closeRun(
  tx: Transaction,
  { restaurantId, date, by, now, currency }: Parameters<typeof closeRuns>[1],
): Promise<boolean> {
  // One close of a restaurant at a time: the next is decided by what this one leaves.
  await tx.query("select from restaurants where id = $1 for no key update", [restaurantId]);
  const [next] = await readRows(
    tx,
    run,
    `with prior as (
       select coalesce(max(number), 0) as number, coalesce(max(last_receipt), 0) as last
       from fiscal_closes where restaurant_id = $1
     ), open as (
       select f.receipt_number as receipt, f.state, c.business_day as day
       from prior, fiscal_records f
         join receipts c on c.restaurant_id = f.restaurant_id and c.number = f.receipt_number
       where f.restaurant_id = $1 and f.receipt_number > prior.last
     ), head as (
       select day from open order by receipt limit 1
     ), stop as (
       select min(receipt) as at from open, head where open.day <> head.day
     ), taken as (
       select max(receipt) as last, count(*) filter (where state = 'pending') as unsigned
       from open, stop where stop.at is null or receipt < stop.at
     )
     select prior.number + 1 as number, to_char(head.day, 'YYYY-MM-DD') as date,
       1 + (select count(*) from fiscal_closes k
         where k.restaurant_id = $1 and k.business_day = head.day) as "ofDay",
       prior.last + 1 as first, taken.last, taken.unsigned
     from prior, head, taken where exists (select from open where day <= $2)`,
    [restaurantId, date],
  );
  if (!next) return false;
  const { number, ofDay, first, last, unsigned } = next;
  if (unsigned > 0) throw new TureenError("receipts-unsigned");
  const totals = totalsText(currency, await sumReceipts(tx, restaurantId, { first, last }));
  await tx.query(
    `insert into fiscal_closes (restaurant_id, business_day, of_day, number, first_receipt,
       last_receipt, totals, closed_by, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [restaurantId, next.date, ofDay, number, first, last, totals, by.id, now],
  );
  await recordActivity(tx, {
    ...{ restaurantId, sessionId: null, by, now, action: "day.close" },
    details: { date: next.date, number, ofDay, first, last },
  });
  return true;
}

/** What a close's receipts come to, as it is signed. */
export function totalsText(currency: string, sums: ReceiptSums): string {
  return JSON.stringify({ currency, ...sums });
}

const yesterday = z.object({ date: z.string(), currency: z.string() });
const unsignedClose = z.object({
  number: z.int(),
  date: z.string(),
  firstReceipt: z.int(),
  lastReceipt: z.int(),
  totals: z.string(),
  at: z.date(),
  lastSignature: z.string(),
  previous: z.string().nullable(),
});

/**
 * Closes what is open of a restaurant's days that are over, the oldest first, and has closes signed in
 * the order of their numbers; how many of both. A day with receipts that are not signed yet waits, and
 * so do those after it.
 */
export async function closePastDays(
  database: Database,
  input: { readonly restaurantId: string; readonly deviceOf: FiscalDeviceOf; readonly now: Date },
): Promise<{ readonly closed: number; readonly signed: number }> {
  const { restaurantId, now } = input;
  const [past] = await readRows(
    ofRestaurant(database, restaurantId),
    yesterday,
    `select to_char(($2::timestamptz at time zone timezone
       - make_interval(hours => day_starts_at))::date - 1, 'YYYY-MM-DD') as date,
       trim(currency) as currency
     from restaurants where id = $1`,
    [restaurantId, now],
  );
  if (!past) throw new TureenError("restaurant-unknown");
  let closed = 0;
  try {
    closed = await closeRuns(database, { restaurantId, ...past, by: SERVER, now });
  } catch (error) {
    if (!(error instanceof TureenError && error.code === "receipts-unsigned")) throw error;
  }
  const signed = await signCloses(database, restaurantId, await input.deviceOf(restaurantId));
  return { closed, signed };
}

async function signCloses(
  database: Database,
  restaurantId: string,
  device: FiscalDevice,
): Promise<number> {
  const q = ofRestaurant(database, restaurantId);
  for (let signed = 0; ; signed++) {
    const [close] = await readRows(
      q,
      unsignedClose,
      `select k.number, to_char(k.business_day, 'YYYY-MM-DD') as date,
         k.first_receipt as "firstReceipt", k.last_receipt as "lastReceipt", k.totals, k.at,
         f.signature as "lastSignature",
         (select b.signature from fiscal_closes b where b.restaurant_id = $1
            and b.number = k.number - 1) as previous
       from fiscal_closes k join fiscal_records f
         on f.restaurant_id = k.restaurant_id and f.receipt_number = k.last_receipt
       where k.restaurant_id = $1 and k.signature is null order by k.number limit 1`,
      [restaurantId],
    );
    if (!close) return signed;
    const answer = await device.close({ ...close, restaurantId, at: close.at.getTime() });
    if (answer.number !== close.number) {
      throw new StrayAnswer(`an answer about close ${answer.number}, not ${close.number}`);
    }
    await q.query(
      `update fiscal_closes set signature = $3, signed_at = $4
       where restaurant_id = $1 and number = $2 and signature is null`,
      [restaurantId, close.number, answer.signature, new Date(answer.at)],
    );
  }
}
