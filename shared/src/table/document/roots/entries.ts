import { z } from "zod";
import { MAX_CLAIM } from "../../../platform/limits.ts";
import { billLine, billOrder, minor, time, uuid } from "../fields.ts";
import { serverRoot } from "../root.ts";

/** Which line of the bill: of an order, or a charge ("charges" and the number of its entry). */
export interface LineRef {
  readonly order: string;
  readonly line: string;
}

/** How much is taken off: a share of it in hundredths of a percent, or minor units. */
export type Reduction = { readonly percent: number } | { readonly amount: number };

/** What staff did to a bill. */
export type Adjustment =
  /** Portions that nobody pays; `ranges` in parts of a portion (bill/ranges.ts). */
  | {
      readonly kind: "void";
      readonly on: LineRef;
      readonly ranges: readonly (readonly [number, number])[];
    }
  /** Of one line, or of the whole bill. */
  | { readonly kind: "discount"; readonly on: LineRef | null; readonly off: Reduction }
  /** On the house: one line, or the whole bill. */
  | { readonly kind: "comp"; readonly on: LineRef | null }
  /** Something that is not on the menu. */
  | {
      readonly kind: "charge";
      readonly name: string;
      readonly amount: number;
      readonly category: string;
    }
  /** No service charge for this table. */
  | { readonly kind: "service-off" }
  /** Eaten here or taken away, which may be taxed differently. */
  | { readonly kind: "service-mode"; readonly mode: ServiceMode }
  /** What will not be paid any more. */
  | { readonly kind: "write-off"; readonly amount: number }
  /** An earlier entry is as if it had never been. */
  | { readonly kind: "reversal"; readonly entry: number };

export type ServiceMode = "dine-in" | "takeaway";

/** An adjustment with who made it, when and why. Never changed. */
export interface Entry {
  readonly what: Adjustment;
  /** The staff account. */
  readonly by: string;
  readonly reason: string;
  readonly at: number;
}

interface Adjusted {
  readonly kind: "bill-adjusted";
  readonly entry: string;
  readonly what: Adjustment;
  readonly reason: string;
}

/** What changed the bill beside orders and payments, by its number in the restaurant's ledger. */
export const entries = serverRoot<Entry, Adjusted>({
  tell: ({ key: entry, after }) =>
    after ? [{ kind: "bill-adjusted", entry, what: after.what, reason: after.reason }] : [],
});

/** A whole, in hundredths of a percent. */
export const MAX_REDUCTION = 10_000;
/** The longest reason that staff may give, and the longest name of a charge. */
export const MAX_REASON = 300;
export const MAX_CHARGE_NAME = 80;

export const adjustmentSchema = () => {
  const on = z.strictObject({ order: billOrder, line: billLine });
  const off = z.union([
    z.strictObject({ percent: z.int().min(1).max(MAX_REDUCTION) }),
    z.strictObject({ amount: minor.min(1) }),
  ]);
  const part = z.int().min(0).max(MAX_CLAIM);
  return z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("void"),
      on,
      ranges: z.array(z.tuple([part, part]).readonly()).min(1),
    }),
    z.strictObject({ kind: z.literal("discount"), on: on.nullable(), off }),
    z.strictObject({ kind: z.literal("comp"), on: on.nullable() }),
    z.strictObject({
      kind: z.literal("charge"),
      name: z.string().min(1).max(MAX_CHARGE_NAME),
      amount: minor.min(1),
      category: z.string().min(1).max(40),
    }),
    z.strictObject({ kind: z.literal("service-off") }),
    z.strictObject({ kind: z.literal("service-mode"), mode: z.enum(["dine-in", "takeaway"]) }),
    z.strictObject({ kind: z.literal("write-off"), amount: minor.min(1) }),
    z.strictObject({ kind: z.literal("reversal"), entry: z.int().min(1) }),
  ]) satisfies z.ZodType<Adjustment>;
};

export const entrySchema = () =>
  z.strictObject({
    what: adjustmentSchema(),
    by: uuid,
    reason: z.string().max(MAX_REASON),
    at: time,
  }) satisfies z.ZodType<Entry>;
