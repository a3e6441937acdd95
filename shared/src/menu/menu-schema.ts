/** The schema of a menu (menu.ts has its type), once for the HTTP API and for recordings. */
import { z } from "zod";
import { MAX_CHOICES, MAX_REFERENCES } from "../platform/limits.ts";
import { MAX_STOCK } from "./availability.ts";
import { dishFactFields } from "./dish-facts-schema.ts";
import { MAX_COURSE } from "./kitchen-facts.ts";
import { courseFields, kitchenFactFields, routedFields } from "./kitchen-facts-schema.ts";
import type { Menu, MenuCourse } from "./menu.ts";
import { type DishPhoto, type KeptPhoto, PHOTO_HASH, PHOTO_PLACEHOLDER } from "./photo.ts";
import { taxPartSchema } from "./tax-part.ts";
import { timedFields } from "./timing/timing-schema.ts";

const percent = z.int().min(0).max(100);
const keptPhoto = {
  hash: z.string().regex(PHOTO_HASH),
  width: z.int().min(1).describe("Pixels of the widest picture"),
  height: z.int().min(1),
  placeholder: z.string().regex(PHOTO_PLACEHOLDER).describe("4 × 3 pixels of a BMP, in base64"),
};

/** A photo as an upload answers it. */
export function keptPhotoSchema() {
  return z.object(keptPhoto) satisfies z.ZodType<KeptPhoto>;
}

/** What stays in sight of a photo. */
export function photoFocusSchema() {
  return z
    .tuple([percent, percent])
    .describe("What stays in sight where it is cropped: percent from the left and the top");
}

/** A photo of a dish. */
export function dishPhotoSchema() {
  return z.object({ ...keptPhoto, focus: photoFocusSchema() }) satisfies z.ZodType<DishPhoto>;
}

const translations = z.record(z.string(), z.string()).optional();

const quantity = z.int().min(1).max(MAX_CHOICES);

/** The schemas of a menu's parts, whose ids have this form, each without what is in it. */
export function menuPartSchemas(id: z.ZodType<string>) {
  const named = { id, name: z.string(), translations };
  return {
    value: z.object({
      ...named,
      allergens: z.array(z.string()).optional().describe("Added to the dish's"),
      priceDelta: z.int().describe("Minor units of the restaurant's currency"),
      priceBy: z
        .array(z.object({ value: id, priceDelta: z.int() }))
        .min(1)
        .max(MAX_REFERENCES)
        .optional()
        .describe("What it adds instead while that value of another option is chosen"),
      defaultQuantity: quantity.optional().describe("How often it is chosen before anybody chose"),
      maxQuantity: quantity.optional().describe("How often it may be chosen; left out: once"),
      ...timedFields,
    }),
    option: z.object({
      ...named,
      min: z.int(),
      max: z.int(),
      included: quantity.optional().describe("How many of the chosen ones add nothing"),
      openedBy: z
        .array(id)
        .max(MAX_REFERENCES)
        .optional()
        .describe("Values of options before it: it is asked only while one of them is chosen"),
    }),
    item: z.object({
      ...named,
      description: z.string().optional(),
      descriptionTranslations: translations,
      price: z.int().describe("Minor units of the restaurant's currency"),
      allergens: z.array(z.string()),
      additives: z.array(z.string()),
      tax: z.array(taxPartSchema()).optional().describe("What it is for tax"),
      code: z.string().optional(),
      ...dishFactFields,
      ...kitchenFactFields,
      ...routedFields(id),
      photo: dishPhotoSchema().optional(),
      stockPerDay: z.int().min(0).max(MAX_STOCK).optional().describe("Portions each business day"),
      ...timedFields,
    }),
    category: z.object({ ...named, ...routedFields(id), ...courseFields, ...timedFields }),
  };
}

/** The courses of a menu, as it has them. */
export function menuCoursesSchema() {
  return z
    .array(z.object({ name: z.string(), translations }))
    .min(1)
    .max(MAX_COURSE) satisfies z.ZodType<readonly MenuCourse[]>;
}

/** A menu whose ids have this form. */
export function menuSchema(id: z.ZodType<string>) {
  const { value, option, item, category } = menuPartSchemas(id);
  const dish = item.extend({ options: z.array(option.extend({ values: z.array(value) })) });
  return z.object({
    restaurantId: id,
    version: z.int().min(1),
    name: z.string(),
    currency: z.string().regex(/^[A-Z]{3}$/),
    locale: z.string(),
    courses: menuCoursesSchema().optional().describe("The courses of a meal, the first first"),
    categories: z.array(category.extend({ items: z.array(dish) })),
  }) satisfies z.ZodType<Menu>;
}

/** What can be had of a menu: see availability.ts. */
export function availabilitySchema(id: z.ZodType<string>) {
  return z.object({
    soldOut: z.array(id),
    soldOutUntil: z.record(id, z.int()).optional().describe("When a mark ends by itself, ms"),
    valuesOut: z.array(id),
    stock: z.record(z.string(), z.int()),
  });
}
