import type { SessionView } from "../table/document/session-document.ts";
import type { LineRef } from "../table/document/types.ts";
import { keyOf } from "./bill.ts";

/** What a line of the bill is called, with what was chosen; also of an order that was cancelled since. */
export function lineName(view: Pick<SessionView, "orders" | "entries">, on: LineRef): string {
  const line = view.orders[on.order]?.lines.find((each) => each.line === on.line);
  if (line) return [line.name, ...line.choices].join(", ");
  const charge = view.entries[on.line]?.what;
  return charge?.kind === "charge" ? charge.name : keyOf(on);
}
