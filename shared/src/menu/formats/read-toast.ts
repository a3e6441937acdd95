import { z } from "zod";
import { present } from "../../platform/json.ts";
import { MAX_CHOICES } from "../../platform/limits.ts";
import {
  type ForeignGroup,
  type ForeignOption,
  optionWithin,
  SEVERAL,
  withOpened,
} from "./foreign-options.ts";
import { roundedText } from "./price-of.ts";
import {
  allBut,
  OPTION_FIELDS,
  type RawDish,
  type RawOption,
  type RawSection,
  type RawValue,
} from "./raw-menu.ts";
import { jsonOf, PHOTO_REASON, type ReaderContext, type Reading, shaped } from "./reader.ts";
import { sizesOf } from "./sizes.ts";
import { nameOf, textOf } from "./text-of.ts";

const text = z.string().nullish();
const price = z.number().nullish();
const references = z.array(z.int()).nullish();
const common = {
  name: text,
  guid: z.string(),
  multiLocationId: z.unknown().optional(),
  masterId: z.unknown().optional(),
};
const item = z.looseObject({
  ...common,
  description: text,
  plu: text,
  price,
  pricingStrategy: text,
  pricingRules: z.looseObject({ sizeSpecificPricingGuid: text }).nullish(),
  modifierGroupReferences: references,
});
type Item = z.infer<typeof item>;

interface Group {
  readonly name?: string | null | undefined;
  readonly guid: string;
  readonly description?: string | null | undefined;
  readonly menuItems?: readonly Item[] | null | undefined;
  readonly menuGroups?: readonly Group[] | null | undefined;
}
const group = z.looseObject({
  ...common,
  description: text,
  menuItems: z.array(item).nullish(),
  get menuGroups(): z.ZodType<Group[] | null | undefined> {
    return z.array(group).nullish();
  },
});

const sequence = z.array(z.looseObject({ sequence: z.int(), price: z.number().nullish() }));
const modifierGroup = z.looseObject({
  ...common,
  referenceId: z.int(),
  minSelections: z.int().nullish(),
  maxSelections: z.int().nullish(),
  isMultiSelect: z.boolean().nullish(),
  requiredMode: text,
  pricingStrategy: text,
  pricingRules: z
    .looseObject({
      sizeSequencePricingRules: z
        .array(z.looseObject({ sizeGuid: text, sequencePrices: sequence }))
        .nullish(),
    })
    .nullish(),
  modifierOptionReferences: references,
});
const modifierOption = z.looseObject({
  ...common,
  referenceId: z.int(),
  description: text,
  price,
  isDefault: z.boolean().nullish(),
  allowsDuplicates: z.boolean().nullish(),
  modifierGroupReferences: references,
});
const menus = z.looseObject({
  restaurantGuid: z.unknown().optional(),
  lastUpdated: z.unknown().optional(),
  restaurantTimeZone: text,
  menus: z.array(
    z.looseObject({ ...common, description: text, menuGroups: z.array(group).nullish() }),
  ),
  modifierGroupReferences: z.record(z.string(), modifierGroup).nullish(),
  modifierOptionReferences: z.record(z.string(), modifierOption).nullish(),
});
type Menus = z.infer<typeof menus>;

const REASONS = {
  image: PHOTO_REASON,
  images: PHOTO_REASON,
  availability: "served-here",
  posName: "one-name",
  kitchenName: "one-name",
  taxInfo: "tax-settings",
  taxInclusion: "tax-settings",
  preModifierGroupReferences: "no-words-before",
} as const;

/** The menus of a restaurant as Toast's menus API v2 answers them. */
export function readToast(source: string, context: ReaderContext): Reading | null {
  const { notes } = context;
  const json = jsonOf(source, notes);
  const parsed = json === null ? null : shaped(menus, json, { notes, reasons: REASONS });
  if (!parsed) return null;
  const categories = parsed.menus.flatMap((menu, m) =>
    (menu.menuGroups ?? []).flatMap((each, g) =>
      sectionsOf(each, {
        ...context,
        all: parsed,
        path: `menus[${m}].menuGroups[${g}]`,
        within: "",
      }),
    ),
  );
  const timezone = parsed.restaurantTimeZone ?? undefined;
  return {
    menu: present({ timezone, categories: withoutRepeated(categories, context) }),
    keeps: allBut("description", "options", ...OPTION_FIELDS),
  };
}

interface Context extends ReaderContext {
  readonly all: Menus;
  readonly path: string;
  /** Names of the groups that this one is in. */
  readonly within: string;
}

function sectionsOf(group: Group, context: Context): RawSection[] {
  const { notes, path, within } = context;
  const own = nameOf(group.name, { path: `${path}.name`, notes });
  const name = within ? `${within} – ${own}` : own;
  if (group.description) notes.add("not-kept", `${path}.description`, "section-described");
  const items = (group.menuItems ?? []).map((each, i) =>
    dishOf(each, { ...context, path: `${path}.menuItems[${i}]` }),
  );
  const inner = (group.menuGroups ?? []).flatMap((each, i) =>
    sectionsOf(each, { ...context, path: `${path}.menuGroups[${i}]`, within: name }),
  );
  if (inner.length > 0) notes.add("changed", path, "groups-in-groups");
  return [...(items.length > 0 ? [{ id: group.guid, name, items }] : []), ...inner];
}

function dishOf(item: Item, context: Context): RawDish {
  const { notes, path, currency, locale } = context;
  const named = {
    id: item.guid,
    name: nameOf(item.name, { path: `${path}.name`, notes }),
    description: textOf(item.description, { path: `${path}.description`, notes }),
  };
  const found = (item.modifierGroupReferences ?? []).map((reference) =>
    groupOf(reference, `${path}.modifierGroupReferences`, context),
  );
  const groups = found.filter((each) => each !== null);
  const sizeGuid =
    item.pricingStrategy === "SIZE_PRICE" ? item.pricingRules?.sizeSpecificPricingGuid : null;
  const sizeGroup = groups.find(({ guid }) => guid === sizeGuid);
  const sizes = sizeGroup
    ? choicesOf(sizeGroup, context).flatMap(({ id, name, price: own }) =>
        own === null ? [] : [{ id, name, price: roundedText(own, currency) }],
      )
    : [];
  const group = sizeGroup?.name ?? undefined;
  const priced =
    sizes.length > 0
      ? sizesOf(sizes, { currency, locale, id: sizeGroup?.guid ?? "size", ...(group && { group }) })
      : plainPrice(item, context);
  const others = groups.flatMap(({ referenceId, guid }) =>
    guid === sizeGuid && sizes.length > 0 ? [] : [referenceId],
  );
  const [size] = priced.options ?? [];
  const options = [
    ...(priced.options ?? []),
    ...withOpened(others, (reference) => optionOf(reference, size, context), { path, notes }),
  ];
  return present({ ...named, ...priced, ...(options.length > 0 && { options }) });
}

function groupOf(reference: number, from: string, { all, notes }: Context) {
  const found = all.modifierGroupReferences?.[String(reference)];
  if (!found) notes.add("not-kept", from, "group-missing", { id: String(reference) });
  return found ?? null;
}

function plainPrice(
  { price, pricingStrategy }: Item,
  context: Context,
): Pick<RawDish, "price" | "options"> {
  const { notes, path, currency } = context;
  if (typeof price === "number") {
    if (pricingStrategy === "TIME_SPECIFIC_PRICE") {
      notes.add("not-kept", `${path}.pricingRules`, "prices-by-clock");
    }
    return { price: roundedText(price, currency) };
  }
  if (pricingStrategy) {
    notes.add("no-price", `${path}.price`, "price-strategy", { strategy: pricingStrategy });
  } else notes.add("no-price", `${path}.price`, "no-price");
  return {};
}

function choicesOf(group: z.infer<typeof modifierGroup>, { all, notes }: Context) {
  return (group.modifierOptionReferences ?? []).flatMap((reference) => {
    const found = all.modifierOptionReferences?.[String(reference)];
    const path = `modifierOptionReferences.${reference}`;
    if (!found) {
      notes.add("not-kept", path, "named-missing");
      return [];
    }
    const name = nameOf(found.name, { path: `${path}.name`, notes });
    return [{ ...found, id: found.guid, name, price: found.price ?? null }];
  });
}

/** A group as a dish has it, with what its choices open; `size` is the dish's own choice of sizes. */
function optionOf(
  reference: number,
  size: RawOption | undefined,
  context: Context,
): ForeignGroup<number> | null {
  const path = `modifierGroupReferences.${reference}`;
  const group = groupOf(reference, path, context);
  const choices = group ? choicesOf(group, context) : [];
  if (!group || choices.length === 0) return null;
  const { notes, currency } = context;
  const max = group.maxSelections ?? (group.isMultiSelect === false ? 1 : null);
  const { included, prices } = pricesOf(group, size, { ...context, path });
  const values = choices.map(({ id, name, price: own, isDefault, allowsDuplicates }) =>
    present({
      ...{ id, name },
      price_delta: roundedText(own ?? 0, currency),
      ...prices,
      default_quantity: isDefault ? 1 : undefined,
      max_quantity:
        allowsDuplicates && max !== 1 ? Math.min(max ?? SEVERAL, MAX_CHOICES) : undefined,
    }),
  );
  const name = nameOf(group.name, { path: `${path}.name`, notes });
  const option = { id: group.guid, name, min: group.minSelections, max, included, values };
  return {
    option: optionWithin(present(option) as ForeignOption, { path, notes }),
    opens: choices.map(({ id, modifierGroupReferences }) => ({
      value: id,
      groups: modifierGroupReferences ?? [],
    })),
  };
}

/**
 * What all choices of a group cost where the group says it, by the dish's size or by how many are chosen:
 * the first for nothing and each further one alike is so many included.
 */
function pricesOf(
  { pricingStrategy, pricingRules }: z.infer<typeof modifierGroup>,
  size: RawOption | undefined,
  { notes, path, currency }: Context,
): { included?: number; prices?: Pick<RawValue, "price_delta" | "price_by"> } {
  if (!pricingStrategy || /^(NONE|MENU_SPECIFIC_PRICE|BASE_PRICE)$/.test(pricingStrategy))
    return {};
  const rules = (pricingRules?.sizeSequencePricingRules ?? []).map(
    ({ sizeGuid, sequencePrices }) => {
      const inOrder = [...sequencePrices].sort((a, b) => a.sequence - b.sequence);
      const all = inOrder.map(({ price }) => price ?? 0);
      const free = all.findIndex((each) => each !== 0);
      const included = free < 0 ? 0 : free;
      const [first = 0, ...others] = all.slice(included);
      return { sizeGuid, included, first, isEven: others.every((each) => each === first) };
    },
  );
  const known = new Set(size?.values.map(({ id }) => id));
  const sized = rules.filter(({ sizeGuid }) => sizeGuid && known.has(sizeGuid));
  const counted = /^(SIZE_PRICE|SIZE_SEQUENCE_PRICE)$/.test(pricingStrategy) ? sized : rules;
  const [one] = counted;
  if (!one || counted.some((each) => !each.isEven || each.included !== one.included)) {
    notes.add("not-kept", `${path}.pricingStrategy`, "prices-not-said");
    return {};
  }
  return {
    ...(one.included > 0 && { included: one.included }),
    prices: {
      price_delta: roundedText(one.first, currency),
      ...(sized.length > 0 && {
        price_by: sized.map(({ sizeGuid, first }) => ({
          value: String(sizeGuid),
          price_delta: roundedText(first, currency),
        })),
      }),
    },
  };
}

/** A dish that is in several menus is in the first of its sections. */
function withoutRepeated(sections: readonly RawSection[], { notes }: ReaderContext): RawSection[] {
  const seen = new Set<unknown>();
  return sections.flatMap((section) => {
    const items = section.items.filter(({ id, name }) => {
      if (!seen.has(id)) return seen.add(id);
      notes.add("not-kept", `"${name}" in "${section.name}"`, "one-section");
      return false;
    });
    return items.length > 0 ? [{ ...section, items }] : [];
  });
}
