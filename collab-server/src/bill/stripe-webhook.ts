import { applyNews } from "@tureen/persistence/bill/apply-news";
import { stripeKeysOf } from "@tureen/persistence/bill/providers/create-provider";
import { readStripeNews } from "@tureen/persistence/bill/providers/stripe/news";
import type { StripeSettings } from "@tureen/persistence/bill/providers/stripe/settings";
import type { Database } from "@tureen/persistence/platform/database";
import { restaurantOfSlug } from "@tureen/persistence/platform/restaurant-of-slug";
import { sharedNow } from "@tureen/persistence/platform/shared-clock";
import { TureenError } from "@tureen/shared/platform/errors";
import type { ApiApp } from "../platform/http/env.ts";

/** Where Stripe sends what happened to a restaurant's charges. */
export const STRIPE_WEBHOOK_PATH = "/api/providers/stripe/:slug";

/** The same for one restaurant. */
export function stripeWebhookPath(slug: string): string {
  return STRIPE_WEBHOOK_PATH.replace(":slug", encodeURIComponent(slug));
}

/**
 * Adds the address for Stripe's webhooks. Answered 200 only once the news is applied: Stripe sends
 * the others again. What Stripe has not signed is refused as "news-forged".
 */
export function addStripeWebhook({
  app,
  deps,
}: {
  readonly app: ApiApp;
  readonly deps: { readonly database: Database; readonly stripe: StripeSettings };
}): void {
  const { database, stripe } = deps;
  app.post(STRIPE_WEBHOOK_PATH, async (c) => {
    c.set("route", STRIPE_WEBHOOK_PATH);
    const restaurantId = await restaurantOfSlug(database, c.req.param("slug"));
    if (!restaurantId) throw new TureenError("restaurant-unknown");
    const keys = await stripeKeysOf(database, stripe, restaurantId);
    if (!keys) throw new TureenError("not-found");
    const news = readStripeNews(
      // As it came: the signature is over its bytes.
      new Uint8Array(await c.req.arrayBuffer()),
      c.req.header("stripe-signature"),
      keys.webhookSecret,
      { restaurantId },
    );
    if (news) await applyNews(database, { ...news, provider: "stripe", now: sharedNow() });
    return c.json({ ok: true });
  });
}
