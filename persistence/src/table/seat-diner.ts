import { TureenError } from "@tureen/shared/platform/errors";
import { MAX_SEAT } from "@tureen/shared/platform/limits";
import { dinerAt } from "@tureen/shared/table/document/keys";
import type { DinerId } from "@tureen/shared/table/document/types";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import { createAuthSession } from "../platform/auth-sessions.ts";
import type { Transaction } from "../platform/database.ts";
import { recordActivity } from "../platform/record-activity.ts";
import { readRows } from "../platform/rows.ts";
import { hashToken } from "../platform/tokens.ts";
import type { LockedSession } from "./edit-session.ts";
import type { SessionKey } from "./load-document.ts";

const seatRow = z.object({
  userId: z.string(),
  diner: z.string(),
  seat: z.int(),
  host: z.boolean(),
});

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

/** Who sits down. */
export interface Arriving {
  /** Personal: kept in `users` only. */
  readonly name: string;
  readonly refreshExpiresAt: Date;
  /**
   * Chosen by the phone for this arrival and told nobody else. A phone that asks again with it, because
   * the answer was lost or another of its tabs has asked as well, is given the seat that it has.
   */
  readonly arrival?: string | undefined;
}

/**
 * Gives a new diner the session's next seat: their user, their refresh token and their entry in the
 * document. The first at the table is its host. Inside editSession's work. Throws "table-full".
 */
export async function seatDiner(
  tx: Transaction,
  session: LockedSession,
  input: Arriving & SessionKey & { readonly now: Date },
): Promise<Seat> {
  const { restaurantId, sessionId, name, now, refreshExpiresAt, arrival } = input;
  const known = await findArrival(tx, input);
  if (known) return known;
  const seat = session.row.nextSeat;
  if (seat > MAX_SEAT) throw new TureenError("table-full");
  const diner = dinerAt(seat);
  const host = seat === 1;
  const userId = uuidv7();

  await tx.query("update sessions set next_seat = $3 where restaurant_id = $1 and id = $2", [
    restaurantId,
    sessionId,
    seat + 1,
  ]);
  await tx.query(
    `insert into users
       (restaurant_id, id, role, display_name, session_id, seat, diner, is_host, arrival_hash,
        created_at)
     values ($1, $2, 'diner', $3, $4, $5, $6, $7, $8, $9)`,
    [restaurantId, userId, name, sessionId, seat, diner, host, hashOf(arrival), now],
  );
  const expiresAt = refreshExpiresAt;
  const refreshToken = await createAuthSession(tx, { restaurantId, userId, now, expiresAt });
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

/**
 * The seat at this session that this arrival was given before, with another token for it; null when there
 * is none, or its diner is no longer at the table.
 */
export async function findArrival(
  tx: Transaction,
  input: Pick<Arriving, "arrival" | "refreshExpiresAt"> & SessionKey & { readonly now: Date },
): Promise<Seat | null> {
  const { restaurantId, sessionId, now, refreshExpiresAt: expiresAt, arrival } = input;
  if (arrival === undefined) return null;
  const rows = await readRows(
    tx,
    seatRow,
    `select id as "userId", diner, seat, is_host as host from users
     where restaurant_id = $1 and session_id = $2 and arrival_hash = $3 and left_at is null`,
    [restaurantId, sessionId, hashOf(arrival)],
  );
  const [known] = rows;
  if (!known) return null;
  const { userId } = known;
  const refreshToken = await createAuthSession(tx, { restaurantId, userId, now, expiresAt });
  return { ...known, refreshToken };
}

const hashOf = (arrival: string | undefined) => (arrival === undefined ? null : hashToken(arrival));

/** The colour of a seat, as it stands in the document. */
export function colourOfSeat(seat: number): number {
  return (seat - 1) % COLOURS;
}
