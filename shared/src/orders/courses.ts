/** Which courses of a meal are made now, and which wait until somebody fires them. Pure. */
import type { SessionView } from "../table/document/session-document.ts";
import type { Order, OrderLine } from "../table/document/types.ts";
import { firstStatus } from "./progress.ts";
import { isOver } from "./status.ts";

/**
 * Of the courses of a new order those that wait: a course is made at once when the table is still to be
 * served none before it, or when it is being made already, and waits otherwise. So the first course is
 * made, the later ones are held; a main course that is ordered while the others' mains are cooked comes
 * with them; and whoever orders a dessert after all else was served does not wait for anybody.
 */
export function heldCourses(
  { orders }: Pick<SessionView, "orders">,
  ordered: Iterable<number>,
): ReadonlySet<number> {
  const wanted = new Set(ordered);
  /** Courses of which something is still to be served, and those that are being made. */
  const [open, fired] = [new Set(wanted), new Set<number>()];
  for (const order of Object.values(orders)) {
    for (const line of order.lines) {
      if (!line.course || isOver(order.status)) continue;
      const status = lineStatusIn(order, line);
      if (isOver(status)) continue;
      open.add(line.course.number);
      if (status !== "held") fired.add(line.course.number);
    }
  }
  const first = Math.min(...open);
  return new Set([...wanted].filter((course) => course > first && !fired.has(course)));
}

/** How far a line of an order is, as the table's document has it. */
export function lineStatusIn(
  { status, progress }: Pick<Order, "status" | "progress">,
  { line }: Pick<OrderLine, "line">,
) {
  return progress?.[line] ?? status;
}

/** What of an order is not as far as the order when it is placed, as the document names it. */
export function progressWhenPlaced(lines: readonly OrderLine[]): Order["progress"] {
  const held = lines.filter((line) => firstStatus(line) === "held");
  return held.length > 0 ? Object.fromEntries(held.map(({ line }) => [line, "held"])) : undefined;
}
