import type { Answer } from "@tureen/shared/endpoints";
import { messages as en } from "@tureen/shared/menu/formats/messages/en";
import { readTablePlace, WHOLE_FILE } from "@tureen/shared/menu/formats/table-place";
import { createMessages } from "../../platform/i18n/messages.ts";
import { uiMessages } from "../../platform/ui/messages/messages.ts";
import { fieldText } from "./field-text.ts";
import { exchangeMessages } from "./messages/messages.ts";

type Note = Answer<"previewMenuImport">["notes"][number];

/** Sentences about places in a file, as the import by command says them too. */
export const noteMessages = createMessages(en, {
  de: () => import("@tureen/shared/menu/formats/messages/de"),
  ja: () => import("@tureen/shared/menu/formats/messages/ja"),
  zh: () => import("@tureen/shared/menu/formats/messages/zh"),
  ar: () => import("@tureen/shared/menu/formats/messages/ar"),
});

/** What a note says; undefined for what only a newer server knows, which says it in English. */
export function noteText({ code, params }: Note): string | undefined {
  return code !== undefined && code in en
    ? noteMessages.t(code as keyof typeof en, params)
    : undefined;
}

/** Where it is, in words where it is a table; fields of vendors' formats are called what they are. */
export function placeText({ path }: Pick<Note, "path">): string {
  const { t } = exchangeMessages;
  if (path === WHOLE_FILE) return t("place.file");
  const place = readTablePlace(path);
  if (!place) return path;
  const { sheet, row, column, field } = place;
  return [
    ...(sheet === undefined ? [] : [t("place.sheet", { name: sheet })]),
    ...(row === undefined ? [] : [t("place.row", { number: String(row) })]),
    ...(column === undefined ? [] : [t("place.column", { number: String(column) })]),
    ...(field === undefined ? [] : [fieldText(field)]),
  ].join(uiMessages.t("allergenSeparator"));
}
