import { type Accessor, createContext, useContext } from "solid-js";
import type { MenuIndex } from "../../menu/menu-index.ts";
import type { CartEntry } from "../../table/cart-entries.ts";
import type { Choice } from "../model/confirm-plan.ts";
import type { Dismissed } from "../model/dismissed.ts";
import type { MenuStore } from "../model/menu-store.ts";
import type { Receipts } from "../model/receipts.ts";
import type { TableSession } from "../model/table-session.ts";

/** The parts of the table panel. */
export type PanelTab = "cart" | "orders" | "people";

/** What every part of the table's screen may need. */
export interface TableContextValue {
  readonly session: TableSession;
  readonly receipts: Receipts;
  readonly index: Accessor<MenuIndex>;
  readonly currency: Accessor<string>;
  readonly entries: Accessor<readonly CartEntry[]>;
  readonly dismissed: Dismissed;
  readonly menu: MenuStore;
  /** Opens the review of what would be sent. */
  readonly review: (choice: Choice) => void;
  readonly openBill: () => void;
  /** Opens a dish again, e.g. to choose its options anew. */
  readonly openDish: (itemId: string) => void;
}

export const TableContext = createContext<TableContextValue>();

export function useTable(): TableContextValue {
  const value = useContext(TableContext);
  if (!value) throw new Error("useTable outside of a table's screen");
  return value;
}
