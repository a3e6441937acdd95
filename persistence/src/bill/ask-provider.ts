import { TureenError } from "@tureen/shared/platform/errors";
import type { Database } from "../platform/database.ts";
import { failPoint } from "../platform/faults/fail-points.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import { applyChargeState } from "./apply-charge-state.ts";
import { refuseRaise } from "./apply-hold.ts";
import { applyRefundState } from "./apply-refund-state.ts";
import { closeTabWhenOver } from "./close-tab.ts";
import { type PaymentRow, readPayment } from "./payment-rows.ts";
import { type ClaimedTask, finishTask, retryTask } from "./provider-tasks.ts";
import type { Charge, ChargeState, PaymentProvider, ProviderOf } from "./providers/provider.ts";
import { ProviderRefused } from "./providers/provider-refused.ts";

/** A charge is looked at again after this long, longer each time, up to a minute. */
const LOOK_AGAIN_MS = 10_000;
const MAX_LOOK_AGAIN_MS = 60_000;

/**
 * Carries out one task of the outbox. Safe to do twice: providers know charges and refunds by our own
 * ids. Throws what the provider throws; the task then comes up again.
 */
export async function askProvider(
  database: Database,
  input: { readonly task: ClaimedTask; readonly providerOf: ProviderOf; readonly now: Date },
): Promise<void> {
  const { task, now } = input;
  const { restaurantId, paymentId } = task;
  const payment = await readPayment(database, { restaurantId, paymentId });
  const provider = await input.providerOf(restaurantId);
  if (!payment) return finishTask(database, task, now);
  // Its provider was taken out of the settings meanwhile: not ours to give up on.
  if (provider?.name !== payment.provider) throw new TureenError("provider-unavailable");
  const charge = chargeOf(restaurantId, payment);
  failPoint("before:provider");
  switch (task.task) {
    case "start":
      if (payment.status === "pending") await start(database, provider, charge);
      break;
    case "look":
      if (payment.status !== "pending" && payment.status !== "authorised") break;
      if (!(await look(database, provider, charge, payment, now))) {
        const next = now.getTime() + Math.min(LOOK_AGAIN_MS * task.attempt, MAX_LOOK_AGAIN_MS);
        const end = payment.status === "pending" ? (payment.expiresAt?.getTime() ?? 0) : 0;
        const at = new Date(end > now.getTime() ? Math.min(next, end) : next);
        return retryTask(database, task, { at, error: null });
      }
      break;
    case "cancel": {
      const state = await provider.cancel(charge);
      await applyChargeState(database, { restaurantId, paymentId, state: known(state), now });
      break;
    }
    case "raise": {
      const amount = task.amount ?? 0;
      // Closed meanwhile, or held already.
      if (payment.status !== "authorised" || payment.tabClosedAt) break;
      if (amount <= (payment.authorised ?? 0)) break;
      const state = await provider.raise(charge, amount);
      if (state === null) await refuseRaise(database, { restaurantId, paymentId, amount, now });
      else await applyChargeState(database, { restaurantId, paymentId, state, now });
      break;
    }
    case "capture": {
      if (payment.status !== "authorised" || !payment.tabClosedAt) break;
      const state = await captureOrEnd(provider, charge, payment.amount + payment.tip);
      await applyChargeState(database, { restaurantId, paymentId, state: known(state), now });
      if (state.state === "waiting" || state.state === "authorised") {
        throw new TureenError("provider-unavailable", { detail: "the card is not charged yet" });
      }
      break;
    }
    case "refund": {
      const amount = (task.amount ?? 0) + (task.tip ?? 0);
      const refunding = { refundId: task.id, charge, amount };
      const state = await provider.refund(refunding);
      if (state === "pending") {
        const at = new Date(now.getTime() + MAX_LOOK_AGAIN_MS);
        return retryTask(database, task, { at, error: null });
      }
      await applyRefundState(database, { restaurantId, paymentId, refundId: task.id, state, now });
      break;
    }
  }
  failPoint("after:provider");
  await finishTask(database, task, now);
}

/** A payment as its provider is asked for it. */
export function chargeOf(restaurantId: string, payment: PaymentRow): Charge {
  const { id: paymentId, sessionId, amount, tip, hold, currency, reference } = payment;
  const charged = { amount: hold ?? amount + tip, manual: hold !== null };
  return { restaurantId, sessionId, paymentId, ...charged, currency, reference };
}

/**
 * Charges what is held. A provider that never will says so for good: then the hold is let go, and what
 * it was to pay is open again for everybody to see.
 */
async function captureOrEnd(
  provider: PaymentProvider,
  charge: Charge,
  amount: number,
): Promise<ChargeState> {
  try {
    return await provider.capture(charge, amount);
  } catch (error) {
    if (!(error instanceof ProviderRefused)) throw error;
    return provider.cancel(charge);
  }
}

async function start(database: Database, provider: PaymentProvider, charge: Charge): Promise<void> {
  const { reference } = await provider.start(charge);
  await ofRestaurant(database, charge.restaurantId).query(
    `update payments set provider_reference = $3
     where restaurant_id = $1 and id = $2 and provider_reference is null`,
    [charge.restaurantId, charge.paymentId, reference],
  );
}

/** Looks how a charge stands, and calls it off when its time is over; whether it has ended. */
async function look(
  database: Database,
  provider: PaymentProvider,
  charge: Charge,
  payment: PaymentRow,
  now: Date,
): Promise<boolean> {
  const about = { restaurantId: charge.restaurantId, paymentId: charge.paymentId, now };
  const state = await provider.find(charge);
  if (state.state === "captured" || state.state === "failed") {
    return (await applyChargeState(database, { ...about, state })) !== "nothing";
  }
  if (state.state === "authorised") {
    await applyChargeState(database, { ...about, state });
    await closeTabWhenOver(database, { ...about, sessionId: charge.sessionId });
    return false;
  }
  if (payment.expiresAt && payment.expiresAt > now) return false;
  const ended = known(await provider.cancel(charge));
  await applyChargeState(database, { ...about, state: ended, lapsed: true });
  return ended.state !== "waiting";
}

/** A charge that the provider has never heard of has ended: it will not be started any more. */
function known(state: Awaited<ReturnType<PaymentProvider["cancel"]>>) {
  return state.state === "unknown" ? ({ state: "failed", reference: "" } as const) : state;
}
