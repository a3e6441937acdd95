import { z } from "zod";
import {
  type KitchenFacts,
  MAX_COURSE,
  MAX_KITCHEN_NAME,
  MAX_PREP_MINUTES,
} from "./kitchen-facts.ts";

/** What a dish says to those who cook it, as its menu has it. */
export const kitchenFactFields = {
  kitchenName: z.string().min(1).max(MAX_KITCHEN_NAME).optional().describe("On tickets"),
  course: z.int().min(1).max(MAX_COURSE).optional().describe("1 comes first"),
  prepMinutes: z.int().min(1).max(MAX_PREP_MINUTES).optional().describe("Minutes to make it"),
} satisfies { readonly [Field in keyof KitchenFacts]-?: z.ZodType<KitchenFacts[Field]> };
