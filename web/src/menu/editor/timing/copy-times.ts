import type { DraftDish } from "@tureen/shared/menu/draft/draft";
import type { DraftEdit } from "@tureen/shared/menu/draft/edits";
import { canonical } from "@tureen/shared/platform/json";
import { setField } from "../model/write.ts";

const FIELDS = ["served", "priceRules"] as const;

/** Whether a dish has the times and prices of another. */
export function hasTimesOf(dish: DraftDish, other: DraftDish): boolean {
  return FIELDS.every(
    (field) => canonical(dish[field] ?? null) === canonical(other[field] ?? null),
  );
}

/** What gives dishes the times and prices of another; nothing for those that have them. */
export function copyTimes(from: DraftDish, dishes: readonly DraftDish[]): DraftEdit[] {
  return dishes
    .filter((dish) => !hasTimesOf(dish, from))
    .flatMap((dish) => FIELDS.map((field) => setField(dish, field, from[field])));
}
