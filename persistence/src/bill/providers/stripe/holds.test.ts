import { describe, expect, it } from "vitest";
import { HOUR, idAt, stripeTest } from "../../testing/stripe-test.ts";
import type { Charge } from "../provider.ts";
import { readStripeNews } from "./news.ts";

const t = stripeTest();
const CAPTURE = /^POST \/v1\/payment_intents\/\w+\/capture$/;
const RAISE = /^POST \/v1\/payment_intents\/\w+\/increment_authorization$/;

/** A card that is down for 50 euros. */
const down = (more?: Partial<Charge>) => t.paid({ amount: 5_000, manual: true, ...more });
const authorised = (amount: number) => ({ state: "authorised", amount, currency: "EUR" });
const captured = (amount: number) => ({ state: "captured", amount, currency: "EUR" });
const takenOf = ({ paymentId }: Charge) => t.stripe.taken(paymentId).map(({ amount }) => amount);

/** What may go wrong with a request, and whether it does its work all the same. */
const TROUBLE = [
  ["error", true],
  ["error", false],
  ["reset", true],
  ["reset", false],
  ["never", true],
  ["garbage", true],
] as const;

describe("a hold", () => {
  it("takes no money, and is found as what it is", async () => {
    const charge = await down();
    expect(await t.provider().find(charge)).toMatchObject(authorised(5_000));
    expect(takenOf(charge)).toEqual([]);
    expect(t.stripe.intentsOf(charge.paymentId)).toMatchObject([
      {
        capture_method: "manual",
        payment_method_options: { card: { request_incremental_authorization: "if_available" } },
      },
    ]);
    // An ordinary payment asks for none of it.
    const plain = await t.paid();
    expect(await t.provider().find(plain)).toMatchObject({ state: "captured" });
  });

  it("is told by news, and by how much it was raised", async () => {
    const charge = await down();
    await t.provider().raise(charge, 7_000);
    const secret = t.stripe.webhookSecret;
    const news = t.stripe.events.flatMap((event) => {
      const { body, signature } = t.stripe.sign(event);
      const reading = { restaurantId: charge.restaurantId, now: t.clock.now };
      const read = readStripeNews(body, signature, secret, reading);
      return read ? [read.what] : [];
    });
    expect(news).toMatchObject([authorised(5_000), authorised(7_000)]);
  });

  it("is let go when it is called off, and by Stripe when nobody captures it", async () => {
    const charge = await down();
    expect(await t.provider().cancel(charge)).toMatchObject({ state: "failed" });
    expect(await t.provider().capture(charge, 1_000)).toMatchObject({ state: "failed" });
    const other = await down();
    t.stripe.expireHolds();
    expect(await t.provider().find(other)).toMatchObject({ state: "failed" });
    expect(await t.provider().raise(other, 7_000)).toMatchObject({ state: "failed" });
    expect(await t.provider().capture(other, 1_000)).toMatchObject({ state: "failed" });
    expect([...takenOf(charge), ...takenOf(other)]).toEqual([]);
  });
});

describe("raising a hold", () => {
  it("is to so much in all, once, however often it is asked for", async () => {
    const charge = await down();
    expect(await t.provider().raise(charge, 7_000)).toMatchObject(authorised(7_000));
    t.stripe.forgetKeys();
    expect(await t.provider().raise(charge, 7_000)).toMatchObject(authorised(7_000));
    expect(await t.provider().raise(charge, 6_000)).toMatchObject(authorised(7_000));
    expect(t.stripe.countOf(RAISE)).toBe(1);
  });

  it.each(["declined", "unavailable"] as const)(
    "that is %s leaves what was held, and is not an error",
    async (what) => {
      const charge = await down();
      t.stripe.raisesAre(what);
      expect(await t.provider().raise(charge, 7_000)).toBe(null);
      expect(await t.provider().find(charge)).toMatchObject(authorised(5_000));
      t.stripe.raisesAre("granted");
      expect(await t.provider().capture(charge, 5_000)).toMatchObject(captured(5_000));
    },
  );

  it("is refused by Stripe after the tenth time", async () => {
    const charge = await down();
    for (let n = 1; n <= 10; n++) await t.provider().raise(charge, 5_000 + n);
    expect(await t.provider().raise(charge, 6_000)).toBe(null);
  });

  it.each(TROUBLE)("happens although it failed: %s, effect: %s", async (answer, effect) => {
    const charge = await down();
    t.stripe.misbehave({ on: RAISE, effect, answer, times: 2 });
    const provider = t.provider({ timeoutMs: 200 });
    await provider.raise(charge, 7_000).catch(() => {});
    expect(await provider.raise(charge, 7_000)).toMatchObject(authorised(7_000));
    expect(await t.provider().capture(charge, 7_000)).toMatchObject(captured(7_000));
  });

  it("that lost to the capture says so", async () => {
    const charge = await down();
    await t.provider().capture(charge, 3_000);
    expect(await t.provider().raise(charge, 7_000)).toMatchObject(captured(3_000));
  });
});

describe("charging a hold", () => {
  it("takes what is asked and lets the rest go, once, for ever", async () => {
    const charge = await down();
    expect(await t.provider().capture(charge, 4_250)).toMatchObject(captured(4_250));
    t.clock.time += 30 * HOUR;
    t.stripe.forgetKeys();
    expect(await t.provider().capture(charge, 4_250)).toMatchObject(captured(4_250));
    expect(await t.provider().cancel(charge)).toMatchObject(captured(4_250));
    expect(takenOf(charge)).toEqual([4_250]);
    expect(t.stripe.intentsOf(charge.paymentId)).toMatchObject([{ amount_capturable: 0 }]);
  });

  it("happens once when two ask at once", async () => {
    const charge = await down();
    const both = [t.provider().capture(charge, 4_000), t.provider().capture(charge, 4_000)];
    expect(await Promise.all(both)).toMatchObject([captured(4_000), captured(4_000)]);
    expect(takenOf(charge)).toEqual([4_000]);
  });

  it.each(TROUBLE)("happens once although it failed: %s, effect: %s", async (answer, effect) => {
    const charge = await down();
    t.stripe.misbehave({ on: CAPTURE, effect, answer, times: 2 });
    const provider = t.provider({ timeoutMs: 200 });
    await provider.capture(charge, 4_000).catch(() => {});
    expect(await provider.capture(charge, 4_000)).toMatchObject(captured(4_000));
    expect(takenOf(charge)).toEqual([4_000]);
  });

  it("counts as Stripe does, and gives back what was charged, not what was held", async () => {
    const charge = await down({ amount: 20_000, currency: "HUF" });
    expect(await t.provider().capture(charge, 12_490)).toMatchObject({ amount: 12_490 });
    expect(takenOf(charge)).toEqual([1_249_000]);
    const refund = { refundId: idAt(t.clock.time), charge, amount: 12_490 };
    expect(await t.provider().refund(refund)).toBe("done");
    const more = { refundId: idAt(t.clock.time), charge, amount: 1 };
    await expect(t.provider().refund(more)).rejects.toThrow("charge_already_refunded");
  });
});
