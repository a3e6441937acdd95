/**
 * The part of Stripe that we use, over HTTP: PaymentIntents and Refunds of API v1 with form-encoded
 * requests, JSON answers, stored idempotency and signed events, as its published description has
 * them (https://docs.stripe.com/api). It misbehaves on command, and tells what it was asked and
 * which money it really took. Its rules are written down anew here, not taken from what is tested.
 */
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import Stripe from "stripe";

export interface CounterpartOptions {
  readonly secretKey?: string;
  readonly webhookSecret?: string;
  /** The clock, ms since 1970. */
  readonly now?: () => number;
}

/** A request that arrived. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly idempotencyKey: string | undefined;
  readonly apiVersion: string | undefined;
  /** Whether the stored answer of an earlier request was given again. */
  replayed: boolean;
  /** What was answered; null when nothing was. */
  status: number | null;
}

/** One thing that goes wrong, once unless told otherwise. */
export interface Misbehaviour {
  /** The request that it happens to, as "POST /v1/refunds". */
  readonly on: RegExp;
  /** Whether the request does its work; "held" only when `release` is called. */
  readonly effect: boolean | "held";
  /** What comes of it: an error, no answer at all, a cut connection, or the answer, when released. */
  readonly answer: "error" | "never" | "reset" | "late" | "garbage";
  readonly error?: Partial<ApiErrorBody> & {
    readonly status?: number;
    readonly [more: string]: unknown;
  };
  readonly times?: number;
}

interface ApiErrorBody {
  readonly type: string;
  readonly code?: string;
  readonly message: string;
  readonly param?: string;
}

export interface CounterpartIntent {
  readonly id: string;
  readonly object: "payment_intent";
  readonly capture_method: "automatic_async" | "manual";
  readonly payment_method_options: {
    readonly card: { readonly request_incremental_authorization: "if_available" | null };
  };
  amount: number;
  amount_capturable: number;
  readonly currency: string;
  readonly client_secret: string;
  readonly created: number;
  readonly metadata: Readonly<Record<string, string>>;
  amount_received: number;
  status: Stripe.PaymentIntent.Status;
  last_payment_error: null | { type: string; code: string; message: string };
  next_action: null | { type: string; [key: string]: unknown };
  latest_charge: string | null;
  canceled_at: number | null;
  cancellation_reason: "automatic" | null;
}

export interface CounterpartRefund {
  readonly id: string;
  readonly object: "refund";
  readonly amount: number;
  readonly currency: string;
  readonly payment_intent: string;
  readonly charge: string;
  readonly created: number;
  readonly metadata: Readonly<Record<string, string>>;
  status: "pending" | "requires_action" | "succeeded" | "failed" | "canceled";
}

export interface CounterpartEvent {
  readonly id: string;
  readonly object: "event";
  readonly api_version: string;
  readonly created: number;
  readonly livemode: false;
  readonly type: string;
  readonly data: { readonly object: unknown };
}

/** Money that was really taken for a payment, and what of it was given back. */
export interface Taken {
  readonly intent: string;
  readonly amount: number;
  readonly currency: string;
  readonly refunded: number;
}

/** When the copies of an event are sent, in ms from now: none is lost, two are twice. */
export type Delivery = (event: CounterpartEvent, index: number) => readonly number[];

class ApiError extends Error {
  readonly status: number;
  readonly body: ApiErrorBody;
  /** Refusals before an endpoint begins are not kept under the key. */
  readonly stored: boolean;

  constructor(status: number, body: ApiErrorBody, stored = true) {
    super(body.message);
    this.status = status;
    this.body = body;
    this.stored = stored;
  }
}

const invalid = (message: string, more: { code?: string; param?: string } = {}, stored = true) =>
  new ApiError(400, { type: "invalid_request_error", message, ...more }, stored);
const missing = (what: string, id: string) =>
  new ApiError(404, {
    type: "invalid_request_error",
    code: "resource_missing",
    message: `No such ${what}: '${id}'`,
    param: "id",
  });

const unexpectedState = (what: string, intent: CounterpartIntent) =>
  new ApiError(400, {
    type: "invalid_request_error",
    code: "payment_intent_unexpected_state",
    message: `You cannot ${what} this PaymentIntent because it has a status of ${intent.status}.`,
    // The real one sends the whole object along, its client secret too.
    ...{ payment_intent: intent },
  });

const LIVE = new Set(["requires_payment_method", "requires_confirmation", "requires_action"]);
const ENDED_REFUNDS = new Set(["failed", "canceled"]);
const API_VERSION = "2026-10-28.endive";

export type StripeCounterpart = Awaited<ReturnType<typeof startStripeCounterpart>>;

export async function startStripeCounterpart(options: CounterpartOptions = {}) {
  const {
    secretKey = "sk_test_counterpart",
    webhookSecret = "whsec_counterpart",
    now = Date.now,
  } = options;
  const intents = new Map<string, CounterpartIntent>();
  const refunds = new Map<string, CounterpartRefund>();
  const events: CounterpartEvent[] = [];
  const calls: Call[] = [];
  const stored = new Map<string, { request: string; status: number; body: unknown }>();
  const inProgress = new Set<string>();
  const misbehaviours: (Misbehaviour & { left: number })[] = [];
  /** What searches answer from: objects as they were when the index last saw them. */
  const indexed = new Map<string, CounterpartIntent>();
  const timers = new Set<NodeJS.Timeout>();
  let held: (() => void)[] = [];
  let searchBehind = false;
  const increments = new Map<string, number>();
  let raises: "granted" | "declined" | "unavailable" = "granted";
  let newRefunds: CounterpartRefund["status"] = "succeeded";
  let webhook: { url: string; delivery: Delivery } | undefined;
  let count = 0;

  const index = (intent: CounterpartIntent) => indexed.set(intent.id, structuredClone(intent));
  const seconds = () => Math.floor(now() / 1000);
  const newId = (prefix: string) => {
    count += 1;
    return `${prefix}_${String(count).padStart(6, "0")}${randomBytes(6).toString("hex")}`;
  };

  function tell(type: string, object: object): void {
    const event: CounterpartEvent = {
      id: newId("evt"),
      object: "event",
      api_version: API_VERSION,
      created: seconds(),
      livemode: false,
      type,
      data: { object: structuredClone(object) },
    };
    events.push(event);
    if (!searchBehind && type.startsWith("payment_intent.")) index(object as CounterpartIntent);
    if (!webhook) return;
    const { url, delivery } = webhook;
    for (const ms of delivery(event, events.length - 1)) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        // Lost when nobody is there; whether it is sent again is for the test to say.
        void send(url, event).catch(() => {});
      }, ms);
      timers.add(timer);
    }
  }

  function sign(event: CounterpartEvent, with_: { secret?: string; at?: number } = {}) {
    const body = JSON.stringify(event, null, 2);
    const signature = Stripe.webhooks.generateTestHeaderString({
      payload: body,
      secret: with_.secret ?? webhookSecret,
      timestamp: Math.floor((with_.at ?? now()) / 1000),
    });
    return { body, signature };
  }

  async function send(url: string, event: CounterpartEvent): Promise<number> {
    const { body, signature } = sign(event);
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Stripe-Signature": signature },
      body,
    });
    await response.arrayBuffer();
    return response.status;
  }

  const intentOf = (id: string) => {
    const intent = intents.get(id);
    if (!intent) throw missing("payment_intent", id);
    return intent;
  };
  const refundedOf = (intentId: string) =>
    [...refunds.values()]
      .filter((one) => one.payment_intent === intentId && !ENDED_REFUNDS.has(one.status))
      .reduce((sum, { amount }) => sum + amount, 0);

  // --- What the API offers -------------------------------------------------------------------

  function createIntent(params: Params): CounterpartIntent {
    const incremental = "payment_method_options[card][request_incremental_authorization]";
    allow(params, [
      ...["amount", "currency", "automatic_payment_methods[enabled]"],
      ...["capture_method", incremental],
    ]);
    const how = params.capture_method ?? "automatic_async";
    if (how !== "automatic_async" && how !== "manual") {
      throw invalid(`Invalid capture_method: ${how}`, { param: "capture_method" }, false);
    }
    if (![undefined, "if_available"].includes(params[incremental])) {
      throw invalid(`Invalid ${incremental}`, { param: incremental }, false);
    }
    const amount = wholeNumber(params, "amount");
    const currency = required(params, "currency");
    checkAmount(amount, currency);
    const id = newId("pi");
    const intent: CounterpartIntent = {
      id,
      object: "payment_intent",
      capture_method: how,
      payment_method_options: {
        card: { request_incremental_authorization: params[incremental] ? "if_available" : null },
      },
      amount,
      amount_capturable: 0,
      currency,
      client_secret: `${id}_secret_${randomBytes(12).toString("hex")}`,
      created: seconds(),
      metadata: metadataIn(params),
      amount_received: 0,
      status: "requires_payment_method",
      last_payment_error: null,
      next_action: null,
      latest_charge: null,
      canceled_at: null,
      cancellation_reason: null,
    };
    intents.set(id, intent);
    tell("payment_intent.created", intent);
    return intent;
  }

  function cancelIntent(id: string, params: Params): CounterpartIntent {
    allow(params, ["cancellation_reason"]);
    const intent = intentOf(id);
    if (!LIVE.has(intent.status) && intent.status !== "requires_capture") {
      throw unexpectedState("cancel", intent);
    }
    intent.status = "canceled";
    intent.amount_capturable = 0;
    intent.canceled_at = seconds();
    tell("payment_intent.canceled", intent);
    return intent;
  }

  /** https://docs.stripe.com/api/payment_intents/capture: once, and the rest is let go. */
  function captureIntent(id: string, params: Params): CounterpartIntent {
    allow(params, ["amount_to_capture", "final_capture"]);
    const intent = intentOf(id);
    if (intent.status !== "requires_capture") throw unexpectedState("capture", intent);
    const amount =
      params.amount_to_capture === undefined
        ? intent.amount_capturable
        : wholeNumber(params, "amount_to_capture");
    checkAmount(amount, intent.currency);
    if (amount > intent.amount_capturable) {
      throw invalid("The amount_to_capture is greater than the remaining amount.", {
        code: "amount_too_large",
        param: "amount_to_capture",
      });
    }
    intent.status = "succeeded";
    intent.amount_received = amount;
    intent.amount_capturable = 0;
    tell("payment_intent.succeeded", intent);
    return intent;
  }

  /** https://docs.stripe.com/payments/incremental-authorization: the new total, at most ten times. */
  function incrementAuthorization(id: string, params: Params): CounterpartIntent {
    allow(params, ["amount", "description", "statement_descriptor"]);
    const intent = intentOf(id);
    const amount = wholeNumber(params, "amount");
    checkAmount(amount, intent.currency);
    if (intent.status !== "requires_capture") throw unexpectedState("increment", intent);
    const { request_incremental_authorization: asked } = intent.payment_method_options.card;
    if (asked === null || raises === "unavailable") {
      throw invalid("This PaymentIntent is not eligible for incremental authorization.");
    }
    if (amount <= intent.amount) {
      throw invalid("The amount must be greater than the currently authorized amount.", {
        param: "amount",
      });
    }
    const made = increments.get(id) ?? 0;
    if (made >= 10) throw invalid("You have reached the maximum number of increments.");
    if (raises === "declined") {
      throw new ApiError(402, {
        type: "card_error",
        code: "card_declined",
        message: "Your card was declined.",
      });
    }
    increments.set(id, made + 1);
    intent.amount = amount;
    intent.amount_capturable = amount;
    tell("payment_intent.amount_capturable_updated", intent);
    return intent;
  }

  function createRefund(params: Params): CounterpartRefund {
    allow(params, ["payment_intent", "amount", "reason"]);
    const intent = intentOf(required(params, "payment_intent"));
    if (intent.status !== "succeeded") {
      throw invalid("This PaymentIntent does not have a successful charge to refund.");
    }
    const left = intent.amount_received - refundedOf(intent.id);
    const amount = params.amount === undefined ? left : wholeNumber(params, "amount");
    if (left === 0) {
      throw invalid("The charge has already been refunded.", { code: "charge_already_refunded" });
    }
    if (amount > left) {
      throw invalid("Refund amount is greater than unrefunded amount on charge.", {
        param: "amount",
      });
    }
    checkAmount(amount, intent.currency);
    const refund: CounterpartRefund = {
      id: newId("re"),
      object: "refund",
      amount,
      currency: intent.currency,
      payment_intent: intent.id,
      charge: intent.latest_charge!,
      created: seconds(),
      metadata: metadataIn(params),
      status: newRefunds,
    };
    refunds.set(refund.id, refund);
    tell("refund.created", refund);
    return refund;
  }

  function listOf<T extends { id: string; created: number }>(
    url: string,
    all: Iterable<T>,
    params: Params,
  ) {
    const limit = params.limit === undefined ? 10 : wholeNumber(params, "limit");
    if (limit < 1 || limit > 100)
      throw invalid("Limit must be between 1 and 100.", { param: "limit" });
    const gte = Number(params["created[gte]"] ?? 0);
    const lte = Number(params["created[lte]"] ?? Number.MAX_SAFE_INTEGER);
    // Newest first, as all of Stripe's lists.
    const matching = [...all]
      .filter(({ created }) => created >= gte && created <= lte)
      .toReversed();
    const after = params.starting_after;
    const at = after === undefined ? 0 : matching.findIndex(({ id }) => id === after) + 1;
    const data = matching.slice(at, at + limit);
    return { object: "list", url, has_more: at + limit < matching.length, data };
  }

  function searchIntents(params: Params) {
    allow(params, ["query", "limit", "page"]);
    const query = required(params, "query");
    const clauses = query.split(" AND ").map((clause) => {
      const match = /^metadata\['([^']+)'\]:'([^']*)'$/.exec(clause);
      if (!match) throw invalid(`We were unable to parse your search query: ${clause}`);
      return [match[1]!, match[2]!] as const;
    });
    const data = [...indexed.values()]
      .filter(({ metadata }) => clauses.every(([name, value]) => metadata[name] === value))
      .toReversed()
      .slice(0, Number(params.limit ?? 10));
    return { object: "search_result", url: "/v1/payment_intents/search", has_more: false, data };
  }

  function perform(method: string, path: string, params: Params): unknown {
    const [, , collection, id, action, ...rest] = path.split("/");
    const what = `${method} ${collection}${id && id !== "search" ? "/:id" : ""}${id === "search" ? "/search" : ""}${action ? `/${action}` : ""}`;
    if (rest.length === 0) {
      switch (what) {
        case "POST payment_intents":
          return createIntent(params);
        case "GET payment_intents":
          allow(params, ["limit", "starting_after", "created[gte]", "created[lte]"]);
          return listOf(path, intents.values(), params);
        case "GET payment_intents/search":
          return searchIntents(params);
        case "GET payment_intents/:id":
          return intentOf(id!);
        case "POST payment_intents/:id/cancel":
          return cancelIntent(id!, params);
        case "POST payment_intents/:id/capture":
          return captureIntent(id!, params);
        case "POST payment_intents/:id/increment_authorization":
          return incrementAuthorization(id!, params);
        case "POST refunds":
          return createRefund(params);
        case "GET refunds": {
          allow(params, ["payment_intent", "limit", "starting_after"]);
          const of = params.payment_intent;
          const all = [...refunds.values()];
          return listOf(
            path,
            all.filter((one) => !of || one.payment_intent === of),
            params,
          );
        }
        case "GET refunds/:id": {
          const refund = refunds.get(id!);
          if (!refund) throw missing("refund", id!);
          return refund;
        }
      }
    }
    throw new ApiError(
      404,
      { type: "invalid_request_error", message: `Unrecognized request URL (${method}: ${path}).` },
      false,
    );
  }

  // --- The server ----------------------------------------------------------------------------

  /** The answer, stored under the key where there is one. */
  function execute(call: Call, request: string): { status: number; body: unknown } {
    let outcome: { status: number; body: unknown };
    let kept = true;
    try {
      // A copy: stored answers stay as they were.
      outcome = {
        status: 200,
        body: structuredClone(perform(call.method, call.path, call.params)),
      };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      outcome = { status: error.status, body: { error: error.body } };
      kept = error.stored;
    }
    if (kept) store(call, request, outcome);
    return outcome;
  }

  function store(call: Call, request: string, outcome: { status: number; body: unknown }): void {
    if (call.method === "POST" && call.idempotencyKey !== undefined) {
      stored.set(call.idempotencyKey, { request, ...structuredClone(outcome) });
    }
  }

  async function handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(message.url ?? "/", "http://counterpart");
    const body = await textOf(message);
    const method = message.method ?? "GET";
    const call: Call = {
      method,
      path: url.pathname,
      params: Object.fromEntries(new URLSearchParams(method === "GET" ? url.search : body)),
      idempotencyKey: headerOf(message, "idempotency-key"),
      apiVersion: headerOf(message, "stripe-version"),
      replayed: false,
      status: null,
    };
    calls.push(call);
    const answer = (status: number, content: unknown, headers: Record<string, string> = {}) => {
      call.status = status;
      if (response.destroyed) return;
      response.writeHead(status, {
        "Content-Type": "application/json",
        "Request-Id": newId("req"),
        ...headers,
      });
      response.end(typeof content === "string" ? content : JSON.stringify(content));
    };
    if (headerOf(message, "authorization") !== `Bearer ${secretKey}`) {
      answer(401, {
        error: { type: "invalid_request_error", message: "Invalid API Key provided: sk_****" },
      });
      return;
    }
    const key = method === "POST" ? call.idempotencyKey : undefined;
    const request = `${method} ${call.path} ${JSON.stringify(Object.entries(call.params).toSorted())}`;
    if (key !== undefined) {
      if (inProgress.has(key)) {
        answer(409, {
          error: {
            type: "invalid_request_error",
            code: "idempotency_key_in_use",
            message: "There is currently another in-progress request using this Idempotent Key.",
          },
        });
        return;
      }
      const before = stored.get(key);
      if (before && before.request !== request) {
        answer(400, {
          error: {
            type: "idempotency_error",
            message:
              "Keys for idempotent requests can only be used with the same parameters they were first used with.",
          },
        });
        return;
      }
      if (before) {
        call.replayed = true;
        answer(before.status, before.body, {
          "Idempotent-Replayed": "true",
          "Original-Request": "req_original",
        });
        return;
      }
    }
    const bad = misbehaviours.find(({ on, left }) => left > 0 && on.test(`${method} ${call.path}`));
    if (!bad) {
      const { status, body: content } = execute(call, request);
      answer(status, content);
      return;
    }
    bad.left -= 1;
    const release = new Promise<void>((resolve) => {
      if (bad.effect === "held" || bad.answer === "late") held.push(resolve);
      else resolve();
    });
    if (bad.effect === "held") {
      if (key !== undefined) inProgress.add(key);
      await release;
      if (key !== undefined) inProgress.delete(key);
    }
    const done = bad.effect ? execute(call, request) : null;
    switch (bad.answer) {
      case "error": {
        const { status = 500, ...error } = bad.error ?? {};
        const content = {
          error: { type: "api_error", message: "An unknown error occurred", ...error },
        };
        // What is answered is what is kept: the error, whatever was done.
        if (status !== 429) store(call, request, { status, body: content });
        answer(status, content);
        return;
      }
      case "garbage":
        answer(502, "<html>Bad Gateway</html>", { "Content-Type": "text/html" });
        return;
      case "late":
        await release;
        if (done) answer(done.status, done.body);
        return;
      case "reset":
        message.socket.resetAndDestroy();
        return;
      case "never":
        return;
    }
  }

  const server = createServer((message, response) => {
    handle(message, response).catch((error: unknown) => {
      console.error("the counterpart itself has failed", error);
      message.socket.destroy();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  // --- What a guest does, by the client secret on the phone ------------------------------------

  const shownIntent = (clientSecret: string) => {
    const intent = [...intents.values()].find((one) => one.client_secret === clientSecret);
    if (!intent) throw new Error("no intent has this client secret");
    return intent;
  };
  const payable = (clientSecret: string) => {
    const intent = shownIntent(clientSecret);
    if (!LIVE.has(intent.status)) throw new Error(`cannot be paid: it is ${intent.status}`);
    return intent;
  };
  const succeed = (intent: CounterpartIntent) => {
    intent.latest_charge = newId("ch");
    intent.next_action = null;
    intent.last_payment_error = null;
    if (intent.capture_method === "manual") {
      intent.status = "requires_capture";
      intent.amount_capturable = intent.amount;
      tell("payment_intent.amount_capturable_updated", intent);
      return;
    }
    intent.status = "succeeded";
    intent.amount_received = intent.amount;
    tell("payment_intent.succeeded", intent);
  };
  const fail = (intent: CounterpartIntent, code: string) => {
    intent.status = "requires_payment_method";
    intent.next_action = null;
    intent.last_payment_error = { type: "card_error", code, message: "Your card was declined." };
    tell("payment_intent.payment_failed", intent);
  };

  const guest = {
    pay: (clientSecret: string) => succeed(payable(clientSecret)),
    decline: (clientSecret: string) => fail(payable(clientSecret), "card_declined"),
    /** The bank wants to hear from the guest first: 3-D Secure. */
    challenge(clientSecret: string): void {
      const intent = payable(clientSecret);
      intent.status = "requires_action";
      intent.next_action = { type: "use_stripe_sdk", use_stripe_sdk: {} };
      tell("payment_intent.requires_action", intent);
    },
    answerChallenge(clientSecret: string, isRight: boolean): void {
      const intent = shownIntent(clientSecret);
      if (intent.status !== "requires_action") throw new Error("nobody has asked this guest");
      if (isRight) succeed(intent);
      else fail(intent, "payment_intent_authentication_failure");
    },
    /** A bank that takes its time; nothing can be called off meanwhile. */
    payBySlowBank(clientSecret: string): void {
      const intent = payable(clientSecret);
      intent.status = "processing";
      tell("payment_intent.processing", intent);
    },
    bankAnswers(clientSecret: string, isPaid: boolean): void {
      const intent = shownIntent(clientSecret);
      if (intent.status !== "processing") throw new Error("no bank is at it");
      if (isPaid) succeed(intent);
      else fail(intent, "payment_intent_payment_attempt_failed");
    },
  };

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    secretKey,
    webhookSecret,
    calls: calls as readonly Call[],
    events: events as readonly CounterpartEvent[],
    guest,

    intents: (): readonly CounterpartIntent[] => [...intents.values()],
    refunds: (): readonly CounterpartRefund[] => [...refunds.values()],
    intentsOf: (paymentId: string): readonly CounterpartIntent[] =>
      [...intents.values()].filter(({ metadata }) => metadata.payment_id === paymentId),
    /** The charges that really took money for a payment. */
    taken: (paymentId: string): readonly Taken[] =>
      [...intents.values()]
        .filter(({ metadata, status }) => {
          return metadata.payment_id === paymentId && status === "succeeded";
        })
        .map(({ id, amount_received, currency }) => ({
          intent: id,
          amount: amount_received,
          currency,
          refunded: refundedOf(id),
        })),
    /** How often something was asked, as "POST /v1/refunds". */
    countOf: (on: RegExp) =>
      calls.filter(({ method, path }) => on.test(`${method} ${path}`)).length,

    misbehave(...more: Misbehaviour[]): void {
      misbehaviours.push(...more.map((one) => ({ ...one, left: one.times ?? 1 })));
    },
    behave(): void {
      misbehaviours.length = 0;
    },
    /** Lets the requests go on that are held, and the answers out that are late. */
    release(): void {
      const waiting = held;
      held = [];
      for (const go of waiting) go();
    },
    heldCount: () => held.length,
    /** As after a day. */
    forgetKeys: () => stored.clear(),
    /** From now on searches do not see what is made. */
    searchFallsBehind(): void {
      searchBehind = true;
    },
    searchCatchesUp(): void {
      searchBehind = false;
      for (const intent of intents.values()) index(intent);
    },

    /** Other guests' intents of the same account, made now. */
    crowd(size: number): void {
      const params = { amount: "100", currency: "eur" };
      for (let n = 0; n < size; n += 1) createIntent(params);
    },
    /** An intent that somebody made beside Tureen, or Tureen before it forgot. */
    makeIntent: (params: Readonly<Record<string, string>>): CounterpartIntent =>
      createIntent(params),

    /** What becomes of raising holds from now on. */
    raisesAre(what: typeof raises): void {
      raises = what;
    },
    /** As after seven days without a capture. */
    expireHolds(): void {
      for (const intent of intents.values()) {
        if (intent.status !== "requires_capture") continue;
        Object.assign(intent, { status: "canceled", amount_capturable: 0 });
        Object.assign(intent, { canceled_at: seconds(), cancellation_reason: "automatic" });
        tell("payment_intent.canceled", intent);
      }
    },

    /** How refunds begin from now on. */
    refundsBegin(status: CounterpartRefund["status"]): void {
      newRefunds = status;
    },
    settleRefund(id: string, status: CounterpartRefund["status"]): void {
      const refund = refunds.get(id);
      if (!refund) throw new Error(`no refund ${id}`);
      refund.status = status;
      tell(status === "failed" ? "refund.failed" : "refund.updated", refund);
      tell("charge.refund.updated", refund);
    },

    sign,
    send,
    /** Sends events from now on, each as often and as late as `delivery` says; at once by default. */
    deliverTo(url: string, delivery: Delivery = () => [0]): void {
      webhook = { url, delivery };
    },

    async stop(): Promise<void> {
      for (const timer of timers) clearTimeout(timer);
      for (const go of held) go();
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

type Params = Readonly<Record<string, string>>;

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function headerOf(message: IncomingMessage, name: string): string | undefined {
  const value = message.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function required(params: Params, name: string): string {
  const value = params[name];
  if (value) return value;
  throw invalid(
    `Missing required param: ${name}.`,
    { code: "parameter_missing", param: name },
    false,
  );
}

function wholeNumber(params: Params, name: string): number {
  const value = required(params, name);
  if (/^\d{1,15}$/.test(value)) return Number(value);
  throw invalid(
    `Invalid integer: ${value}`,
    { code: "parameter_invalid_integer", param: name },
    false,
  );
}

function allow(params: Params, names: readonly string[]): void {
  const unknown = Object.keys(params).find(
    (name) => !names.includes(name) && !/^metadata\[[^[\]]{1,40}\]$/.test(name),
  );
  if (unknown === undefined) return;
  throw invalid(
    `Received unknown parameter: ${unknown}`,
    { code: "parameter_unknown", param: unknown },
    false,
  );
}

function metadataIn(params: Params): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).flatMap(([name, value]) => {
      const key = /^metadata\[([^[\]]+)\]$/.exec(name)?.[1];
      return key ? [[key, value]] : [];
    }),
  );
}

/** The rules of https://docs.stripe.com/currencies#special-cases, for what has some. */
function checkAmount(amount: number, currency: string): void {
  if (!/^[a-z]{3}$/.test(currency)) {
    throw invalid(`Invalid currency: ${currency}.`, { param: "currency" }, false);
  }
  if (amount < 1) {
    throw invalid("Invalid positive integer", { code: "parameter_invalid_integer" }, false);
  }
  if (amount > 99_999_999_99) throw invalid("Amount is too large.", { code: "amount_too_large" });
  const mustEndWith = /^(isk|ugx)$/.test(currency)
    ? 100
    : /^(bhd|jod|kwd|omr|tnd)$/.test(currency)
      ? 10
      : 1;
  if (amount % mustEndWith !== 0) {
    throw invalid(`Charged amounts must be evenly divisible by ${mustEndWith}.`, {
      code: "invalid_charge_amount_no_decimal_compatible",
      param: "amount",
    });
  }
}
