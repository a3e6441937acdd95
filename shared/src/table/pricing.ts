import type { MenuItem } from "../menu/menu.ts";
import type { LineOption } from "./document/types.ts";

/** Why a choice of options does not fit a dish. `option` and `value` are menu ids. */
export interface OptionProblem {
  readonly code: "option-unknown" | "value-unknown" | "value-repeated" | "too-few" | "too-many";
  readonly option: string;
  readonly value?: string;
}

/**
 * What one portion of a dish costs with the chosen options, in minor units: the dish's price plus
 * every chosen value's delta, never below zero. The phone shows it, the worker charges it; there is
 * no other place where a price is computed. Throws when the choice was not checked before.
 */
export function unitPrice(item: MenuItem, chosen: readonly LineOption[]): number {
  let price = item.price;
  for (const { option: optionId, values } of chosen) {
    const option = item.options.find((o) => o.id === optionId);
    for (const valueId of values) {
      const value = option?.values.find((v) => v.id === valueId);
      if (!value) throw new RangeError(`no value ${valueId} in option ${optionId} of ${item.id}`);
      price += value.priceDelta;
    }
  }
  return Math.max(0, price);
}

/** Everything wrong with a choice of options for a dish: empty when it can be ordered so. */
export function optionProblems(item: MenuItem, chosen: readonly LineOption[]): OptionProblem[] {
  const problems: OptionProblem[] = [];
  const counts = new Map<string, number>();
  for (const { option: optionId, values } of chosen) {
    const option = item.options.find((o) => o.id === optionId);
    if (!option || counts.has(optionId)) {
      problems.push({ code: "option-unknown", option: optionId });
      continue;
    }
    counts.set(optionId, values.length);
    const seen = new Set<string>();
    for (const value of values) {
      if (!option.values.some((v) => v.id === value)) {
        problems.push({ code: "value-unknown", option: optionId, value });
      } else if (seen.has(value)) {
        problems.push({ code: "value-repeated", option: optionId, value });
      }
      seen.add(value);
    }
  }
  for (const option of item.options) {
    const count = counts.get(option.id) ?? 0;
    if (count < option.min) problems.push({ code: "too-few", option: option.id });
    if (count > option.max) problems.push({ code: "too-many", option: option.id });
  }
  return problems;
}
