/** The schema of a menu's draft and of its edits: what may stand there at all. */
import { z } from "zod";
import {
  MAX_DISH_OPTIONS,
  MAX_DISHES,
  MAX_EXTERNAL_ID_LENGTH,
  MAX_MINOR,
  MAX_OPTION_CHOICES,
  MAX_SECTION_DISHES,
  MAX_SECTIONS,
} from "../../platform/limits.ts";
import { isCleanText, isName } from "../../platform/text.ts";
import { menuPartSchemas } from "../menu-schema.ts";
import { type MenuDraft, PARTS } from "./draft.ts";

const MAX_NAME = 200;
const MAX_CODE = 40;
const MAX_TEXT = 1_000;
const MAX_WORDS = 40;

const id = z.uuid();
const written = { externalId: z.string().min(1).max(MAX_EXTERNAL_ID_LENGTH).optional() };
const hidden = z.literal(true).optional();
const price = z.int().min(0).max(MAX_MINOR);

/** A draft as it is stored and answered. */
export function draftSchema() {
  const parts = menuPartSchemas(id);
  const value = z.strictObject({ ...parts.value.shape, ...written });
  const option = z.strictObject({
    ...{ ...parts.option.shape, ...written },
    values: z.array(value).max(MAX_OPTION_CHOICES),
  });
  const item = z.strictObject({
    ...{ ...parts.item.shape, ...written, hidden },
    price: price.optional().describe("Left out: not for sale yet"),
    notice: z.literal(true).optional().describe("Shown, and never to be ordered"),
    options: z.array(option).max(MAX_DISH_OPTIONS),
  });
  const category = z.strictObject({
    ...{ ...parts.category.shape, ...written, hidden },
    items: z.array(item).max(MAX_SECTION_DISHES),
  });
  return z.strictObject({
    categories: z.array(category).max(MAX_SECTIONS),
  }) satisfies z.ZodType<MenuDraft>;
}

/** A draft as it is read from where it is stored. */
export type StoredDraft = z.infer<ReturnType<typeof draftSchema>>;

/** A draft that somebody writes: also within the bounds of what can be stored and shown. */
export function writtenDraftSchema() {
  return draftSchema().superRefine((draft, context) => {
    const dishes = draft.categories.reduce((sum, { items }) => sum + items.length, 0);
    if (dishes > MAX_DISHES) {
      context.addIssue({ code: "custom", path: ["categories"], message: "has too many dishes" });
    }
    for (const { path, message } of wrongTexts(draft, [])) {
      context.addIssue({ code: "custom", path: [...path], message });
    }
  });
}

interface Wrong {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Texts that are too long or cannot be shown, and lists and numbers out of bounds. */
function wrongTexts(value: unknown, path: readonly (string | number)[]): Wrong[] {
  const field = path.at(-1);
  if (typeof value === "string") {
    const isNamed = field === "name" || field === "kitchenName";
    if (isNamed && !isName(value)) return [{ path, message: "is not a name" }];
    const max = field === "name" ? MAX_NAME : field === "code" ? MAX_CODE : MAX_TEXT;
    if (value.length > max) return [{ path, message: `is longer than ${max} characters` }];
    return isCleanText(value) ? [] : [{ path, message: "holds characters that cannot be shown" }];
  }
  if (typeof value === "number") {
    return Math.abs(value) <= MAX_MINOR ? [] : [{ path, message: "is out of bounds" }];
  }
  if (Array.isArray(value)) {
    const ofWords = value.some((each) => typeof each === "string");
    if (ofWords && value.length > MAX_WORDS) return [{ path, message: "has too many words" }];
    return value.flatMap((each, i) => wrongTexts(each, [...path, i]));
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => wrongTexts(inner, [...path, key]));
}

/** A section's dish's option's value's translations, and some to spare. */
const MAX_DEPTH = 12;

/** Whether a value is nested no deeper than anything in a draft: what is, nothing else should walk. */
function isShallow(value: unknown, depth = MAX_DEPTH): boolean {
  if (typeof value !== "object" || value === null) return true;
  return depth > 0 && Object.values(value).every((inner) => isShallow(inner, depth - 1));
}

/** An edit as it is sent; what its values may be, the draft that it makes says. */
export function draftEditSchema() {
  const place = { in: id.nullable(), before: id.nullable() };
  const shallow = { message: "is nested too deeply" };
  const thing = z.looseObject({ id }).refine((each) => isShallow(each), shallow);
  const value = z.unknown().refine((each) => isShallow(each), shallow);
  return z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("set"),
      id,
      field: z.string().regex(/^[A-Za-z]{1,40}$/),
      was: value.describe("What the writer saw; null for a field that is not there"),
      to: value,
    }),
    z.strictObject({ kind: z.literal("add"), part: z.enum(PARTS), ...place, thing }),
    z.strictObject({ kind: z.literal("remove"), id, was: thing }),
    z.strictObject({ kind: z.literal("move"), id, ...place }),
  ]);
}

/** An edit as it is read from where it is stored. */
export type StoredEdit = z.infer<ReturnType<typeof draftEditSchema>>;

/** A place where an edit cannot be made, for the writer to choose. */
export const draftConflictSchema = () =>
  z.object({
    edit: z.int(),
    reason: z.enum(["gone", "changed"]),
    id,
    field: z.string().optional(),
    now: z.unknown().optional().describe("What stands there now"),
  });
