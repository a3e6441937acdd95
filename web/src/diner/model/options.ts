import type { MenuItem, MenuOption } from "@tureen/shared/menu/menu";
import type { LineOption } from "@tureen/shared/table/document/types";

/** The values chosen so far, by option id. */
export type Choices = Readonly<Record<string, readonly string[]>>;

/** What is chosen before anybody chose: only what leaves no choice. */
export function initialChoices(item: MenuItem, valuesOut: readonly string[]): Choices {
  const choices: Record<string, readonly string[]> = {};
  for (const option of item.options) {
    const possible = option.values.filter((value) => !valuesOut.includes(value.id));
    if (option.min > 0 && possible.length === option.min) {
      choices[option.id] = possible.map((value) => value.id);
    }
  }
  return choices;
}

/** Earlier choices as far as they can still be made, and what leaves no choice by now. */
export function renewChoices(
  item: MenuItem,
  earlier: Choices,
  valuesOut: readonly string[],
): Choices {
  const choices: Record<string, readonly string[]> = { ...initialChoices(item, valuesOut) };
  for (const option of item.options) {
    const possible = (earlier[option.id] ?? []).filter(
      (id) => !valuesOut.includes(id) && option.values.some((value) => value.id === id),
    );
    if (possible.length > 0) choices[option.id] = possible.slice(0, option.max);
  }
  return choices;
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
  return item.options.find((option) => (choices[option.id]?.length ?? 0) < option.min);
}

/** The rule of an option in the guest's terms. */
export type OptionRule =
  | { readonly kind: "exactly"; readonly count: number }
  | { readonly kind: "upTo"; readonly count: number }
  | { readonly kind: "atLeast"; readonly count: number }
  | { readonly kind: "between"; readonly min: number; readonly max: number }
  | { readonly kind: "any" };

export function ruleOf(option: MenuOption): OptionRule {
  const max = Math.min(option.max, option.values.length);
  if (option.min === max) return { kind: "exactly", count: max };
  if (option.min === 0) {
    return max === option.values.length && max > 1 ? { kind: "any" } : { kind: "upTo", count: max };
  }
  if (max === option.values.length) return { kind: "atLeast", count: option.min };
  return { kind: "between", min: option.min, max };
}

/** The choices as a line carries them: menu order, nothing empty. */
export function lineOptions(item: MenuItem, choices: Choices): LineOption[] {
  return item.options.flatMap((option) => {
    const chosen = new Set(choices[option.id]);
    const values = option.values.map((value) => value.id).filter((id) => chosen.has(id));
    return values.length > 0 ? [{ option: option.id, values }] : [];
  });
}

/** Can this dish go into the cart with one tap, without a question? */
export function needsNoChoice(item: MenuItem): boolean {
  return item.options.every((option) => option.min === 0);
}
