/**
 * The schemas of the values of a session document, by root. Those of diners are what the guard lets
 * them write: strict, so that a document holds nothing that nobody reads. Those of the server are what
 * phones may rely on. For servers and tests: phones have no zod.
 */
import type { z } from "zod";
import { claimSchema } from "./roots/claims.ts";
import { confirmSchema } from "./roots/confirms.ts";
import { dinerSchema } from "./roots/diners.ts";
import { entrySchema } from "./roots/entries.ts";
import { lineSchema } from "./roots/lines.ts";
import { markSchema } from "./roots/marks.ts";
import { orderSchema } from "./roots/orders.ts";
import { paymentSchema } from "./roots/payments.ts";
import { portionSchema } from "./roots/portions.ts";
import { receiptSchema } from "./roots/receipts.ts";
import { sessionSchema } from "./roots/session.ts";
import { treatSchema } from "./roots/treats.ts";
import { wishSchema } from "./roots/wishes.ts";
import type { DinerRoot, ServerRoot } from "./roots.ts";

export const DINER_VALUES = {
  lines: lineSchema(),
  portions: portionSchema(),
  claims: claimSchema(),
  treats: treatSchema(),
  wishes: wishSchema(),
  confirms: confirmSchema(),
  marks: markSchema(),
} as const satisfies Record<DinerRoot, z.ZodType>;

/** What the server writes; of the root `session`, all its keys together. */
export const SERVER_VALUES = {
  diners: dinerSchema(),
  receipts: receiptSchema(),
  orders: orderSchema(),
  entries: entrySchema(),
  payments: paymentSchema(),
  session: sessionSchema(),
} as const satisfies Record<ServerRoot, z.ZodType>;

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
