/**
 * After the restaurant's database was set back: tells the server what this phone knows of its table, and keeps
 * what the guest had not sent, to be offered when they sit down again. Loaded only where a table has ended
 * that the phone's document says goes on.
 */
import { knownOf, type UnsentDish, unsentOf } from "@tureen/shared/bill/lost-minutes";
import type { SessionView } from "@tureen/shared/table/document/session-document";
import { call } from "../../platform/live/api.ts";
import { learnBillEndpoints } from "../../platform/live/bill-endpoints.ts";
import { dropStored, readStored, writeStored } from "../../platform/storage.ts";
import { offerKey } from "./offer-key.ts";
import type { Seat } from "./seat.ts";

learnBillEndpoints();

type Place = Pick<Seat, "code" | "sessionId" | "diner" | "accessToken">;

/** Dishes that are offered again at a table, and the place they come from. */
export interface Offer {
  readonly from: Place;
  readonly dishes: readonly UnsentDish[];
}

/**
 * Tells what the phone holds; whether there was a restore, as the server knows. What was not sent is kept.
 * Rejects as `call` does.
 */
export async function tellLost(seat: Seat, view: SessionView): Promise<boolean> {
  const { code, sessionId, diner, accessToken } = seat;
  const { orders, payments } = knownOf(view);
  const body = {
    accessToken,
    orders: orders.map(({ lines, ...order }) => ({ ...order, lines: [...lines] })),
    payments: [...payments],
  };
  const told = await call("tellLost", { params: { code }, body });
  if (!told.lost) return false;
  const dishes = unsentOf(view, diner, told.orders);
  const offer: Offer = { from: { code, sessionId, diner, accessToken }, dishes };
  if (dishes.length > 0) writeStored(offerKey(code), offer);
  return true;
}

/** What is to be offered at this table, unless it is the very session that it comes from. */
export function readOffer(code: string, sessionId: string): Offer | undefined {
  const offer = readStored<Offer>(offerKey(code));
  return offer?.from.sessionId === sessionId ? undefined : offer;
}

export const dropOffer = (code: string) => dropStored(offerKey(code));

/**
 * The offer less what others have told meanwhile that the kitchen has. Rejects as `call` does: what the
 * kitchen may have is not offered without asking.
 */
export async function checkedOffer({ from, dishes }: Offer): Promise<readonly UnsentDish[]> {
  const { code, accessToken } = from;
  const body = { accessToken, orders: [], payments: [] };
  const { orders } = await call("tellLost", { params: { code }, body });
  const portions = (known: boolean, line: string) =>
    orders
      .filter(({ order }) => (order !== null) === known)
      .flatMap(({ lines }) => lines)
      .reduce((sum, each) => sum + (each.line === line ? each.quantity : 0), 0);
  return dishes.flatMap((dish) => {
    const quantity = dish.quantity - portions(true, dish.id);
    const unsure = Math.min(quantity, Math.max(dish.unsure, portions(false, dish.id)));
    return quantity > 0 ? [{ ...dish, quantity, unsure }] : [];
  });
}
