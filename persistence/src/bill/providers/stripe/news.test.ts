import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import type { CounterpartEvent } from "../../testing/stripe-counterpart.ts";
import { idAt, MINUTE, secretOf, stripeTest } from "../../testing/stripe-test.ts";
import type { Charge, ProviderNews } from "../provider.ts";
import { ProviderRefused } from "../provider-refused.ts";
import { readStripeNews, STRIPE_EVENTS } from "./news.ts";

const t = stripeTest();
const forged = expect.objectContaining({ code: "news-forged" });

function read(
  body: string | Uint8Array,
  signature: string | null | undefined,
  more: { secret?: string; restaurantId?: string | null } = {},
): ProviderNews | null {
  return readStripeNews(body, signature, more.secret ?? t.stripe.webhookSecret, {
    restaurantId: more.restaurantId ?? null,
    now: t.clock.now,
  });
}
const readEvent = (event: CounterpartEvent, restaurantId: string | null = null) => {
  const { body, signature } = t.stripe.sign(event);
  return read(body, signature, { restaurantId });
};
/** What all events of a payment say, in the order in which they happened. */
const told = () => t.stripe.events.map((event) => readEvent(event)?.what ?? null);
const last = () => t.stripe.events.at(-1)!;
const of = ({ restaurantId, paymentId }: Charge) => ({ restaurantId, paymentId });

describe("news of Stripe", () => {
  it("tell what became of a charge", async () => {
    const charge = await t.started();
    const { reference } = charge;
    const secret = await secretOf(t.provider(), charge);
    t.stripe.guest.decline(secret);
    t.stripe.guest.challenge(secret);
    t.stripe.guest.answerChallenge(secret, false);
    t.stripe.guest.pay(secret);
    const waiting = { state: "waiting", reference };
    expect(told()).toEqual([
      null,
      // A declined card ends nothing.
      waiting,
      null,
      waiting,
      { state: "captured", reference, amount: 2_350, currency: "EUR" },
    ]);
    expect(readEvent(last())).toMatchObject({ id: last().id, ...of(charge) });
  });

  it("tell that one was called off", async () => {
    const charge = await t.started();
    await t.provider().cancel(charge);
    const what = { state: "failed", reference: charge.reference };
    expect(readEvent(last())).toMatchObject({ ...of(charge), what });
  });

  it("pass on the amount that was really taken, as we count it", async () => {
    await t.paid({ amount: 2_490, currency: "HUF" });
    expect(readEvent(last())?.what).toMatchObject({ amount: 2_490, currency: "HUF" });
    const tampered = structuredClone(last());
    (tampered.data.object as { amount_received: number }).amount_received = 100;
    expect(readEvent(tampered)?.what).toMatchObject({ amount: 1 });
  });

  it("do not pass in silence when we cannot count their amount", async () => {
    await t.paid({ amount: 2_490, currency: "HUF" });
    const odd = structuredClone(last());
    (odd.data.object as { amount_received: number }).amount_received = 150;
    expect(() => readEvent(odd)).toThrow(ProviderRefused);
  });

  it.each([
    ["succeeded", "done"],
    ["failed", "failed"],
    ["canceled", "failed"],
  ] as const)("tell how giving back ended: %s", async (status, refund) => {
    const charge = await t.paid();
    const refundId = idAt(t.clock.time);
    t.stripe.refundsBegin("pending");
    await t.provider().refund({ refundId, charge, amount: 500 });
    t.stripe.settleRefund(t.stripe.refunds()[0]!.id, status);
    // Both of its kinds: which of them an account gets depends on its version.
    for (const event of t.stripe.events.slice(-2)) {
      expect(readEvent(event)).toMatchObject({ ...of(charge), what: { refundId, refund } });
    }
  });

  it("of kinds that we do not use are passed over, and all that we use are subscribed", async () => {
    await t.paid();
    for (const type of ["customer.created", "payment_intent.processing", "refund.created"]) {
      expect(readEvent({ ...last(), type })).toBeNull();
    }
    expect(STRIPE_EVENTS).toContain(last().type);
  });

  it("about what Tureen has not made are passed over", () => {
    const theirs = t.stripe.makeIntent({ amount: "100", currency: "eur" });
    t.stripe.guest.pay(theirs.client_secret);
    expect(last().type).toBe("payment_intent.succeeded");
    expect(readEvent(last())).toBeNull();
    expect(readEvent({ ...last(), data: { object: null } })).toBeNull();
  });

  it("about another restaurant count only where the account is shared", async () => {
    const charge = await t.paid();
    expect(readEvent(last(), charge.restaurantId)).not.toBeNull();
    expect(readEvent(last(), "somebody-else")).toBeNull();
    expect(readEvent(last(), null)).toMatchObject(of(charge));
  });
});

describe("a message that is not Stripe's", () => {
  it("is refused: signed with another secret, or not at all", async () => {
    await t.paid();
    const { body, signature } = t.stripe.sign(last(), { secret: "whsec_guessed" });
    expect(() => read(body, signature)).toThrow(forged);
    for (const none of [null, undefined, "", "t=1", "v1=abc", "t=x,v1=y", "nonsense"]) {
      expect(() => read(body, none)).toThrow(forged);
    }
  });

  it("is refused when nobody has set a secret", async () => {
    await t.paid();
    const { body, signature } = t.stripe.sign(last(), { secret: " " });
    for (const secret of ["", " "]) {
      expect(() =>
        readStripeNews(body, signature, secret, { restaurantId: null, now: t.clock.now }),
      ).toThrow(forged);
    }
  });

  it("is refused when a byte of it was changed", async () => {
    await t.paid();
    const { body, signature } = t.stripe.sign(last());
    expect(read(Buffer.from(body), signature)).not.toBeNull();
    expect(() => read(body.replace("2350", "2351"), signature)).toThrow(forged);
    expect(() => read(`${body} `, signature)).toThrow(forged);
    expect(() => read(JSON.stringify(JSON.parse(body)), signature)).toThrow(forged);
  });

  it("is refused when it was kept for too long", async () => {
    await t.paid();
    const { body, signature } = t.stripe.sign(last());
    t.clock.time += 4 * MINUTE;
    expect(read(body, signature)).not.toBeNull();
    t.clock.time += 2 * MINUTE;
    expect(() => read(body, signature)).toThrow(forged);
    // No number of seconds means "for ever".
    expect(() =>
      readStripeNews(body, signature, t.stripe.webhookSecret, {
        restaurantId: null,
        toleranceS: 0,
        now: t.clock.now,
      }),
    ).toThrow(forged);
  });

  it("is refused when it is no JSON, and its words stay out of the log", () => {
    const body = "not json: sk_live_secret";
    const event = { ...({} as CounterpartEvent) };
    expect(() => read(body, t.stripe.sign(event).signature)).toThrow(forged);
    expect(() => read(body, "t=1,v1=2")).not.toThrow("sk_live_secret");
  });
});

describe("news on their way", () => {
  it("may be lost, come twice, late and in another order, and each still tells the truth of its time", async () => {
    const heard: ProviderNews[] = [];
    const receiver = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk) => chunks.push(chunk));
      request.on("end", () => {
        const signature = request.headers["stripe-signature"];
        const news = read(Buffer.concat(chunks), String(signature));
        if (news) heard.push(news);
        response.end();
      });
    });
    receiver.listen(0, "127.0.0.1");
    await once(receiver, "listening");
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
    try {
      const charge = await t.started();
      const secret = await secretOf(t.provider(), charge);
      // The first decline is lost, the second comes last, the payment comes twice.
      const first = t.stripe.events.length;
      const plans = [[], [40], [0, 10]];
      t.stripe.deliverTo(url, (_event, index) => plans[index - first] ?? []);
      t.stripe.guest.decline(secret);
      t.stripe.guest.decline(secret);
      t.stripe.guest.pay(secret);
      await expect.poll(() => heard.length).toBe(3);
      expect(heard.filter(({ what }) => "state" in what && what.state === "captured")).toHaveLength(
        2,
      );
      expect(new Set(heard.map(({ id }) => id)).size).toBe(2);
      expect(await t.provider().find(charge)).toMatchObject({ state: "captured" });
    } finally {
      receiver.close();
    }
  });
});
