/**
 * How chosen values are shown, on every screen alike: behind their group's name, always. "Onion"
 * may be without or extra, and "Normal", "None", "No" or "50 %" say nothing by themselves, in
 * groups of which one must be chosen as in others; no rule that knows only the menu's structure
 * can tell which names would be understood alone. The values of one group stand together, so that
 * a name is read once, and one that is chosen twice is counted.
 *
 * A default that was taken away is kept by orders as "0 × Onion": words that every screen and every
 * receipt shows rightly, of any release and in any language; who can says "no onion".
 */
import type { ChosenValue } from "./chosen-values.ts";

/** A chosen value by its names alone; the group's is empty where it is no longer known. */
export type NamedChoice = Pick<ChosenValue, "optionName" | "valueName">;

/** What was chosen in one group of options. */
export interface ChoiceGroup {
  /** Empty where it is no longer known. */
  readonly name: string;
  readonly values: readonly string[];
  /** Those of them that say what was taken away; left out where nothing was. */
  readonly without?: readonly string[];
}

const NONE_OF = "0 × ";
/** An order keeps names of at most 200 characters. */
const MAX_KEPT_NAME = 200;

/** What an order keeps of a default that was taken away. */
export function takenAwayName(name: string): string {
  return NONE_OF + [...name].slice(0, MAX_KEPT_NAME - NONE_OF.length).join("");
}

/** How a value is said that is chosen so often: not at all when it was taken away, or several times. */
export type CountWords = (count: number, name: string) => string;

const countText: CountWords = (count, name) => `${count} × ${name}`;

/**
 * Chosen values by their groups, in the order in which they come. Where a group is not known, the same
 * name twice may be without onion and with more of it: that is not counted.
 */
export function choiceGroups(
  choices: readonly NamedChoice[],
  words: CountWords = countText,
): ChoiceGroup[] {
  const groups = new Map<string, string[]>();
  for (const { optionName, valueName } of choices) {
    groups.set(optionName, [...(groups.get(optionName) ?? []), valueName]);
  }
  return [...groups].map(([name, all]) => {
    const times = (valueName: string) => all.filter((each) => each === valueName).length;
    const said = (valueName: string, count: number) => {
      if (valueName.startsWith(NONE_OF)) return words(0, valueName.slice(NONE_OF.length));
      return count === 1 ? valueName : words(count, valueName);
    };
    const names = name === "" ? all : [...new Set(all)];
    const values = names.map((each) => said(each, name === "" ? 1 : times(each)));
    const without = values.filter((_, at) => names[at]?.startsWith(NONE_OF));
    return { name, values, ...(without.length > 0 && { without }) };
  });
}

/** "Without: Onion, Tomato". */
export function groupText({ name, values }: ChoiceGroup): string {
  return name === "" ? values.join(", ") : `${name}: ${values.join(", ")}`;
}

/** "Size: Large · Without: Onion, Tomato"; empty when nothing was chosen. */
export function choicesText(choices: readonly NamedChoice[], words?: CountWords): string {
  return choiceGroups(choices, words).map(groupText).join(" · ");
}

/** What was chosen of values whose groups are no longer known. */
export function choiceWords(valueNames: readonly string[], words?: CountWords): readonly string[] {
  return choiceGroups(withoutGroups(valueNames), words)[0]?.values ?? [];
}

/** Values whose groups are no longer known. */
export function withoutGroups(valueNames: readonly string[]): NamedChoice[] {
  return valueNames.map((valueName) => ({ optionName: "", valueName }));
}
