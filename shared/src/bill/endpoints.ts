import { z } from "zod";
import type { Endpoint } from "../platform/http/endpoint.ts";
import { bySession, dinerId, done, id, minor, nothing, time } from "../platform/http/fields.ts";
import { CSV_MEDIA_TYPE } from "../platform/http/media-types.ts";
import { MAX_CLAIM, MAX_PAYERS, MAX_WISH_COVERS } from "../platform/limits.ts";
import { isCleanText } from "../platform/text.ts";
import { billLine, billOrder, lineId } from "../table/document/fields.ts";
import { MAX_CHARGE_NAME, MAX_REASON, MAX_REDUCTION } from "../table/document/roots/entries.ts";
import { PAYMENT_METHODS, taxedAmountSchema } from "../table/document/roots/payments.ts";
import { termsSchema } from "../table/document/roots/terms.ts";
import { coverSchema } from "../table/document/roots/wishes.ts";
import { isCoin } from "./terms.ts";

/** The longest lines at the head of a receipt. */
const MAX_HEADER = 400;

const text = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .refine(isCleanText, { message: "holds characters that cannot be shown" });
const reason = text(MAX_REASON).min(1);
const amount = minor.min(1).max(1e12);
const tip = minor.min(0).max(1e12);
/** The key of a payment in the document: of its wish, or its own id when staff took it. */
const paymentKey = z.string().regex(/^(d[1-9][0-9]{0,2}-[0-9a-z]{14}|[0-9a-f-]{36})$/);
/** A root of a session's document, by key. */
const root = z.record(z.string(), z.unknown());
const lineRef = z.object({ order: billOrder, line: billLine });
/** Made by whoever asks; asking again with the same one changes nothing more. */
const once = id.describe("Made by the caller: repeating a call with it does nothing more");

/** What staff ask to be done to a bill; of a void the whole portions, whose parts the server finds. */
export const adjusting = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("void"), on: lineRef, portions: z.int().min(1).max(999) }),
  z.object({
    kind: z.literal("discount"),
    on: lineRef.nullable(),
    off: z.union([z.object({ percent: z.int().min(1).max(MAX_REDUCTION) }), z.object({ amount })]),
  }),
  z.object({ kind: z.literal("comp"), on: lineRef.nullable() }),
  z.object({
    kind: z.literal("charge"),
    name: text(MAX_CHARGE_NAME).min(1),
    amount,
    category: z.string().min(1).max(40),
  }),
  z.object({ kind: z.literal("service-off") }),
  z.object({ kind: z.literal("service-mode"), mode: z.enum(["dine-in", "takeaway"]) }),
  z.object({ kind: z.literal("write-off"), amount }),
  z.object({ kind: z.literal("reversal"), entry: z.int().min(1) }),
]);

/** What staff ask of a bill. */
export type Adjusting = z.infer<typeof adjusting>;

/** How a restaurant makes its bills. */
export const billing = z.object({
  terms: termsSchema(),
  receipt: z
    .object({ header: text(MAX_HEADER), taxNumber: text(60) })
    .describe("What stands at the head of a receipt"),
  off: z
    .literal(true)
    .optional()
    .describe("Bills are done elsewhere: new tables have none here. The rest is kept meanwhile"),
});

export type Billing = z.infer<typeof billing>;

/** What some receipts come to. */
const receiptSums = {
  sales: minor.describe("Captured less given back, without tips"),
  tips: minor,
  rounding: minor,
  receipts: z
    .int()
    .describe("All that were given out about money; those of whole tables only sum them up"),
  refunds: z.int().describe("Of the receipts, those of money given back"),
  taxes: z.array(taxedAmountSchema()),
  means: z.array(
    z.object({
      method: z.enum(["cash", "card", "online"]),
      payments: z.int(),
      amount: minor,
      tips: minor,
      rounding: minor,
    }),
  ),
};

const dayClose = z.object({
  number: z.int().describe("Among all of the restaurant, without gaps"),
  ofDay: z.int().describe("Among those of the day: 1, 2, 3 …"),
  at: time,
  firstReceipt: z.int(),
  lastReceipt: z.int(),
  signed: z.boolean(),
  ...receiptSums,
});

const dayTotals = z.object({
  date: z.iso.date(),
  from: time,
  to: time,
  currency: z.string(),
  ...receiptSums,
  adjustments: z.array(
    z.object({
      kind: z.string(),
      times: z.int(),
      undone: z.int().describe("How many of them have been undone since"),
      amount: minor
        .nullable()
        .describe(
          "What those that hold take off their bills (a charge: adds), as these are now; null for " +
            "what has no amount of its own",
        ),
    }),
  ),
  open: z.array(
    z.object({
      sessionId: id,
      table: z.string(),
      openedAt: time,
      status: z.enum(["active", "closed", "expired"]),
      total: minor,
      balance: minor,
    }),
  ),
  unsigned: z.int().describe("Receipts that the signing device has not signed yet"),
  closes: z.array(dayClose).describe("Each with the receipts that it takes up, and their sums"),
  unclosed: z
    .object(receiptSums)
    .describe("What no close holds yet: with the closes of the day it is the day"),
});

export type DayTotals = z.infer<typeof dayTotals>;

/** How the demonstration's provider misbehaves. */
export const demonstrationFaults = z.object({
  decline: z.boolean(),
  delayMs: z.int().min(0).max(120_000).describe("How late its news comes"),
  times: z.int().min(0).max(5).describe("How often each news comes; 0 loses it"),
  reorder: z.boolean().describe("The news of a refund comes before that of the payment"),
  declineRaise: z.boolean().describe("No more can be held on a card that is down"),
  expireHolds: z.boolean().describe("What is held on cards runs out as soon as it is looked at"),
});

export type DemonstrationFaults = z.infer<typeof demonstrationFaults>;

const issued = z.object({ number: z.int(), token: z.string() });
const ONE_TABLE_RECEIPT =
  "Asking again gives the same one, unless the bill has changed since: then a new one that says " +
  "which it replaces. It sums up the receipts of the payments, and is not counted beside them.";
/** What a tab comes to, as whoever closes it saw it. */
const closedFor = minor.min(0).max(1e12);
const tabClosed = z.object({
  became: z
    .enum(["capture", "release", "none"])
    .describe("Charged, given back, or neither because it is over"),
});

/** What a diner does about their payment, beside the wish in the document. */
const paying = {
  readPayment: {
    kind: "json",
    method: "get",
    path: "/api/diner/payments/{key}",
    auth: "diner",
    summary: "How the phone pays what was reserved for its wish",
    description:
      "Answers only whose wish it is. `stripe` comes with what its Payment Element needs; " +
      "`waiting` means that the provider has not been asked yet: ask again.",
    params: z.object({ key: paymentKey }),
    answer: z.discriminatedUnion("provider", [
      z.object({ provider: z.literal("waiting") }),
      z.object({ provider: z.literal("demonstration") }),
      z.object({
        provider: z.literal("stripe"),
        clientSecret: z.string(),
        publishableKey: z.string(),
      }),
    ]),
  },
  cancelPayment: {
    kind: "json",
    method: "post",
    path: "/api/diner/payments/{key}/cancel",
    auth: "diner",
    summary: "Give up a payment that is on its way; what it reserved is free again",
    params: z.object({ key: paymentKey }),
    body: nothing,
    answer: done,
  },
  closeOwnTab: {
    kind: "json",
    method: "post",
    path: "/api/diner/tab/close",
    auth: "diner",
    summary: "Have the card that the diner put down charged, or take it back",
    description:
      "`amount` is what the diner saw: another one is refused, with what it comes to. 0 takes the " +
      "card back when nothing is left to pay. Of a tab that is closed already it does nothing.",
    body: z.object({ amount: closedFor, tip }),
    answer: tabClosed,
  },
  payDemonstration: {
    kind: "json",
    method: "post",
    path: "/api/diner/payments/{key}/demonstration",
    auth: "diner",
    summary: "Pay, or have declined, with the demonstration's card",
    params: z.object({ key: paymentKey }),
    body: z.object({ outcome: z.enum(["paid", "declined"]) }),
    answer: done,
  },
  listReceipts: {
    kind: "json",
    method: "get",
    path: "/api/diner/receipts",
    auth: "diner",
    summary: "The links to the receipts of the diner's payments, on the phone or at the table",
    answer: z.object({
      receipts: z.array(
        z.object({
          ...{ number: z.int(), payment: id, token: z.string(), at: time },
          kind: z.enum(["payment", "refund"]),
          method: z.enum(PAYMENT_METHODS),
          amount: minor.describe("What changed hands: with the tip, and rounded to coins"),
        }),
      ),
    }),
  },
  issueOwnTableReceipt: {
    kind: "json",
    method: "post",
    path: "/api/diner/table-receipt",
    auth: "diner",
    summary: "A receipt for the whole table, once all of it is paid",
    description: ONE_TABLE_RECEIPT,
    body: nothing,
    answer: issued,
  },
} as const satisfies Record<string, Endpoint>;

const journalDays = z
  .object({ from: z.iso.date(), to: z.iso.date() })
  .refine(({ from, to }) => from <= to, { path: ["to"], message: "lies before the first day" });

/** What staff do about a bill. */
const charging = {
  readBill: {
    kind: "json",
    method: "get",
    path: "/api/staff/sessions/{sessionId}/bill",
    auth: "waiter",
    summary: "What a table's bill is made of: whoever shows it computes it, as phones do",
    params: bySession,
    answer: z.object({
      // Their forms are the document's (SPEC.md): to repeat them here would cost every page a kilobyte.
      view: z
        .object({
          session: z.record(z.string(), z.unknown()),
          diners: root,
          orders: root,
          entries: root,
          payments: root,
          claims: root,
          treats: root,
        })
        .describe("The roots of the session's document that the bill follows from"),
      names: z.array(z.object({ diner: dinerId, name: z.string().nullable() })),
      receipts: z.array(z.object({ payment: id, number: z.int(), token: z.string() })),
      acts: z
        .array(
          z.object({
            entry: z.int(),
            payment: id.nullable(),
            kind: z.enum(["adjusted", "captured", "refunded", "refund-failed"]),
            actor: z.enum(["diner", "staff", "server"]),
            name: z.string().nullable().describe("Of a member of staff; null once it is erased"),
            reason: z.string().nullable(),
            at: time,
            back: minor.describe("Given back, with its tip"),
          }),
        )
        .optional()
        .describe("Who did what about it, by number of the ledger; older servers leave it out"),
      paid: z
        .array(z.object({ payment: id, lines: z.array(z.unknown()) }))
        .optional()
        .describe("What each payment paid for its dishes, and what of it was not given back"),
    }),
  },
  adjustBill: {
    kind: "json",
    method: "post",
    path: "/api/staff/sessions/{sessionId}/adjustments",
    auth: "waiter",
    summary: "Change a bill by an entry that says who and why",
    description:
      "A waiter may void, charge, undo and say that it is taken away; discounts, what is on the " +
      "house, the service charge and writing off need a manager.",
    params: bySession,
    body: z.object({ once, what: adjusting, reason }),
    answer: z.object({ entry: z.int() }),
  },
  voidInKitchen: {
    kind: "json",
    method: "post",
    path: "/api/kitchen/orders/{orderId}/lines/{line}/void",
    auth: "kitchen",
    summary: "Take portions of a dish that cannot be made off an order and its bill",
    description: "Until the dish was served: after that it is for a waiter to say.",
    params: z.object({ orderId: id, line: z.string().min(4).max(40) }),
    body: z.object({ once, portions: z.int().min(1).max(999), reason }),
    answer: z.object({ entry: z.int() }),
  },
  takePayment: {
    kind: "json",
    method: "post",
    path: "/api/staff/sessions/{sessionId}/payments",
    auth: "waiter",
    summary: "Record money taken in cash or by the card machine",
    params: bySession,
    body: z.object({
      once,
      method: z.enum(["cash", "card"]),
      payer: dinerId.nullable().describe("Whose payment it is, if anybody's"),
      mode: z.enum(["items", "even", "amount", "rest"]),
      covers: z.array(coverSchema()).max(MAX_WISH_COVERS).readonly(),
      payers: z.int().min(1).max(MAX_PAYERS),
      amount,
      tip,
    }),
    answer: z.object({
      payment: id,
      amount: minor,
      rounding: minor,
      receipt: z.int(),
      token: z.string(),
    }),
  },
  closeTab: {
    kind: "json",
    method: "post",
    path: "/api/staff/sessions/{sessionId}/tab/close",
    auth: "waiter",
    summary: "Have the card that is down charged for what is left to pay, or give it back",
    description: "As a diner closes their own tab; a tip is for them to add.",
    params: bySession,
    body: z.object({ amount: closedFor }),
    answer: tabClosed,
  },
  refundPayment: {
    kind: "json",
    method: "post",
    path: "/api/staff/payments/{paymentId}/refund",
    auth: "manager",
    summary: "Give back a payment, or part of it: a sum, or dishes that it paid for",
    params: z.object({ paymentId: id }),
    body: z
      .object({
        ...{ once, amount: minor.min(0).max(1e12), tip, reason },
        lines: z
          .array(lineRef.extend({ parts: z.int().min(1).max(MAX_CLAIM) }))
          .min(1)
          .max(MAX_WISH_COVERS)
          .optional()
          .describe(
            "Dishes that are given back, in parts of a portion; `amount` is what they come to",
          ),
      })
      .refine((body) => body.amount + body.tip > 0, {
        path: ["amount"],
        message: "gives nothing back",
      }),
    answer: z.object({ receipt: z.int(), token: z.string() }),
  },
  issueTableReceipt: {
    kind: "json",
    method: "post",
    path: "/api/staff/sessions/{sessionId}/receipt",
    auth: "waiter",
    summary: "A receipt for the whole table, once all of it is paid",
    description: ONE_TABLE_RECEIPT,
    params: bySession,
    body: nothing,
    answer: issued,
  },
  readUnpaid: {
    kind: "json",
    method: "get",
    path: "/api/staff/unpaid",
    auth: "waiter",
    summary: "Tables that are over and not paid, and what each open table has paid",
    answer: z.object({
      tables: z.array(
        z.object({
          sessionId: id,
          table: z.string(),
          status: z.enum(["active", "closed", "expired"]),
          closedAt: time.nullable(),
          total: minor,
          paid: minor,
          reserved: minor,
          balance: minor,
          overpaid: minor
            .optional()
            .describe("Paid beyond the bill, and to be given back; older servers leave it out"),
        }),
      ),
    }),
  },
  readBilling: {
    kind: "json",
    method: "get",
    path: "/api/staff/billing",
    auth: "waiter",
    summary: "How the restaurant makes its bills; null when it never has here",
    answer: z.object({
      billing: billing.nullable(),
      version: z.int().describe("The newest, in force or not; 0 before the first"),
      planned: z
        .object({ billing, from: time })
        .nullable()
        .describe("The newest version while its time has not come; a change takes its place"),
      online: z.enum(["none", "demonstration", "stripe"]),
    }),
  },
  changeBilling: {
    kind: "json",
    method: "patch",
    path: "/api/staff/billing",
    auth: "manager",
    summary: "Change how bills are made, for tables that are opened from then on",
    body: z.object({
      billing: billing.refine(({ terms }) => isCoin(terms.cashStep), {
        path: ["terms", "cashStep"],
        message: "is no coin's worth: 1, 2, 2.5 or 5 times a power of ten",
      }),
      version: z
        .int()
        .min(0)
        .describe("The one that was read: a change of somebody else's in between is a conflict"),
      from: time.optional().describe("From when it holds; at once if left out"),
    }),
    answer: z.object({ version: z.int() }),
  },
  readPaymentKeys: {
    kind: "json",
    method: "get",
    path: "/api/staff/payment-keys",
    auth: "manager",
    summary: "By what the restaurant's Stripe keys are known, and what to set up at Stripe",
    answer: z.object({
      server: z.object({
        provider: z.enum(["none", "demonstration", "stripe"]),
        keeps: z.boolean().describe("Whether keys can be kept: PAYMENT_KEYS_SECRET is set"),
        shared: z.boolean().describe("Whether an account for all restaurants takes the money"),
      }),
      keys: z
        .union([
          z.literal("sealed"),
          z.object({
            publishableKey: z.string(),
            secretKey: z.string(),
            webhookSecret: z.string(),
          }),
        ])
        .nullable()
        .describe("The last four characters of each; sealed: they do not open on this server"),
      mode: z.enum(["test", "live"]).nullable(),
      changed: z
        .object({ at: time, by: z.string().nullable(), set: z.boolean() })
        .nullable()
        .describe("When keys were last entered or removed, and by whom"),
      webhook: z.object({
        path: z.string().describe("Where Stripe sends its events, at the app's own address"),
        apiVersion: z.string(),
        events: z.array(z.string()),
      }),
    }),
  },
  changePaymentKeys: {
    kind: "json",
    method: "post",
    path: "/api/staff/payment-keys",
    auth: "manager",
    summary: "Keep the restaurant's own Stripe keys, encrypted, or forget them",
    description: "Nobody is ever shown them again. Keys of two modes (test, live) are refused.",
    body: z.object({
      keys: z
        .object({
          secretKey: z.string().trim().min(10).max(300),
          publishableKey: z.string().trim().min(10).max(300),
          webhookSecret: z.string().trim().min(10).max(300),
        })
        .nullable(),
    }),
    answer: done,
  },
  readDay: {
    kind: "json",
    method: "get",
    path: "/api/staff/days/{date}",
    auth: "manager",
    summary: "What a business day came to, by tax rate and means of payment",
    params: z.object({ date: z.iso.date() }),
    answer: dayTotals,
  },
  exportDay: {
    kind: "file",
    method: "get",
    path: "/api/staff/days/{date}/receipts.csv",
    auth: "manager",
    summary: "Every receipt of a business day, as CSV",
    params: z.object({ date: z.iso.date() }),
    mediaType: CSV_MEDIA_TYPE,
    content: "One row a receipt and tax rate, with a header",
  },
  exportDayReport: {
    kind: "file",
    method: "get",
    path: "/api/staff/days/{date}/report.csv",
    auth: "manager",
    summary: "What a business day and each of its closes came to, as CSV",
    params: z.object({ date: z.iso.date() }),
    mediaType: CSV_MEDIA_TYPE,
    content:
      "One row a figure: of the day, of each close, by tax rate and means, adjustments, tables",
  },
  closeDay: {
    kind: "json",
    method: "post",
    path: "/api/staff/days/{date}/close",
    auth: "manager",
    summary: "Close a business day, or close it again; a day that is over closes by itself",
    description:
      "Takes up the day's receipts since the close before, and is refused while one of them is " +
      "not signed. What is paid later on that day is for another close of it.",
    params: z.object({ date: z.iso.date() }),
    body: z.object({
      after: z
        .int()
        .min(0)
        .optional()
        .describe(
          "The last close that was seen: a later one of the day is the answer, not another",
        ),
    }),
    answer: z.object({ number: z.int() }),
  },
  exportJournal: {
    kind: "file",
    method: "get",
    path: "/api/staff/journal.csv",
    auth: "manager",
    summary: "Every receipt of some business days with its signature, as CSV",
    query: journalDays,
    mediaType: CSV_MEDIA_TYPE,
    content: "One row a receipt and tax rate, with a header",
  },
  exportJournalJson: {
    kind: "file",
    method: "get",
    path: "/api/staff/journal.json",
    auth: "manager",
    summary: "The same as JSON, with the receipts as they were signed, and the daily closes",
    query: journalDays,
    mediaType: "application/json",
    content: "One object: the restaurant, its signing device, its closes and its receipts",
  },
  readDemonstration: {
    kind: "json",
    method: "get",
    path: "/api/staff/demonstration",
    auth: "manager",
    summary: "How the demonstration's card misbehaves",
    answer: z.object({ faults: demonstrationFaults }),
  },
  changeDemonstration: {
    kind: "json",
    method: "patch",
    path: "/api/staff/demonstration",
    auth: "manager",
    summary: "Have the demonstration's card misbehave; not in production",
    body: z.object({ faults: demonstrationFaults }),
    answer: done,
  },
} as const satisfies Record<string, Endpoint>;

const hash = z.string().regex(/^[0-9a-f]{64}$/);

const anchor = z.object({
  ...{ number: z.int(), firstEntry: z.int(), lastEntry: z.int(), root: hash, head: hash },
  ...{ at: time, previous: hash, hash },
});

/** What a signing device has said of one receipt. */
const signing = z.object({
  receipt: z.int(),
  state: z
    .enum(["none", "pending", "signed"])
    .describe("none: there was no device; pending: it has not answered yet"),
  device: z.string().nullable(),
  plain: z.boolean().describe("Signed by software that holds no key, not by a certified device"),
  counter: z.int().nullable().describe("The device's count of its signatures with this one"),
  transaction: z.string().nullable(),
  signature: z.string().nullable(),
  at: time.nullable().describe("By the device's clock"),
});

/** What anybody with the link sees. */
const receipts = {
  readReceipt: {
    kind: "json",
    method: "get",
    path: "/api/receipts/{token}",
    auth: "none",
    summary: "A receipt, what its signing device says of it, and what proves it",
    description:
      "`text` is the receipt as it was given out, JSON character by character: whoever checks the " +
      "proof begins with its SHA-256. The page does; `shared/src/bill/proof.ts` is how.",
    params: z.object({ token: z.string().regex(/^[a-z0-9]{2,16}-[A-Za-z0-9_-]{22}$/) }),
    answer: z.object({
      text: z.string(),
      proof: z.object({
        restaurantId: id,
        entry: z.int().describe("Of the ledger, which vouches for the receipt"),
        hash: z.string().describe("Of the entry"),
        intact: z.boolean().describe("Whether the server finds the ledger there as it was written"),
        head: z.int().describe("The newest entry of the ledger"),
        anchor: anchor
          .nullable()
          .describe("The first that commits to the entry, once there is one"),
        path: z.array(z.object({ side: z.enum(["left", "right"]), hash })),
      }),
      signing: z.array(signing).describe("Of a receipt for a table: of each that it sums up"),
      replacedBy: z.string().nullable().describe("The token of the table's newer receipt"),
    }),
  },
  readAnchors: {
    kind: "json",
    method: "get",
    path: "/api/anchors/{slug}",
    auth: "none",
    summary: "The anchors of a restaurant's ledger, the newest first, for whoever keeps a copy",
    description: "At most 100; `before` asks for those before a number.",
    params: z.object({ slug: z.string().regex(/^[a-z0-9]{2,16}$/) }),
    query: z.object({
      before: z
        .string()
        .regex(/^[1-9][0-9]{0,11}$/)
        .optional(),
    }),
    answer: z.object({ restaurantId: id, anchors: z.array(anchor) }),
  },
} as const satisfies Record<string, Endpoint>;

/** A phone has at most so many orders or payments of its table to tell. */
const MAX_KNOWN = 500;

const confirmId = z.string().regex(/^d[1-9][0-9]{0,2}-[0-9a-z]{14}$/);
const portions = z.int().min(1).max(100_000);

/** What a restore of the database took away, as phones and the payment provider know it. */
const restoring = {
  tellLost: {
    kind: "json",
    method: "post",
    path: "/api/t/{code}/lost",
    auth: "none",
    summary: "What a phone knows of its table, after the restaurant's database was set back",
    description:
      "For a phone whose session has ended or is not known. Within a day of a restore, what the " +
      "database lacks of it is kept for staff; else nothing is. The access token may have expired.",
    params: z.object({ code: z.string().regex(/^[0-9A-Za-z_-]{8,64}$/) }),
    body: z.object({
      accessToken: z.string().min(20).max(2000),
      orders: z
        .array(
          z.object({
            confirm: confirmId,
            order: id.nullable().describe("Null when the phone does not know the outcome"),
            number: z.int().min(1).nullable(),
            total: minor,
            at: time,
            lines: z.array(z.object({ line: lineId, item: id, quantity: portions })).max(MAX_KNOWN),
          }),
        )
        .max(MAX_KNOWN),
      payments: z
        .array(
          z.object({
            id,
            by: dinerId.nullable(),
            method: z.enum(PAYMENT_METHODS),
            status: z.enum(["reserved", "held", "captured"]),
            amount: minor,
            tip: minor,
            at: time,
          }),
        )
        .max(MAX_KNOWN),
    }),
    answer: z.object({
      lost: z
        .object({ from: time, restoredAt: time })
        .nullable()
        .describe("The minutes that are lost; null when there was no restore"),
      orders: z
        .array(
          z.object({
            confirm: confirmId,
            order: id.nullable(),
            lines: z.array(z.object({ line: lineId, item: id, quantity: portions })),
          }),
        )
        .describe("What phones of this table have told that the database lacks"),
    }),
  },
  readLost: {
    kind: "json",
    method: "get",
    path: "/api/staff/lost",
    auth: "waiter",
    summary: "Orders and payments that a restore of the database took away and others know of",
    answer: z.object({
      lost: z.object({ from: time, restoredAt: time }).nullable(),
      findings: z.array(
        z.object({
          id,
          kind: z.enum(["order", "payment"]),
          table: z.string().nullable().describe("Its label, while there is such a table"),
          by: z.enum(["phone", "provider"]).describe("Who knows of it"),
          at: time.nullable(),
          amount: minor,
          currency: z.string(),
          number: z.int().nullable().describe("Of an order; null when its outcome is not known"),
          status: z.string().nullable().describe("Of a payment: captured, held or reserved"),
          dishes: z.array(z.object({ name: z.string().nullable(), quantity: z.int() })),
        }),
      ),
    }),
  },
  settleLost: {
    kind: "json",
    method: "post",
    path: "/api/staff/lost/{findingId}/settle",
    auth: "waiter",
    summary: "Say that an order or a payment that a restore took away has been dealt with",
    params: z.object({ findingId: id }),
    body: nothing,
    answer: done,
  },
} as const satisfies Record<string, Endpoint>;

export const BILL_ENDPOINTS = { ...paying, ...charging, ...receipts, ...restoring } as const;
