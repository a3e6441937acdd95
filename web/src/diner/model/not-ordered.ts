import type { CartLine } from "@tureen/shared/table/document/cart";
import type { SessionView } from "@tureen/shared/table/document/session-document";
import type { EndReason } from "./seat.ts";

/** What an end leaves in the cart. */
export interface NotOrdered {
  readonly lines: readonly CartLine[];
  /**
   * sure: the phone has the table's last word. asFarAsKnown: it had no connection at the end, and
   * others may have sent some of it. unsaved: the table goes on, but may lack these changes. restored: the
   * database was set back; nobody else has it, and it is offered again.
   */
  readonly certainty: "sure" | "asFarAsKnown" | "unsaved" | "restored";
}

/**
 * What was in the cart and not sent when the session ended for this phone, with what only this phone
 * had. Of a table that goes on without this diner, only that: the rest can still be ordered.
 */
export function notOrderedAtEnd(
  reason: EndReason,
  now: {
    readonly view: SessionView;
    readonly cart: readonly CartLine[];
    readonly unsaved: ReadonlySet<string>;
  },
): NotOrdered {
  if (reason === "gone" || reason === "left") {
    return { lines: now.cart.filter(({ id }) => now.unsaved.has(id)), certainty: "unsaved" };
  }
  if (reason === "restored") return { lines: now.cart, certainty: "restored" };
  // The end is the last thing that is written into a session's document before receipts: who has it
  // has every order.
  const { status } = now.view.session;
  const known = status === "closed" || status === "expired";
  return { lines: now.cart, certainty: known ? "sure" : "asFarAsKnown" };
}
