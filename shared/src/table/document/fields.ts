/** Fields that the values of several roots have. For servers and tests: phones have no zod. */
import { z } from "zod";
import { DINER_ID } from "../../platform/identity.ts";
import { MAX_SEAT } from "../../platform/limits.ts";

/** Not `-0`: JSON would turn it into another value than the document's. */
export const notMinusZero = (n: number) => !Object.is(n, -0);

export const uuid = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
export const lineId = z.string().regex(/^d[1-9][0-9]{0,2}-[0-9a-z]{10}$/);
export const dinerId = z.string().regex(DINER_ID);
/** A diner, or "table" for all who sit there. */
export const whose = z.string().regex(/^(table|d[1-9][0-9]{0,2})$/);
export const seat = z.int().min(1).max(MAX_SEAT);
/** Milliseconds since the epoch. */
export const time = z.int().min(0).max(8.64e15).refine(notMinusZero);
/** Minor units of the restaurant's currency. */
export const minor = z.int().min(0).max(1e12).refine(notMinusZero);
export const currency = z.string().regex(/^[A-Z]{3}$/);
/** What a line of the bill belongs to: an order, or what staff added to the bill. */
export const billOrder = z.union([uuid, z.literal("charges")]);
/** A line of the bill: of an order, or the number of the entry that made the charge. */
export const billLine = z.union([lineId, z.string().regex(/^[1-9][0-9]{0,14}$/)]);
