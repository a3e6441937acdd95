import type { PaymentDecision } from "@tureen/shared/bill/decide";
import type { PaymentMethod } from "@tureen/shared/table/document/types";
import { z } from "zod";
import type { Queryable, Transaction } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import type { SessionKey } from "../table/load-document.ts";
import { PAYMENT_METHODS, PAYMENT_STATUSES } from "./schema/payments.ts";

/** A payment as Postgres keeps it. */
export type PaymentRow = Readonly<z.infer<typeof paymentRow>>;

const paymentRow = z.object({
  id: z.string(),
  sessionId: z.string(),
  diner: z.string().nullable(),
  method: z.enum(PAYMENT_METHODS),
  currency: z.string(),
  amount: z.int(),
  tip: z.int(),
  status: z.enum(PAYMENT_STATUSES),
  /** The payment's key in the document. */
  wishId: z.string().nullable(),
  provider: z.string().nullable(),
  reference: z.string().nullable(),
  refunded: z.int(),
  tipRefunded: z.int(),
  expiresAt: z.date().nullable(),
  /** Of a tab: what its card was asked to hold at first, what is held, and when it was closed. */
  hold: z.int().nullable(),
  authorised: z.int().nullable(),
  tabClosedAt: z.date().nullable(),
});

const COLUMNS = `id, session_id as "sessionId", diner, method, trim(currency) as currency,
  amount_minor as amount, tip_minor as tip, status, wish_id as "wishId", provider,
  provider_reference as reference, refunded_minor as refunded,
  tip_refunded_minor as "tipRefunded", expires_at as "expiresAt",
  hold_minor as hold, authorised_minor as authorised, tab_closed_at as "tabClosedAt"`;

/** Inserts a payment as it was decided. Its id is what providers know it by, for ever. */
export async function insertPayment(
  tx: Transaction,
  payment: SessionKey & {
    readonly paymentId: string;
    readonly key: string;
    readonly diner: string | null;
    readonly method: PaymentMethod;
    readonly currency: string;
    readonly decision: PaymentDecision & { readonly ok: true };
    readonly status: "pending" | "captured";
    readonly provider: string | null;
    /** Of a tab: what its card is asked to hold; the decision's amount is the same. */
    readonly hold?: number;
    readonly expiresAt: Date | null;
    readonly now: Date;
  },
): Promise<void> {
  const { decision } = payment;
  await tx.query(
    `insert into payments (restaurant_id, id, session_id, diner, method, currency, amount_minor,
       tip_minor, rounding_minor, status, idempotency_key, wish_id, provider, expires_at,
       created_at, status_at, hold_minor)
     values ($1, $2::uuid, $3, $4, $5, $6, $7, $8, $9, $10, $2::uuid::text, $11, $12, $13, $14, $14,
       $15)`,
    [
      ...[payment.restaurantId, payment.paymentId, payment.sessionId, payment.diner],
      ...[payment.method, payment.currency, decision.amount, decision.tip, decision.rounding],
      ...[payment.status, payment.key, payment.provider, payment.expiresAt, payment.now],
      payment.hold ?? null,
    ],
  );
}

/** A payment by its id; null when there is none. Only whoever holds its session's lock changes it. */
export async function readPayment(
  q: Queryable,
  { restaurantId, paymentId }: { readonly restaurantId: string; readonly paymentId: string },
): Promise<PaymentRow | null> {
  const rows = await readRows(
    ofRestaurant(q, restaurantId),
    paymentRow,
    `select ${COLUMNS} from payments where restaurant_id = $1 and id = $2`,
    [restaurantId, paymentId],
  );
  return rows[0] ?? null;
}

/** A payment by its key in the document. */
export async function readPaymentOfWish(
  q: Queryable,
  { restaurantId, sessionId, key }: SessionKey & { readonly key: string },
): Promise<PaymentRow | null> {
  const rows = await readRows(
    ofRestaurant(q, restaurantId),
    paymentRow,
    `select ${COLUMNS} from payments
     where restaurant_id = $1 and session_id = $2 and wish_id = $3`,
    [restaurantId, sessionId, key],
  );
  return rows[0] ?? null;
}

/** Moves a payment on. */
export async function movePayment(
  tx: Transaction,
  move: {
    readonly restaurantId: string;
    readonly paymentId: string;
    readonly status: PaymentRow["status"];
    readonly now: Date;
  },
): Promise<void> {
  await tx.query(
    "update payments set status = $3, status_at = $4 where restaurant_id = $1 and id = $2",
    [move.restaurantId, move.paymentId, move.status, move.now],
  );
}

/** Notes what the provider holds for a tab, which is then authorised. */
export async function authorisePayment(
  tx: Transaction,
  held: {
    readonly restaurantId: string;
    readonly paymentId: string;
    readonly amount: number;
    readonly now: Date;
  },
): Promise<void> {
  await tx.query(
    `update payments set status = 'authorised', authorised_minor = $3, status_at = $4
     where restaurant_id = $1 and id = $2`,
    [held.restaurantId, held.paymentId, held.amount, held.now],
  );
}

/** Settles what a tab's card is charged with. */
export async function closeTabPayment(
  tx: Transaction,
  closed: {
    readonly restaurantId: string;
    readonly paymentId: string;
    readonly amount: number;
    readonly tip: number;
    readonly now: Date;
  },
): Promise<void> {
  await tx.query(
    `update payments set amount_minor = $3, tip_minor = $4, tab_closed_at = $5, status_at = $5
     where restaurant_id = $1 and id = $2`,
    [closed.restaurantId, closed.paymentId, closed.amount, closed.tip, closed.now],
  );
}
