/**
 * The values that stand in a session document, by root. Plain JSON, no nested Yjs types; each key
 * has exactly one writer (roots.ts). All times are milliseconds since the epoch, all money minor
 * units of the restaurant's currency.
 */
export type { DinerId, SessionStatus } from "../../platform/identity.ts";
export type { Confirm, ConfirmLine } from "./roots/confirms.ts";
export type { Diner } from "./roots/diners.ts";
export type { Adjustment, Entry, LineRef, Reduction, ServiceMode } from "./roots/entries.ts";
export type { Line, LineOption } from "./roots/lines.ts";
export type { Mark } from "./roots/marks.ts";
export type { Order, OrderCourse, OrderLine } from "./roots/orders.ts";
export type {
  Hold,
  Payment,
  PaymentMethod,
  RejectedPayment,
  TaxedAmount,
} from "./roots/payments.ts";
export type { LineRejection, Receipt, RejectionCode } from "./roots/receipts.ts";
export type { SessionFacts } from "./roots/session.ts";
export type { BillTerms, TabTerms } from "./roots/terms.ts";
export type { Treat } from "./roots/treats.ts";
export type { Cover, PaymentWish, WishMode } from "./roots/wishes.ts";
