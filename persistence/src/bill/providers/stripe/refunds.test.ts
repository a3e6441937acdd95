import { describe, expect, it } from "vitest";
import { HOUR, idAt, stripeTest } from "../../testing/stripe-test.ts";
import type { Charge, Refunding } from "../provider.ts";
import { ProviderRefused } from "../provider-refused.ts";

const t = stripeTest();
const CREATE = /^POST \/v1\/refunds$/;
const unavailable = { code: "provider-unavailable" };

const refunding = (charge: Charge, amount = 1_000): Refunding => ({
  refundId: idAt(t.clock.time),
  charge,
  amount,
});
const keys = () =>
  t.stripe.calls
    .filter(({ method, path }) => CREATE.test(`${method} ${path}`))
    .map(({ idempotencyKey }) => idempotencyKey);
const refundedOf = (charge: Charge) => t.stripe.taken(charge.paymentId)[0]?.refunded;

describe("giving money back", () => {
  it("happens once for an id, for ever", async () => {
    const charge = await t.paid();
    const asked = refunding(charge);
    expect(await t.provider().refund(asked)).toBe("done");
    expect(await t.provider().refund(asked)).toBe("done");
    t.clock.time += 30 * HOUR;
    t.stripe.forgetKeys();
    expect(await t.provider().refund(asked)).toBe("done");
    expect(refundedOf(charge)).toBe(1_000);
    expect(keys()).toEqual([asked.refundId]);
    expect(t.stripe.refunds()).toMatchObject([
      { metadata: { refund_id: asked.refundId, payment_id: charge.paymentId } },
    ]);
  });

  it("happens once when two ask at once", async () => {
    const charge = await t.paid();
    const asked = refunding(charge);
    const both = [t.provider().refund(asked), t.provider().refund(asked)];
    expect(await Promise.all(both)).toEqual(["done", "done"]);
    expect(refundedOf(charge)).toBe(1_000);
  });

  it("counts as Stripe does", async () => {
    const charge = await t.paid({ amount: 9_000, currency: "HUF" });
    await t.provider().refund(refunding(charge, 2_490));
    expect(refundedOf(charge)).toBe(249_000);
  });

  it.each([
    ["error", true],
    ["error", false],
    ["reset", true],
    ["reset", false],
    ["never", true],
    ["never", false],
    ["garbage", true],
  ] as const)("happens once although it failed: %s, effect: %s", async (answer, effect) => {
    const charge = await t.paid();
    const asked = refunding(charge);
    t.stripe.misbehave({ on: CREATE, effect, answer });
    expect(await t.provider({ timeoutMs: 500 }).refund(asked)).toBe("done");
    expect(refundedOf(charge)).toBe(1_000);
    expect(t.stripe.refunds()).toHaveLength(1);
  });

  it("is not blocked by stored errors", async () => {
    const charge = await t.paid();
    const asked = refunding(charge);
    t.stripe.misbehave({ on: CREATE, effect: false, answer: "error", times: 5 });
    await expect(t.provider().refund(asked)).rejects.toMatchObject(unavailable);
    t.stripe.behave();
    expect(await t.provider().refund(asked)).toBe("done");
    expect(refundedOf(charge)).toBe(1_000);
  });

  it("keeps to its key while the first request is still going on", async () => {
    const charge = await t.paid();
    const asked = refunding(charge);
    t.stripe.misbehave({ on: CREATE, effect: "held", answer: "late" });
    const provider = t.provider({ timeoutMs: 500 });
    await expect(provider.refund(asked)).rejects.toMatchObject(unavailable);
    expect(new Set(keys())).toEqual(new Set([asked.refundId]));
    t.stripe.release();
    await expect.poll(() => t.stripe.refunds()).toHaveLength(1);
    expect(await provider.refund(asked)).toBe("done");
    expect(refundedOf(charge)).toBe(1_000);
  });

  it("with another amount under the same id is refused", async () => {
    const charge = await t.paid();
    const asked = refunding(charge);
    await t.provider().refund(asked);
    const other = t.provider().refund({ ...asked, amount: 1_200 });
    await expect(other).rejects.toMatchObject({ reason: "refund-differs" });
    expect(refundedOf(charge)).toBe(1_000);
  });

  it("waits while a key may still bring another amount", async () => {
    const charge = await t.paid();
    const asked = refunding(charge);
    t.stripe.misbehave({ on: CREATE, effect: false, answer: "error" });
    await t
      .provider({ attempts: 1 })
      .refund({ ...asked, amount: 1_200 })
      .catch(() => {});
    await expect(t.provider().refund(asked)).rejects.toMatchObject(unavailable);
    expect(new Set(keys())).toEqual(new Set([asked.refundId]));
  });

  it("is never more than was taken", async () => {
    const charge = await t.paid();
    await expect(t.provider().refund(refunding(charge, 2_351))).rejects.toThrow(ProviderRefused);
    expect(await t.provider().refund(refunding(charge, 2_350))).toBe("done");
    await expect(t.provider().refund(refunding(charge, 1))).rejects.toMatchObject({
      reason: "charge_already_refunded",
    });
    expect(refundedOf(charge)).toBe(2_350);
  });

  it("finds its own among very many", async () => {
    const charge = await t.paid();
    const first = refunding(charge, 1);
    await t.provider().refund(first);
    for (let n = 0; n < 101; n += 1) await t.provider().refund(refunding(charge, 1));
    t.stripe.forgetKeys();
    expect(await t.provider().refund(first)).toBe("done");
    expect(refundedOf(charge)).toBe(102);
  });

  it("finds the money under whichever intent it is", async () => {
    const charge = await t.started();
    const other = t.stripe.makeIntent({
      amount: "2350",
      currency: "eur",
      "metadata[payment_id]": charge.paymentId,
      "metadata[restaurant_id]": charge.restaurantId,
    });
    t.stripe.guest.pay(other.client_secret);
    expect(await t.provider().refund(refunding(charge))).toBe("done");
    expect(refundedOf(charge)).toBe(1_000);
  });

  it("takes it from the recorded intent when another one was paid as well, and looks no further", async () => {
    const charge = await t.paid();
    const other = t.stripe.makeIntent({
      amount: "2350",
      currency: "eur",
      "metadata[payment_id]": charge.paymentId,
      "metadata[restaurant_id]": charge.restaurantId,
    });
    t.stripe.guest.pay(other.client_secret);
    for (const reference of [other.id, charge.reference]) {
      await t.provider().refund(refunding({ ...charge, reference }, 2_350));
      const given = t.stripe.refunds().at(-1);
      expect(given?.payment_intent).toBe(reference);
    }
    expect(t.stripe.countOf(/search/)).toBe(0);
  });

  it("is refused where nothing was taken", async () => {
    const asked = refunding(await t.started());
    await expect(t.provider().refund(asked)).rejects.toMatchObject({ reason: "nothing-to-refund" });
  });
});

describe("how giving back stands", () => {
  it.each([
    ["succeeded", "done"],
    ["failed", "failed"],
    ["canceled", "failed"],
  ] as const)("is pending until the bank says %s", async (status, state) => {
    const charge = await t.paid();
    const asked = refunding(charge);
    t.stripe.refundsBegin("pending");
    expect(await t.provider().refund(asked)).toBe("pending");
    expect(await t.provider().refund(asked)).toBe("pending");
    t.stripe.settleRefund(t.stripe.refunds()[0]!.id, status);
    expect(await t.provider().refund(asked)).toBe(state);
    // The same id never gives it back again, not even after it has failed.
    expect(await t.provider().refund(asked)).toBe(state);
    expect(t.stripe.refunds()).toHaveLength(1);
  });

  it("is pending while a guest has to say where to", async () => {
    const asked = refunding(await t.paid());
    t.stripe.refundsBegin("requires_action");
    expect(await t.provider().refund(asked)).toBe("pending");
  });
});
