/** What receipts say. Schemas for servers; pages take the types alone, since these need zod. */
import { z } from "zod";
import { id, minor, time } from "../platform/http/fields.ts";
import { PAYMENT_METHODS, taxedAmountSchema } from "../table/document/roots/payments.ts";

/** What every receipt has, whatever it is about. */
const common = {
  number: z.int(),
  at: time,
  restaurant: z.string(),
  header: z.string(),
  taxNumber: z.string(),
  table: z.string(),
  currency: z.string(),
  locale: z.string(),
  /** Of the restaurant's ledger, which proves it. */
  entry: z.int(),
};

export type CommonReceipt = z.infer<z.ZodObject<typeof common>>;

/** Money that moved: by which means, and how much. */
const moved = {
  kind: z.enum(["payment", "refund"]),
  method: z.enum(PAYMENT_METHODS),
  amount: minor.describe("Of the bill, without the tip; negative when it was given back"),
  tip: minor,
  rounding: minor.describe("What rounding to coins added"),
};

/** A receipt as it is kept: what a payment, or giving one back, was for. */
export const receiptContent = z.object({
  ...common,
  ...moved,
  lines: z
    .array(z.object({ name: z.string(), portions: z.number(), amount: minor }))
    .describe("What it pays; what is not of a dish is left out"),
  /** Left out where it is nothing, and on receipts from before it was written down. */
  reduced: minor.optional().describe("What discounts took off these dishes before"),
  service: minor.optional().describe("Their part of the service charge, in their amounts"),
  taxes: z.array(taxedAmountSchema()),
  payment: id,
});

export type ReceiptContent = z.infer<typeof receiptContent>;

/** A receipt that another one sums up. */
const summedReceipt = z.object({ number: z.int(), ...moved });

/** A receipt for the whole table: its bill, and the receipts of the money that paid it. */
export const tableReceiptContent = z.object({
  ...common,
  kind: z.literal("table"),
  lines: z
    .array(
      z.object({
        name: z.string(),
        portions: z.number(),
        amount: minor.describe("At the menu's price"),
        reduced: minor.describe("What discounts took off, its part of those on the bill included"),
      }),
    )
    .describe("Everything on the bill; what was taken off it is left out"),
  listed: minor.describe("The lines at the menu's prices"),
  reduced: minor,
  service: minor,
  taxAdded: minor.describe("The tax beside the prices; 0 where they include it"),
  total: minor,
  writtenOff: minor,
  receipts: z.array(summedReceipt).describe("What it sums up: these are counted, it is not"),
  taxes: z.array(taxedAmountSchema()).describe("Of what was paid, as those receipts say"),
  replaces: z.int().nullable().describe("The table's receipt before, of a bill that has changed"),
});

export type TableReceiptContent = z.infer<typeof tableReceiptContent>;

/** Any receipt that a restaurant gives out. */
export type AnyReceipt = ReceiptContent | TableReceiptContent;
