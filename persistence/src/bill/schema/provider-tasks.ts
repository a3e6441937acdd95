import { sql } from "drizzle-orm";
import {
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import {
  between,
  id,
  minor,
  moment,
  oneOf,
  restaurantId,
  textLength,
} from "../../platform/schema/columns.ts";
import { QUEUE_STATUSES } from "../../table/schema/sessions.ts";
import { payments } from "./payments.ts";

/**
 * What a provider is to be asked: begin a charge, look how it stands (also once its reservation is
 * over, when it is called off), give money back; of a tab also to hold more, and to charge its card.
 */
export const PROVIDER_TASKS = ["start", "look", "cancel", "refund", "raise", "capture"] as const;

/**
 * The outbox to payment providers: written in the transaction that decides, carried out after it,
 * again and again until it is done. A refund's id is what makes it the same refund for ever.
 */
export const providerTasks = pgTable(
  "provider_tasks",
  {
    restaurantId: restaurantId(),
    id: id(),
    paymentId: uuid("payment_id").notNull(),
    task: text("task", { enum: PROVIDER_TASKS }).notNull(),
    /** Of a refund; of a raise what is to be held in all. */
    amountMinor: minor("amount_minor"),
    tipMinor: minor("tip_minor"),
    status: text("status", { enum: QUEUE_STATUSES }).notNull().default("pending"),
    attempts: integer("attempts").notNull().default(0),
    nextAttemptAt: moment("next_attempt_at").notNull(),
    error: text("error"),
    createdAt: moment("created_at").notNull(),
    finishedAt: moment("finished_at"),
  },
  (t) => [
    primaryKey({ name: "provider_tasks_pk", columns: [t.restaurantId, t.id] }),
    foreignKey({
      name: "provider_tasks_payment_fk",
      columns: [t.restaurantId, t.paymentId],
      foreignColumns: [payments.restaurantId, payments.id],
    }),
    index("idx_provider_tasks_due")
      .on(t.restaurantId, t.nextAttemptAt)
      .where(sql`${t.status} = 'pending'`),
    index("idx_provider_tasks_payment").on(t.restaurantId, t.paymentId),
    oneOf("provider_tasks_task_known", t.task, PROVIDER_TASKS),
    oneOf("provider_tasks_status_known", t.status, QUEUE_STATUSES),
    between("provider_tasks_attempts_bounds", t.attempts, 0, 100_000),
    textLength("provider_tasks_error_length", t.error, 0, 2000),
  ],
);

/** Messages of providers that were taken in: each is applied once, however often it comes. */
export const providerNews = pgTable(
  "provider_news",
  {
    restaurantId: restaurantId(),
    provider: text("provider").notNull(),
    newsId: text("news_id").notNull(),
    paymentId: uuid("payment_id").notNull(),
    what: jsonb("what").notNull(),
    at: moment("at").notNull(),
  },
  (t) => [
    primaryKey({
      name: "provider_news_pk",
      columns: [t.restaurantId, t.provider, t.newsId],
    }),
    textLength("provider_news_id_length", t.newsId, 1, 200),
    textLength("provider_news_provider_length", t.provider, 1, 40),
  ],
);

/** Charges of the demonstration's provider: what a real one would keep on its side. */
export const demonstrationCharges = pgTable(
  "demonstration_charges",
  {
    restaurantId: restaurantId(),
    paymentId: uuid("payment_id").notNull(),
    amountMinor: minor("amount_minor").notNull(),
    currency: text("currency").notNull(),
    state: text("state", { enum: ["waiting", "authorised", "captured", "failed"] }).notNull(),
    /** Whether paying only has the amount held, to be captured later. */
    manual: boolean("manual").notNull().default(false),
    refundedMinor: minor("refunded_minor").notNull().default(0),
    /** Refunds by our id. */
    refunds: jsonb("refunds").notNull().default({}),
    /** News that is still to be sent, and when. */
    newsDueAt: moment("news_due_at"),
    newsLeft: integer("news_left").notNull().default(0),
    at: moment("at").notNull(),
  },
  (t) => [primaryKey({ name: "demonstration_charges_pk", columns: [t.restaurantId, t.paymentId] })],
);

/** How the demonstration's provider misbehaves, as its panel says. */
export const demonstrationFaults = pgTable(
  "demonstration_faults",
  {
    restaurantId: restaurantId(),
    decline: boolean("decline").notNull(),
    delayMs: integer("delay_ms").notNull(),
    times: integer("times").notNull(),
    reorder: boolean("reorder").notNull(),
    declineRaise: boolean("decline_raise").notNull().default(false),
    expireHolds: boolean("expire_holds").notNull().default(false),
  },
  (t) => [primaryKey({ name: "demonstration_faults_pk", columns: [t.restaurantId] })],
);
