import { SERVER } from "../platform/actor.ts";
import { type Database, inRestaurant } from "../platform/database.ts";
import { recordActivity } from "../platform/record-activity.ts";
import type { SessionKey } from "./load-document.ts";

/** The action under which alarms stand in the activity log, where the floor finds them. */
export const PIN_ALARM = "session.pin-alarm";

/** Notes that somebody seems to guess a session's PIN; the floor shows it until the PIN changes. */
export async function recordPinAlarm(
  database: Database,
  input: SessionKey & {
    readonly wrongPins: number;
    /** Until when nobody can join with the PIN; null when it is not locked. */
    readonly lockedUntil: Date | null;
    readonly now: Date;
  },
): Promise<void> {
  const { restaurantId, sessionId, wrongPins, lockedUntil, now } = input;
  const details = { wrongPins, lockedUntil: lockedUntil?.getTime() ?? null };
  const by = SERVER;
  await inRestaurant(database, restaurantId, async (tx) => {
    await recordActivity(tx, { restaurantId, sessionId, by, action: PIN_ALARM, details, now });
    tx.tell({ kind: "floor", restaurantId });
  });
}
