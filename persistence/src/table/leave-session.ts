import { TureenError } from "@tureen/shared/platform/errors";
import { z } from "zod";
import type { Actor } from "../platform/actor.ts";
import { type Database, inRestaurant } from "../platform/database.ts";
import { recordActivity } from "../platform/record-activity.ts";
import { readRows } from "../platform/rows.ts";
import { editSession } from "./edit-session.ts";
import type { SessionKey } from "./load-document.ts";
import { changePin } from "./rotate-pin.ts";

const leaving = z.object({ id: z.string(), gone: z.boolean() });

/**
 * Takes a diner off the table, by themselves, their host or staff: their tokens end, the document
 * says that they are gone; what they put in the cart stays. Unless they leave by themselves the
 * table gets a new PIN. Taking off somebody who is gone already
 * does nothing (`seq` null). Throws "session-unknown", and "diner-gone" for a diner never seated.
 */
export async function leaveSession(
  database: Database,
  input: SessionKey & { readonly diner: string; readonly by: Actor; readonly now: Date },
): Promise<{ readonly seq: number | null }> {
  const { restaurantId, sessionId, diner, by, now } = input;
  const { seq } = await inRestaurant(database, restaurantId, (tx) =>
    editSession(tx, { restaurantId, sessionId, now }, async (session) => {
      const rows = await readRows(
        tx,
        leaving,
        `select id, left_at is not null as gone from users
         where restaurant_id = $1 and session_id = $2 and diner = $3 for update`,
        [restaurantId, sessionId, diner],
      );
      const user = rows[0];
      if (!user) throw new TureenError("diner-gone");
      if (user.gone) return;
      await tx.query(
        "update users set left_at = $3, call = 'none', ready = false where restaurant_id = $1 and id = $2",
        [restaurantId, user.id, now],
      );
      await tx.query(
        `update auth_sessions set revoked_at = $3
         where restaurant_id = $1 and user_id = $2 and revoked_at is null`,
        [restaurantId, user.id, now],
      );
      session.edit((edits) => edits.dinerGone(diner));
      const byThemselves = by.kind === "diner" && by.id === diner;
      // Whoever was removed knows the PIN, and would be back at once.
      const { pin: old, status } = session.row;
      if (!byThemselves && status === "active") {
        await changePin(tx, input, { old, length: old.length });
      }
      const action = byThemselves ? "session.leave" : "session.remove";
      await recordActivity(tx, { restaurantId, sessionId, by, action, details: { diner }, now });
      tx.tell({ kind: "floor", restaurantId });
    }),
  );
  return { seq };
}
