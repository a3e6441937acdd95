import { CSV_BOM, csvRow } from "../../platform/csv.ts";
import { decimalOf } from "../../platform/money.ts";
import type { DraftDish, DraftOption, DraftThing, DraftValue } from "../draft/draft.ts";
import type { TakenMenu } from "./write-json.ts";

/**
 * The menu as a table for spreadsheets, which can be brought back: a row for each section and dish, and below
 * it one for each group of options and each choice, told by the column `kind`. Photos, taxes and times are not in
 * it, nor how options depend on each other.
 */
export function writeMenuCsv(menu: TakenMenu): string {
  const things = menu.categories.flatMap((category) => [
    category,
    ...category.items.flatMap((item) => within(item)),
  ]);
  const languages = sorted(things.flatMap(({ translations = {} }) => Object.keys(translations)));
  const described = sorted(
    menu.categories.flatMap(({ items }) =>
      items.flatMap(({ descriptionTranslations = {} }) => Object.keys(descriptionTranslations)),
    ),
  );
  const row = (
    kind: string,
    section: string,
    thing: DraftThing,
    more: { readonly price?: number | undefined } & Partial<DraftOption> & Partial<DraftValue>,
  ) => {
    const dish = thing as Partial<DraftDish>;
    return csvRow([
      ...[kind, thing.externalId ?? thing.id, section, thing.name],
      ...languages.map((language) => thing.translations?.[language] ?? null),
      // A number of our own: a negative one is no formula.
      more.price === undefined ? null : amount(more.price, menu.currency),
      ...[dish.description ?? null],
      ...described.map((language) => dish.descriptionTranslations?.[language] ?? null),
      ...[dish.code ?? null, words(dish.allergens), words(dish.additives)],
      ...[more.min ?? null, more.max ?? null, more.included ?? null],
      ...[more.defaultQuantity ?? null, more.maxQuantity ?? null],
    ]);
  };
  const header = csvRow([
    ...["kind", "id", "section", "name", ...languages.map((each) => `name (${each})`)],
    ...["price", "description", ...described.map((each) => `description (${each})`)],
    ...["code", "allergens", "additives", "min", "max"],
    ...["included", "default quantity", "max quantity"],
  ]);
  const rows = menu.categories.flatMap((category) => [
    row("section", category.name, category, {}),
    ...category.items.flatMap((item) => [
      row("dish", category.name, item, { price: item.price }),
      ...item.options.flatMap((option) => [
        row("option", "", option, option),
        ...option.values.map((value) =>
          row("choice", "", value, { ...value, price: value.priceDelta }),
        ),
      ]),
    ]),
  ]);
  return CSV_BOM + header + rows.join("");
}

/** Decimals with the currency's digits: "4.50". */
function amount(minor: number, currency: string): string | number {
  return minor < 0 ? Number(decimalOf(minor, currency)) : decimalOf(minor, currency);
}

function words(list: readonly string[] | undefined): string | null {
  return list && list.length > 0 ? list.join(" | ") : null;
}

function within(item: DraftDish): DraftThing[] {
  return [item, ...item.options.flatMap((option) => [option, ...option.values])];
}

function sorted(languages: readonly string[]): string[] {
  return [...new Set(languages)].sort();
}
