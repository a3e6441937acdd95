import { TureenError } from "@tureen/shared/platform/errors";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Misbehaviour } from "../../testing/stripe-counterpart.ts";
import { HOUR, idAt, secretOf, stripeTest } from "../../testing/stripe-test.ts";
import type { Charge } from "../provider.ts";
import { ProviderRefused } from "../provider-refused.ts";

const t = stripeTest();

const trouble = fc.record({
  on: fc.constantFrom(
    /^POST \/v1\/payment_intents$/,
    /^POST .*\/cancel$/,
    /^POST \/v1\/refunds$/,
    /^GET /,
    /^/,
  ),
  effect: fc.boolean(),
  answer: fc.constantFrom("error", "error", "reset", "garbage"),
  times: fc.integer({ min: 1, max: 3 }),
}) as fc.Arbitrary<Misbehaviour>;
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("start"), isLost: fc.boolean() }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom("show", "show", "find") }) },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constantFrom("pay", "pay", "decline"), which: fc.nat(9) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("cancel", "day", "day", "behind") }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("refund"),
      which: fc.nat(1),
      amount: fc.constantFrom(700, 1_000, 2_350),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("trouble"), trouble }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Most evenings begin well; without that few would come to a payment. */
const evening = fc
  .tuple(
    fc.constantFrom<Step[]>(
      [{ do: "start", isLost: false }, { do: "show" }],
      [{ do: "start", isLost: false }, { do: "show" }, { do: "pay", which: 0 }],
      [],
    ),
    fc.array(step, { minLength: 6, maxLength: 24 }),
  )
  .map(([first, then]) => [...first, ...then]);

/** What `work` comes to; null when the provider says that it cannot, in one of its two ways. */
async function trying<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof TureenError || error instanceof ProviderRefused) return null;
    throw error;
  }
}

/** One payment as the bill handles it: a reference is kept from the first answer that arrives. */
async function live(steps: readonly Step[]) {
  const provider = t.provider();
  let charge: Charge = t.charge();
  const secrets = new Set<string>();
  // The amount of a refund is decided with its id.
  const refunds = new Map<number, { refundId: string; amount: number }>();
  for (const one of steps) {
    switch (one.do) {
      case "start": {
        const started = await trying(provider.start(charge));
        if (started && !("isLost" in one && one.isLost)) charge = { ...charge, ...started };
        break;
      }
      case "show": {
        const secret = await trying(secretOf(provider, charge));
        if (secret) secrets.add(secret);
        break;
      }
      case "find":
        await trying(provider.find(charge));
        break;
      case "cancel":
        await trying(provider.cancel(charge));
        break;
      case "pay":
      case "decline": {
        const shown = [...secrets];
        const secret = shown[(one as { which: number }).which % shown.length];
        // A phone finds out for itself when there is nothing to pay any more.
        try {
          if (secret) t.stripe.guest[one.do](secret);
        } catch {}
        break;
      }
      case "refund": {
        const { which, amount } = one as { which: number; amount: number };
        const asked = refunds.get(which) ?? { refundId: idAt(t.clock.time + which), amount };
        refunds.set(which, asked);
        await trying(provider.refund({ ...asked, charge }));
        break;
      }
      case "day":
        t.clock.time += 25 * HOUR;
        t.stripe.forgetKeys();
        t.stripe.searchCatchesUp();
        break;
      case "behind":
        t.stripe.searchFallsBehind();
        break;
      case "trouble":
        t.stripe.misbehave((one as { trouble: Misbehaviour }).trouble);
        break;
    }
  }
  return { provider, charge, secrets, refunds };
}

it("takes money once, knows of it, and gives it back once, whatever goes wrong", async () => {
  let paid = 0;
  let returned = 0;
  await fc.assert(
    fc.asyncProperty(evening, async (steps) => {
      t.clock.time += 1;
      const { provider, charge, secrets, refunds } = await live(steps);
      t.stripe.behave();
      expect(secrets.size).toBeLessThanOrEqual(1);
      const taken = t.stripe.taken(charge.paymentId);
      expect(taken.length).toBeLessThanOrEqual(1);
      // Nothing is known of it but its id, as after a crash before the reference was kept.
      for (const reference of [charge.reference, null]) {
        const found = await provider.find({ ...charge, reference });
        expect(found.state === "captured").toBe(taken.length === 1);
        if (taken[0]) expect(found).toMatchObject({ reference: taken[0].intent, amount: 2_350 });
      }
      for (const asked of refunds.values()) await trying(provider.refund({ ...asked, charge }));
      const made = t.stripe.refunds().filter(({ metadata }) => {
        return metadata.payment_id === charge.paymentId;
      });
      expect(new Set(made.map(({ metadata }) => metadata.refund_id)).size).toBe(made.length);
      // Of those asked for, all that what was taken suffices for.
      if (taken[0] && refunds.size > 0) expect(made.length).toBeGreaterThan(0);
      // And it can be paid still, or is over for good.
      if (!taken[0]) {
        const ended = await provider.cancel(charge);
        expect(["failed", "unknown"]).toContain(ended.state);
      }
      paid += taken.length;
      returned += made.length;
      t.stripe.searchCatchesUp();
    }),
    { numRuns: 80 },
  );
  // It was no evening at which nothing happened.
  expect(paid).toBeGreaterThan(5);
  expect(returned).toBeGreaterThan(2);
});
