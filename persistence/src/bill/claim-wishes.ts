import { paymentOf } from "@tureen/shared/table/document/session-document";
import { z } from "zod";
import type { Database } from "../platform/database.ts";
import type { QueueClaim } from "../platform/queue-loop.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import { type SessionKey, sessionKey } from "../table/load-document.ts";
import { editBill } from "./edit-bill.ts";

/** A wish to pay that this worker has claimed. */
export type ClaimedWish = Readonly<z.infer<typeof claimedWish>>;

const claimedWish = sessionKey.extend({ wishId: z.string(), attempt: z.int() });

type WishKey = SessionKey & { readonly wishId: string };

/** Claims wishes of one restaurant that are due, passing over those that another worker claims. */
export async function claimWishes(database: Database, input: QueueClaim): Promise<ClaimedWish[]> {
  return readRows(
    ofRestaurant(database, input.restaurantId),
    claimedWish,
    `with due as materialized (
       select session_id, wish_id from payment_wishes
       where restaurant_id = $1 and status = 'pending' and next_attempt_at <= $2
       order by next_attempt_at limit $3 for update skip locked
     )
     update payment_wishes w set attempts = w.attempts + 1, next_attempt_at = $4
     from due
     where w.restaurant_id = $1 and w.session_id = due.session_id and w.wish_id = due.wish_id
     returning w.restaurant_id as "restaurantId", w.session_id as "sessionId",
       w.wish_id as "wishId", w.attempts as attempt`,
    [input.restaurantId, input.now, input.limit, input.leaseUntil],
  );
}

/** Puts a claimed wish back for another try, noting why the last one failed. */
export async function retryWish(
  database: Database,
  { restaurantId, sessionId, wishId }: WishKey,
  { at, error }: { readonly at: Date; readonly error: string },
): Promise<void> {
  await ofRestaurant(database, restaurantId).query(
    `update payment_wishes set next_attempt_at = $4, error = left($5, 2000)
     where restaurant_id = $1 and session_id = $2 and wish_id = $3 and status = 'pending'`,
    [restaurantId, sessionId, wishId, at, error],
  );
}

/** Gives up on a wish that keeps failing: nothing is reserved, and the table learns of it. */
export async function setAsideWish(
  database: Database,
  input: WishKey & { readonly error: string; readonly now: Date },
): Promise<void> {
  const { restaurantId, sessionId, wishId, error, now } = input;
  await editBill(database, input, async (bill) => {
    const known = paymentOf(bill.session.doc, wishId);
    if (!known) {
      const at = now.getTime();
      bill.setPayment(wishId, { status: "rejected", code: "internal", now: null, at });
    }
    await bill.tx.query(
      `update payment_wishes set status = $4, finished_at = $5, error = left($6, 2000)
       where restaurant_id = $1 and session_id = $2 and wish_id = $3 and status = 'pending'`,
      [restaurantId, sessionId, wishId, known ? "done" : "failed", now, error],
    );
  });
}
