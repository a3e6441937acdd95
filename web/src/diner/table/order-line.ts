import { voidedPortions } from "@tureen/shared/bill/voids";
import { translated } from "@tureen/shared/menu/menu";
import { type NamedChoice, withoutGroups } from "@tureen/shared/table/choice-groups";
import { chosenValues } from "@tureen/shared/table/chosen-values";
import type { SessionView } from "@tureen/shared/table/document/session-document";
import type { Line, Order, OrderLine } from "@tureen/shared/table/document/types";
import type { MenuIndex } from "../../menu/menu-index.ts";
import { menuLanguage } from "../../menu/menu-language.ts";
import { locale } from "../../platform/i18n/locale.ts";

/**
 * The dish of an order in the reader's language. An order keeps its words as they were: they are
 * translated only while the menu still calls the dish the same.
 */
export function orderLineName(line: OrderLine, index: MenuIndex | undefined): string {
  const item = index?.items.get(line.item);
  return item?.name === line.name ? translated(item, menuLanguage()) : line.name;
}

/** What an order comes to at the menu's prices without the portions that were cancelled. */
export function wantedTotal(
  order: string,
  { lines, total }: Pick<Order, "lines" | "total">,
  view: Pick<SessionView, "entries">,
): number {
  return lines.reduce(
    (sum, { line, unitPrice }) => sum - voidedPortions(view, { order, line }) * unitPrice,
    total,
  );
}

/**
 * The chosen values of an order's line with their groups' names. The order keeps the values'
 * names alone; `wanted`, the line it was made of, says which of the menu's values they were. One
 * that the menu no longer has, or calls otherwise, stays as the order has it and comes last.
 */
export function orderLineChoices(
  line: OrderLine,
  wanted: Line | undefined,
  index: MenuIndex | undefined,
): NamedChoice[] {
  const item = index?.items.get(line.item);
  const known = item && wanted ? chosenValues(item, wanted.options) : [];
  const read = item && wanted ? chosenValues(item, wanted.options, locale()) : [];
  const left = [...line.choices];
  const found = read.filter((_, i) => {
    const at = left.indexOf(known[i]?.valueName ?? "");
    if (at !== -1) left.splice(at, 1);
    return at !== -1;
  });
  return [...found, ...withoutGroups(left)];
}
