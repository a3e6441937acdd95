/**
 * What the options of a dish may say: how many can be chosen at all, and what cannot be satisfied. What a
 * line chose of them is another matter (../table/choices.ts).
 */

import { MAX_OPTION_VALUES } from "../platform/limits.ts";
import type { MenuOption, MenuOptionValue } from "./menu.ts";

/** An option as a menu, a draft and a file have it. */
export interface RuledOption
  extends Pick<MenuOption, "id" | "min" | "max" | "included" | "openedBy"> {
  readonly values: readonly RuledValue[];
}
type RuledValue = Pick<MenuOptionValue, "id" | "defaultQuantity" | "maxQuantity" | "priceBy">;

/** How often a value may be chosen. */
export function mostOf({ maxQuantity = 1 }: Pick<RuledValue, "maxQuantity">): number {
  return maxQuantity;
}

/** How many choices an option has room for: its `max`, or less where its values or a line do not go further. */
export function capacityOf({ max, values }: Pick<RuledOption, "max" | "values">): number {
  return Math.min(
    max,
    MAX_OPTION_VALUES,
    values.reduce((sum, value) => sum + mostOf(value), 0),
  );
}

/** What is wrong with an option of a dish; `value` is what it is about. */
export interface OptionFault {
  readonly code:
    | "too-few-choices"
    | "too-many-defaults"
    | "opener-unknown"
    | "never-opened"
    | "price-by-unknown";
  readonly option: string;
  readonly value?: string;
}

/**
 * Why a dish's options cannot be published. What opens an option stands in one before it: so whether it
 * is open is known when it is its turn, and nothing opens itself in a circle.
 */
export function optionFaults(options: readonly RuledOption[]): OptionFault[] {
  const faults: OptionFault[] = [];
  const isElsewhere = (value: string, option: string) =>
    options.some(({ id, values }) => id !== option && values.some((each) => each.id === value));
  const before = new Set<string>();
  for (const { id: option, min, openedBy, values, ...rest } of options) {
    const fault = (code: OptionFault["code"], value?: string) =>
      faults.push({ code, option, ...(value !== undefined && { value }) });
    const room = capacityOf({ ...rest, values });
    if (min < 0 || rest.max < 1 || min > room) fault("too-few-choices");
    const defaults = values.reduce((sum, { defaultQuantity = 0 }) => sum + defaultQuantity, 0);
    if (defaults > room) fault("too-many-defaults");
    for (const value of values) {
      if ((value.defaultQuantity ?? 0) > mostOf(value)) fault("too-many-defaults", value.id);
      for (const by of value.priceBy ?? []) {
        if (!isElsewhere(by.value, option)) fault("price-by-unknown", value.id);
      }
    }
    if (openedBy?.length === 0) fault("never-opened");
    for (const opener of openedBy ?? []) if (!before.has(opener)) fault("opener-unknown", opener);
    for (const { id } of values) before.add(id);
  }
  return faults;
}

/** The options without what they say of values that are gone; an option that nothing opens any more stays so. */
export function withoutGone<T extends RuledOption>(options: readonly T[]): T[] {
  const there = new Set(options.flatMap(({ values }) => values.map(({ id }) => id)));
  return options.map((option) => {
    const { openedBy } = option;
    const values = option.values.map((value) => {
      if (!value.priceBy || value.priceBy.every((by) => there.has(by.value))) return value;
      const { priceBy, ...rest } = value;
      const left = priceBy.filter((by) => there.has(by.value));
      return left.length > 0 ? { ...rest, priceBy: left } : rest;
    });
    return {
      ...option,
      ...(openedBy && { openedBy: openedBy.filter((id) => there.has(id)) }),
      values,
    };
  });
}

/** Whether a menu says anything of options that phones did not know before version 9 of the protocol. */
export function saysMoreOfOptions(menu: {
  readonly categories: readonly {
    readonly items: readonly { readonly options: readonly RuledOption[] }[];
  }[];
}): boolean {
  return menu.categories.some(({ items }) =>
    items.some(({ options }) =>
      options.some(
        ({ included, openedBy, values }) =>
          included !== undefined ||
          openedBy !== undefined ||
          values.some(
            ({ defaultQuantity, maxQuantity, priceBy }) =>
              defaultQuantity !== undefined || maxQuantity !== undefined || priceBy !== undefined,
          ),
      ),
    ),
  );
}
