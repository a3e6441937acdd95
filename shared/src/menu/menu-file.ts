import { z } from "zod";
import { MAX_DAY_START, timeZoneOf } from "../platform/business-day.ts";
import { isCurrency } from "../platform/currencies.ts";
import { MAX_EXTERNAL_ID_LENGTH } from "../platform/limits.ts";
import { parseMinor } from "../platform/money.ts";
import { isCleanText } from "../platform/text.ts";
import { pathText, type UnknownField, unknownFields } from "./unknown-fields.ts";

/**
 * The JSON file that a restaurant's menu is imported from: prices are decimal strings in the
 * file's currency, ids are those of the system that it comes from. `parseMenuFile` is the only way in.
 */

// Postgres refuses U+0000, and no guest can read the other control characters.
const text = (maxLength: number) =>
  z
    .string()
    .transform(unescapeUnicode)
    .pipe(
      z
        .string()
        .trim()
        .max(maxLength)
        .refine(isCleanText, { message: "holds characters that cannot be shown" }),
    );
const name = text(200).pipe(z.string().min(1));
const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/);
const translations = z.record(language, name).optional();
const words = z.array(name).max(40).default([]);
/** What the system that the file comes from calls a thing, so that a later file means the same one. */
const externalId = z
  .union([text(MAX_EXTERNAL_ID_LENGTH).pipe(z.string().min(1)), z.int().transform(String)])
  .optional();

/** Some exports carry "\u2122" as six characters; a guest should read the sign it stands for. */
function unescapeUnicode(text: string): string {
  return text.replace(/\\u([0-9a-fA-F]{4})/g, (_, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

const value = z.object({
  id: externalId,
  name,
  translations,
  price_delta: z.string().default("0"),
  allergens: words,
});

const option = z
  .object({
    id: externalId,
    name,
    translations,
    min: z.int().min(0).max(99),
    max: z.int().min(1).max(99),
    values: z.array(value).min(1).max(200),
  })
  .refine((o) => o.min <= Math.min(o.max, o.values.length), {
    path: ["min"],
    message: "asks for more choices than can be made",
  });

const item = z.object({
  id: externalId,
  name,
  translations,
  description: text(1000).optional(),
  description_translations: z.record(language, text(1000)).optional(),
  price: z.string(),
  code: text(40).optional(),
  allergens: words,
  additives: words,
  options: z.array(option).max(20).default([]),
});

const menuFile = z
  .object({
    name,
    currency: z.string().refine(isCurrency, { message: "is not an ISO 4217 currency code" }),
    locale: z.string().refine(isLocale, { message: "is not a BCP 47 language tag" }),
    timezone: z
      .string()
      .transform((zone, context) => {
        const known = timeZoneOf(zone);
        if (known === null) {
          context.addIssue(`"${zone.slice(0, 40)}" is not an IANA time zone like "Europe/Berlin"`);
        }
        return known ?? zone;
      })
      .optional(),
    day_starts_at: z.int().min(0).max(MAX_DAY_START).optional(),
    notes: z.string().optional(),
    categories: z
      .array(
        z.object({
          id: externalId,
          name,
          translations,
          items: z.array(item).min(1).max(1000),
        }),
      )
      .min(1)
      .max(200),
  })
  .superRefine((file, context) => {
    for (const path of repeatedIds(file.categories)) {
      context.addIssue({ code: "custom", path, message: "is the id of another one too" });
    }
    if (!isCurrency(file.currency)) return;
    const check = (text: string, path: (string | number)[], atLeastZero: boolean) => {
      const minor = parseMinor(text, file.currency);
      if (minor === null || (atLeastZero && minor < 0)) {
        context.addIssue({
          code: "custom",
          path,
          message: `"${text.slice(0, 20)}" is not an amount in ${file.currency}`,
        });
      }
    };
    file.categories.forEach((category, c) => {
      category.items.forEach((dish, i) => {
        const at = ["categories", c, "items", i];
        check(dish.price, [...at, "price"], true);
        dish.options.forEach((group, o) => {
          group.values.forEach((choice, v) => {
            check(choice.price_delta, [...at, "options", o, "values", v, "price_delta"], false);
          });
        });
      });
    });
  });

/** What may have an id of its own. */
interface Identified {
  readonly id?: string | undefined;
}

/** Where an id is the second of its kind: dishes are told apart in the whole file, options in theirs. */
function repeatedIds(
  categories: readonly (Identified & {
    readonly items: readonly (Identified & {
      readonly options: readonly (Identified & { readonly values: readonly Identified[] })[];
    })[];
  })[],
): (string | number)[][] {
  const repeated: (string | number)[][] = [];
  const differ = (seen: Set<string>, path: (string | number)[], { id }: Identified) => {
    if (id === undefined) return;
    if (seen.has(id)) repeated.push([...path, "id"]);
    seen.add(id);
  };
  const sections = new Set<string>();
  const dishes = new Set<string>();
  for (const [c, category] of categories.entries()) {
    differ(sections, ["categories", c], category);
    for (const [i, dish] of category.items.entries()) {
      const at = ["categories", c, "items", i];
      differ(dishes, at, dish);
      const groups = new Set<string>();
      for (const [o, group] of dish.options.entries()) {
        differ(groups, [...at, "options", o], group);
        const choices = new Set<string>();
        for (const [v, choice] of group.values.entries()) {
          differ(choices, [...at, "options", o, "values", v], choice);
        }
      }
    }
  }
  return repeated;
}

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** A menu file whose every field has been checked; prices are still decimal strings. */
export type MenuFile = z.infer<typeof menuFile>;

/** The first thing wrong with a menu file: where ("categories[1].items[2].price") and what. */
export interface MenuFileProblem {
  readonly path: string;
  readonly message: string;
}

/** Checks parsed JSON against the menu file's shape; reports the first wrong field by its path. */
export function parseMenuFile(json: unknown):
  | {
      ok: true;
      file: MenuFile;
      /** Fields that a menu file does not have: what they say is lost. */
      unknown: readonly UnknownField[];
    }
  | { ok: false; problem: MenuFileProblem } {
  const result = menuFile.safeParse(json);
  if (result.success) {
    return { ok: true, file: result.data, unknown: unknownFields(menuFile, json) };
  }
  const issue = result.error.issues[0];
  const path = pathText(issue?.path ?? []);
  return { ok: false, problem: { path: path || "(the file)", message: issue?.message ?? "" } };
}
