import { randomUUID } from "node:crypto";
import { askProvider } from "@tureen/persistence/bill/ask-provider";
import { claimProviderTasks } from "@tureen/persistence/bill/provider-tasks";
import { createProviderOf } from "@tureen/persistence/bill/providers/create-provider";
import { stripeApiBase } from "@tureen/persistence/bill/providers/stripe/settings";
import { givenPayingTable, type PayingTable } from "@tureen/persistence/bill/testing/paying-table";
import {
  type CounterpartEvent,
  type StripeCounterpart,
  startStripeCounterpart,
} from "@tureen/persistence/bill/testing/stripe-counterpart";
import { inRestaurant } from "@tureen/persistence/platform/database";
import { createStaffForEveryRole } from "@tureen/persistence/staff/staff-accounts";
import { givenRestaurant, type TestRestaurant } from "@tureen/persistence/testing/fixtures";
import { PORTION } from "@tureen/shared/bill/ranges";
import type { Payment, PaymentWish } from "@tureen/shared/table/document/types";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { issueDinerToken } from "../platform/auth/tokens.ts";
import { JWT_KEY, startTestApi, type TestApi } from "../testing/test-api.ts";
import { STRIPE_WEBHOOK_PATH } from "./stripe-webhook.ts";

let stripe: StripeCounterpart;
let api: TestApi;
let restaurant: TestRestaurant;
/** Two tables of one restaurant, each with two guests. */
let table: PayingTable;
let other: PayingTable;
let manager: string;
let stranger: string;
let settings: Parameters<typeof createProviderOf>[1]["stripe"];

beforeAll(async () => {
  stripe = await startStripeCounterpart();
  const { secretKey, webhookSecret } = stripe;
  settings = {
    sharedKeys: { secretKey, webhookSecret, publishableKey: "pk_test_counterpart" },
    sealingKeys: null,
    apiBase: stripeApiBase(stripe.url),
  };
  api = await startTestApi({ config: { paymentProvider: "stripe", stripe: settings } });
  const { pool } = api.db;
  restaurant = await givenRestaurant(pool);
  const { restaurantId } = restaurant;
  const staff = await inRestaurant(pool, restaurantId, (tx) =>
    createStaffForEveryRole(tx, { restaurantId, now: new Date() }),
  );
  manager = await api.signIn({ ...api.here, staff }, "manager");
  stranger = await api.signIn(api.there, "manager");
  table = await givenPayingTable(pool, restaurant, { table: 0, provider: "stripe" });
  other = await givenPayingTable(pool, restaurant, { table: 1 });
  await table.order("Soup", 3, 1);
  await other.order("Soup", 1, 1);
});
afterAll(async () => {
  await api.close();
  await stripe.stop();
});

async function tokenOf({ restaurantId, sessionId }: PayingTable, diner: string): Promise<string> {
  return (await issueDinerToken(JWT_KEY, { restaurantId, sessionId, diner })).token;
}

async function paymentOf(key: string, at = table): Promise<Payment> {
  const payment = (await at.view()).payments[key];
  if (!payment || payment.status === "rejected") throw new Error(`no payment: ${payment?.code}`);
  return payment;
}

/** Asks Stripe everything that is due, as the worker does. */
async function askStripe(): Promise<void> {
  const { pool } = api.db;
  const { restaurantId } = restaurant;
  const now = new Date();
  const tasks = await claimProviderTasks(pool, {
    ...{ restaurantId, limit: 100, now, leaseUntil: new Date(now.getTime() + 1000) },
  });
  const providerOf = createProviderOf(pool, { name: "stripe", stripe: settings });
  for (const task of tasks) await askProvider(pool, { task, providerOf, now });
}

/** Sends one of Stripe's messages to the documented address; the status of the answer. */
async function send(
  event: CounterpartEvent | undefined,
  { slug = restaurant.slug, secret = stripe.webhookSecret, change = (body: string) => body } = {},
): Promise<number> {
  if (!event) throw new Error("nothing happened at Stripe");
  const { body, signature } = stripe.sign(event, { secret });
  const response = await api.app.request(STRIPE_WEBHOOK_PATH.replace(":slug", slug), {
    method: "POST",
    headers: { "content-type": "application/json", "stripe-signature": signature },
    body: change(body),
  });
  return response.status;
}

/** Reserves so much for a guest and has Stripe told of it. */
async function reserve(seat: number, wish: Partial<PaymentWish>): Promise<string> {
  const key = await table.wish(seat, wish);
  await askStripe();
  return key;
}

const forPhone = async (key: string, token: string) =>
  api.call("readPayment", { token, params: { key } });

describe("a payment by Stripe", () => {
  it("is paid with a secret that only the payer gets, and counts once Stripe says so", async () => {
    const key = await reserve(1, { mode: "amount", amount: 400, tip: 40 });
    const [payer, friend] = [await tokenOf(table, "d1"), await tokenOf(table, "d2")];
    const { body } = await forPhone(key, payer);
    if (body.provider !== "stripe") throw new Error(body.provider);
    expect(body.publishableKey).toBe("pk_test_counterpart");
    expect((await forPhone(key, friend)).code).toBe("payment-unknown");
    expect((await forPhone(key, await tokenOf(other, "d1"))).code).toBe("payment-unknown");

    stripe.guest.challenge(body.clientSecret);
    stripe.guest.answerChallenge(body.clientSecret, true);
    expect((await paymentOf(key)).status).toBe("reserved");
    const news = stripe.events.at(-1);
    expect(await send(news)).toBe(200);
    expect(await paymentOf(key)).toMatchObject({ status: "captured", amount: 400, tip: 40 });
    expect(await send(news)).toBe(200);
    const { payments } = await table.view();
    expect(Object.keys(payments)).toEqual([key]);
    const mine = await api.call("listReceipts", { token: payer });
    expect(mine.body.receipts).toMatchObject([{ payment: (await paymentOf(key)).id }]);
    expect((await api.call("listReceipts", { token: friend })).body.receipts).toEqual([]);
    // What is paid can neither be paid again nor called off.
    expect((await forPhone(key, payer)).code).toBe("payment-moved");
    const off = await api.call("cancelPayment", { token: payer, params: { key }, body: {} });
    expect(off.code).toBe("payment-moved");
    // Neither the document nor the log has anything of Stripe's in it.
    expect(JSON.stringify(await table.view())).not.toMatch(/pi_|_secret_|pk_test/);
  });

  it("neither has the kitchen cook again nor sends anybody away", async () => {
    const tickets = async () => (await api.call("readTickets", { cookie: manager })).body;
    const before = await tickets();
    const key = await reserve(1, { mode: "even", payers: 2, amount: 500 });
    const token = await tokenOf(table, "d1");
    const { body } = await forPhone(key, token);
    if (body.provider !== "stripe") throw new Error(body.provider);
    stripe.guest.pay(body.clientSecret);
    await send(stripe.events.at(-1));
    const after = await tickets();
    expect({ ...after, now: before.now }).toEqual(before);
    expect((await api.call("readSession", { token })).status).toBe(200);
    await table.order("Water", 1, 1);
    expect((await tickets()).tickets).toHaveLength(before.tickets.length + 1);
    // The even split of two that the first has paid leaves the other what was left, and the water.
    expect((await table.bill()).free).toBe(3 * 450 + 200 - 400 - 500);
  });

  it("is not believed to be paid by what Stripe has not signed", async () => {
    const key = await reserve(1, { mode: "amount", amount: 100, tip: 0 });
    const { body } = await forPhone(key, await tokenOf(table, "d1"));
    if (body.provider !== "stripe") throw new Error(body.provider);
    stripe.guest.pay(body.clientSecret);
    const news = stripe.events.at(-1);
    expect(await send(news, { secret: "whsec_guessed" })).toBe(400);
    expect(await send(news, { change: (text) => text.replace("100", "900") })).toBe(400);
    expect(await send(news, { slug: "nobody-here" })).toBe(404);
    // Signed, and of the account that both share: but not of this restaurant's payment.
    await send(news, { slug: api.there.slug });
    expect((await paymentOf(key)).status).toBe("reserved");
    expect(await send(news)).toBe(200);
    expect((await paymentOf(key)).status).toBe("captured");
  });

  it("is called off by nobody but its payer, and takes no money then", async () => {
    const key = await reserve(2, { mode: "amount", amount: 100, tip: 0 });
    const [payer, friend] = [await tokenOf(table, "d2"), await tokenOf(table, "d1")];
    const callOff = (token: string) =>
      api.call("cancelPayment", { token, params: { key }, body: {} });
    expect((await callOff(friend)).code).toBe("payment-unknown");
    expect((await callOff(await tokenOf(other, "d2"))).code).toBe("payment-unknown");
    expect((await callOff(payer)).status).toBe(200);
    await askStripe();
    expect((await paymentOf(key)).status).toBe("failed");
    expect(stripe.taken((await paymentOf(key)).id)).toEqual([]);
  });

  it("has nothing to do with the demonstration's card", async () => {
    const key = await reserve(2, { mode: "amount", amount: 100, tip: 0 });
    const pay = await api.call("payDemonstration", {
      ...{ token: await tokenOf(table, "d2"), params: { key }, body: { outcome: "paid" } },
    });
    expect(pay.code).toBe("demonstration-only");
  });
});

describe("a guest who tampers", () => {
  const wishOf = (seat: number, wish: Partial<PaymentWish>) => table.wish(seat, wish);
  const refusal = async (key: string) => {
    const payment = (await table.view()).payments[key];
    return payment?.status === "rejected" ? payment.code : payment?.status;
  };
  const soup = async () => {
    const [line] = (await table.bill()).lines;
    if (!line) throw new Error("nothing is on the bill");
    return { order: line.order, line: line.line };
  };

  it("pays no other amount than what the dishes cost", async () => {
    const covers = [{ ...(await soup()), from: 2 * PORTION, to: 3 * PORTION, of: null }];
    expect(await refusal(await wishOf(1, { mode: "items", covers, amount: 1 }))).toBe(
      "amount-differs",
    );
  });

  it("pays no four thirds of a dish", async () => {
    const covers = [{ ...(await soup()), from: 2 * PORTION, to: (10 * PORTION) / 3, of: null }];
    expect(await refusal(await wishOf(1, { mode: "items", covers, amount: 600 }))).toBe(
      "not-on-bill",
    );
  });

  it("pays no dish of another table", async () => {
    const [line] = (await other.bill()).lines;
    const on = { order: line?.order ?? "", line: line?.line ?? "" };
    const covers = [{ ...on, from: 0, to: PORTION, of: null }];
    expect(await refusal(await wishOf(1, { mode: "items", covers, amount: 450 }))).toBe(
      "not-on-bill",
    );
  });

  it("gives no tip that nobody means", async () => {
    expect(await refusal(await wishOf(1, { amount: 100, tip: 1e9 }))).toBe("tip-refused");
  });

  it("does nothing that staff do", async () => {
    const token = await tokenOf(table, "d1");
    const params = { sessionId: table.sessionId };
    const rest = { mode: "rest", covers: [], payers: 1, amount: 100, tip: 0 } as const;
    const body = { once: randomUUID(), method: "cash", payer: null, ...rest } as const;
    expect((await api.call("takePayment", { token, params, body })).status).toBe(401);
    const what = { kind: "comp", on: null } as const;
    const adjusting = { once: randomUUID(), what, reason: "so" };
    expect((await api.call("adjustBill", { token, params, body: adjusting })).status).toBe(401);
  });
});

describe("staff", () => {
  const take = (wish: object, cookie = manager) =>
    api.call("takePayment", {
      cookie,
      params: { sessionId: table.sessionId },
      body: {
        ...{ once: randomUUID(), method: "cash", payer: null, mode: "amount", covers: [] },
        ...{ payers: 1, amount: 100, tip: 0, ...wish },
      },
    });

  it.each([
    [{ tip: -1 }, "tip"],
    [{ tip: 1e13 }, "tip"],
    [{ amount: 0 }, "amount"],
    [{ amount: 1.5 }, "amount"],
    [{ payers: 0 }, "payers"],
    [{ mode: "all" }, "mode"],
  ])("are told which field of %o is wrong", async (wish, field) => {
    expect(await take(wish)).toMatchObject({ status: 400, field });
  });

  it("of another restaurant neither see this bill nor change it, nor give its money back", async () => {
    const params = { sessionId: table.sessionId };
    expect((await take({}, stranger)).status).toBe(404);
    expect((await api.call("readBill", { cookie: stranger, params })).status).toBe(404);
    const [payment] = Object.values((await table.view()).payments);
    if (!payment || payment.status === "rejected") throw new Error("no payment");
    const refund = await api.call("refundPayment", {
      ...{ cookie: stranger, params: { paymentId: payment.id } },
      body: { once: randomUUID(), amount: 1, tip: 0, reason: "so" },
    });
    expect(refund.code).toBe("payment-unknown");
  });
});
