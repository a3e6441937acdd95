/**
 * What a table's bill is made by: tax, service charge, tips. A fact of the session (session.ts),
 * written down when it opens, so that everybody computes the same bill and a change of the
 * restaurant's settings is for the next table.
 */
import { z } from "zod";
import { minor } from "../fields.ts";
import { MAX_REDUCTION, type Reduction, type ServiceMode } from "./entries.ts";

/** A kind of thing for tax, with its rate in hundredths of a percent by how it is consumed. */
export interface TaxCategory {
  readonly name: string;
  readonly rates: Readonly<Record<ServiceMode, number>>;
}

/** A service charge that everybody pays. */
export interface ServiceCharge {
  readonly rate: Reduction;
  /** From how many guests on it is charged. */
  readonly fromGuests: number;
  /** Where prices are without tax: what a percentage is of, before tax or after. */
  readonly of: "net" | "gross";
  /** Its own tax category. */
  readonly category: string;
}

/** A tab: a card is put down first, and charged once at the end. */
export interface TabTerms {
  /** What is held on the card at first. */
  readonly hold: number;
  /** By how much the hold is raised when the bill outgrows it. */
  readonly step: number;
}

export interface BillTerms {
  /** Whether the menu's prices include the tax. */
  readonly prices: "inclusive" | "exclusive";
  readonly categories: Readonly<Record<string, TaxCategory>>;
  /** The category of what names none. */
  readonly category: string;
  readonly service: ServiceCharge | null;
  /** Suggested tips, in hundredths of a percent of the payer's own share; none is preselected. */
  readonly tips: readonly number[];
  /** Cash is rounded to a multiple of this many minor units: 5 where the smallest coin is 0.05. */
  readonly cashStep: number;
  /** Whether guests can pay on their phones. */
  readonly online: boolean;
  /** Whether each order may be paid by itself, or has to be before the next; missing: neither. */
  readonly rounds?: "offered" | "required" | undefined;
  /** Whether the host may pay for the others, each up to a limit; missing: not. */
  readonly hostPays?: true | undefined;
  /** Missing where no card can be put down for a tab. */
  readonly tab?: TabTerms | undefined;
}

export const termsSchema = () => {
  const rate = z.int().min(0).max(10_000);
  const category = z.string().regex(/^[a-z0-9-]{1,40}$/);
  return z
    .strictObject({
      prices: z.enum(["inclusive", "exclusive"]),
      categories: z.record(
        category,
        z.strictObject({
          name: z.string().min(1).max(80),
          rates: z.strictObject({ "dine-in": rate, takeaway: rate }),
        }),
      ),
      category,
      service: z
        .strictObject({
          rate: z.union([
            z.strictObject({ percent: z.int().min(1).max(MAX_REDUCTION) }),
            z.strictObject({ amount: minor.min(1) }),
          ]),
          fromGuests: z.int().min(1).max(200),
          of: z.enum(["net", "gross"]),
          category,
        })
        .nullable(),
      tips: z.array(z.int().min(1).max(10_000)).max(5).readonly(),
      cashStep: z.int().min(1).max(10_000),
      online: z.boolean(),
      rounds: z.enum(["offered", "required"]).optional(),
      hostPays: z.literal(true).optional(),
      tab: z.strictObject({ hold: minor.min(1), step: minor.min(1) }).optional(),
    })
    .refine(
      ({ categories, category, service }) =>
        Object.hasOwn(categories, category) &&
        (!service || Object.hasOwn(categories, service.category)),
      { path: ["category"], message: "is none of the tax categories" },
    ) satisfies z.ZodType<BillTerms>;
};
