import { present } from "../../platform/json.ts";
import { decimalOf } from "../../platform/money.ts";
import type { DraftDish } from "../draft/draft.ts";
import { pricedSizes } from "../priced-sizes.ts";
import type { TakenMenu } from "./write-json.ts";

/** What a diet is called there. */
const DIETS: Readonly<Record<string, string>> = {
  vegan: "VeganDiet",
  vegetarian: "VegetarianDiet",
  "gluten-free": "GlutenFreeDiet",
  "lactose-free": "LowLactoseDiet",
  halal: "HalalDiet",
  kosher: "KosherDiet",
};

/**
 * The menu as schema.org JSON-LD, for search engines. A dish whose price one group of options decides is
 * offered in each of its sizes; schema.org knows no other choices.
 */
export function schemaOrgMenu(menu: TakenMenu): object {
  return {
    "@context": "https://schema.org",
    "@type": "Menu",
    name: menu.name,
    inLanguage: menu.locale,
    hasMenuSection: menu.categories.map((category) => ({
      "@type": "MenuSection",
      name: category.name,
      hasMenuItem: category.items.map((item) =>
        present({
          "@type": "MenuItem",
          name: item.name,
          description: item.description,
          suitableForDiet: dietsOf(item),
          offers: item.price === undefined ? undefined : offersOf(item, item.price, menu.currency),
        }),
      ),
    })),
  };
}

function dietsOf({ diets = [] }: DraftDish): string[] | undefined {
  const known = diets.flatMap((diet) => DIETS[diet] ?? []);
  return known.length > 0 ? known.map((diet) => `https://schema.org/${diet}`) : undefined;
}

function offersOf(item: DraftDish, price: number, currency: string): object | object[] {
  const offer = (minor: number, name?: string) =>
    present({ "@type": "Offer", name, price: decimalOf(minor, currency), priceCurrency: currency });
  const sizes = pricedSizes(item);
  if (!sizes) return offer(price);
  return sizes.map(({ name, priceDelta }) => offer(price + priceDelta, name));
}

/** The same as text. */
export function writeSchemaOrg(menu: TakenMenu): string {
  return `${JSON.stringify(schemaOrgMenu(menu), null, 2)}\n`;
}
