import { minorDigits } from "../../platform/currencies.ts";
import { present } from "../../platform/json.ts";
import type { Translations } from "../menu.ts";
import { pricedSizes } from "../priced-sizes.ts";
import { GOOGLE_ALLERGENS } from "./read-food-menus.ts";
import type { TakenMenu } from "./write-json.ts";

const TO_GOOGLE = new Map(
  Object.entries(GOOGLE_ALLERGENS).map(([theirs, ours]) => [ours.toLowerCase(), theirs]),
);

/**
 * The menu as Google's `FoodMenus`, for `accounts.locations.updateFoodMenus`. Google takes only dishes that
 * have a price, and names eight allergens.
 */
export function foodMenusOf({ name, currency, locale, categories }: TakenMenu): object {
  const labels = (
    thing: { readonly name: string; readonly translations?: Translations },
    described: {
      readonly description?: string;
      readonly descriptionTranslations?: Translations;
    } = {},
  ) => [
    present({
      displayName: cut(thing.name, 140),
      description: described.description,
      languageCode: locale,
    }),
    ...Object.entries(thing.translations ?? {}).map(([languageCode, text]) =>
      present({
        displayName: cut(text, 140),
        description: described.descriptionTranslations?.[languageCode],
        languageCode,
      }),
    ),
  ];
  const money = (minor: number) => {
    const unit = 10 ** minorDigits(currency);
    const nanos = Math.round((minor % unit) * (1_000_000_000 / unit));
    return present({
      currencyCode: currency,
      units: String(Math.trunc(minor / unit)),
      nanos: nanos || undefined,
    });
  };
  const sections = categories.map((category) => ({
    labels: labels(category),
    items: category.items.flatMap((item) => {
      const { price } = item;
      if (price === undefined) return [];
      const allergen = item.allergens.flatMap((word) => TO_GOOGLE.get(word.toLowerCase()) ?? []);
      const attributes = { price: money(price), ...(allergen.length > 0 && { allergen }) };
      const sizes = pricedSizes(item)?.map((size) => ({
        labels: labels(size),
        attributes: { price: money(price + size.priceDelta) },
      }));
      return [{ labels: labels(item, item), attributes, ...(sizes && { options: sizes }) }];
    }),
  }));
  const menu = {
    labels: labels({ name }),
    sections: sections.filter(({ items }) => items.length > 0),
  };
  return { menus: [menu] };
}

/** Google's names are at most so long. */
function cut(text: string, max: number): string {
  return [...text].slice(0, max).join("");
}

/** The same as text. */
export function writeFoodMenus(menu: TakenMenu): string {
  return `${JSON.stringify(foodMenusOf(menu), null, 2)}\n`;
}
