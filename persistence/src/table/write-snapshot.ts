import type { Database } from "../platform/database.ts";
import { failPoint } from "../platform/faults/fail-points.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import { type SessionKey, sessionKey } from "./load-document.ts";

/** Snapshots kept per session: the newest, and one before in case it is found damaged. */
const KEPT = 2;

/**
 * Stores a document's state as of number `seq` of its log, so that loading it stays short. A cache:
 * nothing depends on it. One that claims more than the log holds is not stored.
 */
export async function writeSnapshot(
  database: Database,
  input: SessionKey & { readonly seq: number; readonly state: Uint8Array; readonly now: Date },
): Promise<void> {
  const { restaurantId, sessionId, seq, state, now } = input;
  if (seq < 1) return;
  failPoint("before:snapshot");
  await ofRestaurant(database, restaurantId).query(
    `insert into session_snapshots (restaurant_id, session_id, seq, state, at)
     select restaurant_id, $2, $3, $4, $5 from sessions
     where restaurant_id = $1 and id = $2 and head_seq >= $3
     on conflict do nothing`,
    [restaurantId, sessionId, seq, Buffer.from(state), now],
  );
  failPoint("after:snapshot");
  await ofRestaurant(database, restaurantId).query(
    `delete from session_snapshots where restaurant_id = $1 and session_id = $2
       and seq < (select min(seq) from (
         select seq from session_snapshots where restaurant_id = $1 and session_id = $2
         order by seq desc limit ${KEPT}) newest)`,
    [restaurantId, sessionId],
  );
}

/** Active sessions with at least `minTail` updates after their newest snapshot. */
export async function findLongTails(
  database: Database,
  { minTail, limit }: { readonly minTail: number; readonly limit: number },
): Promise<SessionKey[]> {
  const rows = await readRows(
    database,
    sessionKey,
    `select restaurant_id as "restaurantId", session_id as "sessionId"
     from tureen_long_tails($1, $2)`,
    [minTail, limit],
  );
  return rows;
}
