import { z } from "zod";
import { present } from "../../platform/json.ts";
import { priceOf, roundedText } from "./price-of.ts";
import { allBut, type RawDish, type RawSection } from "./raw-menu.ts";
import { jsonOf, PHOTO_REASON, type ReaderContext, type Reading, shaped } from "./reader.ts";
import { sizesOf } from "./sizes.ts";
import { WHOLE_FILE } from "./table-place.ts";
import { nameOf, textOf, withoutHtml } from "./text-of.ts";

const maybeMany = <S extends z.ZodType>(schema: S) => z.union([z.array(schema), schema]).optional();
const text = z.string().optional();
const any = z.unknown().optional();
const typed = { "@type": any, "@id": text, "@context": any, url: any };
const offer = z.looseObject({
  ...typed,
  name: text,
  price: z.union([z.string(), z.number()]).optional(),
  priceCurrency: text,
});
const item = z.looseObject({ ...typed, name: text, description: text, offers: maybeMany(offer) });
type Item = z.infer<typeof item>;
interface Section {
  readonly "@type"?: unknown;
  readonly "@id"?: string | undefined;
  readonly name?: string | undefined;
  readonly hasMenuItem?: Item | Item[] | undefined;
  readonly hasMenuSection?: Section[] | undefined;
}
const section = z.looseObject({
  ...typed,
  name: text,
  hasMenuItem: maybeMany(item),
  get hasMenuSection(): z.ZodType<Section[] | undefined> {
    return z.array(section).optional();
  },
});
const menu = z.looseObject({
  ...typed,
  name: text,
  inLanguage: z.union([z.string(), z.array(z.string())]).optional(),
  hasMenuSection: z.array(section).optional(),
  hasMenuItem: maybeMany(item),
});

const REASONS = {
  image: PHOTO_REASON,
  suitableForDiet: "diets-by-hand",
  nutrition: "no-nutrition",
  menuAddOn: "add-ons",
} as const;

/** A schema.org `Menu`: as JSON-LD, of a restaurant, in a graph, or in a page's script tags. */
export function readSchemaOrg(source: string, context: ReaderContext): Reading | null {
  const { notes } = context;
  const scripts = /^\s*</.test(source) ? scriptsOf(source) : [source];
  if (scripts.length === 0) notes.add("fault", WHOLE_FILE, "no-json-ld");
  const found = scripts.flatMap((script) => menusIn(jsonOf(script, notes)));
  if (found.length === 0) {
    if (scripts.length > 0) notes.add("fault", WHOLE_FILE, "no-schema-menu");
    return null;
  }
  const parsed: z.infer<typeof menu>[] = [];
  for (const each of found) {
    const shape = shaped(menu, listed(each), { notes, reasons: REASONS });
    if (!shape) return null;
    parsed.push(shape);
  }
  const [first] = parsed;
  const said = Array.isArray(first?.inLanguage) ? first.inLanguage[0] : first?.inLanguage;
  const currency = parsed.flatMap(({ hasMenuSection = [], hasMenuItem }) =>
    currenciesOf({ hasMenuSection, hasMenuItem }),
  )[0];
  const all = {
    ...context,
    currency: currency ?? context.currency,
    locale: said ?? context.locale,
  };
  const categories = parsed.flatMap(({ name, hasMenuSection = [], hasMenuItem }, at) =>
    sectionsOf(
      { name, hasMenuSection, hasMenuItem },
      parsed.length > 1 ? `menu ${at + 1}` : "",
      all,
      "",
    ),
  );
  return {
    menu: present({ currency, locale: said, categories }),
    keeps: allBut("description"),
  };
}

function scriptsOf(html: string): string[] {
  const scripts = html.matchAll(
    /<script\b[^>]*\btype\s*=\s*["']?application\/ld\+json["']?[^>]*>([\s\S]*?)<\/script\s*>/gi,
  );
  return [...scripts].map(([, script = ""]) => script.replace(/^\s*<!\[CDATA\[|\]\]>\s*$/g, ""));
}

/** The menus in some JSON-LD, wherever in it they are. */
function menusIn(json: unknown, depth = 0): object[] {
  if (typeof json !== "object" || json === null || depth > 8) return [];
  if (Array.isArray(json)) return json.flatMap((each) => menusIn(each, depth + 1));
  const node = json as Record<string, unknown>;
  const types = [node["@type"]].flat().map((type) => String(type).replace(/^.*[/#:]/, ""));
  if (types.includes("Menu") && (node.hasMenuSection || node.hasMenuItem)) return [node];
  return ["@graph", "hasMenu", "menu", "mainEntity"].flatMap((key) =>
    menusIn(node[key], depth + 1),
  );
}

/** JSON-LD writes a list of one as the one: sections as lists, as deep as they are. */
function listed(node: unknown, depth = 0): unknown {
  if (typeof node !== "object" || node === null || depth > 20) return node;
  if (!("hasMenuSection" in node)) return node;
  return {
    ...node,
    hasMenuSection: [node.hasMenuSection].flat().map((each) => listed(each, depth + 1)),
  };
}

function many<T extends object>(list: T | T[] | undefined): T[] {
  if (list === undefined) return [];
  return Array.isArray(list) ? list : [list];
}

function currenciesOf({ hasMenuSection = [], hasMenuItem }: Section): string[] {
  return [
    ...many(hasMenuItem).flatMap(({ offers }) =>
      many(offers).flatMap(({ priceCurrency }) => priceCurrency ?? []),
    ),
    ...hasMenuSection.flatMap(currenciesOf),
  ];
}

function sectionsOf(
  section: Section,
  path: string,
  context: ReaderContext,
  within: string,
): RawSection[] {
  const { notes } = context;
  const at = (key: string) => (path ? `${path}.${key}` : key);
  const items = many(section.hasMenuItem).map((each, i) =>
    dishOf(each, at(`hasMenuItem[${i}]`), context),
  );
  const isMenu =
    within === "" && section.hasMenuSection !== undefined && section["@type"] === undefined;
  const name = textOf(section.name, { path: at("name"), notes, max: 200 }) ?? "Menu";
  const full = within ? `${within} – ${name}` : name;
  const inner = (section.hasMenuSection ?? []).flatMap((each, i) =>
    sectionsOf(each, at(`hasMenuSection[${i}]`), context, isMenu ? "" : full),
  );
  const own = items.length > 0 ? [present({ id: section["@id"], name: full, items })] : [];
  return [...own, ...inner];
}

function dishOf(item: Item, path: string, context: ReaderContext): RawDish {
  const { notes, currency, locale } = context;
  const described = {
    id: item["@id"],
    name: nameOf(item.name, { path: `${path}.name`, notes }),
    description: textOf(item.description, { path: `${path}.description`, notes }),
  };
  const offers = many(item.offers).filter(({ price }) => price !== undefined);
  const foreign = offers.find((each) => each.priceCurrency && each.priceCurrency !== currency);
  if (foreign) {
    notes.add("question", `${path}.offers`, "other-currency", {
      own: foreign.priceCurrency ?? "",
      others: currency,
    });
    return present(described);
  }
  if (offers.length > 1) {
    const sizes = offers.flatMap(({ name, price }, at) => {
      const read = priceOf(String(price), {
        ...context,
        sizes: false,
        path: `${path}.offers[${at}]`,
      });
      return read.price === undefined
        ? []
        : [{ name: name && withoutHtml(name).trim(), price: read.price }];
    });
    if (sizes.length > 1) return present({ ...described, ...sizesOf(sizes, { currency, locale }) });
  }
  const price = offers[0]?.price;
  const said = typeof price === "number" ? roundedText(price, currency) : price;
  return present({ ...described, ...priceOf(said, { ...context, path: `${path}.offers` }) });
}
