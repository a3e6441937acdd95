import type { Menu, MenuPart } from "@tureen/shared/menu/menu";
import type { MatchedBy } from "./match-things.ts";

/** One difference between the menu in force and the one of a file. */
export interface MenuChange {
  readonly part: MenuPart;
  readonly change: "renamed" | "moved" | "added" | "returned" | "dropped";
  /** The name in the file; of what was dropped, the one it had. */
  readonly name: string;
  /** Where it is, outermost first: its section, its dish, its option. */
  readonly within: readonly string[];
  /** The name, or the section, that it had. */
  readonly from?: string;
  /** It returns, or was dropped, with a sold-out mark or counted portions. */
  readonly marked?: true;
  /** It is new because several of its name could not be told apart. */
  readonly undecided?: true;
}

/** How a file's menu differs from the one in force. */
export interface MenuChanges {
  /** Dishes that were recognised, by what they were recognised by. */
  readonly recognised: Readonly<Record<MatchedBy, number>>;
  readonly list: readonly MenuChange[];
}

/** One sentence for a change, as the person who imports reads it. */
export function describeChange({ part, change, name, within, ...rest }: MenuChange): string {
  const thing = { category: "section", item: "dish", option: "option", value: "choice" }[part];
  const place = within.length > 0 ? ` (${within.join(" › ")})` : "";
  const marked = rest.marked ? ", sold out or counted" : "";
  switch (change) {
    case "renamed":
      return `renamed: ${thing} "${rest.from}" is now "${name}"${place}`;
    case "moved":
      return `moved: ${thing} "${name}" (${rest.from} → ${within.at(-1)})`;
    case "added":
      return `added: ${thing} "${name}"${place}${rest.undecided ? ", one of several of its name" : ""}`;
    case "returned":
      return `back on the menu: ${thing} "${name}"${place}${marked}`;
    case "dropped":
      return `dropped: ${thing} "${name}"${place}${marked}`;
  }
}

/** How many parts a menu has, by kind. */
export function countParts(menu: Menu): { categories: number; items: number; options: number } {
  const items = menu.categories.flatMap((category) => category.items);
  return {
    categories: menu.categories.length,
    items: items.length,
    options: items.reduce((sum, item) => sum + item.options.length, 0),
  };
}
