import type { MenuItem } from "../menu/menu.ts";
import { mostOf } from "../menu/option-rules.ts";
import { choicesOf, countOf, pricedChoices } from "./choices.ts";
import type { LineOption } from "./document/types.ts";

/** Why a choice of options does not fit a dish. `option` and `value` are menu ids. */
export interface OptionProblem {
  readonly code:
    | "option-unknown"
    | "option-closed"
    | "value-unknown"
    | "value-repeated"
    | "too-few"
    | "too-many";
  readonly option: string;
  readonly value?: string;
}

/**
 * What one portion of a dish costs with the chosen options, in minor units: the dish's price plus
 * what every choice adds, never below zero. The phone shows it, the worker charges it; there is
 * no other place where a price is computed. Throws when the choice was not checked before.
 */
export function unitPrice(item: MenuItem, chosen: readonly LineOption[]): number {
  for (const { option: optionId, values } of chosen) {
    const option = item.options.find((o) => o.id === optionId);
    const unknown = values.find((id) => !option?.values.some((value) => value.id === id));
    if (!option || unknown !== undefined) {
      throw new RangeError(`no value ${unknown} in option ${optionId} of ${item.id}`);
    }
  }
  const priced = pricedChoices(choicesOf(item, chosen));
  return Math.max(
    0,
    priced.reduce((sum, { priceDelta }) => sum + priceDelta, item.price),
  );
}

/** Everything wrong with a choice of options for a dish: empty when it can be ordered so. */
export function optionProblems(item: MenuItem, chosen: readonly LineOption[]): OptionProblem[] {
  const problems: OptionProblem[] = [];
  const named = new Map<string, number>();
  for (const { option: optionId, values } of chosen) {
    const option = item.options.find((o) => o.id === optionId);
    if (!option || named.has(optionId)) {
      problems.push({ code: "option-unknown", option: optionId });
      continue;
    }
    named.set(optionId, values.length);
    for (const id of new Set(values)) {
      const value = option.values.find((v) => v.id === id);
      if (!value) problems.push({ code: "value-unknown", option: optionId, value: id });
      else if (values.filter((each) => each === id).length > mostOf(value)) {
        problems.push({ code: "value-repeated", option: optionId, value: id });
      }
    }
  }
  for (const choice of choicesOf(item, chosen)) {
    const { option, isOpen } = choice;
    if (!isOpen) {
      if (named.has(option.id)) problems.push({ code: "option-closed", option: option.id });
      continue;
    }
    const count = named.get(option.id) ?? countOf(choice);
    if (count < option.min) problems.push({ code: "too-few", option: option.id });
    if (count > option.max) problems.push({ code: "too-many", option: option.id });
  }
  return problems;
}
