import type { StaffRole } from "../platform/roles.ts";
import type { Adjustment } from "../table/document/types.ts";

/** The role that an adjustment needs: what lowers what guests owe, without a dish less, is a manager's. */
export const ADJUSTMENT_RIGHTS: Readonly<Record<Adjustment["kind"], StaffRole>> = {
  void: "waiter",
  charge: "waiter",
  "service-mode": "waiter",
  "service-off": "manager",
  discount: "manager",
  comp: "manager",
  "write-off": "manager",
  reversal: "waiter",
};
