import { z } from "zod";
import {
  MAX_CONFIRM_LINES,
  MAX_CONFIRMS,
  MAX_CONFIRMS_PER_DINER,
  MAX_PORTION,
  RESERVED_CONFIRMS_PER_DINER,
} from "../../../platform/limits.ts";
import { lineId, minor, time } from "../fields.ts";
import { DINER } from "../key-forms.ts";
import { dinerRoot } from "../root.ts";

/** A line as the confirmer saw it. */
export interface ConfirmLine {
  readonly line: string;
  readonly quantity: number;
  readonly unitPrice: number;
  /** Portions of the line that orders had taken by then; tells a later order from a withdrawal. */
  readonly ordered: number;
}

/** "Send this to the kitchen", exactly as the confirmer saw it. Written once. */
export interface Confirm {
  readonly lines: readonly ConfirmLine[];
  readonly total: number;
  readonly menuVersion: number;
  /** When the diner confirmed, by the phone's clock corrected to the server's. */
  readonly at: number;
}

/** Wishes to order, by confirm id (`d3-0f3k2j9x0a1bcd`). An accepted one is queued for its decision. */
export const confirms = dinerRoot<Confirm>({
  written: "once",
  key: new RegExp(`^(${DINER})-[0-9a-z]{14}$`),
  share: {
    table: MAX_CONFIRMS,
    diner: MAX_CONFIRMS_PER_DINER,
    reserved: RESERVED_CONFIRMS_PER_DINER,
  },
});

export const confirmSchema = () =>
  z
    .strictObject({
      lines: z
        .array(
          z.strictObject({
            line: lineId,
            quantity: z
              .int()
              .min(1)
              .max(MAX_PORTION * 10),
            unitPrice: minor,
            ordered: z
              .int()
              .min(0)
              .max(MAX_PORTION * 1000),
          }),
        )
        .min(1)
        .max(MAX_CONFIRM_LINES),
      total: minor,
      menuVersion: z.int().min(1),
      at: time,
    })
    .refine((c) => new Set(c.lines.map((l) => l.line)).size === c.lines.length, {
      path: ["lines"],
      message: "names a line twice",
    }) satisfies z.ZodType<Confirm>;
