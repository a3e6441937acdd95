import type { Logger } from "pino";
import { type Database, inRestaurant } from "../platform/database.ts";
import { findDueRestaurants } from "../platform/find-due-restaurants.ts";
import { sharedNow } from "../platform/shared-clock.ts";
import type { ProviderOf } from "./providers/provider.ts";
import { noteUnknownCharges, readRestore } from "./restore-findings.ts";

/** Restaurants asked about in one run. */
const PER_RUN = 50;
/** By so much earlier than what is lost a charge may have been begun: clocks differ, cards take time. */
const BEFORE_MS = 60 * 60_000;
/** So long after a restore a guest may still finish paying what was begun before it. */
const AFTER_MS = 60 * 60_000;

/**
 * After a restore: asks the payment provider for the charges that were begun in the lost minutes, and
 * writes down those that the database lacks, for staff. Asked again for an hour, since a guest may pay late.
 */
export async function askAfterRestore({
  database,
  providerOf,
  log,
}: {
  readonly database: Database;
  readonly providerOf: ProviderOf;
  readonly log: Pick<Logger, "warn">;
}): Promise<void> {
  const now = sharedNow();
  const due = { now, limit: PER_RUN };
  for (const restaurantId of await findDueRestaurants(database, "tureen_due_restores", due)) {
    try {
      const restore = await readRestore(database, { restaurantId, now });
      const provider = await providerOf(restaurantId);
      if (restore && provider) {
        const begun = { from: restore.from - BEFORE_MS, to: now.getTime() };
        const charges = await provider.list(restaurantId, begun);
        const lacking = await noteUnknownCharges(database, { restaurantId, charges, now });
        if (lacking > 0) {
          log.warn({ restaurantId, lacking }, "the provider has charges that the database lacks");
        }
      }
      const isOver = !restore || now.getTime() > restore.restoredAt + AFTER_MS;
      if (isOver) await askNoMore(database, restaurantId, now);
    } catch (error) {
      // The next run asks again.
      log.warn({ restaurantId, err: error }, "provider not asked for the lost minutes");
    }
  }
}

async function askNoMore(database: Database, restaurantId: string, now: Date): Promise<void> {
  await inRestaurant(database, restaurantId, (tx) =>
    tx.query(
      `update restore_findings set settled_at = $2
       where restaurant_id = $1 and kind = 'restore' and settled_at is null`,
      [restaurantId, now],
    ),
  );
}
