/** A guest's card with the demonstration's provider, and the worker's part in it. */
import type { Database } from "../../platform/database.ts";
import { applyNews } from "../apply-news.ts";
import { askProvider } from "../ask-provider.ts";
import { claimProviderTasks } from "../provider-tasks.ts";
import {
  createDemonstrationProvider,
  payDemonstration,
  takeDemonstrationNews,
} from "../providers/demonstration.ts";

interface OfRestaurant {
  readonly restaurantId: string;
}

/** Asks the provider everything that is due; how much that was. */
export async function askAll(
  database: Database,
  { restaurantId }: OfRestaurant,
  now = new Date(),
): Promise<number> {
  const provider = createDemonstrationProvider(database);
  const tasks = await claimProviderTasks(database, {
    ...{ restaurantId, limit: 100, now, leaseUntil: new Date(now.getTime() + 1000) },
  });
  for (const task of tasks) {
    await askProvider(database, { task, providerOf: async () => provider, now });
  }
  return tasks.length;
}

/** Delivers the provider's messages that are due; how many they were. */
export async function deliver(
  database: Database,
  { restaurantId }: OfRestaurant,
  now = new Date(),
): Promise<number> {
  const news = await takeDemonstrationNews(database, { restaurantId, limit: 100, now });
  for (const each of news) {
    await applyNews(database, { ...each, restaurantId, provider: "demonstration", now });
  }
  return news.length;
}

/** Has the guest of a reserved payment hold up the card; what became of it is not delivered yet. */
export async function payCard(
  database: Database,
  { restaurantId }: OfRestaurant,
  paymentId: string,
  outcome: "paid" | "declined" = "paid",
): Promise<void> {
  await askAll(database, { restaurantId });
  await payDemonstration(database, { restaurantId, paymentId, outcome, now: new Date() });
}
