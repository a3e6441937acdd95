import { present } from "../../platform/json.ts";
import { csvTable, isBlank } from "./csv-table.ts";
import { amountsIn, priceOf } from "./price-of.ts";
import { allBut, type RawDish, type RawSection } from "./raw-menu.ts";
import type { ReaderContext, Reading } from "./reader.ts";
import type { NoteCode } from "./report.ts";
import { sizesOf } from "./sizes.ts";
import { tablePlace } from "./table-place.ts";
import { nameOf, textOf } from "./text-of.ts";

/** Columns of Square's export that are read; "Categories" and "Reporting Category" are its newer names. */
const READ = new Set([
  ...["Token", "Item Name", "Customer-facing Name", "Variation Name", "SKU", "Description"],
  ...["Category", "Categories", "Reporting Category", "Price", "Archived"],
]);
/** The one variation of what has none of its own. */
const REGULAR = /^(regular|)$/i;

/** The library that Square exports as CSV: a row for each variation of an item. */
export function readSquareCsv(text: string, context: ReaderContext): Reading {
  const { notes } = context;
  const [header = [], ...rows] = csvTable(text);
  for (const [at, title] of header.entries()) {
    if (READ.has(title) || rows.every((cells) => (cells[at] ?? "") === "")) continue;
    notes.add("not-kept", tablePlace({ column: at + 1, field: title }), reasonOf(title));
  }
  const variations = rows.flatMap((cells, i) => {
    if (isBlank(cells)) return [];
    const get = (title: string) => cells[header.indexOf(title)] ?? "";
    const category = get("Category") || get("Reporting Category") || get("Categories");
    return [
      {
        path: tablePlace({ row: i + 2 }),
        get,
        category: category.split(/[,>]/)[0]?.trim() || "Menu",
      },
    ];
  });
  const sold = variations.filter(({ path, get }) => {
    if (!/^y/i.test(get("Archived"))) return true;
    notes.add("not-kept", path, "archived");
    return false;
  });
  const sections = new Map<string, RawSection>();
  const items = Map.groupBy(sold, ({ get, category }) =>
    JSON.stringify([category, get("Item Name")]),
  );
  for (const group of items.values()) {
    const [first] = group;
    if (!first) continue;
    const name = nameOf(first.category, { path: `${first.path}, Category`, notes });
    const section = sections.get(name) ?? { name, items: [] };
    sections.set(name, section);
    section.items.push(itemOf(group, context));
  }
  return { menu: { categories: [...sections.values()] }, keeps: allBut("description") };
}

interface Variation {
  readonly path: string;
  get(title: string): string;
}

function itemOf(group: readonly Variation[], context: ReaderContext): RawDish {
  const { notes, currency, locale } = context;
  const [first] = group;
  const path = first?.path ?? "";
  const get = (title: string) => first?.get(title) ?? "";
  const common = present({
    id: textOf(get("Token") || get("SKU"), { path, notes, max: 100 }),
    name: nameOf(get("Customer-facing Name") || get("Item Name"), {
      path: `${path}, Item Name`,
      notes,
    }),
    description: textOf(get("Description"), { path: `${path}, Description`, notes }),
  });
  const priced = group.flatMap((variation) => {
    const [price] = amountsIn(variation.get("Price"), currency) ?? [];
    const at = `${variation.path}, Price`;
    if (price !== undefined || group.length === 1)
      return price === undefined ? [] : [{ variation, price }];
    notes.add("not-kept", at, "variation-no-price", {
      name: variation.get("Variation Name"),
    });
    return [];
  });
  const names = group.map((variation) => variation.get("Variation Name"));
  if (priced.length === 0 || (group.length === 1 && REGULAR.test(names[0] ?? ""))) {
    return { ...common, ...priceOf(get("Price"), { ...context, path: `${path}, Price` }) };
  }
  const sizes = priced.map(({ variation, price }) => ({
    id: variation.get("Token") || undefined,
    name: nameOf(variation.get("Variation Name"), {
      path: `${variation.path}, Variation Name`,
      notes,
    }),
    price,
  }));
  return { ...common, ...sizesOf(sizes, { currency, locale, id: "variation" }) };
}

function reasonOf(title: string): NoteCode {
  if (title.startsWith("Modifier Set")) return "modifier-set";
  if (title.startsWith("Tax")) return "tax-settings";
  return "no-such-column";
}
