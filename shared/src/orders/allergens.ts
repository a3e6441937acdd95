import type { MenuItem, MenuOption } from "../menu/menu.ts";
import { capacityOf } from "../menu/option-rules.ts";
import { choicesOf } from "../table/choices.ts";
import type { LineOption } from "../table/document/types.ts";

/** The allergens of a dish with what the chosen values add to them, each once. */
export function allergensWith(item: MenuItem, chosen: readonly LineOption[]): string[] {
  return [...new Set([...item.allergens, ...allergensOfChoices(item, chosen)])];
}

/** What the chosen values add to a dish's allergens. */
export function allergensOfChoices(item: MenuItem, chosen: readonly LineOption[]): string[] {
  return choicesOf(item, chosen).flatMap(({ option, counts }) =>
    option.values.filter(({ id }) => counts.has(id)).flatMap(({ allergens = [] }) => allergens),
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

/** Whether an option leaves enough to choose from when values with these are passed over, or need not be asked. */
function hasEnough(option: MenuOption, avoided: ReadonlySet<string>): boolean {
  if (option.openedBy) return true;
  const values = option.values.filter((value) => !holdsAny(value.allergens, avoided));
  return capacityOf({ ...option, values }) >= option.min;
}
