import type { Database } from "../platform/database.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import { applyChargeState } from "./apply-charge-state.ts";
import { applyRefundState } from "./apply-refund-state.ts";
import type { ProviderNews } from "./providers/provider.ts";

/**
 * Takes in a provider's message: late, twice or out of order. Applying is idempotent by itself; the
 * message is kept afterwards, as evidence and so that its repetitions cost nothing.
 */
export async function applyNews(
  database: Database,
  input: ProviderNews & { readonly provider: string; readonly now: Date },
): Promise<void> {
  const { restaurantId, provider, paymentId, id, what, now } = input;
  const q = ofRestaurant(database, restaurantId);
  const { rowCount } = await q.query(
    `select 1 from provider_news
     where restaurant_id = $1 and provider = $2 and news_id = $3`,
    [restaurantId, provider, id],
  );
  if (rowCount) return;
  if ("refund" in what) {
    const { refundId, refund } = what;
    await applyRefundState(database, { restaurantId, paymentId, refundId, state: refund, now });
  } else {
    await applyChargeState(database, { restaurantId, paymentId, state: what, now });
  }
  await q.query(
    `insert into provider_news (restaurant_id, provider, news_id, payment_id, what, at)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [restaurantId, provider, id, paymentId, JSON.stringify(what), now],
  );
}
