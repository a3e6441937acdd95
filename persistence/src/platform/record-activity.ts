import type { ActivityAction } from "@tureen/shared/platform/activity-actions";
import { uuidv7 } from "uuidv7";
import type { Actor } from "./actor.ts";
import type { Queryable } from "./database.ts";
import { ofRestaurant } from "./wire/index.ts";

export interface Activity {
  readonly restaurantId: string;
  /** Null for what concerns the restaurant as a whole. */
  readonly sessionId: string | null;
  readonly by: Actor;
  readonly action: ActivityAction;
  /** Ids, numbers, kinds and reasons only; never names, PINs or tokens, since these rows cannot be changed. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly now: Date;
}

/** Adds a row to the record of who did what and when. */
export async function recordActivity(q: Queryable, activity: Activity): Promise<void> {
  const { restaurantId, sessionId, by, action, details, now } = activity;
  await ofRestaurant(q, restaurantId).query(
    `insert into session_activity_log
       (restaurant_id, id, session_id, actor_kind, actor_id, actor_role, action, details,
        at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      restaurantId,
      uuidv7(),
      sessionId,
      by.kind,
      by.id,
      by.role ?? null,
      action,
      details ?? {},
      now,
    ],
  );
}
