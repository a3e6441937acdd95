import type { OrderLine } from "@tureen/shared/document/types";
import { translated } from "@tureen/shared/menu/menu";
import { locale } from "../../i18n/locale.ts";
import type { MenuIndex } from "../model/menu-index.ts";

/**
 * The dish of an order in the reader's language. An order keeps its words as they were: they are
 * translated only while the menu still calls the dish the same.
 */
export function orderLineName(line: OrderLine, index: MenuIndex | undefined): string {
  const item = index?.items.get(line.item);
  return item?.name === line.name ? translated(item, locale()) : line.name;
}

/** The chosen values of an order's line, each translated where the menu still has it. */
export function orderLineChoices(line: OrderLine, index: MenuIndex | undefined): string {
  const values = index?.items.get(line.item)?.options.flatMap((option) => option.values) ?? [];
  return line.choices
    .map((name) => {
      const value = values.find((candidate) => candidate.name === name);
      return value ? translated(value, locale()) : name;
    })
    .join(", ");
}
