/** What the tests of Stripe begin with: a counterpart, a provider on it, a charge. */
import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll } from "vitest";
import type { Charge, PaymentProvider } from "../providers/provider.ts";
import { stripeApiBase } from "../providers/stripe/settings.ts";
import {
  createStripeProvider,
  type StripeProviderOptions,
} from "../providers/stripe/stripe-provider.ts";
import { type StripeCounterpart, startStripeCounterpart } from "./stripe-counterpart.ts";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const PUBLISHABLE_KEY = "pk_test_counterpart";

/** An id of version 7 that was made at this time. */
export function idAt(time: number): string {
  const hex = time.toString(16).padStart(12, "0");
  const rest = randomBytes(9).toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${rest.slice(0, 3)}-8${rest.slice(3, 6)}-${rest.slice(6, 18)}`;
}

/** A clock that only a test moves. */
export class Clock {
  time = Date.parse("2026-11-20T19:00:00Z");
  readonly now = () => this.time;
}

export interface StripeTest {
  readonly stripe: StripeCounterpart;
  readonly clock: Clock;
  /** How often something waited before trying again. */
  waits: number;
  provider(options?: Partial<StripeProviderOptions>): PaymentProvider;
  charge(more?: Partial<Charge>): Charge;
  /** A charge whose provider was told of it, with its reference. */
  started(more?: Partial<Charge>): Promise<Charge & { reference: string }>;
  /** The same after its guest has paid. */
  paid(more?: Partial<Charge>): Promise<Charge & { reference: string }>;
}

/** Starts a counterpart for the tests of a file, and a new one after each. */
export function stripeTest(): StripeTest {
  const test: StripeTest = {
    stripe: undefined as unknown as StripeCounterpart,
    clock: new Clock(),
    waits: 0,
    provider: (options) =>
      createStripeProvider({
        secretKey: test.stripe.secretKey,
        publishableKey: PUBLISHABLE_KEY,
        apiBase: stripeApiBase(test.stripe.url),
        wait: async () => {
          test.waits += 1;
        },
        now: test.clock.now,
        ...options,
      }),
    charge: (more) => ({
      restaurantId: "11111111-1111-7111-8111-111111111111",
      sessionId: "22222222-2222-7222-8222-222222222222",
      paymentId: idAt(test.clock.time),
      amount: 2_350,
      currency: "EUR",
      manual: false,
      reference: null,
      ...more,
    }),
    async started(more) {
      const charge = test.charge(more);
      return { ...charge, ...(await test.provider().start(charge)) };
    },
    async paid(more) {
      const charge = await test.started(more);
      test.stripe.guest.pay(await secretOf(test.provider(), charge));
      return charge;
    },
  };
  const begin = async () => {
    Object.assign(test, {
      clock: new Clock(),
      waits: 0,
      stripe: await startStripeCounterpart({ now: () => test.clock.time }),
    });
  };
  beforeAll(begin);
  afterEach(async () => {
    await test.stripe.stop();
    await begin();
  });
  afterAll(() => test.stripe.stop());
  return test;
}

/** What the payer's phone gets. */
export async function secretOf(provider: PaymentProvider, charge: Charge): Promise<string> {
  const phone = await provider.forPhone(charge);
  if (phone.provider !== "stripe") throw new Error(`this is ${phone.provider}`);
  return phone.clientSecret;
}
