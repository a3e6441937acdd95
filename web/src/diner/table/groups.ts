import { translated } from "@tureen/shared/menu/menu";
import { seatOf } from "@tureen/shared/table/document/keys";
import { type Accessor, createMemo } from "solid-js";
import type { MenuIndex } from "../../menu/menu-index.ts";
import { menuLanguage } from "../../menu/menu-language.ts";
import type { CartEntry } from "../../table/cart-entries.ts";
import { type CoursePlace, coursePlace } from "../courses/course-place.ts";
import { dinerMessages } from "../messages/messages.ts";
import type { TableSession } from "../model/table-session.ts";

export type Grouping = "course" | "person";

export interface CartGroup {
  readonly title: string;
  readonly entries: readonly CartEntry[];
}

/**
 * The cart in groups that hold still while somebody looks at them: what others add meanwhile
 * appears at the end under its own heading, and is sorted in when the cart is opened again or the
 * grouping is changed.
 */
export function createSteadyGroups(
  entries: Accessor<readonly CartEntry[]>,
  grouping: Accessor<Grouping>,
  index: Accessor<MenuIndex>,
  session: TableSession,
): Accessor<CartGroup[]> {
  const { t } = dinerMessages;
  // Which lines were there when this grouping was first shown.
  const settled = createMemo<{ by: Grouping; ids: ReadonlySet<string> }>((before) => {
    const by = grouping();
    const present = entries();
    if (before && before.by === by && before.ids.size > 0) return before;
    return { by, ids: new Set(present.map((entry) => entry.id)) };
  });

  return createMemo(() => {
    const byKey = new Map<string, { order: number; title: string; entries: CartEntry[] }>();
    const late: CartEntry[] = [];
    for (const entry of entries()) {
      if (!settled().ids.has(entry.id)) {
        late.push(entry);
        continue;
      }
      const place = grouping() === "course" ? courseOf(entry) : personOf(entry);
      const group = byKey.get(place.key) ?? { ...place, entries: [] };
      group.entries.push(entry);
      byKey.set(place.key, group);
    }
    const groups: CartGroup[] = [...byKey.values()].sort((a, b) => a.order - b.order);
    if (late.length > 0) groups.push({ title: t("justAdded"), entries: late });
    return groups;
  });

  function courseOf(entry: CartEntry): CoursePlace {
    if (index().menu.courses) return coursePlace(entry.line, index());
    const category = index().categoryOf.get(entry.line.item);
    return category
      ? {
          key: category.id,
          order: index().categoryOrder.get(category.id) ?? 0,
          title: translated(category, menuLanguage()),
        }
      : { key: "", order: Number.MAX_SAFE_INTEGER, title: t("otherDishes") };
  }

  function personOf(entry: CartEntry) {
    const whose = entry.line.for;
    if (whose === "table") {
      return { key: "table", order: Number.MAX_SAFE_INTEGER, title: t("forTableGroup") };
    }
    // One's own first, the others by seat.
    return whose === session.me
      ? { key: whose, order: 0, title: t("you") }
      : { key: whose, order: seatOf(whose), title: session.nameOf(whose) };
  }
}
