/**
 * The values of a session document, by root; the shapes are those of types.ts. Those of diners are what
 * the guard lets them write: strict, so that a document holds nothing that nobody reads. Those of the
 * server are what phones may rely on.
 */
import { z } from "zod";
import {
  MAX_CONFIRM_LINES,
  MAX_LINE_OPTIONS,
  MAX_NOTE_LENGTH,
  MAX_OPTION_VALUES,
  MAX_PORTION,
  MAX_SEAT,
} from "../../platform/limits.ts";
import { isCleanText } from "../../platform/text.ts";
import type { DinerRoot, Root } from "./keys.ts";
import { ORDER_STATUSES } from "./order-status.ts";
import type {
  Confirm,
  Diner,
  Line,
  LineRejection,
  Mark,
  Order,
  Receipt,
  SessionFacts,
} from "./types.ts";

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

const dinerId = z.string().regex(/^d[1-9][0-9]{0,2}$/);
const seat = z.int().min(1).max(MAX_SEAT);

const diner = z.strictObject({
  seat,
  colour: z.int().min(0),
  host: z.boolean(),
  gone: z.boolean().optional(),
}) satisfies z.ZodType<Diner>;

const left = z.int();
const lineRejection = z.discriminatedUnion("code", [
  z.strictObject({ line: lineId, code: z.literal("withdrawn"), left }),
  z.strictObject({ line: lineId, code: z.literal("already-ordered"), left }),
  z.strictObject({ line: lineId, code: z.literal("price-changed"), seen: minor, now: minor }),
  z.strictObject({ line: lineId, code: z.literal("sold-out"), left }),
  z.strictObject({ line: lineId, code: z.literal("off-menu") }),
  z.strictObject({ line: lineId, code: z.literal("options-changed") }),
]) satisfies z.ZodType<LineRejection>;

const receipt = z.discriminatedUnion("ok", [
  z.strictObject({ ok: z.literal(true), order: uuid, number: z.int().min(1), at: time }),
  z.strictObject({
    ok: z.literal(false),
    code: z.enum(["lines", "too-old", "session-closed", "total-differs", "internal"]),
    lines: z.array(lineRejection),
    at: time,
  }),
]) satisfies z.ZodType<Receipt>;

const order = z.strictObject({
  number: z.int().min(1),
  confirm: z.string(),
  by: dinerId,
  lines: z.array(
    z.strictObject({
      line: lineId,
      item: uuid,
      name: z.string(),
      choices: z.array(z.string()),
      note: z.string(),
      for: z.string().regex(/^(table|d[1-9][0-9]{0,2})$/),
      quantity: z.int().min(1),
      unitPrice: minor,
      shares: z.record(z.string(), z.int().min(1)),
    }),
  ),
  total: minor,
  currency: z.string().regex(/^[A-Z]{3}$/),
  status: z.enum(ORDER_STATUSES),
  at: time,
  statusAt: time,
  reason: z.string().optional(),
}) satisfies z.ZodType<Order>;

/** Each field is a key of its own. */
const facts = z.strictObject({
  table: z.string(),
  status: z.enum(["active", "closed", "expired"]),
  currency: z.string().regex(/^[A-Z]{3}$/),
  menuVersion: z.int().min(1),
  openedAt: time,
  expiresAt: time,
  answered: z.record(z.string(), time),
}) satisfies z.ZodType<SessionFacts>;

/** What the server writes; of the root `session`, all its keys together. */
export const SERVER_VALUES: Record<Exclude<Root, DinerRoot>, z.ZodType> = {
  diners: diner,
  receipts: receipt,
  orders: order,
  session: facts,
};

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
