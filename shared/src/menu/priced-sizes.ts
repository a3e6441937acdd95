import type { DraftDish } from "./draft/draft.ts";

/** The sizes of a dish that has one group of which exactly one is chosen, at different prices. */
export function pricedSizes({ options }: Pick<DraftDish, "options">) {
  const groups = options.filter(
    ({ min, max, openedBy, values }) =>
      min === 1 &&
      max === 1 &&
      openedBy === undefined &&
      values.some(({ priceDelta }) => priceDelta !== values[0]?.priceDelta),
  );
  return groups.length === 1 ? groups[0]?.values : undefined;
}
