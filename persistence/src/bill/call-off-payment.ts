import { type Database, inRestaurant } from "../platform/database.ts";
import { addProviderTask } from "./provider-tasks.ts";

/**
 * The payer gives a payment up: its provider is asked to call it off, and says whether it was in time.
 * What it reserved is free once that is known.
 */
export async function callOffPayment(
  database: Database,
  { restaurantId, paymentId, now }: { restaurantId: string; paymentId: string; now: Date },
): Promise<void> {
  await inRestaurant(database, restaurantId, (tx) =>
    addProviderTask(tx, { restaurantId, paymentId, task: "cancel", dueAt: now, now }),
  );
}
