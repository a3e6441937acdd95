import { supersededConfirms } from "@tureen/shared/orders/superseded";
import { makerOf } from "@tureen/shared/table/document/keys";
import type { SessionView } from "@tureen/shared/table/document/session-document";
import type { Confirm, DinerId, Receipt } from "@tureen/shared/table/document/types";

/** Where a confirm is. "Sent" is only said of an accepted one. */
export type ConfirmState =
  | { readonly kind: "onPhone" }
  | { readonly kind: "waiting" }
  | { readonly kind: "accepted"; readonly receipt: Extract<Receipt, { ok: true }> }
  | { readonly kind: "rejected"; readonly receipt: Extract<Receipt, { ok: false }> };

export interface ConfirmInfo {
  readonly id: string;
  readonly by: DinerId;
  readonly confirm: Confirm;
  readonly state: ConfirmState;
  /** The confirms that this one stands for as well: the same wish, rejected for a wrong clock. */
  readonly earlier: readonly string[];
}

/** Every confirm of the session with where it is, oldest first; without those made again since. */
export function confirmsOf(view: SessionView, unsaved: ReadonlySet<string>): ConfirmInfo[] {
  const superseded = supersededConfirms(view);
  return Object.entries(view.confirms)
    .filter(([id]) => !superseded.has(id))
    .map(([id, confirm]) => ({
      id,
      by: makerOf(id),
      confirm,
      state: stateOf(id, view, unsaved),
      earlier: [...superseded].flatMap(([before, by]) => (by === id ? before : [])),
    }))
    .sort((a, b) => a.confirm.at - b.confirm.at || (a.id < b.id ? -1 : 1));
}

function stateOf(id: string, view: SessionView, unsaved: ReadonlySet<string>): ConfirmState {
  const receipt = view.receipts[id];
  if (receipt?.ok) return { kind: "accepted", receipt };
  if (receipt) return { kind: "rejected", receipt };
  return { kind: unsaved.has(id) ? "onPhone" : "waiting" };
}

/** The lines that some confirm without an outcome has asked for. */
export function linesOnTheirWay(confirms: readonly ConfirmInfo[]): ReadonlySet<string> {
  return new Set(
    confirms
      .filter(({ state }) => state.kind === "onPhone" || state.kind === "waiting")
      .flatMap(({ confirm }) => confirm.lines.map((line) => line.line)),
  );
}
