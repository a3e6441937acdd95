import { TureenError } from "@tureen/shared/platform/errors";
import { SESSION_STATUSES } from "@tureen/shared/platform/identity";
import { z } from "zod";
import type { Database } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import type { SessionKey } from "./load-document.ts";
import { isSeen } from "./seen-orders.ts";

/** What those at the table may know about their session beside its document. */
export type SessionForDiner = Readonly<z.infer<typeof sessionForDiner>>;

const sessionForDiner = z.object({
  sessionId: z.string(),
  status: z.enum(SESSION_STATUSES),
  pin: z.string(),
  table: z.string(),
  /** The table's QR code. */
  code: z.string(),
  expiresAt: z.date(),
  people: z.array(z.object({ diner: z.string(), name: z.string().nullable() })),
  /** Orders of which the kitchen's screens have shown all. */
  seen: z.array(z.string()),
});

/** Reads a session for its diners. Throws "session-unknown". */
export async function readSessionForDiner(
  database: Database,
  { restaurantId, sessionId }: SessionKey,
): Promise<SessionForDiner> {
  const rows = await readRows(
    ofRestaurant(database, restaurantId),
    sessionForDiner,
    `select s.id as "sessionId", s.status, s.pin, t.label as "table", s.expires_at as "expiresAt",
       coalesce((select q.code from qr_codes q
         where q.restaurant_id = s.restaurant_id and q.table_id = s.table_id
           and q.revoked_at is null
         order by q.created_at desc limit 1), '') as code,
       coalesce((select jsonb_agg(jsonb_build_object('diner', u.diner, 'name', u.display_name)
           order by u.seat) from users u
         where u.restaurant_id = s.restaurant_id and u.session_id = s.id), '[]') as people,
       coalesce((select jsonb_agg(o.id order by o.number) from orders o
         where o.restaurant_id = s.restaurant_id and o.session_id = s.id
           and ${isSeen("o")}), '[]') as seen
     from sessions s
       join tables t on t.restaurant_id = s.restaurant_id and t.id = s.table_id
     where s.restaurant_id = $1 and s.id = $2`,
    [restaurantId, sessionId],
  );
  if (!rows[0]) throw new TureenError("session-unknown");
  return rows[0];
}
