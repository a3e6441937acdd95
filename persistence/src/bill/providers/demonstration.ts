/**
 * The provider of the demonstration: keeps its charges in a table of its own, as a real one does on
 * its side, and misbehaves as its panel says. No money moves; it is refused in production.
 */
import type { DemonstrationFaults } from "@tureen/shared/bill/endpoints";
import { TureenError } from "@tureen/shared/platform/errors";
import { z } from "zod";
import { type Database, inRestaurant } from "../../platform/database.ts";
import { readRows } from "../../platform/rows.ts";
import { sharedNow } from "../../platform/shared-clock.ts";
import { ofRestaurant } from "../../platform/wire/index.ts";
import type { Charge, ChargeState, PaymentProvider, RefundState } from "./provider.ts";

const CHARGE_STATES = ["waiting", "authorised", "captured", "failed"] as const;
const chargeRow = z.object({
  amount: z.int(),
  currency: z.string(),
  state: z.enum(CHARGE_STATES),
});
const faultsRow = z.object({
  decline: z.boolean(),
  delayMs: z.int(),
  times: z.int(),
  reorder: z.boolean(),
  declineRaise: z.boolean(),
  expireHolds: z.boolean(),
});
const listedRow = z.object({
  paymentId: z.string(),
  sessionId: z.null(),
  amount: z.int(),
  currency: z.string(),
  status: z.enum(["captured", "held"]),
  at: z.int(),
});
const refunded = z.object({ done: z.boolean() });
const dueNews = z.object({
  paymentId: z.string(),
  left: z.int(),
  amount: z.int(),
  currency: z.string(),
  state: z.enum(CHARGE_STATES),
});

/** What it does unless its panel says otherwise: what a good provider does. */
export const NO_FAULTS: DemonstrationFaults = {
  ...{ decline: false, delayMs: 0, times: 1, reorder: false },
  ...{ declineRaise: false, expireHolds: false },
};

const referenceOf = (paymentId: string) => `demonstration-${paymentId}`;

export function createDemonstrationProvider(database: Database): PaymentProvider {
  const find = async ({ restaurantId, paymentId }: Charge): Promise<ChargeState> => {
    const { expireHolds } = await readDemonstrationFaults(database, restaurantId);
    if (expireHolds) await move({ restaurantId, paymentId }, "authorised", "failed");
    const [row] = await readRows(
      ofRestaurant(database, restaurantId),
      chargeRow,
      `select amount_minor as amount, currency, state from demonstration_charges
       where restaurant_id = $1 and payment_id = $2`,
      [restaurantId, paymentId],
    );
    return row ? stateOf(paymentId, row) : { state: "unknown" };
  };
  /** Moves a charge on from where it has to be, with another amount if given; its news are sent. */
  const move = async (
    { restaurantId, paymentId }: Pick<Charge, "restaurantId" | "paymentId">,
    from: (typeof CHARGE_STATES)[number],
    to: (typeof CHARGE_STATES)[number],
    amount: number | null = null,
  ) => {
    const { times, delayMs } = await readDemonstrationFaults(database, restaurantId);
    await ofRestaurant(database, restaurantId).query(
      `update demonstration_charges
       set state = $4, amount_minor = coalesce($5, amount_minor), news_left = $6, news_due_at = $7
       where restaurant_id = $1 and payment_id = $2 and state = $3`,
      [restaurantId, paymentId, from, to, amount, times, new Date(sharedNow().getTime() + delayMs)],
    );
  };
  return {
    name: "demonstration",
    async start({ restaurantId, paymentId, amount, currency, manual }) {
      await ofRestaurant(database, restaurantId).query(
        `insert into demonstration_charges
           (restaurant_id, payment_id, amount_minor, currency, state, manual, at)
         values ($1, $2, $3, $4, 'waiting', $5, $6) on conflict do nothing`,
        [restaurantId, paymentId, amount, currency, manual, sharedNow()],
      );
      return { reference: referenceOf(paymentId) };
    },
    async raise(charge, amount) {
      const before = await find(charge);
      if (before.state !== "authorised" || before.amount >= amount) return before;
      const { declineRaise } = await readDemonstrationFaults(database, charge.restaurantId);
      if (declineRaise) return null;
      await move(charge, "authorised", "authorised", amount);
      return find(charge);
    },
    async capture(charge, amount) {
      const before = await find(charge);
      if (before.state === "authorised" && before.amount >= amount) {
        await move(charge, "authorised", "captured", amount);
      }
      return find(charge);
    },
    find,
    async cancel(charge) {
      await ofRestaurant(database, charge.restaurantId).query(
        `update demonstration_charges set state = 'failed'
         where restaurant_id = $1 and payment_id = $2 and state in ('waiting', 'authorised')`,
        [charge.restaurantId, charge.paymentId],
      );
      return find(charge);
    },
    async refund({ refundId, charge, amount }): Promise<RefundState> {
      const { restaurantId, paymentId } = charge;
      const [row] = await readRows(
        ofRestaurant(database, restaurantId),
        refunded,
        `update demonstration_charges set
           refunded_minor = case when refunds ? $3 then refunded_minor
             else refunded_minor + $4 end,
           refunds = refunds || jsonb_build_object($3::text, $4::bigint)
         where restaurant_id = $1 and payment_id = $2 and state = 'captured'
           and (refunds ? $3 or refunded_minor + $4 <= amount_minor)
         returning true as done`,
        [restaurantId, paymentId, refundId, amount],
      );
      return row ? "done" : "failed";
    },
    async list(restaurantId, { from, to }) {
      return readRows(
        ofRestaurant(database, restaurantId),
        listedRow,
        `select payment_id as "paymentId", null as "sessionId", amount_minor as amount, currency,
           case state when 'captured' then 'captured' else 'held' end as status,
           floor(extract(epoch from at) * 1000)::bigint as at
         from demonstration_charges
         where restaurant_id = $1 and state in ('captured', 'authorised') and at between $2 and $3`,
        [restaurantId, new Date(from), new Date(to)],
      );
    },
    async forPhone() {
      return { provider: "demonstration" };
    },
  };
}

/**
 * The guest pays with the demonstration's card, or has it declined; for a tab the card is held. Throws
 * "payment-moved".
 */
export async function payDemonstration(
  database: Database,
  input: {
    readonly restaurantId: string;
    readonly paymentId: string;
    readonly outcome: "paid" | "declined";
    readonly now: Date;
  },
): Promise<void> {
  const { restaurantId, paymentId, now } = input;
  await inRestaurant(database, restaurantId, async (tx) => {
    const faults = await readFaults(tx, restaurantId);
    const isGood = input.outcome === "paid" && !faults.decline;
    const { rowCount } = await tx.query(
      `update demonstration_charges set
         state = case when not $3 then 'failed' when manual then 'authorised' else 'captured' end,
         news_left = $4, news_due_at = $5
       where restaurant_id = $1 and payment_id = $2 and state = 'waiting'`,
      [restaurantId, paymentId, isGood, faults.times, new Date(now.getTime() + faults.delayMs)],
    );
    if (rowCount !== 1) throw new TureenError("payment-moved");
    tx.tell({ kind: "queue", restaurantId });
  });
}

/** How the demonstration's card misbehaves now. */
export async function readDemonstrationFaults(
  database: Database,
  restaurantId: string,
): Promise<DemonstrationFaults> {
  return readFaults(ofRestaurant(database, restaurantId), restaurantId);
}

/** Has it misbehave from now on. */
export async function changeDemonstrationFaults(
  database: Database,
  restaurantId: string,
  faults: DemonstrationFaults,
): Promise<void> {
  const { decline, delayMs, times, reorder, declineRaise, expireHolds } = faults;
  await ofRestaurant(database, restaurantId).query(
    `insert into demonstration_faults
       (restaurant_id, decline, delay_ms, times, reorder, decline_raise, expire_holds)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (restaurant_id) do update set decline = excluded.decline,
       delay_ms = excluded.delay_ms, times = excluded.times, reorder = excluded.reorder,
       decline_raise = excluded.decline_raise, expire_holds = excluded.expire_holds`,
    [restaurantId, decline, delayMs, times, reorder, declineRaise, expireHolds],
  );
}

/** News that is due, each taken once: what was to be sent again stays due. */
export async function takeDemonstrationNews(
  database: Database,
  { restaurantId, limit, now }: { restaurantId: string; limit: number; now: Date },
): Promise<{ readonly id: string; readonly paymentId: string; readonly what: ChargeState }[]> {
  const q = ofRestaurant(database, restaurantId);
  const rows = await readRows(
    q,
    dueNews,
    `update demonstration_charges c set news_left = c.news_left - 1
     where c.restaurant_id = $1 and c.payment_id = any(array(
       select payment_id from demonstration_charges
       where restaurant_id = $1 and news_left > 0 and news_due_at <= $2
       order by news_due_at limit $3 for update skip locked))
     returning payment_id as "paymentId", news_left as left, amount_minor as amount, currency,
       state`,
    [restaurantId, now, limit],
  );
  const { reorder } = await readFaults(q, restaurantId);
  return rows.map(({ paymentId, left, ...row }) => ({
    id: [paymentId, row.state, ...(row.state === "authorised" ? [row.amount] : [])].join("-"),
    paymentId,
    what:
      reorder && left === 0
        ? { state: "waiting", reference: referenceOf(paymentId) }
        : stateOf(paymentId, row),
  }));
}

function stateOf(
  paymentId: string,
  { state, amount, currency }: z.infer<typeof chargeRow>,
): ChargeState {
  const reference = referenceOf(paymentId);
  return state === "captured" || state === "authorised"
    ? { state, reference, amount, currency }
    : { state, reference };
}

async function readFaults(
  q: Parameters<typeof readRows>[0],
  restaurantId: string,
): Promise<DemonstrationFaults> {
  const [faults] = await readRows(
    q,
    faultsRow,
    `select decline, delay_ms as "delayMs", times, reorder, decline_raise as "declineRaise",
       expire_holds as "expireHolds"
     from demonstration_faults where restaurant_id = $1`,
    [restaurantId],
  );
  return faults ?? NO_FAULTS;
}
