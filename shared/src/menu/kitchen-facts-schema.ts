import { z } from "zod";
import {
  type KitchenFacts,
  MAX_COURSE,
  MAX_KITCHEN_NAME,
  MAX_PREP_MINUTES,
  MAX_STATIONS,
  type OfCourse,
  type Routed,
} from "./kitchen-facts.ts";

/** Where a dish, or a section's dishes, are made, by stations whose ids have this form. */
export function routedFields(id: z.ZodType<string>) {
  return {
    stations: z
      .array(id)
      .min(1)
      .max(MAX_STATIONS)
      .optional()
      .describe("Stations that make it; left out of a dish: its section's, else the default"),
  } satisfies { readonly [Field in keyof Routed]-?: z.ZodType<Routed[Field]> };
}

/** Which course a dish, or a section's dishes, are of. */
export const courseFields = {
  course: z
    .int()
    .min(1)
    .max(MAX_COURSE)
    .optional()
    .describe("1 comes first; left out of a dish: its section's, else made at once"),
} satisfies { readonly [Field in keyof OfCourse]-?: z.ZodType<OfCourse[Field]> };

/** What a dish says to those who cook it, as its menu has it. */
export const kitchenFactFields = {
  kitchenName: z.string().min(1).max(MAX_KITCHEN_NAME).optional().describe("On tickets"),
  ...courseFields,
  prepMinutes: z.int().min(1).max(MAX_PREP_MINUTES).optional().describe("Minutes to make it"),
} satisfies {
  readonly [Field in Exclude<keyof KitchenFacts, keyof Routed>]-?: z.ZodType<KitchenFacts[Field]>;
};
