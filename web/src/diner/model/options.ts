import type { MenuItem, MenuOption } from "@tureen/shared/menu/menu";
import { capacityOf, mostOf } from "@tureen/shared/menu/option-rules";
import { choicesOf, chosenIds, defaultsOf } from "@tureen/shared/table/choices";
import type { LineOption } from "@tureen/shared/table/document/types";
import { optionProblems } from "@tureen/shared/table/pricing";

/** The values chosen so far, by option id, each as often as it is. */
export type Choices = Readonly<Record<string, readonly string[]>>;

/** What is chosen before anybody chose: the menu's defaults, and what leaves no choice. */
export function initialChoices(item: MenuItem, valuesOut: readonly string[]): Choices {
  const choices: Record<string, readonly string[]> = {};
  for (const option of item.options) {
    const values = option.values.filter((value) => !valuesOut.includes(value.id));
    const defaults = repeated(defaultsOf({ ...option, values }));
    if (defaults.length > 0) choices[option.id] = defaults;
    else if (option.min > 0 && roomIn({ ...option, values }) === option.min) {
      choices[option.id] = repeated(values.map((value) => [value.id, mostOf(value)]));
    }
  }
  return choices;
}

/** How many choices the values of an option have room for, however many may be made. */
function roomIn(option: MenuOption): number {
  return capacityOf({ ...option, max: Number.POSITIVE_INFINITY });
}

function repeated(counts: Iterable<readonly [string, number]>): string[] {
  return [...counts].flatMap(([id, count]) => Array<string>(count).fill(id));
}

/** Earlier choices as far as they can still be made, and what leaves no choice by now. */
export function renewChoices(
  item: MenuItem,
  earlier: Choices,
  valuesOut: readonly string[],
): Choices {
  const choices: Record<string, readonly string[]> = { ...initialChoices(item, valuesOut) };
  for (const option of item.options) {
    const before = earlier[option.id] ?? [];
    const possible = before.filter((id, at) => {
      const value = option.values.find((each) => each.id === id);
      const times = before.slice(0, at).filter((each) => each === id).length;
      return value !== undefined && !valuesOut.includes(id) && times < mostOf(value);
    });
    // Somebody took all of it away: it does not come back by itself.
    const isEmptied = earlier[option.id]?.length === 0 && option.min === 0;
    if (possible.length > 0 || isEmptied) choices[option.id] = possible.slice(0, option.max);
  }
  return choices;
}

/** The options that are asked, as the choices stand: an opened one only while what opens it is chosen. */
export function openOptions(item: MenuItem, choices: Choices): MenuOption[] {
  const all = item.options.map(({ id }) => ({ option: id, values: choices[id] ?? [] }));
  return choicesOf(item, all).flatMap(({ option, isOpen }) => (isOpen ? [option] : []));
}

/** Chooses or takes back a value; where only one may be chosen, a new one replaces the old. */
export function toggleValue(option: MenuOption, choices: Choices, valueId: string): Choices {
  const chosen = choices[option.id] ?? [];
  if (chosen.includes(valueId)) {
    // A required single choice is changed, not taken back, like a radio button.
    if (option.max === 1 && option.min === 1) return choices;
    return { ...choices, [option.id]: chosen.filter((id) => id !== valueId) };
  }
  if (option.max === 1) return { ...choices, [option.id]: [valueId] };
  if (chosen.length >= option.max) return choices;
  return { ...choices, [option.id]: [...chosen, valueId] };
}

/** Chooses a value so many times. */
export function setQuantity(
  option: MenuOption,
  choices: Choices,
  valueId: string,
  count: number,
): Choices {
  const others = (choices[option.id] ?? []).filter((id) => id !== valueId);
  return { ...choices, [option.id]: [...others, ...repeated([[valueId, count]])] };
}

/** How often a value is chosen. */
export function quantityOf(option: MenuOption, choices: Choices, valueId: string): number {
  return choices[option.id]?.filter((id) => id === valueId).length ?? 0;
}

/** How often a value may be chosen now, beside what else is. */
export function mostNow(
  option: MenuOption,
  choices: Choices,
  valueId: string,
  valuesOut: readonly string[],
): number {
  const value = option.values.find(({ id }) => id === valueId);
  const count = quantityOf(option, choices, valueId);
  if (!value || valuesOut.includes(valueId)) return count;
  const others = (choices[option.id]?.length ?? 0) - count;
  return Math.min(mostOf(value), capacityOf(option) - others);
}

/** May this value be tapped now? */
export function canToggle(
  option: MenuOption,
  choices: Choices,
  valueId: string,
  valuesOut: readonly string[],
): boolean {
  const chosen = choices[option.id] ?? [];
  if (chosen.includes(valueId)) return true;
  if (valuesOut.includes(valueId)) return false;
  return option.max === 1 || chosen.length < option.max;
}

/** The first option that still needs a choice. */
export function firstMissing(item: MenuItem, choices: Choices): MenuOption | undefined {
  return openOptions(item, choices).find(
    (option) => (choices[option.id]?.length ?? 0) < option.min,
  );
}

/** The rule of an option in the guest's terms. */
export type OptionRule =
  | { readonly kind: "exactly"; readonly count: number }
  | { readonly kind: "upTo"; readonly count: number }
  | { readonly kind: "atLeast"; readonly count: number }
  | { readonly kind: "between"; readonly min: number; readonly max: number }
  | { readonly kind: "any" };

export function ruleOf(option: MenuOption): OptionRule {
  const room = roomIn(option);
  const max = Math.min(option.max, room);
  if (option.min === max) return { kind: "exactly", count: max };
  if (option.min === 0) {
    return max === room && room === option.values.length && max > 1
      ? { kind: "any" }
      : { kind: "upTo", count: max };
  }
  if (max === room) return { kind: "atLeast", count: option.min };
  return { kind: "between", min: option.min, max };
}

/**
 * The choices as a line carries them: menu order, and nothing empty but where the menu's defaults were
 * taken away, or would be had instead.
 */
export function lineOptions(item: MenuItem, choices: Choices): LineOption[] {
  return openOptions(item, choices).flatMap((option) => {
    const chosen = choices[option.id] ?? [];
    const values = option.values.flatMap(({ id }) => chosen.filter((each) => each === id));
    const isSaid = values.length > 0 || defaultsOf(option).size > 0;
    return isSaid ? [{ option: option.id, values }] : [];
  });
}

/** Can this dish go into the cart as it comes, with one tap and without a question? */
export function needsNoChoice(item: MenuItem, valuesOut: readonly string[] = []): boolean {
  const defaults = chosenIds(choicesOf(item, []));
  return optionProblems(item, []).length === 0 && !valuesOut.some((id) => defaults.has(id));
}
