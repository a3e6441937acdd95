/**
 * The values that stand in a session document, by root. Plain JSON, no nested Yjs types; each key
 * has exactly one writer (keys.ts). All times are milliseconds since the epoch, all money minor
 * units of the restaurant's currency.
 */
import type { DinerId, SessionStatus } from "../../platform/identity.ts";
import type { OrderStatus } from "./order-status.ts";

export type { DinerId, SessionStatus };

/** The values chosen in one option of a dish; menu ids. */
export interface LineOption {
  readonly option: string;
  readonly values: readonly string[];
}

/** A dish somebody put in the cart. Written once by the diner in its key, never edited. */
export interface Line {
  /** Menu item id. */
  readonly item: string;
  readonly options: readonly LineOption[];
  readonly note: string;
  /** A diner id, or "table" to share. */
  readonly for: DinerId | "table";
  readonly at: number;
}

/** A line as the confirmer saw it. */
export interface ConfirmLine {
  readonly line: string;
  readonly quantity: number;
  readonly unitPrice: number;
  /** Portions of the line that orders had taken by then; tells a later order from a withdrawal. */
  readonly ordered: number;
}

/** "Send this to the kitchen", exactly as the confirmer saw it. Written once. */
export interface Confirm {
  readonly lines: readonly ConfirmLine[];
  readonly total: number;
  readonly menuVersion: number;
  /** When the diner confirmed, by the phone's clock corrected to the server's. */
  readonly at: number;
}

/** What a diner signals to the table and the staff. */
export interface Mark {
  readonly ready: boolean;
  readonly call: "none" | "waiter" | "bill";
  readonly at: number;
}

/** A diner's place at the table. No names: those are personal and live outside the log. */
export interface Diner {
  readonly seat: number;
  /** Index into the palette of seat colours. */
  readonly colour: number;
  /** Opened the table, or was the first to join one that staff opened. */
  readonly host: boolean;
  /** No longer at the table (left or removed); their keys stay, their writes are refused. */
  readonly gone?: boolean;
}

/** Why one line of a confirm could not be ordered. */
export type LineRejection =
  | { readonly line: string; readonly code: "withdrawn"; readonly left: number }
  | { readonly line: string; readonly code: "already-ordered"; readonly left: number }
  | {
      readonly line: string;
      readonly code: "price-changed";
      readonly seen: number;
      readonly now: number;
    }
  | { readonly line: string; readonly code: "sold-out"; readonly left: number }
  | { readonly line: string; readonly code: "off-menu" }
  | { readonly line: string; readonly code: "options-changed" };

/** Why a confirm was rejected as a whole; "lines" means: see the lines. */
export type RejectionCode = "lines" | "too-old" | "session-closed" | "total-differs" | "internal";

/** The one outcome of a confirm. */
export type Receipt =
  | { readonly ok: true; readonly order: string; readonly number: number; readonly at: number }
  | {
      readonly ok: false;
      readonly code: RejectionCode;
      readonly lines: readonly LineRejection[];
      readonly at: number;
    };

/** A line of an order, self-contained so that it reads the same when the menu has moved on. */
export interface OrderLine {
  readonly line: string;
  readonly item: string;
  readonly name: string;
  /** Chosen values' names in the menu's own language, in menu order. */
  readonly choices: readonly string[];
  readonly note: string;
  readonly for: DinerId | "table";
  readonly quantity: number;
  readonly unitPrice: number;
  /** Who had how many; adds up to the quantity. */
  readonly shares: Readonly<Record<DinerId, number>>;
}

/** A committed order as the table sees it. */
export interface Order {
  /** Counts up per restaurant; what guests and cooks say aloud. */
  readonly number: number;
  readonly confirm: string;
  readonly by: DinerId;
  readonly lines: readonly OrderLine[];
  readonly total: number;
  readonly currency: string;
  readonly status: OrderStatus;
  readonly at: number;
  readonly statusAt: number;
  /** Why it was cancelled. */
  readonly reason?: string;
}

/** Facts of the session itself; each field is one key of the root `session`. */
export interface SessionFacts {
  readonly table: string;
  readonly status: SessionStatus;
  readonly currency: string;
  readonly menuVersion: number;
  readonly openedAt: number;
  /** When the session ends without further activity, as last written; activity moves it on. */
  readonly expiresAt: number;
  /** When staff answered a diner's call, by diner; a call is open when its mark is younger. */
  readonly answered: Readonly<Record<DinerId, number>>;
}
