/**
 * What the guard lets a diner write as a value, by root. The shapes are those of types.ts; strict,
 * so that a document holds nothing that nobody reads.
 */
import { z } from "zod";
import {
  MAX_CONFIRM_LINES,
  MAX_LINE_OPTIONS,
  MAX_NOTE_LENGTH,
  MAX_OPTION_VALUES,
  MAX_PORTION,
} from "../limits.ts";
import type { DinerRoot } from "./keys.ts";
import { isCleanText } from "./text.ts";
import type { Confirm, Line, Mark } from "./types.ts";

export { isCleanText };

const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
const lineId = z.string().regex(/^d[1-9][0-9]{0,2}-[0-9a-z]{10}$/);
// Not `-0`: JSON would turn it into another value than the document's.
const notMinusZero = (n: number) => !Object.is(n, -0);
const time = z.int().min(0).max(8.64e15).refine(notMinusZero);
const minor = z.int().min(0).max(1e12).refine(notMinusZero);

const line = z.strictObject({
  item: uuid,
  options: z
    .array(z.strictObject({ option: uuid, values: z.array(uuid).min(1).max(MAX_OPTION_VALUES) }))
    .max(MAX_LINE_OPTIONS),
  note: z.string().max(MAX_NOTE_LENGTH).refine(isCleanText),
  for: z.string().regex(/^(table|d[1-9][0-9]{0,2})$/),
  at: time,
}) satisfies z.ZodType<Line>;

const confirm = z
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

const mark = z.strictObject({
  ready: z.boolean(),
  call: z.enum(["none", "waiter", "bill"]),
  at: time,
}) satisfies z.ZodType<Mark>;

/** The schema of each root's values. */
export const DINER_VALUES: Record<DinerRoot, z.ZodType> = {
  lines: line,
  portions: z.int().min(-MAX_PORTION).max(MAX_PORTION).refine(notMinusZero),
  confirms: confirm,
  marks: mark,
};

/** Far more than the deepest value of a session document, an order, needs. */
const MAX_VALUE_DEPTH = 16;

/**
 * Whether a value is stored as it reads, and nested only as deep as ours are: Yjs decodes the key
 * "__proto__" into a prototype, whose fields a schema sees but the next encoder leaves out.
 */
export function isPlainJson(value: unknown, depth = MAX_VALUE_DEPTH): boolean {
  if (typeof value !== "object" || value === null) return true;
  const prototype = Object.getPrototypeOf(value);
  return (
    depth > 0 &&
    (prototype === Object.prototype || prototype === Array.prototype) &&
    Object.values(value).every((part) => isPlainJson(part, depth - 1))
  );
}
