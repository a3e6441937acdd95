import { z } from "zod";
import type { Database } from "../platform/database.ts";
import type { QueueClaim } from "../platform/queue-loop.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import { sessionKey } from "../table/load-document.ts";

const claimedConfirm = sessionKey.extend({
  confirmId: z.string(),
  /** Which try this is, 1 being the first. */
  attempt: z.int(),
  createdAt: z.date(),
});

/** A confirm that this worker has claimed. */
export type ClaimedConfirm = Readonly<z.infer<typeof claimedConfirm>>;

/**
 * Claims confirms of one restaurant that are due, oldest first, at most `limit`, passing over those
 * that another worker is claiming. A claim counts as a try before it is made, so that a confirm that
 * kills its worker is set aside in the end; it lapses at `leaseUntil`.
 *
 * Losing a claim in a crash is harmless, so that its commit does not wait for the disk.
 */
export async function claimConfirms(
  database: Database,
  input: QueueClaim,
): Promise<ClaimedConfirm[]> {
  const rows = await readRows(ofRestaurant(database, input.restaurantId), claimedConfirm, {
    name: "claim-confirms",
    text: `with quick as materialized (
        select set_config('synchronous_commit', 'off', true) as applied
      ), due as materialized (
        select session_id, confirm_id from sync_queue
        where restaurant_id = $1 and status = 'pending' and next_attempt_at <= $2
        order by next_attempt_at limit $3
        for update skip locked
      )
      update sync_queue q set attempts = q.attempts + 1, next_attempt_at = $4
      from due, quick
      where q.restaurant_id = $1 and q.session_id = due.session_id
        and q.confirm_id = due.confirm_id and quick.applied is not null
      returning q.restaurant_id as "restaurantId", q.session_id as "sessionId",
        q.confirm_id as "confirmId", q.attempts as attempt, q.created_at as "createdAt"`,
    values: [input.restaurantId, input.now, input.limit, input.leaseUntil],
  });
  return rows.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
}
