import { z } from "zod";
import type { DinerId } from "../../../platform/identity.ts";
import { MAX_PAYERS } from "../../../platform/limits.ts";
import { dinerId, minor, time, uuid } from "../fields.ts";
import { serverRoot } from "../root.ts";
import { type Cover, coverSchema } from "./wishes.ts";

/** How money comes in: over the counter, by the restaurant's card machine, or on the phone. */
export const PAYMENT_METHODS = ["cash", "card", "online"] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

/**
 * Where a payment stands. Lapsed: not paid in time; failed: declined, or called off by the payer. A card
 * that is put down for a tab is first authorising, then held, and reserved when it is to be charged;
 * released when nothing was left to charge it for.
 */
export const PAYMENT_STATUSES = [
  ...(["authorising", "held", "reserved"] as const),
  ...(["captured", "released", "failed", "lapsed"] as const),
] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

/** Why a wish to pay was rejected, before any card was touched. */
export const WISH_REJECTIONS = [
  "session-closed",
  "too-old",
  "already-paid",
  "being-paid",
  "amount-differs",
  "not-on-bill",
  "tip-refused",
  "online-off",
  "tab-off",
  "tab-open",
  "internal",
] as const;
export type WishRejection = (typeof WISH_REJECTIONS)[number];

/** What of a payment falls under one tax rate. */
export interface TaxedAmount {
  /** In hundredths of a percent: 1900 is 19 %. */
  readonly rate: number;
  /** With the tax. */
  readonly gross: number;
  readonly tax: number;
}

/** What a card that was put down for a tab is good for. */
export interface Hold {
  /** What its holder agreed to have held at first. */
  readonly asked: number;
  /** What the provider holds now; 0 before the card is authorised. */
  readonly held: number;
  /** What it could not be raised to. */
  readonly refused?: number | undefined;
}

/** Money for the bill, from its reservation on; of a tab from when the card is put down. */
export interface Payment {
  readonly id: string;
  /** Who pays; null when staff took money without saying whose. */
  readonly by: DinerId | null;
  readonly method: PaymentMethod;
  readonly covers: readonly Cover[];
  /** Of an even share alone: among how many what was left was split, this payer among them. */
  readonly payers?: number | undefined;
  /** Of the bill, without the tip; 0 while a card is only held. */
  readonly amount: number;
  readonly tip: number;
  /** Of a tab alone. */
  readonly hold?: Hold | undefined;
  /** Cash alone: what rounding to coins added (or took off). */
  readonly rounding: number;
  readonly status: PaymentStatus;
  readonly at: number;
  readonly statusAt: number;
  /** Until when what it covers is kept for it. */
  readonly expiresAt: number;
  /** Of the amount and of the tip, what was given back. */
  readonly refunded: number;
  readonly tipRefunded: number;
  /** The number of its receipt, once captured. */
  readonly receipt?: number;
  /** The captured amount by tax rate. */
  readonly taxes?: readonly TaxedAmount[];
}

/** A wish to pay that was rejected. */
export interface RejectedPayment {
  readonly status: "rejected";
  readonly code: WishRejection;
  /** What it would have come to. */
  readonly now: number | null;
  readonly at: number;
}

/** A step of a payment that a replay tells. */
interface PaymentMoved {
  readonly kind: "payment-moved";
  readonly payment: string;
  readonly status: PaymentStatus | "rejected" | "refunded" | "raised" | "raise-refused";
  readonly amount: number | null;
  readonly tip: number | null;
  readonly method: PaymentMethod | null;
  readonly code: WishRejection | null;
}

/** Payments, by the id of the wish; those that staff took by their own id. */
export const payments = serverRoot<Payment | RejectedPayment, PaymentMoved>({
  tell({ key: payment, before, after }) {
    if (!after) return [];
    if (after.status === "rejected") {
      const none = { amount: null, tip: null, method: null };
      return [{ kind: "payment-moved", payment, status: "rejected", code: after.code, ...none }];
    }
    const { tip, method, hold } = after;
    const was = before && before.status !== "rejected" ? before : undefined;
    // Of a card that is only held there is no amount yet.
    const amount = after.amount > 0 ? after.amount : ((hold?.held || hold?.asked) ?? 0);
    const told = { kind: "payment-moved", payment, amount, tip, method, code: null } as const;
    if (was?.status !== after.status) return [{ ...told, status: after.status }];
    if (hold && hold.held !== was.hold?.held) return [{ ...told, status: "raised" }];
    if (hold?.refused !== undefined && hold.refused !== was.hold?.refused) {
      return [{ ...told, amount: hold.refused, status: "raise-refused" }];
    }
    const back = {
      amount: after.refunded - was.refunded,
      tip: after.tipRefunded - was.tipRefunded,
    };
    return back.amount + back.tip > 0 ? [{ ...told, ...back, status: "refunded" }] : [];
  },
});

export const taxedAmountSchema = () =>
  z.strictObject({ rate: z.int().min(0).max(10_000), gross: z.int(), tax: z.int() });

const holdSchema = () =>
  z.strictObject({ asked: minor.min(1), held: minor, refused: minor.optional() });

export const paymentSchema = () =>
  z.discriminatedUnion("status", [
    z.strictObject({
      status: z.literal("rejected"),
      code: z.enum(WISH_REJECTIONS),
      now: minor.nullable(),
      at: time,
    }),
    z.strictObject({
      id: uuid,
      by: dinerId.nullable(),
      method: z.enum(PAYMENT_METHODS),
      covers: z.array(coverSchema()),
      payers: z.int().min(1).max(MAX_PAYERS).optional(),
      amount: minor,
      tip: minor,
      hold: holdSchema().optional(),
      rounding: z.int(),
      status: z.enum(PAYMENT_STATUSES),
      at: time,
      statusAt: time,
      expiresAt: time,
      refunded: minor,
      tipRefunded: minor,
      receipt: z.int().min(1).optional(),
      taxes: z.array(taxedAmountSchema()).optional(),
    }),
  ]) satisfies z.ZodType<Payment | RejectedPayment>;
