/**
 * How chosen values are shown, on every screen alike: behind their group's name, always. "Onion"
 * may be without or extra, and "Normal", "None", "No" or "50 %" say nothing by themselves, in
 * groups of which one must be chosen as in others; no rule that knows only the menu's structure
 * can tell which names would be understood alone. The values of one group stand together, so that
 * a name is read once.
 */
import type { ChosenValue } from "./chosen-values.ts";

/** A chosen value by its names alone; the group's is empty where it is no longer known. */
export type NamedChoice = Pick<ChosenValue, "optionName" | "valueName">;

/** What was chosen in one group of options. */
export interface ChoiceGroup {
  /** Empty where it is no longer known. */
  readonly name: string;
  readonly values: readonly string[];
}

/** Chosen values by their groups, in the order in which they come. */
export function choiceGroups(choices: readonly NamedChoice[]): ChoiceGroup[] {
  const groups = new Map<string, string[]>();
  for (const { optionName, valueName } of choices) {
    const values = groups.get(optionName);
    if (values) values.push(valueName);
    else groups.set(optionName, [valueName]);
  }
  return [...groups].map(([name, values]) => ({ name, values }));
}

/** "Without: Onion, Tomato". */
export function groupText({ name, values }: ChoiceGroup): string {
  return name === "" ? values.join(", ") : `${name}: ${values.join(", ")}`;
}

/** "Size: Large · Without: Onion, Tomato"; empty when nothing was chosen. */
export function choicesText(choices: readonly NamedChoice[]): string {
  return choiceGroups(choices).map(groupText).join(" · ");
}

/** Values whose groups are no longer known. */
export function withoutGroups(valueNames: readonly string[]): NamedChoice[] {
  return valueNames.map((valueName) => ({ optionName: "", valueName }));
}
