import { z } from "zod";
import { present } from "../../platform/json.ts";
import { MAX_CHOICES } from "../../platform/limits.ts";
import { FILE_DAYS } from "../timing/file-timing.ts";
import { MAX_WINDOWS } from "../timing/rules.ts";
import { type ForeignGroup, optionWithin, withOpened } from "./foreign-options.ts";
import { decimalText } from "./price-of.ts";
import {
  allBut,
  OPTION_FIELDS,
  type RawDish,
  type RawOption,
  type RawSection,
  type RawValue,
  type RawWindow,
} from "./raw-menu.ts";
import { jsonOf, PHOTO_REASON, type ReaderContext, type Reading, shaped } from "./reader.ts";
import { nameOf, textOf } from "./text-of.ts";

const words = z.looseObject({ translations: z.record(z.string(), z.string()) });
const entity = z.looseObject({ id: z.string(), type: z.string().optional() });
const ids = z
  .looseObject({ ids: z.array(z.string()).nullish(), overrides: z.array(z.unknown()).nullish() })
  .nullish();
const override = z.looseObject({
  context_type: z.string(),
  context_value: z.string(),
  price: z.int().optional(),
});
const count = z.int().min(0).nullish();
const quantity = z
  .looseObject({
    min_permitted: count,
    max_permitted: count,
    default_quantity: count,
    charge_above: count,
  })
  .nullish();
const item = z.looseObject({
  id: z.string(),
  title: words,
  description: words.nullish(),
  price_info: z
    .looseObject({ price: z.int().optional(), overrides: z.array(override).nullish() })
    .optional(),
  quantity_info: z
    .looseObject({
      quantity,
      overrides: z
        .array(z.looseObject({ context_type: z.string(), context_value: z.string(), quantity }))
        .nullish(),
    })
    .nullish(),
  modifier_group_ids: ids,
});
const group = z.looseObject({
  id: z.string(),
  title: words,
  quantity_info: z.looseObject({ quantity }).nullish(),
  modifier_options: z.array(entity),
});
const category = z.looseObject({
  id: z.string(),
  title: words,
  entities: z.array(entity),
});
const day = z.looseObject({
  day_of_week: z.string(),
  time_periods: z.array(z.object({ start_time: z.string(), end_time: z.string() })),
});
const payload = z.looseObject({
  menus: z.array(
    z.looseObject({
      id: z.string(),
      title: words.optional(),
      category_ids: z.array(z.string()),
      service_availability: z.array(day).optional(),
    }),
  ),
  categories: z.array(category),
  items: z.array(item),
  modifier_groups: z.array(group).nullish(),
});
type Payload = z.infer<typeof payload>;
type Words = z.infer<typeof words>;

const REASONS = {
  image_url: PHOTO_REASON,
  tax_info: "tax-settings",
  tax_label_info: "tax-settings",
  suspension_info: "sold-out-daily",
  external_data: "",
  type: "",
  display_options: "",
  display_type: "",
  nutritional_info: "no-nutrition",
} as const;

/** A menu as Uber Eats' Menu API v2 has it: menus, categories, items and groups of modifiers by id. */
export function readUberEats(source: string, context: ReaderContext): Reading | null {
  const { notes } = context;
  const json = jsonOf(source, notes);
  const parsed = json === null ? null : shaped(payload, json, { notes, reasons: REASONS });
  if (!parsed) return null;
  const reader = new UberEats(parsed, context);
  return {
    menu: { categories: reader.sections() },
    keeps: allBut(
      "translations",
      "description",
      "descriptionTranslations",
      "options",
      "served",
      ...OPTION_FIELDS,
    ),
  };
}

class UberEats {
  readonly #payload: Payload;
  readonly #context: ReaderContext;
  readonly #items: ReadonlyMap<string, { item: z.infer<typeof item>; path: string }>;
  readonly #groups: ReadonlyMap<string, { group: z.infer<typeof group>; path: string }>;

  constructor(all: Payload, context: ReaderContext) {
    this.#payload = all;
    this.#context = context;
    this.#items = new Map(
      all.items.map((each, at) => [each.id, { item: each, path: `items[${at}]` }]),
    );
    this.#groups = new Map(
      (all.modifier_groups ?? []).map((each, at) => [
        each.id,
        { group: each, path: `modifier_groups[${at}]` },
      ]),
    );
  }

  /** The categories of all menus; one that is in several menus is served whenever one of them is. */
  sections(): RawSection[] {
    const served = new Map<string, (RawWindow[] | null)[]>();
    for (const menu of this.#payload.menus) {
      for (const id of menu.category_ids) {
        served.set(id, [...(served.get(id) ?? []), windowsOf(menu.service_availability)]);
      }
    }
    const placed = new Set<string>();
    return [...served].flatMap(([id, windows]): RawSection[] => {
      const at = this.#payload.categories.findIndex((each) => each.id === id);
      const found = this.#payload.categories[at];
      const path = `categories[${at}]`;
      if (!found) {
        this.#context.notes.add("not-kept", `category ${id}`, "category-missing");
        return [];
      }
      const items = found.entities.flatMap((each, i) => {
        if (!placed.has(each.id)) return this.#dish(each.id, placed, `${path}.entities[${i}]`);
        this.#context.notes.add("not-kept", `${path}.entities[${i}]`, "one-section");
        return [];
      });
      const all = windows.some((each) => each === null)
        ? []
        : windows.flatMap((each) => each ?? []);
      if (all.length > MAX_WINDOWS) {
        this.#context.notes.add("not-kept", path, "many-times");
      }
      const timed = all.length > 0 && all.length <= MAX_WINDOWS && { served: all };
      return items.length > 0 ? [{ id, ...this.#named(found.title, path), items, ...timed }] : [];
    });
  }

  #dish(id: string, placed: Set<string>, from: string): RawDish[] {
    const found = this.#items.get(id);
    const { notes, currency } = this.#context;
    if (!found) {
      notes.add("not-kept", from, "item-missing", { id });
      return [];
    }
    placed.add(id);
    const { item, path } = found;
    const price = item.price_info?.price;
    if ((item.modifier_group_ids?.overrides ?? []).length > 0) {
      notes.add("not-kept", `${path}.modifier_group_ids.overrides`, "same-choices");
    }
    if (price === undefined) notes.add("no-price", path, "no-price");
    const { name: description, translations: described } = this.#words(
      item.description,
      path,
      1000,
    );
    const options = this.#besideOthers(
      withOpened(item.modifier_group_ids?.ids ?? [], (each) => this.#group(each, id, path), {
        ...{ path, notes },
      }),
    );
    return [
      present({
        id,
        ...this.#named(item.title, path),
        description,
        description_translations: described,
        ...(price !== undefined && { price: decimalText(price, currency) }),
        ...(options.length > 0 && { options }),
      }),
    ];
  }

  /** A group as a dish has it, with the groups that its choices open. */
  #group(id: string, dish: string, from: string): ForeignGroup<string> | null {
    const found = this.#groups.get(id);
    const { notes, currency } = this.#context;
    if (!found) {
      notes.add("not-kept", `${from}.modifier_group_ids`, "modifier-group-missing", { id });
      return null;
    }
    const { group, path } = found;
    const opens: { value: string; groups: readonly string[] }[] = [];
    const values = group.modifier_options.flatMap((each, at): RawValue[] => {
      const choice = this.#items.get(each.id)?.item;
      if (!choice) {
        notes.add("not-kept", `${path}.modifier_options[${at}]`, "item-missing", { id: each.id });
        return [];
      }
      opens.push({ value: each.id, groups: choice.modifier_group_ids?.ids ?? [] });
      const { price = 0, overrides } = choice.price_info ?? {};
      const here =
        priceIn(overrides, "MODIFIER_GROUP", id) ?? priceIn(overrides, "ITEM", dish) ?? price;
      const { quantity: always, overrides: inGroups } = choice.quantity_info ?? {};
      const isHere = ({ context_type, context_value }: { [of: string]: unknown }) =>
        context_type === "MODIFIER_GROUP" && context_value === id;
      const counted = inGroups?.find(isHere)?.quantity ?? always;
      const most = Math.min(counted?.max_permitted ?? 1, MAX_CHOICES);
      return [
        present({
          id: each.id,
          ...this.#named(choice.title, this.#items.get(each.id)?.path ?? path),
          price_delta: decimalText(here, currency),
          default_quantity: counted?.default_quantity || undefined,
          max_quantity: most > 1 ? most : undefined,
        }),
      ];
    });
    if (values.length === 0) return null;
    const { min_permitted, max_permitted, charge_above } = group.quantity_info?.quantity ?? {};
    const option = {
      ...{ id, ...this.#named(group.title, path), values },
      ...{ min: min_permitted, max: max_permitted || null },
      ...(charge_above && { included: Math.min(charge_above, MAX_CHOICES) }),
    };
    return { option: optionWithin(option, { path, notes }), opens };
  }

  /** What choices cost under others, as their items say it: in the context of another choice of the dish. */
  #besideOthers(options: readonly RawOption[]): RawOption[] {
    return options.map((option) => ({
      ...option,
      values: option.values.map((value) => {
        const overrides = this.#items.get(String(value.id))?.item.price_info?.overrides ?? [];
        const others = options
          .filter((other) => other !== option)
          .flatMap((other) => other.values.map(({ id }) => String(id)));
        const beside = overrides.flatMap(({ context_type, context_value, price }) =>
          context_type === "ITEM" && price !== undefined && others.includes(context_value)
            ? [{ value: context_value, price_delta: decimalText(price, this.#context.currency) }]
            : [],
        );
        return beside.length > 0 ? { ...value, price_by: beside } : value;
      }),
    }));
  }

  #named(title: Words, path: string) {
    const { name, translations } = this.#words(title, `${path}.title`, 200);
    return present({
      name: nameOf(name, { path: `${path}.title`, notes: this.#context.notes }),
      translations,
    });
  }

  /** The text in the menu's language, or in the first there is, and those in others. */
  #words(said: Words | null | undefined, path: string, max: number) {
    const { notes, locale } = this.#context;
    const texts = Object.entries(said?.translations ?? {}).flatMap(([tag, each]) => {
      const text = textOf(each, { path, notes, max });
      return text === undefined ? [] : [{ language: languageOf(tag), text }];
    });
    const own = locale.split("-")[0] ?? "";
    const main = texts.find(({ language }) => language.split("-")[0] === own) ?? texts[0];
    const others = texts
      .filter((each) => each !== main)
      .map(({ language, text }) => [language, text]);
    return {
      name: main?.text,
      translations:
        others.length > 0 ? (Object.fromEntries(others) as Record<string, string>) : undefined,
    };
  }
}

function priceIn(
  overrides: readonly z.infer<typeof override>[] | null | undefined,
  type: string,
  id: string,
): number | undefined {
  return overrides?.find(
    ({ context_type, context_value }) => context_type === type && context_value === id,
  )?.price;
}

/** "en_us" is "en": the menu's translations are by language, and by place only where two differ. */
function languageOf(tag: string): string {
  const [language = "", place] = tag.replaceAll("_", "-").split("-");
  const isScript = place !== undefined && /^(hans|hant|tw|hk|br)$/i.test(place);
  return isScript ? `${language.toLowerCase()}-${place.toUpperCase()}` : language.toLowerCase();
}

const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/** The hours of a week as windows, days with the same hours together; null for always. */
function windowsOf(week: z.infer<typeof day>[] | undefined): RawWindow[] | null {
  if (!week || week.length === 0) return null;
  const spans = week.flatMap(({ day_of_week, time_periods }) => {
    const short = FILE_DAYS[DAYS.indexOf(day_of_week.toLowerCase())];
    return short ? time_periods.map((span) => ({ short, ...span })) : [];
  });
  const isWhole = (span: (typeof spans)[number]) =>
    span.start_time === "00:00" && /^(23:59|24:00|00:00)$/.test(span.end_time);
  if (new Set(spans.filter(isWhole).map(({ short }) => short)).size === 7) return null;
  const alike = Map.groupBy(spans, ({ start_time, end_time }) => `${start_time} ${end_time}`);
  return [...alike.values()].flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    const days = same.map(({ short }) => short);
    // Until midnight, not until a minute before it.
    const until = /^(23:59|24:00)$/.test(first.end_time) ? "00:00" : first.end_time;
    return [{ ...(days.length < 7 && { days }), from: first.start_time, until }];
  });
}
