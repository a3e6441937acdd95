import { billOf } from "@tureen/shared/bill/bill";
import type { Answer } from "@tureen/shared/endpoints";
import { TureenError } from "@tureen/shared/platform/errors";
import { PAYMENT_METHODS } from "@tureen/shared/table/document/roots/payments";
import { readSession } from "@tureen/shared/table/document/session-document";
import { z } from "zod";
import type { Database } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import { loadDocument, type SessionKey } from "../table/load-document.ts";
import { readBillActs } from "./read-bill-acts.ts";
import { readPaidDishes } from "./read-paid-dishes.ts";

const person = z.object({ diner: z.string(), name: z.string().nullable() });
const given = z.object({
  payment: z.string(),
  number: z.int(),
  token: z.string(),
  at: z.date(),
  /** What changed hands: with the tip, and rounded to coins. */
  amount: z.int(),
  kind: z.enum(["payment", "refund"]),
  method: z.enum(PAYMENT_METHODS),
});

/** A receipt that was given out, with the address of its page. */
export type GivenReceipt = Readonly<z.infer<typeof given>>;

/**
 * What a table's bill is made of: the parts of its document that the bill follows from, names, and
 * who did what about it. Throws "session-unknown"; "log-gone" when the table's log is no longer kept.
 */
export async function readBill(database: Database, key: SessionKey): Promise<Answer<"readBill">> {
  const loaded = await loadDocument(database, key);
  if (!loaded) throw new TureenError("session-unknown");
  const whole = readSession(loaded.doc);
  const { session, diners, orders, entries, payments, claims, treats } = whole;
  loaded.doc.destroy();
  const names = await readRows(
    ofRestaurant(database, key.restaurantId),
    person,
    `select diner, display_name as name from users
     where restaurant_id = $1 and session_id = $2 and diner is not null order by seat`,
    [key.restaurantId, key.sessionId],
  );
  const receipts = await readReceiptsOf(database, key);
  const paid = await readPaidDishes(ofRestaurant(database, key.restaurantId), key, billOf(whole));
  return {
    view: { session, diners, orders, entries, payments, claims, treats },
    names,
    receipts: receipts.map(({ payment, number, token }) => ({ payment, number, token })),
    acts: await readBillActs(database, key),
    paid: [...paid].map(([payment, { lines }]) => ({ payment, lines })),
  } as Answer<"readBill">;
}

/** The receipts of a table, or of one diner's payments at it, the oldest first. */
export async function readReceiptsOf(
  database: Database,
  { restaurantId, sessionId, diner }: SessionKey & { readonly diner?: string },
): Promise<GivenReceipt[]> {
  return readRows(
    ofRestaurant(database, restaurantId),
    given,
    `select c.payment_id as payment, c.number, r.slug || '-' || c.token as token, c.at,
       c.amount_minor + coalesce((c.content::jsonb->>'rounding')::bigint, 0) as amount, c.kind,
       p.method
     from receipts c
       join payments p on p.restaurant_id = c.restaurant_id and p.id = c.payment_id
       join restaurants r on r.id = c.restaurant_id
     where c.restaurant_id = $1 and c.session_id = $2 and ($3::text is null or p.diner = $3)
     order by c.number`,
    [restaurantId, sessionId, diner ?? null],
  );
}
