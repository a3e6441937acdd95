import type { MenuItem, MenuOption } from "@tureen/shared/menu/menu";
import { pricedSizes } from "@tureen/shared/menu/priced-sizes";
import { unitPrice } from "@tureen/shared/table/pricing";

/**
 * The least that a dish costs where its size decides the price and none is chosen beforehand, in minor
 * units; undefined where it has one price.
 */
export function startingPrice(item: MenuItem): number | undefined {
  const sizes = pricedSizes(item);
  if (!sizes || sizes.some(({ defaultQuantity = 0 }) => defaultQuantity > 0)) return undefined;
  return unitPrice(item, []) + Math.min(...sizes.map(({ priceDelta }) => priceDelta));
}

/** Whether what the values of an option add is the whole price: the dish has none of its own. */
export function isWholePrice(item: MenuItem, option: MenuOption): boolean {
  return item.price === 0 && pricedSizes(item) === option.values;
}
