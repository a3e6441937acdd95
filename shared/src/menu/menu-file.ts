import { z } from "zod";
import { MAX_DAY_START, timeZoneOf } from "../platform/business-day.ts";
import { isCurrency } from "../platform/currencies.ts";
import { MAX_CHOICES, MAX_EXTERNAL_ID_LENGTH, MAX_REFERENCES } from "../platform/limits.ts";
import { parseMinor } from "../platform/money.ts";
import { isCleanText } from "../platform/text.ts";
import { MAX_STOCK } from "./availability.ts";
import { dishFactFields } from "./dish-facts-schema.ts";
import { problemsOf, told } from "./file-problems.ts";
import type { Told } from "./formats/report.ts";
import { WHOLE_FILE } from "./formats/table-place.ts";
import { MAX_KITCHEN_NAME, MAX_STATIONS } from "./kitchen-facts.ts";
import { kitchenFactFields } from "./kitchen-facts-schema.ts";
import { photoFocusSchema } from "./menu-schema.ts";
import { capacityOf, type OptionFault, optionFaults, type RuledOption } from "./option-rules.ts";
import { PHOTO_HASH } from "./photo.ts";
import { MAX_STATION_NAME } from "./stations.ts";
import { TAX_CATEGORY, taxPartSchema } from "./tax-part.ts";
import { type FileTiming, fileTiming } from "./timing/file-timing.ts";
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
    .pipe(z.string().trim().max(maxLength).refine(isCleanText, told("unshown-signs")));
const name = text(200).pipe(z.string().min(1));
const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/);
const translations = z.record(language, name).optional();
const words = z.array(name).max(40).default([]);
/** Where it is made: the restaurant's stations by their names, in any writing. */
const stations = z
  .array(text(MAX_STATION_NAME).pipe(z.string().min(1)))
  .max(MAX_STATIONS)
  .optional();
/** What the system that the file comes from calls a thing, so that a later file means the same one. */
const externalId = z
  .union([text(MAX_EXTERNAL_ID_LENGTH).pipe(z.string().min(1)), z.int().transform(String)])
  .optional();

/** The id that the file gives something else. */
const reference = z.union([
  text(MAX_EXTERNAL_ID_LENGTH).pipe(z.string().min(1)),
  z.int().transform(String),
]);

/**
 * A photo that the restaurant keeps, as an export has it; null takes it away, and a dish without the field
 * keeps its own. Addresses and file names of other systems are left out.
 */
const photo = z
  .union([
    z.object({ hash: z.string().regex(PHOTO_HASH), focus: photoFocusSchema().default([50, 50]) }),
    z.null(),
    z.string().transform(() => undefined),
  ])
  .optional();

/** What something is for tax: a category of the restaurant's, or several with their weights. */
const tax = z
  .union([
    z
      .string()
      .regex(TAX_CATEGORY)
      .transform((category) => [{ category, weight: 1 }]),
    z.array(taxPartSchema()).min(1).max(10),
  ])
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
  /** What it adds instead while the value with that id is chosen, in another option of the dish. */
  price_by: z
    .array(z.object({ value: reference, price_delta: z.string() }))
    .min(1)
    .max(MAX_REFERENCES)
    .optional(),
  /** How often it is chosen before anybody chose, and how often it may be. */
  default_quantity: z.int().min(1).max(MAX_CHOICES).optional(),
  max_quantity: z.int().min(1).max(MAX_CHOICES).optional(),
  allergens: words,
  ...fileTiming,
});

interface FileOption {
  readonly min: number;
  readonly max: number;
  readonly included?: number | undefined;
  readonly opened_by?: readonly string[] | undefined;
  readonly values: readonly z.infer<typeof value>[];
}

/** An option by the rules of options (option-rules.ts), which know values by their ids. */
function ruledOf(option: Partial<FileOption>): RuledOption {
  const { min = 0, max = 1, included, opened_by, values } = option;
  return {
    ...{ id: "", min, max },
    ...(included !== undefined && { included }),
    ...(opened_by && { openedBy: listOf(opened_by) }),
    values: listOf(values).map(({ id = "", price_by, default_quantity, max_quantity }) => ({
      id,
      ...(price_by && {
        priceBy: listOf(price_by).map(({ value }) => ({ value, priceDelta: 0 })),
      }),
      ...(default_quantity !== undefined && { defaultQuantity: default_quantity }),
      ...(max_quantity !== undefined && { maxQuantity: max_quantity }),
    })),
  };
}

/** What is wrong with a dish's options together, and which field says so; `min` says so by itself. */
const OPTION_FAULTS = {
  "too-few-choices": null,
  "too-many-defaults": "values",
  "opener-unknown": "opened_by",
  "never-opened": "opened_by",
  "price-by-unknown": "values",
} as const satisfies Record<OptionFault["code"], string | null>;

const option = z
  .object({
    id: externalId,
    name,
    translations,
    min: z.int().min(0).max(MAX_CHOICES),
    max: z.int().min(1).max(MAX_CHOICES),
    /** How many of the chosen ones add nothing to the price. */
    included: z.int().min(1).max(MAX_CHOICES).optional(),
    /** Ids of values in options before it: it is asked only while one of them is chosen. */
    opened_by: z.array(reference).min(1).max(MAX_REFERENCES).optional(),
    values: z.array(value).min(1).max(200),
  })
  .refine(({ min, ...rest }) => min <= capacityOf(ruledOf(rest)), {
    path: ["min"],
    ...told("too-many-asked"),
  });

const item = z.object({
  id: externalId,
  name,
  translations,
  description: text(1000).optional(),
  description_translations: z.record(language, text(1000)).optional(),
  /** Left out: not for sale yet. */
  price: z.string().optional(),
  code: text(40).optional(),
  photo,
  allergens: words,
  additives: words,
  diets: dishFactFields.diets,
  spice: dishFactFields.spice,
  badges: dishFactFields.badges,
  min_age: dishFactFields.minAge,
  may_contain: words,
  /** What the kitchen calls it, on tickets. */
  kitchen_name: text(MAX_KITCHEN_NAME).optional(),
  course: kitchenFactFields.course,
  prep_minutes: kitchenFactFields.prepMinutes,
  stations,
  tax,
  /** Portions that there are each business day. */
  stock_per_day: z.int().min(0).max(MAX_STOCK).optional(),
  options: z.array(option).max(20).default([]),
  ...fileTiming,
});

const menuFile = z
  .object({
    name,
    currency: z.string().refine(isCurrency, told("not-currency")),
    locale: z.string().refine(isLocale, told("not-language")),
    timezone: z
      .string()
      .transform((zone, context) => {
        const known = timeZoneOf(zone);
        if (known === null) {
          context.addIssue({
            code: "custom",
            ...told("not-timezone", { text: zone.slice(0, 40) }),
          });
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
          /** Of all its dishes that do not say it themselves, as is what follows. */
          tax,
          course: kitchenFactFields.course,
          stations,
          items: z.array(item).min(1).max(1000),
          ...fileTiming,
        }),
      )
      .min(1)
      .max(200),
  })
  .superRefine(
    (file, context) => {
      const categories = listOf(file?.categories);
      for (const path of repeatedIds(categories)) {
        context.addIssue({ code: "custom", path, ...told("repeated-id") });
      }
      const { currency } = file ?? {};
      if (typeof currency !== "string" || !isCurrency(currency)) return;
      const check = (text: unknown, path: (string | number)[], atLeastZero: boolean) => {
        if (typeof text !== "string") return;
        const minor = parseMinor(text, currency);
        if (minor === null || (atLeastZero && minor < 0)) {
          context.addIssue({
            code: "custom",
            path,
            ...told("not-amount", { text: text.slice(0, 20), currency }),
          });
        }
      };
      const checkRules = (timed: FileTiming, at: (string | number)[], atLeast0: boolean) => {
        for (const [r, rule] of listOf(timed?.price_rules).entries()) {
          for (const [field, text] of Object.entries(rule?.change ?? {})) {
            check(text, [...at, "price_rules", r, "change", field], atLeast0 || field !== "price");
          }
        }
      };
      for (const [c, category] of categories.entries()) {
        checkRules(category, ["categories", c], true);
        for (const [i, dish] of listOf(category?.items).entries()) {
          const at = ["categories", c, "items", i];
          check(dish?.price, [...at, "price"], true);
          checkRules(dish, at, true);
          const ruled = listOf(dish?.options).map((group, o) => ({
            ...ruledOf(group ?? {}),
            id: String(o),
          }));
          for (const { code, option: o, value = "" } of optionFaults(ruled)) {
            const field = OPTION_FAULTS[code];
            if (code === "too-few-choices" || !field) continue;
            const path = [...at, "options", Number(o), field];
            const of = code === "too-many-defaults" && value ? "too-many-defaults-of" : code;
            context.addIssue({ code: "custom", path, ...told(of, { value }) });
          }
          for (const [o, group] of listOf(dish?.options).entries()) {
            for (const [v, choice] of listOf(group?.values).entries()) {
              const path = [...at, "options", o, "values", v];
              check(choice?.price_delta, [...path, "price_delta"], false);
              for (const [b, by] of listOf(choice?.price_by).entries()) {
                check(by?.price_delta, [...path, "price_by", b, "price_delta"], false);
              }
              checkRules(choice, path, false);
            }
          }
        }
      }
    },
    // Also where a field is wrong: who mends a file wants to know of all at once.
    { when: ({ value }) => typeof value === "object" && value !== null },
  );

/** A list that may turn out to be none: the file is looked at before it is known to be well-formed. */
function listOf<T>(list: readonly T[] | undefined): readonly T[] {
  return Array.isArray(list) ? list : [];
}

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
  const differ = (seen: Set<string>, path: (string | number)[], thing: Identified) => {
    const id = thing?.id;
    if (typeof id !== "string") return;
    if (seen.has(id)) repeated.push([...path, "id"]);
    seen.add(id);
  };
  const sections = new Set<string>();
  const dishes = new Set<string>();
  for (const [c, category] of categories.entries()) {
    differ(sections, ["categories", c], category);
    for (const [i, dish] of listOf(category?.items).entries()) {
      const at = ["categories", c, "items", i];
      differ(dishes, at, dish);
      const groups = new Set<string>();
      for (const [o, group] of listOf(dish?.options).entries()) {
        differ(groups, [...at, "options", o], group);
        const choices = new Set<string>();
        for (const [v, choice] of listOf(group?.values).entries()) {
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

/** A menu file as it is written, before it is checked. */
export type MenuFileJson = z.input<typeof menuFile>;

/** Photos that are named as another system does. */
function foreignPhotos({ categories }: MenuFileJson): UnknownField[] {
  return categories.flatMap(({ items }, c) =>
    items.flatMap(({ photo: named }, i) =>
      typeof named === "string" ? [{ path: pathText(["categories", c, "items", i, "photo"]) }] : [],
    ),
  );
}

/** A thing wrong with a menu file: where ("categories[1].items[2].price") and what. */
export interface MenuFileProblem extends Told {
  readonly path: string;
}

/** Checks parsed JSON against the menu file's shape; reports every wrong field by its path. */
export function parseMenuFile(json: unknown):
  | {
      ok: true;
      file: MenuFile;
      /** Fields that a menu file does not have: what they say is lost. */
      unknown: readonly UnknownField[];
    }
  | {
      ok: false;
      /** The first of the problems. */
      problem: MenuFileProblem;
      problems: readonly MenuFileProblem[];
    } {
  const result = menuFile.safeParse(json, { reportInput: true });
  if (result.success) {
    const unknown = [...foreignPhotos(json as MenuFileJson), ...unknownFields(menuFile, json)];
    return { ok: true, file: result.data, unknown };
  }
  const problems = problemsOf(result.error);
  return { ok: false, problem: problems[0] ?? { path: WHOLE_FILE, code: "wrong-value" }, problems };
}
