/** The schema of a menu (menu.ts has its type), once for the HTTP API and for recordings. */
import { z } from "zod";
import type { Menu } from "./menu.ts";

const translations = z.record(z.string(), z.string()).optional();

/** A menu whose ids have this form. */
export function menuSchema(id: z.ZodType<string>) {
  const value = z.object({
    id,
    name: z.string(),
    translations,
    allergens: z.array(z.string()).optional().describe("Added to the dish's"),
    priceDelta: z.int().describe("Minor units of the restaurant's currency"),
  });
  const option = z.object({
    id,
    name: z.string(),
    translations,
    min: z.int(),
    max: z.int(),
    values: z.array(value),
  });
  const item = z.object({
    id,
    name: z.string(),
    translations,
    description: z.string().optional(),
    descriptionTranslations: translations,
    price: z.int().describe("Minor units of the restaurant's currency"),
    allergens: z.array(z.string()),
    additives: z.array(z.string()),
    code: z.string().optional(),
    options: z.array(option),
  });
  return z.object({
    restaurantId: id,
    version: z.int().min(1),
    name: z.string(),
    currency: z.string().regex(/^[A-Z]{3}$/),
    locale: z.string(),
    categories: z.array(z.object({ id, name: z.string(), translations, items: z.array(item) })),
  }) satisfies z.ZodType<Menu>;
}

/** What can be had of a menu: see availability.ts. */
export function availabilitySchema(id: z.ZodType<string>) {
  return z.object({
    soldOut: z.array(id),
    valuesOut: z.array(id),
    stock: z.record(z.string(), z.int()),
  });
}
