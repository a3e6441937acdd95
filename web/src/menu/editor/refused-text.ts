/** Why changes of a menu were refused, in words: names, never the ids that edits speak in. */
import { editorMessages } from "./messages/messages.ts";
import type { Refused } from "./model/create-draft.ts";
import { fieldName, type ValueTerms, valueText } from "./words.ts";

/** One sentence for each conflict of a change, in the order of its edits. */
export function refusedTexts({ change, conflicts }: Refused, words: ValueTerms): string[] {
  const { t } = editorMessages;
  const text = (field: string, value: unknown) => valueText(field, value, words);
  return conflicts.map(({ edit: at, reason, id, field, now, by }) => {
    const edit = change[at];
    const who = by?.name ?? t("somebody");
    // What was to be taken away carries its own name.
    const name = words.nameOf(id) ?? (edit?.kind === "remove" ? edit.was.name : undefined);
    if (reason === "gone") {
      return name === undefined
        ? t("refused.goneUnnamed", { who })
        : t("refused.gone", { who, name });
    }
    if (name === undefined) return t("refused.changedUnnamed", { who });
    if (field === undefined) return t("refused.changed", { who, name });
    const theirs = text(field, now);
    const mine = edit?.kind === "set" ? text(field, edit.to) : undefined;
    return theirs === undefined || mine === undefined
      ? t("refused.changedField", { who, name, field: fieldName(field) })
      : t("refused.field", { who, name, field: fieldName(field), theirs, mine });
  });
}
