import { uuidv7 } from "uuidv7";
import { z } from "zod";
import type { Database, Transaction } from "../platform/database.ts";
import type { QueueClaim } from "../platform/queue-loop.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import { PROVIDER_TASKS } from "./schema/provider-tasks.ts";

/** A task that this worker has claimed. */
export type ClaimedTask = Readonly<z.infer<typeof claimedTask>>;

const claimedTask = z.object({
  restaurantId: z.string(),
  id: z.string(),
  paymentId: z.string(),
  task: z.enum(PROVIDER_TASKS),
  amount: z.int().nullable(),
  tip: z.int().nullable(),
  attempt: z.int(),
});

/** Notes what a provider is to be asked once this transaction is committed; the worker is told. */
export async function addProviderTask(
  tx: Transaction,
  task: {
    readonly restaurantId: string;
    readonly paymentId: string;
    readonly task: ClaimedTask["task"];
    /** Of a refund: its own id, the amount and the tip; of a raise what is to be held in all. */
    readonly id?: string;
    readonly amount?: number;
    readonly tip?: number;
    readonly dueAt: Date;
    readonly now: Date;
  },
): Promise<void> {
  const { restaurantId, paymentId, id = uuidv7(), amount, tip, dueAt, now } = task;
  await tx.query(
    `insert into provider_tasks (restaurant_id, id, payment_id, task, amount_minor, tip_minor,
       next_attempt_at, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    [restaurantId, id, paymentId, task.task, amount ?? null, tip ?? null, dueAt, now],
  );
  tx.tell({ kind: "queue", restaurantId });
}

/** Notes that more is to be held for a tab, unless the provider is going to be asked for as much already. */
export async function addRaiseTask(
  tx: Transaction,
  raise: {
    readonly restaurantId: string;
    readonly paymentId: string;
    readonly amount: number;
    readonly now: Date;
  },
): Promise<void> {
  const { restaurantId, paymentId, amount, now } = raise;
  const asked = await tx.query(
    `select 1 from provider_tasks where restaurant_id = $1 and payment_id = $2
       and task = 'raise' and status = 'pending' and amount_minor >= $3`,
    [restaurantId, paymentId, amount],
  );
  if (asked.rowCount) return;
  await addProviderTask(tx, { restaurantId, paymentId, task: "raise", amount, dueAt: now, now });
}

/** Claims tasks of one restaurant that are due, passing over those that another worker claims. */
export async function claimProviderTasks(
  database: Database,
  input: QueueClaim,
): Promise<ClaimedTask[]> {
  return readRows(
    ofRestaurant(database, input.restaurantId),
    claimedTask,
    `with due as materialized (
       select id from provider_tasks
       where restaurant_id = $1 and status = 'pending' and next_attempt_at <= $2
       order by next_attempt_at limit $3 for update skip locked
     )
     update provider_tasks t set attempts = t.attempts + 1, next_attempt_at = $4
     from due where t.restaurant_id = $1 and t.id = due.id
     returning t.restaurant_id as "restaurantId", t.id, t.payment_id as "paymentId", t.task,
       t.amount_minor as amount, t.tip_minor as tip, t.attempts as attempt`,
    [input.restaurantId, input.now, input.limit, input.leaseUntil],
  );
}

/** Notes that a task is done. */
export async function finishTask(
  database: Database,
  { restaurantId, id }: Pick<ClaimedTask, "restaurantId" | "id">,
  now: Date,
): Promise<void> {
  await ofRestaurant(database, restaurantId).query(
    `update provider_tasks set status = 'done', finished_at = $3, error = null
     where restaurant_id = $1 and id = $2 and status = 'pending'`,
    [restaurantId, id, now],
  );
}

/** Puts a task back for another try, noting why there has to be one. */
export async function retryTask(
  database: Database,
  { restaurantId, id }: Pick<ClaimedTask, "restaurantId" | "id">,
  { at, error }: { readonly at: Date; readonly error: string | null },
): Promise<void> {
  await ofRestaurant(database, restaurantId).query(
    `update provider_tasks set next_attempt_at = $3, error = left($4, 2000)
     where restaurant_id = $1 and id = $2 and status = 'pending'`,
    [restaurantId, id, at, error],
  );
}
