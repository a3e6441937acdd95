import { z } from "zod";
import { isCurrency } from "../currencies.ts";
import { isCleanText } from "../document/values.ts";
import { parseMinor } from "../money.ts";

/**
 * The JSON file that a restaurant's menu is imported from: prices are decimal strings in the
 * file's currency, nothing has ids yet. `parseMenuFile` is the only way in.
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

/** Some exports carry "\u2122" as six characters; a guest should read the sign it stands for. */
function unescapeUnicode(text: string): string {
  return text.replace(/\\u([0-9a-fA-F]{4})/g, (_, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

const value = z.object({
  name,
  translations,
  price_delta: z.string().default("0"),
});

const option = z
  .object({
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
    notes: z.string().optional(),
    categories: z
      .array(z.object({ name, translations, items: z.array(item).min(1).max(1000) }))
      .min(1)
      .max(200),
  })
  .superRefine((file, context) => {
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
export function parseMenuFile(
  json: unknown,
): { ok: true; file: MenuFile } | { ok: false; problem: MenuFileProblem } {
  const result = menuFile.safeParse(json);
  if (result.success) return { ok: true, file: result.data };
  const issue = result.error.issues[0];
  const path = (issue?.path ?? []).reduce<string>(
    (text, part) =>
      typeof part === "number"
        ? `${text}[${part}]`
        : text
          ? `${text}.${String(part)}`
          : String(part),
    "",
  );
  return { ok: false, problem: { path: path || "(the file)", message: issue?.message ?? "" } };
}
