import { z } from "zod";

/**
 * What a dish, or part of it, is for tax: a menu with a drink is food and drink. The weights say how
 * the price is divided; a dish of one category has one part.
 */
export interface TaxPart {
  /** A tax category of the restaurant (table/document/roots/terms.ts). */
  readonly category: string;
  readonly weight: number;
}

/** The form of the name of a tax category. */
export const TAX_CATEGORY = /^[a-z0-9-]{1,40}$/;

export const taxPartSchema = () =>
  z.strictObject({
    category: z.string().regex(TAX_CATEGORY),
    weight: z.int().min(1).max(1_000_000),
  }) satisfies z.ZodType<TaxPart>;
