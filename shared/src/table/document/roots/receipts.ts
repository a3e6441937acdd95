import { z } from "zod";
import { lineId, minor, time, uuid } from "../fields.ts";
import { serverRoot } from "../root.ts";

/** Why one line of a confirm could not be ordered. */
export type LineRejection =
  | { readonly line: string; readonly code: "withdrawn"; readonly left: number }
  | { readonly line: string; readonly code: "already-ordered"; readonly left: number }
  | {
      readonly line: string;
      readonly code: "price-changed";
      readonly seen: number;
      readonly now: number;
    }
  | { readonly line: string; readonly code: "sold-out"; readonly left: number }
  | { readonly line: string; readonly code: "not-served" }
  | { readonly line: string; readonly code: "off-menu" }
  | { readonly line: string; readonly code: "options-changed" };

/** Why a confirm was rejected as a whole; "lines" means: see the lines. */
export const REJECTION_CODES = [
  "lines",
  "too-old",
  "session-closed",
  "total-differs",
  "round-unpaid",
  "closed",
  "last-orders",
  "paused",
  "internal",
] as const;
export type RejectionCode = (typeof REJECTION_CODES)[number];

/** The one outcome of a confirm. */
export type Receipt =
  | { readonly ok: true; readonly order: string; readonly number: number; readonly at: number }
  | {
      readonly ok: false;
      readonly code: RejectionCode;
      readonly lines: readonly LineRejection[];
      readonly at: number;
    };

/** The outcome of each confirm, by confirm id. */
export const receipts = serverRoot<Receipt>();

export const receiptSchema = () => {
  const left = z.int();
  const lineRejection = z.discriminatedUnion("code", [
    z.strictObject({ line: lineId, code: z.literal("withdrawn"), left }),
    z.strictObject({ line: lineId, code: z.literal("already-ordered"), left }),
    z.strictObject({ line: lineId, code: z.literal("price-changed"), seen: minor, now: minor }),
    z.strictObject({ line: lineId, code: z.literal("sold-out"), left }),
    z.strictObject({ line: lineId, code: z.literal("not-served") }),
    z.strictObject({ line: lineId, code: z.literal("off-menu") }),
    z.strictObject({ line: lineId, code: z.literal("options-changed") }),
  ]) satisfies z.ZodType<LineRejection>;
  return z.discriminatedUnion("ok", [
    z.strictObject({ ok: z.literal(true), order: uuid, number: z.int().min(1), at: time }),
    z.strictObject({
      ok: z.literal(false),
      code: z.enum(REJECTION_CODES),
      lines: z.array(lineRejection),
      at: time,
    }),
  ]) satisfies z.ZodType<Receipt>;
};
