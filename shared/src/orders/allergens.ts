import type { MenuItem, MenuOption } from "../menu/menu.ts";
import type { LineOption } from "../table/document/types.ts";

/** The allergens of a dish with what the chosen values add to them, each once. */
export function allergensWith(item: MenuItem, chosen: readonly LineOption[]): string[] {
  return [...new Set([...item.allergens, ...allergensOfChoices(item, chosen)])];
}

/** What the chosen values add to a dish's allergens. */
export function allergensOfChoices(item: MenuItem, chosen: readonly LineOption[]): string[] {
  const values = new Set(chosen.flatMap((option) => option.values));
  return item.options.flatMap((option) =>
    option.values.filter(({ id }) => values.has(id)).flatMap(({ allergens = [] }) => allergens),
  );
}

/** Whether a dish cannot be had without one of these allergens, whatever is chosen. */
export function alwaysHolds(item: MenuItem, avoided: ReadonlySet<string>): boolean {
  return holdsAny(item.allergens, avoided) || item.options.some((o) => !hasEnough(o, avoided));
}

/** Whether one of these is among the avoided ones. */
export function holdsAny(
  allergens: readonly string[] | undefined,
  avoided: ReadonlySet<string>,
): boolean {
  return allergens?.some((allergen) => avoided.has(allergen)) ?? false;
}

/** Whether an option leaves enough to choose from when values with these are passed over. */
function hasEnough(option: MenuOption, avoided: ReadonlySet<string>): boolean {
  return option.values.filter((value) => !holdsAny(value.allergens, avoided)).length >= option.min;
}
