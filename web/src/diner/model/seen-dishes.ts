import { type MenuItem, translated } from "@tureen/shared/menu/menu";
import { menuLanguage } from "../../menu/menu-language.ts";
import { dinerMessages } from "../messages/messages.ts";

/** Dishes that this page has seen on the menu: the cart may hold one that is on it no more. */
const seen = new Map<string, MenuItem>();

/** Remembers the dishes of a menu, by their ids. */
export function noteDishes(dishes: ReadonlyMap<string, MenuItem>): void {
  for (const [id, item] of dishes) seen.set(id, item);
}

/** What a dish is called for the guest, by its id; it may have left the menu since it was ordered. */
export function dishName(item: MenuItem | undefined, id: string | undefined): string {
  const known = item ?? seen.get(id ?? "");
  return known ? translated(known, menuLanguage()) : dinerMessages.t("unknownDish");
}
