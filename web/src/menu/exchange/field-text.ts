import { exchangeMessages } from "./messages/messages.ts";

/** What a column of somebody's table can be; a table of ours says the rest itself. */
export const FIELDS = [
  ...["name", "price", "section", "description", "code", "allergens", "additives", "id"],
] as const;

/** A field in the reader's language; the title of a column as it is. */
export function fieldText(field: string): string {
  const known = FIELDS.find((each) => each === field);
  return known ? exchangeMessages.t(`field.${known}`) : field;
}
