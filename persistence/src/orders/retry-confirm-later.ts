import type { Database } from "../platform/database.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import type { SessionKey } from "../table/load-document.ts";

/** Puts a claimed confirm back for another try at `nextAttemptAt`, noting why the last one failed. */
export async function retryConfirmLater(
  database: Database,
  input: SessionKey & {
    readonly confirmId: string;
    readonly error: string;
    readonly nextAttemptAt: Date;
  },
): Promise<void> {
  await ofRestaurant(database, input.restaurantId).query(
    `update sync_queue set next_attempt_at = $4, error = left($5, 2000)
     where restaurant_id = $1 and session_id = $2 and confirm_id = $3 and status = 'pending'`,
    [input.restaurantId, input.sessionId, input.confirmId, input.nextAttemptAt, input.error],
  );
}
