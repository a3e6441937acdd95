import { TureenError } from "@tureen/shared/platform/errors";
import type { Line } from "@tureen/shared/table/document/types";
import { optionProblems } from "@tureen/shared/table/pricing";
import type { MenuCatalog } from "../../menu/menu-catalog.ts";

/** How many earlier menus a line may stem from: a phone may have been offline while they changed. */
const EARLIER_MENUS = 5;

/** What the check asks of the menus. */
export type LineCheckMenus = Pick<MenuCatalog, "items" | "currentItems" | "forget">;

/** Throws item-refused unless every line is a dish with options as some recent menu offered it. */
export type LineCheck = (
  restaurantId: string,
  lines: readonly { readonly id: string; readonly line: Line }[],
) => Promise<void>;

/**
 * A line has to fit the current menu or one of the last few: whether it can still be ordered is
 * the confirm's business, and a phone that was offline must not lose its whole document over it.
 */
export function createLineCheck(catalog: LineCheckMenus): LineCheck {
  return async (restaurantId, lines) => {
    if (lines.length === 0) return;
    let current = await catalog.currentItems(restaurantId);
    for (const { id, line } of lines) {
      if (fits(current.items, line)) continue;
      if (await fitsEarlier(catalog, restaurantId, current.version, line)) continue;
      // The phone may know a newer menu than this node, whose signal was late or lost.
      catalog.forget(restaurantId);
      current = await catalog.currentItems(restaurantId);
      if (!fits(current.items, line)) throw new TureenError("item-refused", { detail: id });
    }
  };
}

type Items = Awaited<ReturnType<MenuCatalog["currentItems"]>>["items"];

function fits(items: Items, line: Line): boolean {
  const item = items.get(line.item);
  return item !== undefined && optionProblems(item, line.options).length === 0;
}

async function fitsEarlier(
  catalog: LineCheckMenus,
  restaurantId: string,
  version: number,
  line: Line,
): Promise<boolean> {
  for (let v = version - 1; v > 0 && v >= version - EARLIER_MENUS; v--) {
    if (fits(await catalog.items(restaurantId, v), line)) return true;
  }
  return false;
}
