import { dinerAt } from "@tureen/shared/document/keys";
import type { DinerId } from "@tureen/shared/document/types";
import { TureenError } from "@tureen/shared/errors";
import { MAX_SEAT } from "@tureen/shared/limits";
import { uuidv7 } from "uuidv7";
import type { Transaction } from "../database.ts";
import { hashToken, newToken } from "../tokens.ts";
import type { LockedSession } from "./edit-session.ts";
import { recordActivity } from "./record-activity.ts";

/** A diner's place at a table, with the token that keeps it. */
export interface Seat {
  readonly userId: string;
  readonly diner: DinerId;
  readonly seat: number;
  readonly host: boolean;
  /** Opaque; only its hash is stored. */
  readonly refreshToken: string;
}

/** Seat colours that the phones' palette has; neighbours by number differ most. */
const COLOURS = 12;

/**
 * Gives a new diner the session's next seat: their user, their refresh token and their entry in the
 * document. The first at the table is its host. Inside editSession's work. Throws "table-full".
 */
export async function seatDiner(
  tx: Transaction,
  session: LockedSession,
  input: {
    readonly restaurantId: string;
    readonly sessionId: string;
    /** Personal: kept in `users` only. */
    readonly name: string;
    readonly now: Date;
    readonly refreshExpiresAt: Date;
  },
): Promise<Seat> {
  const { restaurantId, sessionId, name, now, refreshExpiresAt } = input;
  const seat = session.row.nextSeat;
  if (seat > MAX_SEAT) throw new TureenError("table-full");
  const diner = dinerAt(seat);
  const host = seat === 1;
  const userId = uuidv7();
  const refreshToken = newToken(restaurantId);

  await tx.query("update sessions set next_seat = $3 where restaurant_id = $1 and id = $2", [
    restaurantId,
    sessionId,
    seat + 1,
  ]);
  await tx.query(
    `insert into users
       (restaurant_id, id, role, display_name, session_id, seat, diner, is_host, created_at)
     values ($1, $2, 'diner', $3, $4, $5, $6, $7, $8)`,
    [restaurantId, userId, name, sessionId, seat, diner, host, now],
  );
  await tx.query(
    `insert into auth_sessions (restaurant_id, id, user_id, token_hash, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [restaurantId, uuidv7(), userId, hashToken(refreshToken), now, refreshExpiresAt],
  );
  session.edit((edits) => edits.diner({ seat, colour: colourOfSeat(seat), host }));
  await recordActivity(tx, {
    restaurantId,
    sessionId,
    by: { kind: "diner", id: diner },
    action: "session.join",
    details: { seat },
    now,
  });
  return { userId, diner, seat, host, refreshToken };
}

/** The colour of a seat, as it stands in the document. */
export function colourOfSeat(seat: number): number {
  return (seat - 1) % COLOURS;
}
