import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { HOUR, stripeTest } from "../../testing/stripe-test.ts";
import type { Charge } from "../provider.ts";
import { ProviderRefused } from "../provider-refused.ts";

const t = stripeTest();
const CREATE = /^POST \/v1\/payment_intents$/;
const LOOK = /^GET \/v1\/payment_intents/;
/** The keys that intents were asked for with, in order. */
const keys = () =>
  t.stripe.calls
    .filter(({ method, path }) => CREATE.test(`${method} ${path}`))
    .map(({ idempotencyKey }) => idempotencyKey);
const one = (charge: Charge) => {
  const made = t.stripe.intentsOf(charge.paymentId);
  expect(made).toHaveLength(1);
  return made[0]!;
};
const unavailable = { code: "provider-unavailable" };

describe("starting a charge", () => {
  it("asks for what was decided, under the payment's own id, in the version that we know", async () => {
    const charge = t.charge({ amount: 2_490, currency: "HUF" });
    const { reference } = await t.provider().start(charge);
    expect(t.stripe.calls).toMatchObject([
      {
        idempotencyKey: charge.paymentId,
        apiVersion: "2026-10-28.endive",
        params: {
          amount: "249000",
          currency: "huf",
          "automatic_payment_methods[enabled]": "true",
          "metadata[payment_id]": charge.paymentId,
          "metadata[restaurant_id]": charge.restaurantId,
          "metadata[session_id]": charge.sessionId,
        },
      },
    ]);
    expect(one(charge).id).toBe(reference);
  });

  it("finds the first a second time", async () => {
    const charge = t.charge();
    const first = await t.provider().start(charge);
    expect(await t.provider().start(charge)).toEqual(first);
    expect(await t.provider().start({ ...charge, ...first })).toEqual(first);
    one(charge);
    expect(keys()).toHaveLength(2);
  });

  it("makes one when two begin at once", async () => {
    const charge = t.charge();
    const [a, b] = await Promise.all([t.provider().start(charge), t.provider().start(charge)]);
    expect(a).toEqual(b);
    one(charge);
  });

  it("refuses what Stripe cannot be asked for, without asking", async () => {
    const refused = t.provider().start(t.charge({ amount: 5_124, currency: "KWD" }));
    await expect(refused).rejects.toThrow(ProviderRefused);
    expect(t.stripe.calls).toHaveLength(0);
  });
});

describe("starting a charge while Stripe fails", () => {
  it("finds what an error has made", async () => {
    t.stripe.misbehave({ on: CREATE, effect: true, answer: "error" });
    const charge = t.charge();
    const { reference } = await t.provider().start(charge);
    expect(one(charge).id).toBe(reference);
    expect(keys()).toEqual([charge.paymentId]);
  });

  it("finds it while searches do not know it yet", async () => {
    t.stripe.searchFallsBehind();
    t.stripe.misbehave({ on: CREATE, effect: true, answer: "error" });
    const charge = t.charge();
    const { reference } = await t.provider().start(charge);
    expect(one(charge).id).toBe(reference);
  });

  it("takes another key when an error that made nothing is replayed, and not before", async () => {
    t.stripe.misbehave({ on: CREATE, effect: false, answer: "error" });
    const charge = t.charge();
    await t.provider().start(charge);
    const id = charge.paymentId;
    expect(keys()).toEqual([id, id, `${id}:2`]);
    expect(t.waits).toBe(1);
    one(charge);
  });

  it("is not blocked by a day of stored errors", async () => {
    t.stripe.misbehave({ on: CREATE, effect: false, answer: "error", times: Infinity });
    const charge = t.charge();
    for (let n = 0; n < 3; n += 1) {
      await expect(t.provider().start(charge)).rejects.toMatchObject(unavailable);
    }
    expect(t.stripe.intentsOf(charge.paymentId)).toHaveLength(0);
    t.stripe.behave();
    const { reference } = await t.provider().start(charge);
    expect(one(charge).id).toBe(reference);
  });

  it("tries so often and no more", async () => {
    t.stripe.misbehave({ on: CREATE, effect: false, answer: "reset", times: Infinity });
    const failed = t.provider({ attempts: 4 }).start(t.charge());
    await expect(failed).rejects.toMatchObject(unavailable);
    expect(t.waits).toBe(3);
    expect(new Set(keys()).size).toBe(1);
  });

  it.each([true, false])("gets over a cut connection, effect: %s", async (effect) => {
    t.stripe.misbehave({ on: CREATE, effect, answer: "reset" });
    const charge = t.charge();
    const { reference } = await t.provider().start(charge);
    expect(one(charge).id).toBe(reference);
    expect(new Set(keys())).toEqual(new Set([charge.paymentId]));
  });

  it.each([true, false])("gets over an answer that never comes, effect: %s", async (effect) => {
    t.stripe.misbehave({ on: CREATE, effect, answer: "never" });
    const charge = t.charge();
    const { reference } = await t.provider({ timeoutMs: 500 }).start(charge);
    expect(one(charge).id).toBe(reference);
    expect(new Set(keys())).toEqual(new Set([charge.paymentId]));
  });

  it("gets over an answer that is no API's", async () => {
    t.stripe.misbehave({ on: CREATE, effect: false, answer: "garbage" });
    const charge = t.charge();
    await t.provider().start(charge);
    one(charge);
  });

  it("keeps to its key while the first request is still going on", async () => {
    t.stripe.misbehave({ on: CREATE, effect: "held", answer: "late" });
    const charge = t.charge();
    const provider = t.provider({ timeoutMs: 500 });
    await expect(provider.start(charge)).rejects.toMatchObject(unavailable);
    expect(new Set(keys())).toEqual(new Set([charge.paymentId]));
    t.stripe.release();
    await expect.poll(() => t.stripe.intentsOf(charge.paymentId)).toHaveLength(1);
    const { reference } = await provider.start(charge);
    expect(one(charge).id).toBe(reference);
  });

  it("waits when there are too many requests, and looks for nothing", async () => {
    const error = { status: 429, type: "invalid_request_error", code: "rate_limit" };
    t.stripe.misbehave({ on: CREATE, effect: false, answer: "error", error });
    await t.provider().start(t.charge());
    expect(t.waits).toBe(1);
    expect(t.stripe.countOf(LOOK)).toBe(0);
  });

  it("does not make another one after its key was forgotten", async () => {
    const charge = t.charge();
    const first = await t.provider().start(charge);
    t.clock.time += 25 * HOUR;
    t.stripe.forgetKeys();
    expect(await t.provider().start(charge)).toEqual(first);
    one(charge);
    expect(keys()).toHaveLength(1);
  });

  it("makes none for a payment of yesterday, which searches would not know of for hours", async () => {
    const charge = t.charge();
    t.clock.time += 25 * HOUR;
    const started = t.provider().start(charge);
    await expect(started).rejects.toMatchObject({ reason: "payment-too-old" });
    expect(t.stripe.intentsOf(charge.paymentId)).toHaveLength(0);
  });

  it("looks first when an id does not tell how old it is", async () => {
    const charge = t.charge({ paymentId: "c0ffee00-0000-4000-8000-000000000000" });
    t.stripe.crowd(1);
    const made = t.stripe.makeIntent({
      amount: "2350",
      currency: "eur",
      "metadata[payment_id]": charge.paymentId,
      "metadata[restaurant_id]": charge.restaurantId,
    });
    expect(await t.provider().start(charge)).toEqual({ reference: made.id });
    expect(keys()).toHaveLength(0);
    const fresh = t.charge({ paymentId: "c0ffee00-0000-4000-8000-000000000001" });
    expect(await t.provider().start(fresh)).toEqual({ reference: one(fresh).id });
  });

  it("is refused when the amount is another one than before", async () => {
    const charge = t.charge();
    await t.provider().start(charge);
    const tampered = t.provider().start({ ...charge, amount: 1 });
    await expect(tampered).rejects.toMatchObject({ reason: "amount-differs" });
    expect(one(charge).amount).toBe(2_350);
  });

  it("goes on when the key was spent on other parameters for nothing", async () => {
    const charge = t.charge();
    t.stripe.misbehave({ on: CREATE, effect: false, answer: "error" });
    await t
      .provider({ attempts: 1 })
      .start({ ...charge, amount: 1 })
      .catch(() => {});
    await t.provider().start(charge);
    expect(keys().at(-1)).toBe(`${charge.paymentId}:2`);
    expect(one(charge).amount).toBe(2_350);
  });

  it("goes on when a refusal is replayed whose cause is mended", async () => {
    const error = { status: 400, type: "invalid_request_error", code: "account_invalid" };
    t.stripe.misbehave({ on: CREATE, effect: false, answer: "error", error });
    const charge = t.charge();
    const refused = t.provider().start(charge);
    await expect(refused).rejects.toMatchObject({ reason: "account_invalid" });
    expect(keys()).toHaveLength(1);
    await t.provider().start(charge);
    one(charge);
  });

  it("ends at once with keys that are wrong", async () => {
    const started = t.provider({ secretKey: "sk_test_wrong" }).start(t.charge());
    await expect(started).rejects.toThrow(ProviderRefused);
    expect(t.stripe.calls).toHaveLength(1);
  });

  it("takes neither keys nor client secrets into its errors", async () => {
    const secret = "pi_1_secret_abc";
    const leaky = { payment_intent: { client_secret: secret }, message: `see ${secret}` };
    for (const status of [400, 500]) {
      const error = { status, ...leaky };
      t.stripe.misbehave({ on: CREATE, effect: false, answer: "error", error });
      const thrown = await t
        .provider({ attempts: 1 })
        .start(t.charge())
        .catch((reason: unknown) => reason);
      expect(thrown).toBeInstanceOf(Error);
      const told = inspect(thrown, { depth: 10, showHidden: true });
      expect(told).not.toContain(secret);
      expect(told).not.toContain(t.stripe.secretKey);
    }
  });
});
