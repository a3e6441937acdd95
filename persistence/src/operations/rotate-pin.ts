import type { Signal } from "@tureen/shared/signals";
import { type Database, inRestaurant } from "../database.ts";
import { newPin } from "../tokens.ts";
import type { Actor } from "./actor.ts";
import { editSession } from "./edit-session.ts";
import type { SessionKey } from "./load-document.ts";
import { recordActivity } from "./record-activity.ts";
import { sessionMustBeOpen } from "./session-must-be-open.ts";

/**
 * Gives an open table a new PIN; those who sit there stay. Throws "session-unknown",
 * "session-closed", "session-expired".
 */
export async function rotatePin(
  database: Database,
  input: SessionKey & { readonly by: Actor; readonly pinLength: number; readonly now: Date },
): Promise<{ readonly pin: string; readonly signals: Signal[] }> {
  const { restaurantId, sessionId, by, now } = input;
  const pin = newPin(input.pinLength);
  await inRestaurant(database, restaurantId, (tx) =>
    editSession(tx, { restaurantId, sessionId, now }, async (session) => {
      sessionMustBeOpen(session.row, now);
      await tx.query("update sessions set pin = $3 where restaurant_id = $1 and id = $2", [
        restaurantId,
        sessionId,
        pin,
      ]);
      await recordActivity(tx, { restaurantId, sessionId, by, action: "session.rotate-pin", now });
    }),
  );
  return { pin, signals: [{ kind: "floor", restaurantId }] };
}
