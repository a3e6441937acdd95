import { makerOf } from "@tureen/shared/table/document/keys";
import type { SessionView } from "@tureen/shared/table/document/session-document";
import type {
  DinerId,
  Payment,
  PaymentWish,
  RejectedPayment,
} from "@tureen/shared/table/document/types";

/** Where a wish to pay is. Only `captured` is ever called paid. */
export type WishState =
  /** The server does not have it yet. */
  | { readonly kind: "sending" }
  /** Saved, not decided. */
  | { readonly kind: "deciding" }
  | {
      readonly kind: "rejected";
      readonly code: RejectedPayment["code"];
      readonly now: number | null;
    }
  | { readonly kind: Payment["status"]; readonly payment: Payment };

export interface OwnWish {
  readonly key: string;
  readonly wish: PaymentWish;
  readonly state: WishState;
}

/** A diner's wishes to pay with where they are, the newest first. */
export function ownWishes(
  view: SessionView,
  diner: DinerId,
  unsaved: ReadonlySet<string>,
): OwnWish[] {
  return Object.entries(view.wishes)
    .filter(([key]) => makerOf(key) === diner)
    .map(([key, wish]) => ({ key, wish, state: stateOf(key, view, unsaved) }))
    .sort((a, b) => b.wish.at - a.wish.at || (a.key < b.key ? 1 : -1));
}

const OPEN: ReadonlySet<WishState["kind"]> = new Set([
  ...(["sending", "deciding", "authorising", "reserved"] as const),
]);

/** Whether it still goes on by itself or waits for the payer. */
export function isOpen({ state }: OwnWish): boolean {
  return OPEN.has(state.kind);
}

function stateOf(key: string, view: SessionView, unsaved: ReadonlySet<string>): WishState {
  const payment = view.payments[key];
  if (!payment) return { kind: unsaved.has(key) ? "sending" : "deciding" };
  if (payment.status === "rejected") {
    return { kind: "rejected", code: payment.code, now: payment.now };
  }
  return { kind: payment.status, payment };
}
