import { changeBilling, readBilling } from "@tureen/persistence/bill/billing-settings";
import { changePaymentKeys, describePaymentKeys } from "@tureen/persistence/bill/payment-keys";
import { STRIPE_API_VERSION } from "@tureen/persistence/bill/providers/stripe/connection";
import { type StripeKeys, stripeKeysShape } from "@tureen/persistence/bill/providers/stripe/keys";
import { STRIPE_EVENTS } from "@tureen/persistence/bill/providers/stripe/news";
import type { StripeSettings } from "@tureen/persistence/bill/providers/stripe/settings";
import type { Database } from "@tureen/persistence/platform/database";
import { TureenError } from "@tureen/shared/platform/errors";
import { actorOf } from "../platform/auth/principals.ts";
import { type Api, DONE, route } from "../platform/http/route.ts";
import { stripeWebhookPath } from "./stripe-webhook.ts";

interface Deps {
  readonly database: Database;
  /** Who takes the money of guests that pay on their phones. */
  readonly provider: "none" | "demonstration" | "stripe";
  readonly stripe: StripeSettings;
}

/** How the restaurant makes its bills. */
export function addBillingRoutes(api: Api<Deps>): void {
  const { database, provider, stripe } = api.deps;

  route(api, "readBilling", async ({ caller, now }) => {
    const { restaurantId } = caller;
    const { planned, ...inForce } = await readBilling(database, { restaurantId, now });
    return {
      ...inForce,
      planned: planned && { billing: planned.billing, from: planned.from.getTime() },
      online: provider,
    };
  });

  route(api, "readPaymentKeys", async ({ caller }) => {
    const { sealingKeys, sharedKeys } = stripe;
    const { restaurantId } = caller;
    const { slug, ...known } = await describePaymentKeys(database, { restaurantId, sealingKeys });
    return {
      ...known,
      server: { provider, keeps: sealingKeys !== null, shared: sharedKeys !== null },
      webhook: {
        path: stripeWebhookPath(slug),
        apiVersion: STRIPE_API_VERSION,
        events: [...STRIPE_EVENTS],
      },
    };
  });

  route(api, "changePaymentKeys", async ({ caller, body, now }) => {
    const { restaurantId } = caller;
    const by = actorOf(caller);
    const { sealingKeys } = stripe;
    const keys = body.keys && parseKeys(body.keys);
    await changePaymentKeys(database, { restaurantId, keys, sealingKeys, by, now });
    return DONE;
  });

  route(api, "changeBilling", async ({ caller, body, now }) => {
    const { restaurantId } = caller;
    const { billing, version, from } = body;
    return changeBilling(database, {
      ...{ restaurantId, billing, version, now },
      from: from === undefined ? undefined : new Date(from),
      by: actorOf(caller),
    });
  });
}

/** Keys whose shapes fit; throws "field-invalid" with the one that does not, and never its value. */
function parseKeys(keys: StripeKeys): StripeKeys {
  const read = stripeKeysShape.safeParse(keys);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const field = ["keys", ...(issue?.path ?? [])].join(".");
  throw new TureenError("field-invalid", { field, detail: issue?.message ?? "" });
}
