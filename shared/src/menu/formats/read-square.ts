import { z } from "zod";
import { present } from "../../platform/json.ts";
import { MAX_CHOICES } from "../../platform/limits.ts";
import { optionWithin, SEVERAL } from "./foreign-options.ts";
import { decimalText } from "./price-of.ts";
import {
  allBut,
  type RawDish,
  type RawOption,
  type RawSection,
  type RawValue,
} from "./raw-menu.ts";
import { jsonOf, PHOTO_REASON, type ReaderContext, type Reading, shaped } from "./reader.ts";
import { sizesOf } from "./sizes.ts";
import { nameOf, textOf } from "./text-of.ts";

const money = z.looseObject({ amount: z.int().optional(), currency: z.string().optional() });
/** Where what has no place of its own stands. */
const LAST = Number.MAX_SAFE_INTEGER;
const text = z.string().nullish();
const count = z.int().nullish();
const flag = z.boolean().optional();
const reference = z.looseObject({ id: z.string(), ordinal: z.number().optional() });
const common = { type: z.string(), id: z.string(), is_deleted: flag, ...machinery() };

const modifier = z.looseObject({
  ...common,
  modifier_data: z
    .looseObject({
      name: text,
      price_money: money.optional(),
      on_by_default: flag.nullish(),
      ordinal: z.number().optional(),
      modifier_list_id: text,
    })
    .optional(),
});
const variation = z.looseObject({
  ...common,
  item_variation_data: z
    .looseObject({
      item_id: text,
      name: text,
      ordinal: z.number().optional(),
      pricing_type: text,
      price_money: money.optional(),
    })
    .optional(),
});
const listInfo = z.looseObject({
  modifier_list_id: z.string(),
  min_selected_modifiers: count,
  max_selected_modifiers: count,
  /** YES, NO, or what the list says. */
  allow_quantities: text,
  modifier_overrides: z
    .array(
      z.looseObject({
        modifier_id: z.string(),
        on_by_default: z.boolean().nullish(),
        on_by_default_override: text,
      }),
    )
    .nullish(),
  enabled: flag,
  ordinal: z.number().optional(),
});
const catalogObject = z.looseObject({
  ...common,
  item_data: z
    .looseObject({
      name: text,
      description: text,
      description_html: text,
      description_plaintext: text,
      category_id: text,
      categories: z.array(reference).optional(),
      reporting_category: reference.optional(),
      variations: z.array(variation).optional(),
      modifier_list_info: z.array(listInfo).optional(),
      is_archived: flag,
      product_type: text,
    })
    .optional(),
  category_data: z.looseObject({ name: text, ordinal: z.number().optional() }).optional(),
  modifier_list_data: z
    .looseObject({
      name: text,
      ordinal: z.number().optional(),
      selection_type: text,
      min_selected_modifiers: count,
      max_selected_modifiers: count,
      allow_quantities: z.boolean().nullish(),
      modifiers: z.array(modifier).optional(),
    })
    .optional(),
});
const catalog = z.looseObject({
  objects: z.array(catalogObject),
  related_objects: z.array(catalogObject).optional(),
  cursor: z.string().optional(),
});
type CatalogObject = z.infer<typeof catalogObject>;
type Item = NonNullable<CatalogObject["item_data"]>;

/** What Square's own machinery keeps of each object; nobody misses it. */
function machinery() {
  const any = z.unknown().optional();
  return { version: any, updated_at: any, created_at: any, present_at_all_locations: any };
}

const REASONS = {
  image_ids: PHOTO_REASON,
  image_data: PHOTO_REASON,
  kitchen_name: "one-name",
  hidden_from_customer: "choices-shown",
  location_overrides: "one-restaurant",
  tax_ids: "tax-settings",
  tax_data: "tax-settings",
} as const;

/** Objects of Square's Catalog API, as `ListCatalog` and `SearchCatalogObjects` answer them. */
export function readSquare(source: string, context: ReaderContext): Reading | null {
  const { notes } = context;
  const json = jsonOf(source, notes);
  const parsed = json === null ? null : shaped(catalog, json, { notes, reasons: REASONS });
  if (!parsed) return null;
  if (parsed.cursor) notes.add("question", "cursor", "more-pages");
  const all = [...parsed.objects, ...(parsed.related_objects ?? [])].map((object, at) => ({
    object,
    path:
      at < parsed.objects.length
        ? `objects[${at}]`
        : `related_objects[${at - parsed.objects.length}]`,
  }));
  const live = all.filter(({ object }) => !object.is_deleted);
  const byId = new Map(live.map(({ object }) => [object.id, object]));
  const currency =
    all.map(({ object }) => firstCurrency(object)).find((each) => each !== undefined) ??
    context.currency;
  const sections = new Map<string, RawSection>();
  for (const { object, path } of live) {
    const item = object.item_data;
    if (object.type !== "ITEM" || !item) continue;
    if (item.is_archived) {
      notes.add("not-kept", path, "archived");
      continue;
    }
    const at = categoryOf(item);
    if ((item.categories?.length ?? 0) > 1) {
      notes.add("not-kept", `${path}.item_data.categories`, "one-section");
    }
    const section = sections.get(at ?? "") ?? sectionOf(at, byId.get(at ?? ""), path, context);
    sections.set(at ?? "", section);
    section.items.push(itemOf(object, item, { ...context, currency, path, byId }));
  }
  const order = (section: RawSection) =>
    byId.get(String(section.id ?? ""))?.category_data?.ordinal ?? LAST;
  const categories = [...sections.values()].sort((a, b) => order(a) - order(b));
  return {
    menu: { currency, categories },
    keeps: allBut("description", "options", "defaultQuantity", "maxQuantity"),
  };
}

function firstCurrency({ item_data, modifier_list_data }: CatalogObject): string | undefined {
  const prices = [
    ...(item_data?.variations ?? []).map((each) => each.item_variation_data?.price_money),
    ...(modifier_list_data?.modifiers ?? []).map((each) => each.modifier_data?.price_money),
  ];
  return prices.find((price) => price?.currency !== undefined)?.currency;
}

function categoryOf(item: Item): string | undefined {
  return item.categories?.[0]?.id ?? item.reporting_category?.id ?? item.category_id ?? undefined;
}

function sectionOf(
  id: string | undefined,
  category: CatalogObject | undefined,
  path: string,
  { notes }: ReaderContext,
): RawSection {
  const name = category?.category_data?.name ?? "Menu";
  return present({ id, name: nameOf(name, { path, notes }), items: [] });
}

interface ItemContext extends ReaderContext {
  readonly path: string;
  readonly byId: ReadonlyMap<string, CatalogObject>;
}

function itemOf({ id }: CatalogObject, item: Item, context: ItemContext): RawDish {
  const { notes, currency, locale } = context;
  const path = `${context.path}.item_data`;
  const plain = item.description_plaintext ?? item.description ?? item.description_html;
  const described = {
    id,
    name: nameOf(item.name, { path: `${path}.name`, notes }),
    description: textOf(plain, { path: `${path}.description`, notes }),
  };
  const variations = ordered(item.variations, (each) => each.item_variation_data?.ordinal)
    .filter(({ is_deleted }) => !is_deleted)
    .flatMap((each, at) => {
      const { name, price_money } = each.item_variation_data ?? {};
      const where = `${path}.variations[${at}]`;
      if (price_money?.amount !== undefined) {
        return [
          {
            id: each.id,
            name: name ?? `${at + 1}`,
            price: decimalText(price_money.amount, currency),
          },
        ];
      }
      notes.add("no-price", where, "no-price-of", { name: `${item.name} ${name ?? ""}` });
      return [];
    });
  const [only, another] = variations;
  const isPlain =
    only !== undefined && another === undefined && (item.variations?.length ?? 0) === 1;
  const priced = isPlain
    ? { price: only.price }
    : only
      ? sizesOf(variations, { currency, locale, id: "variation" })
      : {};
  const groups = ordered(item.modifier_list_info, (info) => info.ordinal).flatMap((info) =>
    info.enabled === false ? [] : groupOf(info, context),
  );
  const options = [...(priced.options ?? []), ...groups];
  return present({ ...described, ...priced, ...(options.length > 0 && { options }) });
}

function groupOf(info: z.infer<typeof listInfo>, context: ItemContext): RawOption[] {
  const { notes, currency, byId } = context;
  const list = byId.get(info.modifier_list_id)?.modifier_list_data;
  const path = `${context.path}.item_data.modifier_list_info`;
  if (!list) {
    notes.add("not-kept", path, "list-missing");
    return [];
  }
  // -1 stands for what the list says, 0 for no bound.
  const bound = (own: number | null | undefined, ofList: number | null | undefined) =>
    own !== null && own !== undefined && own >= 0 ? own : (ofList ?? 0);
  const single = list.selection_type === "SINGLE";
  const most = single ? 1 : bound(info.max_selected_modifiers, list.max_selected_modifiers);
  const isCounted =
    !single &&
    (info.allow_quantities === "YES" ||
      (info.allow_quantities !== "NO" && list.allow_quantities === true));
  if (isCounted && most === 0) {
    notes.add("changed", path, "several-times", { count: SEVERAL });
  }
  const values = ordered(list.modifiers, (each) => each.modifier_data?.ordinal)
    .filter(({ is_deleted }) => !is_deleted)
    .map(
      ({ id, modifier_data }): RawValue =>
        present({
          id,
          name: nameOf(modifier_data?.name, { path, notes }),
          price_delta: decimalText(modifier_data?.price_money?.amount ?? 0, currency),
          default_quantity: isDefault(id, modifier_data?.on_by_default, info) ? 1 : undefined,
          max_quantity: isCounted ? Math.min(most || SEVERAL, MAX_CHOICES) : undefined,
        }),
    );
  if (values.length === 0) return [];
  const option = {
    ...{ id: info.modifier_list_id, name: nameOf(list.name, { path, notes }), values },
    min: bound(info.min_selected_modifiers, list.min_selected_modifiers),
    max: most || null,
  };
  return [optionWithin(option, { path, notes })];
}

/** Whether a modifier is chosen beforehand: the item's word counts before the list's. */
function isDefault(
  id: string,
  ofList: boolean | null | undefined,
  { modifier_overrides }: z.infer<typeof listInfo>,
): boolean {
  const own = modifier_overrides?.find(({ modifier_id }) => modifier_id === id);
  const said = own?.on_by_default_override;
  if (said === "YES" || said === "NO") return said === "YES";
  return own?.on_by_default ?? ofList ?? false;
}

function ordered<T>(list: readonly T[] | undefined, of: (each: T) => number | undefined): T[] {
  return [...(list ?? [])].sort((a, b) => (of(a) ?? LAST) - (of(b) ?? LAST));
}
