import { translated } from "@tureen/shared/menu/menu";
import type { Presence } from "@tureen/shared/platform/protocol/notices";
import type { MenuIndex } from "../../menu/menu-index.ts";
import { menuLanguage } from "../../menu/menu-language.ts";
import { dinerMessages } from "../messages/messages.ts";

/** What somebody is doing, in words. */
export function presenceText(name: string, who: Presence, index: MenuIndex): string {
  const { t } = dinerMessages;
  if (who.cart) return t("looksAtCart", { name });
  const at = who.at;
  const thing =
    at === undefined
      ? undefined
      : (index.menu.categories.find((category) => category.id === at) ?? index.items.get(at));
  return thing
    ? t("looksAt", { name, what: translated(thing, menuLanguage()) })
    : t("looksAtMenu", { name });
}

/** Longest first name that leaves room for what the person is doing. */
const MAX_SHORT_NAME = 16;

/** A name for tight places: its first word, cut if need be. */
export function shortName(name: string): string {
  const first = name.trim().split(/\s+/)[0] ?? name;
  return first.length > MAX_SHORT_NAME ? `${first.slice(0, MAX_SHORT_NAME - 1)}…` : first;
}
