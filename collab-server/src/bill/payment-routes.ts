import { chargeOf } from "@tureen/persistence/bill/ask-provider";
import { callOffPayment } from "@tureen/persistence/bill/call-off-payment";
import { closeTab } from "@tureen/persistence/bill/close-tab";
import { readPaymentOfWish } from "@tureen/persistence/bill/payment-rows";
import {
  changeDemonstrationFaults,
  payDemonstration,
  readDemonstrationFaults,
} from "@tureen/persistence/bill/providers/demonstration";
import type { ProviderOf } from "@tureen/persistence/bill/providers/provider";
import { readReceiptsOf } from "@tureen/persistence/bill/read-bill";
import type { Database } from "@tureen/persistence/platform/database";
import { TureenError } from "@tureen/shared/platform/errors";
import type { PresentDiner } from "../platform/auth/principals.ts";
import { type Api, DONE, route } from "../platform/http/route.ts";

interface Deps {
  readonly database: Database;
  readonly providerOf: ProviderOf;
}

/** What a diner does about a payment of theirs, and the demonstration's panel. */
export function addPaymentRoutes(api: Api<Deps>): void {
  const { database, providerOf } = api.deps;

  /** A payment of the caller's own that is on its way. */
  const pendingOf = async (caller: PresentDiner, key: string) => {
    const { restaurantId, sessionId } = caller;
    const payment = await readPaymentOfWish(database, { restaurantId, sessionId, key });
    if (payment?.diner !== caller.diner) throw new TureenError("payment-unknown");
    if (payment.status !== "pending") throw new TureenError("payment-moved");
    return payment;
  };

  route(api, "readPayment", async ({ caller, params }) => {
    const { restaurantId } = caller;
    const payment = await pendingOf(caller, params.key);
    const provider = await providerOf(restaurantId);
    if (payment.reference === null || provider?.name !== payment.provider) {
      return { provider: "waiting" };
    }
    return provider.forPhone(chargeOf(restaurantId, payment));
  });

  route(api, "cancelPayment", async ({ caller, params, now }) => {
    const { restaurantId } = caller;
    const payment = await pendingOf(caller, params.key);
    await callOffPayment(database, { restaurantId, paymentId: payment.id, now });
    return DONE;
  });

  route(api, "closeOwnTab", async ({ caller, body, now }) => {
    const { restaurantId, sessionId, diner } = caller;
    const became = await closeTab(database, {
      ...{ restaurantId, sessionId, holder: diner, seen: body.amount, tip: body.tip },
      ...{ by: { kind: "diner", id: diner }, now },
    });
    return { became };
  });

  route(api, "payDemonstration", async ({ caller, params, body, now }) => {
    const { restaurantId } = caller;
    const payment = await pendingOf(caller, params.key);
    await requireDemonstration(providerOf, restaurantId);
    await payDemonstration(database, { restaurantId, paymentId: payment.id, ...body, now });
    return DONE;
  });

  route(api, "listReceipts", async ({ caller }) => {
    const { restaurantId, sessionId, diner } = caller;
    const receipts = await readReceiptsOf(database, { restaurantId, sessionId, diner });
    return {
      receipts: receipts.map(({ at, ...receipt }) => ({ ...receipt, at: at.getTime() })),
    };
  });

  route(api, "readDemonstration", async ({ caller }) => {
    const { restaurantId } = caller;
    await requireDemonstration(providerOf, restaurantId);
    return { faults: await readDemonstrationFaults(database, restaurantId) };
  });

  route(api, "changeDemonstration", async ({ caller, body }) => {
    const { restaurantId } = caller;
    await requireDemonstration(providerOf, restaurantId);
    await changeDemonstrationFaults(database, restaurantId, body.faults);
    return DONE;
  });
}

async function requireDemonstration(providerOf: ProviderOf, restaurantId: string): Promise<void> {
  const provider = await providerOf(restaurantId);
  if (provider?.name !== "demonstration") throw new TureenError("demonstration-only");
}
