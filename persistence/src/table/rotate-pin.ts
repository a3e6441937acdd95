import type { Actor } from "../platform/actor.ts";
import { type Database, inRestaurant, type Transaction } from "../platform/database.ts";
import { recordActivity } from "../platform/record-activity.ts";
import { newPin } from "../platform/tokens.ts";
import { editSession } from "./edit-session.ts";
import type { SessionKey } from "./load-document.ts";
import { peopleChanged } from "./people-changed.ts";
import { sessionMustBeOpen } from "./session-must-be-open.ts";

/**
 * Gives an open table a new PIN; those who sit there stay. Throws "session-unknown",
 * "session-closed", "session-expired".
 */
export async function rotatePin(
  database: Database,
  input: SessionKey & { readonly by: Actor; readonly pinLength: number; readonly now: Date },
): Promise<{ readonly pin: string }> {
  const { restaurantId, sessionId, by, now } = input;
  let pin = "";
  await inRestaurant(database, restaurantId, (tx) =>
    editSession(tx, { restaurantId, sessionId, now }, async (session) => {
      sessionMustBeOpen(session.row, now);
      pin = await changePin(tx, input, { old: session.row.pin, length: input.pinLength });
      await recordActivity(tx, { restaurantId, sessionId, by, action: "session.rotate-pin", now });
    }),
  );
  return { pin };
}

/**
 * Gives a session another PIN of `length` digits, inside editSession's work; returns it. Phones show
 * the PIN to those who want to join, so they read their session again; staff read the floor.
 */
export async function changePin(
  tx: Transaction,
  { restaurantId, sessionId }: SessionKey,
  { old, length }: { readonly old: string; readonly length: number },
): Promise<string> {
  let pin = newPin(length);
  // The one time in a million that matters: the old one must not go on.
  while (pin === old) pin = newPin(length);
  await tx.query("update sessions set pin = $3 where restaurant_id = $1 and id = $2", [
    restaurantId,
    sessionId,
    pin,
  ]);
  tx.tell(peopleChanged(sessionId), { kind: "floor", restaurantId });
  return pin;
}
