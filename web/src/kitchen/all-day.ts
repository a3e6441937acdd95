/** What is to be cooked of each dish, over all orders: what kitchens call "all day". */
import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import { choiceGroups, groupText } from "@tureen/shared/table/choice-groups";
import { countWords } from "../platform/ui/choice-words.ts";
import { isHeld } from "./courses.ts";
import { lineChoices } from "./line-choices.ts";
import { lineName } from "./line-name.ts";
import { isCooked } from "./progress.ts";
import { wantedPortions } from "./wanted.ts";

/** A dish with all its portions, and how many of them are wanted in which way. */
export interface AllDayDish {
  readonly name: string;
  readonly portions: number;
  /** Those with choices, most first; what is left is the dish as it is. */
  readonly ways: readonly { readonly text: string; readonly portions: number }[];
}

/** The portions of open orders that are wanted now and not cooked yet, most first. */
export function allDay(tickets: readonly Pick<Ticket, "lines" | "status">[]): AllDayDish[] {
  const dishes = new Map<string, { portions: number; ways: Map<string, number> }>();
  for (const { lines, status } of tickets) {
    for (const line of lines) {
      const portions = isCooked(line, status) || isHeld(line) ? 0 : wantedPortions(line);
      if (portions === 0) continue;
      const name = lineName(line);
      const dish = dishes.get(name) ?? { portions: 0, ways: new Map<string, number>() };
      dishes.set(name, dish);
      dish.portions += portions;
      const way = lineChoices(line).map(groupText).join(" · ");
      if (way !== "") dish.ways.set(way, (dish.ways.get(way) ?? 0) + portions);
    }
  }
  const mostFirst = (a: { portions: number }, b: { portions: number }) => b.portions - a.portions;
  return [...dishes]
    .map(([name, { portions, ways }]) => ({
      name,
      portions,
      ways: [...ways].map(([text, of]) => ({ text, portions: of })).sort(mostFirst),
    }))
    .sort(mostFirst);
}

/** How many portions are wanted with each choice of a group ("Doneness": medium 5, rare 3), over all dishes. */
export interface AllDayGroup {
  readonly name: string;
  readonly values: readonly { readonly name: string; readonly portions: number }[];
}

/** The choices of portions that are wanted and not cooked yet, by their group; most first in each. */
export function allDayChoices(tickets: readonly Pick<Ticket, "lines" | "status">[]): AllDayGroup[] {
  const groups = new Map<string, Map<string, number>>();
  for (const { lines, status } of tickets) {
    for (const line of lines) {
      const portions = isCooked(line, status) || isHeld(line) ? 0 : wantedPortions(line);
      if (portions === 0) continue;
      for (const choice of line.chosen ?? []) {
        const [group] = choiceGroups([choice], countWords);
        const [value] = group?.values ?? [];
        if (!group || value === undefined) continue;
        const values = groups.get(group.name) ?? new Map<string, number>();
        groups.set(group.name, values.set(value, (values.get(value) ?? 0) + portions));
      }
    }
  }
  return [...groups].map(([name, values]) => ({
    name,
    values: [...values]
      .map(([value, of]) => ({ name: value, portions: of }))
      .sort((a, b) => b.portions - a.portions),
  }));
}
