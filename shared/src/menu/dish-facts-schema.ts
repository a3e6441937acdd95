import { z } from "zod";
import { BADGES, DIETS, type DishFacts, MAX_SPICE } from "./dish-facts.ts";

/** What a dish says about itself, as its menu has it. */
export const dishFactFields = {
  diets: z.array(z.enum(DIETS)).max(DIETS.length).optional(),
  spice: z.int().min(1).max(MAX_SPICE).optional().describe("1 is mild, 3 is hot"),
  badges: z.array(z.enum(BADGES)).max(BADGES.length).optional(),
  minAge: z.int().min(1).max(99).optional().describe("Years; staff make sure"),
  mayContain: z.array(z.string()).optional().describe("Allergens that may get into it"),
} satisfies { readonly [Field in keyof DishFacts]-?: z.ZodType<DishFacts[Field]> };
