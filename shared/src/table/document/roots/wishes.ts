import { z } from "zod";
import type { DinerId } from "../../../platform/identity.ts";
import {
  MAX_CLAIM,
  MAX_PAYERS,
  MAX_WISH_COVERS,
  MAX_WISHES,
  MAX_WISHES_PER_DINER,
  RESERVED_WISHES_PER_DINER,
} from "../../../platform/limits.ts";
import { billLine, billOrder, dinerId, minor, time } from "../fields.ts";
import { DINER } from "../key-forms.ts";
import { makerOf } from "../keys.ts";
import { dinerRoot } from "../root.ts";

/** A range of a line of the bill, in parts of a portion (bill/ranges.ts). */
export interface Cover {
  /** The order, or "charges" for what staff added. */
  readonly order: string;
  /** The line of the order, or the number of the entry that added the charge. */
  readonly line: string;
  readonly from: number;
  readonly to: number;
  /** Whose it was to pay; null when nobody's. */
  readonly of: DinerId | null;
}

/** How a payer came to the amount. */
export type WishMode =
  /** Dishes, or parts of them: those that `covers` names. */
  | "items"
  /** One share of `payers` of what is left. */
  | "even"
  /** As much as they said. */
  | "amount"
  /** All that is left. */
  | "rest"
  /** A card that is put down for the table: `amount` is held on it, and nothing is paid yet. */
  | "tab";

/** "I pay this", exactly as the payer saw it. Written once. */
export interface PaymentWish {
  readonly mode: WishMode;
  /** What is paid, in `items`; empty in the other modes. */
  readonly covers: readonly Cover[];
  /** Among how many, in `even`; 1 in the other modes. */
  readonly payers: number;
  /** Without the tip, in minor units. */
  readonly amount: number;
  readonly tip: number;
  /** By the phone's clock corrected to the server's. */
  readonly at: number;
}

interface Wished {
  readonly kind: "payment-wished";
  readonly diner: DinerId;
  readonly wish: string;
  readonly amount: number;
  readonly tip: number;
}

/** Wishes to pay online, by wish id (`d3-0f3k2j9x0a1bcd`). An accepted one is queued for its decision. */
export const wishes = dinerRoot<PaymentWish, Wished>({
  written: "once",
  key: new RegExp(`^(${DINER})-[0-9a-z]{14}$`),
  share: {
    table: MAX_WISHES,
    diner: MAX_WISHES_PER_DINER,
    reserved: RESERVED_WISHES_PER_DINER,
  },
  tell({ key, before, after }) {
    if (before || !after) return [];
    const { amount, tip } = after;
    return [{ kind: "payment-wished", diner: makerOf(key), wish: key, amount, tip }];
  },
  doneAt: ({ at }) => at,
});

export const coverSchema = () =>
  z
    .strictObject({
      order: billOrder,
      line: billLine,
      from: z.int().min(0).max(MAX_CLAIM),
      to: z.int().min(1).max(MAX_CLAIM),
      of: dinerId.nullable(),
    })
    .refine(({ from, to }) => from < to, { path: ["to"], message: "not behind its beginning" });

export const wishSchema = () =>
  z
    .strictObject({
      mode: z.enum(["items", "even", "amount", "rest", "tab"]),
      covers: z.array(coverSchema()).max(MAX_WISH_COVERS),
      payers: z.int().min(1).max(MAX_PAYERS),
      amount: minor.min(1),
      tip: minor,
      at: time,
    })
    .refine(({ mode, covers }) => (mode === "items") === covers.length > 0, {
      path: ["covers"],
      message: "named exactly when dishes are paid",
    })
    .refine(({ mode, payers }) => mode === "even" || payers === 1, {
      path: ["payers"],
      message: "only of an even share",
    }) satisfies z.ZodType<PaymentWish>;
