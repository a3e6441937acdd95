import { present } from "../../platform/json.ts";
import { decimalOf } from "../../platform/money.ts";
import type { MenuDraft } from "../draft/draft.ts";
import type { Routed } from "../kitchen-facts.ts";
import type { Menu } from "../menu.ts";
import type { MenuFileJson } from "../menu-file.ts";
import { fileTimingOf } from "../timing/file-timing.ts";
import type { Timed } from "../timing/rules.ts";

/** What a menu is taken along as: the menu, and what of a draft its rows say. */
export interface TakenMenu extends Pick<Menu, "name" | "currency" | "locale"> {
  readonly categories: MenuDraft["categories"];
  readonly timezone?: string;
  readonly dayStartsAt?: number;
  /** The stations that it may name, which a file names by their names. */
  readonly stations?: readonly { readonly id: string; readonly name: string }[];
}

/**
 * The menu as a file of our own format. Reading it into the menu that it was made of changes nothing: a
 * thing without an id of another system has ours.
 */
export function menuFileOf(menu: TakenMenu): MenuFileJson {
  const money = (minor: number) => decimalOf(minor, menu.currency);
  const timed = (thing: Timed) => fileTimingOf(thing, money);
  const names = new Map(menu.stations?.map(({ id, name }) => [id, name]));
  // One that is gone keeps its id: without it, a dish would be made where its section is.
  const stationsOf = ({ stations }: Routed) => stations?.map((id) => names.get(id) ?? id);
  return present({
    name: menu.name,
    currency: menu.currency,
    locale: menu.locale,
    timezone: menu.timezone,
    day_starts_at: menu.dayStartsAt,
    categories: menu.categories.map((category) =>
      present({
        id: category.externalId ?? category.id,
        name: category.name,
        translations: mutable(category.translations),
        course: category.course,
        stations: stationsOf(category),
        ...timed(category),
        items: category.items.map((item) =>
          present({
            id: item.externalId ?? item.id,
            name: item.name,
            translations: mutable(item.translations),
            description: item.description,
            description_translations: mutable(item.descriptionTranslations),
            price: item.price === undefined ? undefined : money(item.price),
            code: item.code,
            photo: item.photo && {
              hash: item.photo.hash,
              focus: [...item.photo.focus] as [number, number],
            },
            allergens: [...item.allergens],
            additives: [...item.additives],
            diets: item.diets && [...item.diets],
            spice: item.spice,
            badges: item.badges && [...item.badges],
            min_age: item.minAge,
            may_contain: item.mayContain && [...item.mayContain],
            kitchen_name: item.kitchenName,
            course: item.course,
            prep_minutes: item.prepMinutes,
            stations: stationsOf(item),
            tax: item.tax?.map((part) => ({ ...part })),
            stock_per_day: item.stockPerDay,
            ...timed(item),
            options: item.options.map((option) =>
              present({
                id: option.externalId ?? option.id,
                name: option.name,
                translations: mutable(option.translations),
                min: option.min,
                max: option.max,
                included: option.included,
                opened_by: option.openedBy?.map(valueIdIn(item)),
                values: option.values.map((value) =>
                  present({
                    id: value.externalId ?? value.id,
                    name: value.name,
                    translations: mutable(value.translations),
                    price_delta: money(value.priceDelta),
                    price_by: value.priceBy?.map((by) => ({
                      value: valueIdIn(item)(by.value),
                      price_delta: money(by.priceDelta),
                    })),
                    default_quantity: value.defaultQuantity,
                    max_quantity: value.maxQuantity,
                    allergens: value.allergens && [...value.allergens],
                    ...timed(value),
                  }),
                ),
              }),
            ),
          }),
        ),
      }),
    ),
  });
}

/** What the file calls a value of a dish, by our id. */
function valueIdIn({ options }: MenuDraft["categories"][number]["items"][number]) {
  const values = options.flatMap((option) => option.values);
  return (id: string) => values.find((value) => value.id === id)?.externalId ?? id;
}

/** The same as text, as people may read and change it. */
export function writeMenuJson(menu: TakenMenu): string {
  return `${JSON.stringify(menuFileOf(menu), null, 2)}\n`;
}

function mutable(texts: Readonly<Record<string, string>> | undefined) {
  return texts && { ...texts };
}
