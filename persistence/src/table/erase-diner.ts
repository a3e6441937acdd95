import { TureenError } from "@tureen/shared/platform/errors";
import { z } from "zod";
import type { Actor } from "../platform/actor.ts";
import { type Database, inRestaurant } from "../platform/database.ts";
import { recordActivity } from "../platform/record-activity.ts";
import { readRows } from "../platform/rows.ts";
import { readHead, type SessionKey } from "./load-document.ts";
import { peopleChanged } from "./people-changed.ts";

const namedDiner = z.object({ id: z.string(), named: z.boolean() });

/**
 * Erases a diner's name, at any time, also after the session and its log are gone. It stands in
 * `users` only: documents, logs, orders and records know diners by their seat, so everything else
 * stays as it is, can be replayed, and shows the seat from now on. Erasing again does nothing
 * (`erased` false). Throws "session-unknown", and "diner-gone" for a diner who never sat there.
 */
export async function eraseDiner(
  database: Database,
  input: SessionKey & { readonly diner: string; readonly by: Actor; readonly now: Date },
): Promise<{ readonly erased: boolean }> {
  const { restaurantId, sessionId, diner, by, now } = input;
  const erased = await inRestaurant(database, restaurantId, async (tx) => {
    if (!(await readHead(tx, input))) throw new TureenError("session-unknown");
    const rows = await readRows(
      tx,
      namedDiner,
      `select id, display_name is not null as named from users
       where restaurant_id = $1 and session_id = $2 and diner = $3 for update`,
      [restaurantId, sessionId, diner],
    );
    const user = rows[0];
    if (!user) throw new TureenError("diner-gone");
    // Told again when it is done again: the first time it may have been lost on the way.
    tx.tell(peopleChanged(sessionId), { kind: "names", restaurantId });
    tx.tell({ kind: "floor", restaurantId });
    if (!user.named) return false;
    await tx.query("update users set display_name = null where restaurant_id = $1 and id = $2", [
      restaurantId,
      user.id,
    ]);
    const action = "diner.erase";
    await recordActivity(tx, { restaurantId, sessionId, by, action, details: { diner }, now });
    return true;
  });
  return { erased };
}
