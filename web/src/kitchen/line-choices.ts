import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import { type ChoiceGroup, choiceGroups, withoutGroups } from "@tureen/shared/table/choice-groups";
import { countWords } from "../platform/ui/choice-words.ts";

/** What was chosen for a dish of a ticket; without the groups' names from a server that has none. */
export function lineChoices({
  choices,
  chosen,
}: Pick<Ticket["lines"][number], "choices" | "chosen">): ChoiceGroup[] {
  return choiceGroups(chosen ?? withoutGroups(choices), countWords);
}
