/** What is kept of an order line's options: each chosen value with names and price as they were. */

import { type MenuItem, translated } from "../menu/menu.ts";
import type { LineOption } from "./document/types.ts";

/** One chosen value of a line, self-contained. */
export interface ChosenValue {
  readonly option: string;
  readonly optionName: string;
  readonly value: string;
  readonly valueName: string;
  /** Minor units; may be negative. */
  readonly priceDelta: number;
}

/**
 * The chosen values of a line with their names and prices as on the menu, in menu order. The names
 * are the menu's own, as orders keep them, or in the reader's language if one is given.
 */
export function chosenValues(
  item: MenuItem,
  chosen: readonly LineOption[],
  language?: string,
): ChosenValue[] {
  const nameOf = (thing: Parameters<typeof translated>[0]) =>
    language === undefined ? thing.name : translated(thing, language);
  const values = new Set(chosen.flatMap((option) => option.values));
  return item.options.flatMap((option) =>
    option.values
      .filter((value) => values.has(value.id))
      .map((value) => ({
        option: option.id,
        optionName: nameOf(option),
        value: value.id,
        valueName: nameOf(value),
        priceDelta: value.priceDelta,
      })),
  );
}
