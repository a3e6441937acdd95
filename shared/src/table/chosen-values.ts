/** What is kept of an order line's options: each choice with names and price as they were. */

import { type MenuItem, translated } from "../menu/menu.ts";
import { takenAwayName } from "./choice-groups.ts";
import { choicesOf, pricedChoices, takenAway } from "./choices.ts";
import type { LineOption } from "./document/types.ts";

/** One chosen value of a line, self-contained. A value that is chosen twice is there twice. */
export interface ChosenValue {
  readonly option: string;
  readonly optionName: string;
  readonly value: string;
  /** Its name; of a default that was taken away "0 × Onion" (choice-groups.ts). */
  readonly valueName: string;
  /** Minor units; may be negative. */
  readonly priceDelta: number;
}

/**
 * The choices of a line with their names and prices as on the menu, in menu order, those of an option
 * before its defaults that were taken away. The names are the menu's own, as orders keep them, or in
 * the reader's language if one is given.
 */
export function chosenValues(
  item: MenuItem,
  chosen: readonly LineOption[],
  language?: string,
): ChosenValue[] {
  const nameOf = (thing: Parameters<typeof translated>[0]) =>
    language === undefined ? thing.name : translated(thing, language);
  const choices = choicesOf(item, chosen);
  const priced = pricedChoices(choices);
  return choices.flatMap((choice) => {
    const { option } = choice;
    const of = { option: option.id, optionName: nameOf(option) };
    return [
      ...priced.flatMap(({ value, priceDelta, ...each }) =>
        each.option !== option
          ? []
          : [
              {
                ...of,
                value: value.id,
                valueName: nameOf(value),
                priceDelta,
              },
            ],
      ),
      ...takenAway(choice).map((value) => ({
        ...of,
        value: value.id,
        valueName: takenAwayName(nameOf(value)),
        priceDelta: 0,
      })),
    ];
  });
}
