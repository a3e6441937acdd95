import { z } from "zod";
import type { Queryable } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import type { SessionKey } from "../table/load-document.ts";

const act = z.object({
  entry: z.int(),
  /** Null for what is about no payment. */
  payment: z.string().nullable(),
  kind: z.enum(["adjusted", "captured", "refunded", "refund-failed"]),
  actor: z.enum(["diner", "staff", "server"]),
  /** Of a member of staff, as they are called now; null once the name is erased, and for others. */
  name: z.string().nullable(),
  reason: z.string().nullable(),
  /** Milliseconds since the epoch. */
  at: z.int(),
  /** Money that was given back, with its tip; 0 for what is none. */
  back: z.int(),
});

/** What somebody did about a bill, by the ledger. */
export type BillAct = Readonly<z.infer<typeof act>>;

const UUID = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$";

/** Who changed a table's bill, took money for it and gave it back, when and why; the oldest first. */
export async function readBillActs(
  q: Queryable,
  { restaurantId, sessionId }: SessionKey,
): Promise<BillAct[]> {
  return readRows(
    ofRestaurant(q, restaurantId),
    act,
    `select e.number as entry, e.payment_id as payment, e.kind, e.actor_kind as actor,
       u.display_name as name, e.reason, floor(extract(epoch from e.at) * 1000)::bigint as at,
       case when e.kind in ('refunded', 'refund-failed')
         then coalesce((e.content::jsonb->>'amount')::bigint, 0)
           + coalesce((e.content::jsonb->>'tip')::bigint, 0) else 0 end as back
     from bill_entries e
       left join users u on u.restaurant_id = e.restaurant_id and u.id = case
         when e.actor_kind = 'staff' and e.actor_id ~ '${UUID}' then e.actor_id::uuid end
     where e.restaurant_id = $1 and e.session_id = $2
       and e.kind in ('adjusted', 'captured', 'refunded', 'refund-failed')
     order by e.number`,
    [restaurantId, sessionId],
  );
}
