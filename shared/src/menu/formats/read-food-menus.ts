import { z } from "zod";
import { isCurrency, minorDigits } from "../../platform/currencies.ts";
import { present } from "../../platform/json.ts";
import { allBut, type RawDish, type RawSection } from "./raw-menu.ts";
import { jsonOf, PHOTO_REASON, type ReaderContext, type Reading, shaped } from "./reader.ts";
import { sizesOf } from "./sizes.ts";
import { nameOf, textOf } from "./text-of.ts";

const label = z.looseObject({
  displayName: z.string().optional(),
  description: z.string().optional(),
  languageCode: z.string().optional(),
});
const labels = z.array(label);
/** google.type.Money: 64-bit units as text, and billionths. */
const money = z.looseObject({
  currencyCode: z.string().optional(),
  units: z.union([z.string().regex(/^-?\d{1,9}$/), z.int()]).optional(),
  nanos: z.int().optional(),
});
const attributes = z.looseObject({
  price: money.optional(),
  allergen: z.array(z.string()).optional(),
});
const item = z.looseObject({
  labels,
  attributes: attributes.optional(),
  options: z.array(z.looseObject({ labels, attributes: attributes.optional() })).optional(),
});
const foodMenus = z.looseObject({
  name: z.string().optional(),
  menus: z.array(
    z.looseObject({
      labels: labels.optional(),
      sourceUrl: z.unknown().optional(),
      sections: z.array(z.looseObject({ labels, items: z.array(item).optional() })),
    }),
  ),
});
type Item = z.infer<typeof item>;
type Label = z.infer<typeof label>;

/** Google's allergens in the words that guests read. */
export const GOOGLE_ALLERGENS: Readonly<Record<string, string>> = {
  DAIRY: "Milk",
  EGG: "Eggs",
  FISH: "Fish",
  PEANUT: "Peanuts",
  SHELLFISH: "Shellfish",
  SOY: "Soy",
  TREE_NUT: "Nuts",
  WHEAT: "Wheat",
};

const REASONS = {
  mediaKeys: PHOTO_REASON,
  cuisines: "no-cuisine",
  dietaryRestriction: "diets-by-hand",
  spiciness: "by-hand",
  nutritionFacts: "no-nutrition",
} as const;

/** The food menus of a Google Business Profile. */
export function readFoodMenus(source: string, context: ReaderContext): Reading | null {
  const { notes } = context;
  const json = jsonOf(source, notes);
  const parsed = json === null ? null : shaped(foodMenus, json, { notes, reasons: REASONS });
  if (!parsed) return null;
  const items = parsed.menus.flatMap(({ sections }) =>
    sections.flatMap((each) => each.items ?? []),
  );
  const currency =
    items.flatMap((each) => each.attributes?.price?.currencyCode ?? [])[0] ?? context.currency;
  const all = { ...context, currency };
  const categories = parsed.menus.flatMap((menu, m) =>
    menu.sections.flatMap((section, s): RawSection[] => {
      const path = `menus[${m}].sections[${s}]`;
      const dishes = (section.items ?? []).map((each, i) =>
        dishOf(each, `${path}.items[${i}]`, all),
      );
      const {
        description: _,
        description_translations: __,
        ...named
      } = labelled(section.labels, path, all);
      return dishes.length > 0 ? [{ ...named, items: dishes }] : [];
    }),
  );
  // It names eight allergens: what the restaurant says of a dish it has goes before.
  const said = ["translations", "description", "descriptionTranslations"] as const;
  return { menu: { currency, categories }, keeps: allBut(...said) };
}

function dishOf(item: Item, path: string, context: ReaderContext): RawDish {
  const { notes, currency, locale } = context;
  const allergens = (item.attributes?.allergen ?? []).map((each) => GOOGLE_ALLERGENS[each] ?? each);
  const common = {
    ...labelled(item.labels, path, context),
    ...(allergens.length > 0 && { allergens }),
  };
  const options = item.options ?? [];
  const sizes = options.flatMap((option, at) => {
    const price = amountOf(option.attributes?.price ?? item.attributes?.price, currency);
    const { name } = labelled(option.labels, `${path}.options[${at}]`, context);
    return price === null ? [] : [{ name, price }];
  });
  if (sizes.length > 0) return { ...common, ...sizesOf(sizes, { currency, locale }) };
  const price = amountOf(item.attributes?.price, currency);
  if (price !== null) return { ...common, price };
  notes.add("no-price", `${path}.attributes.price`, "no-price");
  return common;
}

/** The decimal of Google's units and billionths; null for none, and for another currency. */
function amountOf(price: z.infer<typeof money> | undefined, currency: string): string | null {
  if (!price || (price.units === undefined && price.nanos === undefined)) return null;
  if ((price.currencyCode ?? currency) !== currency || !isCurrency(currency)) return null;
  const digits = minorDigits(currency);
  const fraction = String(price.nanos ?? 0)
    .padStart(9, "0")
    .slice(0, digits);
  return digits === 0 ? `${price.units ?? 0}` : `${price.units ?? 0}.${fraction}`;
}

/** The names and descriptions of a thing: in the menu's language, or the first, and translations. */
function labelled(labels: readonly Label[], path: string, { notes, locale }: ReaderContext) {
  const own = locale.split("-")[0];
  const languageOf = ({ languageCode }: Label) => languageCode?.split("-")[0]?.toLowerCase();
  const main = labels.find((each) => languageOf(each) === own) ?? labels[0];
  const others = labels.filter((each) => each !== main && languageOf(each) !== undefined);
  const translations = (field: "displayName" | "description", max: number) => {
    const found = others.flatMap((each) => {
      const text = textOf(each[field], { path: `${path}.labels`, notes, max });
      return text === undefined ? [] : [[each.languageCode, text] as const];
    });
    return found.length > 0 ? (Object.fromEntries(found) as Record<string, string>) : undefined;
  };
  return present({
    name: nameOf(main?.displayName, { path: `${path}.labels`, notes }),
    translations: translations("displayName", 200),
    description: textOf(main?.description, { path: `${path}.labels`, notes }),
    description_translations: translations("description", 1000),
  });
}
