import { TureenError } from "@tureen/shared/platform/errors";
import { z } from "zod";
import { type Database, inRestaurant } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { secretsEqual } from "../platform/tokens.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import { editSession } from "./edit-session.ts";
import type { SessionKey } from "./load-document.ts";
import { type Arriving, type Seat, seatDiner } from "./seat-diner.ts";
import { sessionMustBeOpen } from "./session-must-be-open.ts";

const pinRow = z.object({ pin: z.string(), status: z.string() });

/**
 * Seats a diner at an open table after checking its PIN. Throws "session-unknown",
 * "session-closed", "session-expired", "pin-wrong", "table-full". Counting wrong PINs is the
 * caller's.
 */
export async function joinSession(
  database: Database,
  input: SessionKey &
    Arriving & { readonly pin: string; readonly now: Date; readonly expiresAt: Date },
): Promise<Seat & { readonly seq: number }> {
  const { restaurantId, sessionId, now, expiresAt } = input;
  await checkPin(database, input);
  const { result, seq } = await inRestaurant(database, restaurantId, (tx) =>
    editSession(tx, { restaurantId, sessionId, now, expiresAt }, async (session) => {
      sessionMustBeOpen(session.row, now);
      // Again under the lock: the PIN may have been rotated while we waited.
      if (!secretsEqual(session.row.pin, input.pin)) throw new TureenError("pin-wrong");
      session.edit((edits) => edits.facts({ expiresAt: expiresAt.getTime() }));
      tx.tell({ kind: "floor", restaurantId });
      return seatDiner(tx, session, input);
    }),
  );
  return { ...result, seq: seq ?? 0 };
}

/** Turns away a wrong PIN without the session's lock, so that guessing cannot slow the table. */
async function checkPin(
  database: Database,
  { restaurantId, sessionId, pin }: SessionKey & { pin: string },
): Promise<void> {
  const rows = await readRows(
    ofRestaurant(database, restaurantId),
    pinRow,
    "select pin, status from sessions where restaurant_id = $1 and id = $2",
    [restaurantId, sessionId],
  );
  if (!rows[0]) throw new TureenError("session-unknown");
  if (rows[0].status === "active" && !secretsEqual(rows[0].pin, pin)) {
    throw new TureenError("pin-wrong");
  }
}
