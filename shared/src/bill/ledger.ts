/** The entries of a restaurant's ledger, as far as bills follow from them. Not for pages: it needs zod. */
import { z } from "zod";
import { dinerId, minor, time } from "../table/document/fields.ts";
import { adjustmentSchema } from "../table/document/roots/entries.ts";
import { PAYMENT_METHODS, taxedAmountSchema } from "../table/document/roots/payments.ts";
import { coverSchema } from "../table/document/roots/wishes.ts";

const key = z.string();
const receipt = z.object({ number: z.int(), digest: z.string() });
const taxes = z.array(taxedAmountSchema());
const ranges = z.array(z.tuple([z.int(), z.int()]).readonly());
const onLine = { order: z.string(), line: z.string(), ranges };
const byRate = z.array(z.object({ rate: z.int(), amount: minor }));
/** Dishes that were given back; left out of refunds of a sum. */
const returned = z.array(z.object({ ...onLine, amount: minor })).optional();

/** An entry of the ledger, as far as the bill follows from it. */
export const ledgerEntry = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("adjusted"), content: adjustmentSchema() }),
  z.object({
    kind: z.literal("reserved"),
    content: z.object({
      ...{ key, diner: dinerId, amount: minor, tip: minor, covers: z.array(coverSchema()) },
    }),
  }),
  z.object({
    kind: z.literal("captured"),
    content: z.object({
      ...{ key, method: z.enum(PAYMENT_METHODS), diner: dinerId.nullable(), amount: minor },
      ...{ tip: minor, rounding: z.int(), covers: z.array(coverSchema()), taxes, receipt },
      /** What it paid for each dish (paid-lines.ts); left out by earlier releases. */
      lines: z.array(z.object({ ...onLine, byRate })).optional(),
    }),
  }),
  z.object({
    kind: z.literal("authorising"),
    content: z.object({ key, diner: dinerId, hold: minor }),
  }),
  // The first time, and whenever the hold was raised.
  z.object({ kind: z.literal("authorised"), content: z.object({ key, held: minor }) }),
  z.object({ kind: z.literal("raise-refused"), content: z.object({ key, amount: minor }) }),
  z.object({ kind: z.literal("released"), content: z.object({ key }) }),
  z.object({ kind: z.literal("failed"), content: z.object({ key }) }),
  z.object({ kind: z.literal("lapsed"), content: z.object({ key }) }),
  z.object({
    kind: z.literal("refunded"),
    content: z.object({ key, amount: minor, tip: minor, taxes, receipt, lines: returned }),
  }),
  z.object({
    kind: z.literal("refund-failed"),
    content: z.object({ key, amount: minor, tip: minor, taxes, receipt, lines: returned }),
  }),
  z.object({
    kind: z.literal("receipted"),
    content: z.object({ receipt, replaces: z.int().nullable() }),
  }),
]);

/** Where an entry stands in the restaurant's ledger. */
export const recordedEntry = z.intersection(
  z.object({ number: z.int().min(1), paymentId: z.string().nullable(), at: time }),
  ledgerEntry,
);

export type RecordedEntry = z.infer<typeof recordedEntry>;
