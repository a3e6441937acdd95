import { describe, expect, it } from "vitest";
import { HOUR, idAt, PUBLISHABLE_KEY, secretOf, stripeTest } from "../../testing/stripe-test.ts";
import type { Charge } from "../provider.ts";
import { ProviderRefused } from "../provider-refused.ts";

const t = stripeTest();
const ALL = /^/;
const CANCEL = /^POST .*\/cancel$/;
const LIST = /^GET \/v1\/payment_intents$/;
const SEARCH = /^GET \/v1\/payment_intents\/search$/;
const unavailable = { code: "provider-unavailable" };

/** A second intent that carries the payment's id, as one that a failure has left. */
const another = (charge: Charge) =>
  t.stripe.makeIntent({
    amount: String(charge.amount),
    currency: charge.currency.toLowerCase(),
    "metadata[payment_id]": charge.paymentId,
    "metadata[restaurant_id]": charge.restaurantId,
  });

describe("how a charge stands", () => {
  it("is unknown before it was started", async () => {
    expect(await t.provider().find(t.charge())).toEqual({ state: "unknown" });
  });

  it("waits until its guest has paid, through declines and what a bank asks", async () => {
    const charge = await t.started();
    const { reference } = charge;
    const secret = await secretOf(t.provider(), charge);
    const waiting = { state: "waiting", reference };
    const { guest } = t.stripe;
    expect(await t.provider().find(charge)).toEqual(waiting);
    guest.decline(secret);
    expect(await t.provider().find(charge)).toEqual(waiting);
    guest.challenge(secret);
    expect(await t.provider().find(charge)).toEqual(waiting);
    guest.answerChallenge(secret, false);
    expect(await t.provider().find(charge)).toEqual(waiting);
    guest.challenge(secret);
    guest.answerChallenge(secret, true);
    expect(await t.provider().find(charge)).toEqual({
      state: "captured",
      reference,
      amount: 2_350,
      currency: "EUR",
    });
    expect(t.stripe.taken(charge.paymentId)).toHaveLength(1);
  });

  it("tells captured money as we count it", async () => {
    const charge = await t.paid({ amount: 2_490, currency: "HUF" });
    expect(t.stripe.taken(charge.paymentId)).toMatchObject([{ amount: 249_000 }]);
    expect(await t.provider().find(charge)).toMatchObject({ amount: 2_490, currency: "HUF" });
  });

  it("is found although the answer with its reference was lost", async () => {
    t.stripe.searchFallsBehind();
    const charge = await t.paid();
    const found = await t.provider().find({ ...charge, reference: null });
    expect(found).toMatchObject({ state: "captured", reference: charge.reference });
  });

  it.each(["young", "old"])("is found under another intent when it is %s", async (age) => {
    const charge = await t.started();
    const other = another(charge);
    t.stripe.guest.pay(other.client_secret);
    if (age === "old") t.clock.time += 30 * HOUR;
    const captured = { state: "captured", reference: other.id };
    expect(await t.provider().find(charge)).toMatchObject(captured);
    expect(await t.provider().find({ ...charge, reference: null })).toMatchObject(captured);
    // Even when the recorded one was called off.
    await t.provider().cancel(charge);
    expect(await t.provider().find(charge)).toMatchObject(captured);
  });

  it("is as it is now, not as the index of searches has it", async () => {
    const charge = await t.started();
    t.clock.time += 30 * HOUR;
    const secret = await secretOf(t.provider(), charge);
    t.stripe.searchFallsBehind();
    t.stripe.guest.pay(secret);
    const found = await t.provider().find({ ...charge, reference: null });
    expect(found).toMatchObject({ state: "captured" });
    expect(t.stripe.countOf(LIST)).toBe(0);
  });

  it("costs no reading of lists while its guest takes the time", async () => {
    const charge = await t.started();
    t.stripe.crowd(250);
    const before = t.stripe.calls.length;
    await t.provider().find(charge);
    expect(t.stripe.countOf(LIST)).toBe(0);
    // The recorded one, and a search.
    expect(t.stripe.calls.length - before).toBe(2);
  });

  it("is not believed to be over while money may lie where searches do not see it", async () => {
    t.stripe.searchFallsBehind();
    const charge = await t.started();
    await t.provider().cancel(charge);
    const other = another(charge);
    t.stripe.guest.pay(other.client_secret);
    expect(await t.provider().find(charge)).toMatchObject({
      state: "captured",
      reference: other.id,
    });
  });

  it("does without searches where there are none", async () => {
    const charge = await t.paid();
    const error = { status: 400, type: "invalid_request_error", message: "no search in India" };
    t.stripe.misbehave({ on: SEARCH, effect: false, answer: "error", error });
    const found = await t.provider().find({ ...charge, reference: null });
    expect(found).toMatchObject({ state: "captured", reference: charge.reference });
  });

  it("is found among very many", async () => {
    t.stripe.searchFallsBehind();
    const charge = await t.paid();
    t.stripe.crowd(250);
    const found = await t.provider().find({ ...charge, reference: null });
    expect(found).toMatchObject({ state: "captured", reference: charge.reference });
  });

  it("is never said to be unknown by somebody who has not looked everywhere", async () => {
    t.stripe.searchFallsBehind();
    const charge = await t.paid();
    t.stripe.crowd(5_001);
    const lost = { ...charge, reference: null };
    await expect(t.provider().find(lost)).rejects.toMatchObject(unavailable);
    t.stripe.searchCatchesUp();
    expect(await t.provider().find(lost)).toMatchObject({ state: "captured" });
  });

  it("is told of the recorded intent first, of several that stand alike", async () => {
    const first = await t.started();
    const second = { ...first, reference: another(first).id };
    for (const charge of [first, second]) {
      expect(await t.provider().find(charge)).toMatchObject({ reference: charge.reference });
    }
    for (const { client_secret } of t.stripe.intentsOf(first.paymentId)) {
      t.stripe.guest.pay(client_secret);
    }
    for (const charge of [first, second]) {
      expect(await t.provider().find(charge)).toMatchObject({
        state: "captured",
        reference: charge.reference,
      });
    }
  });

  it("is not another restaurant's that has the same id", async () => {
    const charge = await t.paid();
    const foreign = { ...charge, restaurantId: "33333333-3333-7333-8333-333333333333" };
    expect(await t.provider().find({ ...foreign, reference: null })).toEqual({ state: "unknown" });
    await expect(t.provider().find(foreign)).rejects.toMatchObject({
      reason: "reference-of-another",
    });
  });

  it("is not another payment's whose reference is given", async () => {
    const paid = await t.paid();
    t.clock.time += 1;
    const mine = { ...(await t.started()), reference: paid.reference };
    for (const ask of ["find", "cancel", "forPhone"] as const) {
      await expect(t.provider()[ask](mine)).rejects.toMatchObject({
        reason: "reference-of-another",
      });
    }
  });

  it("is refused, not unknown, when the account does not have it", async () => {
    const charge = t.charge({ reference: "pi_of_the_former_account" });
    await expect(t.provider().find(charge)).rejects.toMatchObject({ reason: "resource_missing" });
    await expect(t.provider().cancel(charge)).rejects.toThrow(ProviderRefused);
  });

  it("cannot be smuggled into a search", async () => {
    const charge = t.charge({ paymentId: "x' OR status:'succeeded" });
    await t
      .provider()
      .find(charge)
      .catch(() => {});
    expect(t.stripe.countOf(SEARCH)).toBe(0);
  });
});

describe("calling a charge off", () => {
  it("ends it, and nobody can pay it any more", async () => {
    const charge = await t.started();
    const secret = await secretOf(t.provider(), charge);
    const failed = { state: "failed", reference: charge.reference };
    expect(await t.provider().cancel(charge)).toEqual(failed);
    expect(() => t.stripe.guest.pay(secret)).toThrow("canceled");
    expect(await t.provider().cancel(charge)).toEqual(failed);
    expect(await t.provider().find(charge)).toEqual(failed);
    expect(t.stripe.countOf(CANCEL)).toBe(1);
  });

  it("says that it was not there", async () => {
    expect(await t.provider().cancel(t.charge())).toEqual({ state: "unknown" });
  });

  it("says captured when the guest was faster", async () => {
    const charge = await t.paid();
    expect(await t.provider().cancel(charge)).toMatchObject({ state: "captured", amount: 2_350 });
  });

  it("says captured when the guest was faster by an instant", async () => {
    const charge = await t.started();
    const secret = await secretOf(t.provider(), charge);
    t.stripe.misbehave({ on: CANCEL, effect: "held", answer: "late" });
    const cancelled = t.provider().cancel(charge);
    await expect.poll(() => t.stripe.heldCount()).toBe(1);
    t.stripe.guest.pay(secret);
    t.stripe.release();
    expect(await cancelled).toMatchObject({ state: "captured", amount: 2_350 });
  });

  it("leaves to the bank what the bank has", async () => {
    const charge = await t.started();
    const secret = await secretOf(t.provider(), charge);
    t.stripe.guest.payBySlowBank(secret);
    expect(await t.provider().cancel(charge)).toMatchObject({ state: "waiting" });
    t.stripe.guest.bankAnswers(secret, true);
    expect(await t.provider().cancel(charge)).toMatchObject({ state: "captured" });
  });

  it("ends every intent that carries its id", async () => {
    const charge = await t.started();
    another(charge);
    another(charge);
    expect(await t.provider().cancel(charge)).toMatchObject({ state: "failed" });
    const statuses = t.stripe.intentsOf(charge.paymentId).map(({ status }) => status);
    expect(statuses).toEqual(["canceled", "canceled", "canceled"]);
  });

  it("ends the others also when one of them has the money", async () => {
    const charge = await t.started();
    const other = another(charge);
    t.stripe.guest.pay(other.client_secret);
    const captured = { state: "captured", reference: other.id };
    expect(await t.provider().cancel(charge)).toMatchObject(captured);
    const [first] = t.stripe.intentsOf(charge.paymentId);
    expect(first?.status).toBe("canceled");
  });

  it.each(["error", "reset"] as const)("has happened although it failed: %s", async (answer) => {
    const charge = await t.started();
    t.stripe.misbehave({ on: CANCEL, effect: true, answer });
    expect(await t.provider().cancel(charge)).toMatchObject({ state: "failed" });
  });

  it("that failed for nothing may be tried again at once", async () => {
    const charge = await t.started();
    t.stripe.misbehave({ on: CANCEL, effect: false, answer: "error" });
    await expect(t.provider().cancel(charge)).rejects.toMatchObject(unavailable);
    expect(await t.provider().cancel(charge)).toMatchObject({ state: "failed" });
  });
});

describe("what the payer's phone gets", () => {
  it("is the client secret, fetched anew each time, and the key that may be seen", async () => {
    const charge = await t.started();
    const phone = await t.provider().forPhone(charge);
    const [intent] = t.stripe.intentsOf(charge.paymentId);
    expect(phone).toEqual({
      provider: "stripe",
      clientSecret: intent?.client_secret,
      publishableKey: PUBLISHABLE_KEY,
    });
    const before = t.stripe.calls.length;
    await t.provider().forPhone(charge);
    expect(t.stripe.calls.length).toBe(before + 1);
  });

  it("is never of an intent that is not recorded: two could be paid", async () => {
    const charge = await t.started();
    const lost = t.provider().forPhone({ ...charge, reference: null });
    await expect(lost).rejects.toMatchObject(unavailable);
  });

  it("is nothing when there is nothing to pay any more", async () => {
    const paid = await t.paid();
    await expect(t.provider().forPhone(paid)).rejects.toMatchObject({ code: "payment-moved" });
    t.clock.time += 1;
    const ended = await t.started();
    await t.provider().cancel(ended);
    await expect(t.provider().forPhone(ended)).rejects.toMatchObject({ code: "payment-moved" });
  });

  it("is nothing when the amount is not the one that was decided", async () => {
    const charge = await t.started();
    const tampered = t.provider().forPhone({ ...charge, amount: 1 });
    await expect(tampered).rejects.toMatchObject({ reason: "amount-differs" });
  });
});

describe("every call", () => {
  it.each(["start", "find", "cancel", "forPhone", "refund"] as const)(
    "ends in time when nobody answers: %s",
    async (name) => {
      const charge = await t.paid();
      t.stripe.misbehave({ on: ALL, effect: false, answer: "never", times: Infinity });
      const provider = t.provider({ timeoutMs: 50, attempts: 2 });
      const refunding = { refundId: idAt(t.clock.time), charge, amount: 100 };
      const fresh = t.charge({ paymentId: idAt(t.clock.time + 1) });
      const call = {
        start: () => provider.start(fresh),
        find: () => provider.find(charge),
        cancel: () => provider.cancel(charge),
        forPhone: () => provider.forPhone(charge),
        refund: () => provider.refund(refunding),
      }[name];
      await expect(call()).rejects.toMatchObject(unavailable);
    },
  );

  it("gets over a moment of trouble while it only asks", async () => {
    const charge = await t.paid();
    t.stripe.misbehave({ on: ALL, effect: false, answer: "error" });
    t.stripe.misbehave({ on: ALL, effect: false, answer: "reset" });
    expect(await t.provider().find(charge)).toMatchObject({ state: "captured" });
    expect(t.waits).toBe(2);
  });
});
