/**
 * What a line chose of its dish, option by option. A line names options with their values, one as often
 * as it is wanted; an option that it does not name stands at the menu's defaults, and one that it names
 * without values has none. Everything that prices, shows or checks a line asks here.
 */

import type { MenuItem, MenuOption, MenuOptionValue } from "../menu/menu.ts";
import type { LineOption } from "./document/types.ts";

/** What is chosen of one option. */
export interface OptionChoice {
  readonly option: MenuOption;
  /** Whether it is asked: always, or because a value is chosen that opens it. */
  readonly isOpen: boolean;
  /** How often each of its values is chosen, by id, in the menu's order; at least once. */
  readonly counts: ReadonlyMap<string, number>;
}

/** One time that a value is chosen, with what it adds to the price there: minor units. */
export interface PricedChoice {
  readonly option: MenuOption;
  readonly value: MenuOptionValue;
  readonly priceDelta: number;
}

/** What is chosen of each option of a dish, in the menu's order. What the dish does not have is passed over. */
export function choicesOf(item: MenuItem, chosen: readonly LineOption[]): OptionChoice[] {
  const named = new Map(chosen.map(({ option, values }) => [option, values]));
  const taken = new Set<string>();
  return item.options.map((option) => {
    const isOpen = !option.openedBy || option.openedBy.some((id) => taken.has(id));
    const values = named.get(option.id);
    const counts = values ? countsOf(option, values) : isOpen ? defaultsOf(option) : new Map();
    if (isOpen) for (const id of counts.keys()) taken.add(id);
    return { option, isOpen, counts };
  });
}

/** The values of an option that are chosen before anybody chose, each as often as it is. */
export function defaultsOf({ values }: MenuOption): Map<string, number> {
  return new Map(
    values.flatMap(({ id, defaultQuantity = 0 }) =>
      defaultQuantity > 0 ? [[id, defaultQuantity]] : [],
    ),
  );
}

function countsOf({ values }: MenuOption, chosen: readonly string[]): Map<string, number> {
  return new Map(
    values.flatMap(({ id }): [string, number][] => {
      const count = chosen.filter((each) => each === id).length;
      return count > 0 ? [[id, count]] : [];
    }),
  );
}

/** The ids of all values that a dish is chosen with. */
export function chosenIds(choices: readonly OptionChoice[]): Set<string> {
  return new Set(choices.flatMap(({ counts }) => [...counts.keys()]));
}

/** What a value adds to the price, beside the other values that are chosen. */
export function priceDeltaOf(value: MenuOptionValue, taken: ReadonlySet<string>): number {
  return value.priceBy?.find((by) => taken.has(by.value))?.priceDelta ?? value.priceDelta;
}

/** How many choices each option comes to. */
export function countOf({ counts }: OptionChoice): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

/** Every choice with its price, in the menu's order: one for each time that a value is chosen. */
export function pricedChoices(choices: readonly OptionChoice[]): PricedChoice[] {
  const taken = chosenIds(choices);
  return choices.flatMap(({ option, counts }) => {
    const all = option.values.flatMap((value): PricedChoice[] => {
      const priced = { option, value, priceDelta: priceDeltaOf(value, taken) };
      return Array(counts.get(value.id) ?? 0).fill(priced);
    });
    return option.included === undefined ? all : withIncluded(all, option.included);
  });
}

/** The same with the dearest so many for nothing; what makes the dish cheaper still does. */
function withIncluded(all: readonly PricedChoice[], included: number): PricedChoice[] {
  const free = new Set(
    [...all.keys()]
      .sort((a, b) => (all[b]?.priceDelta ?? 0) - (all[a]?.priceDelta ?? 0))
      .slice(0, included),
  );
  return all.map((each, at) =>
    free.has(at) ? { ...each, priceDelta: Math.min(0, each.priceDelta) } : each,
  );
}

/**
 * The defaults of an option that were taken away: what the dish comes without. Where only one can be
 * chosen, another one takes a default's place, and nothing is missing.
 */
export function takenAway(choice: OptionChoice): MenuOptionValue[] {
  const { option, isOpen, counts } = choice;
  if (!isOpen || (option.max === 1 && counts.size > 0)) return [];
  return option.values.filter(
    ({ id, defaultQuantity = 0 }) => defaultQuantity > 0 && !counts.has(id),
  );
}
