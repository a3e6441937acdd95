import { SESSION_STATUSES } from "@tureen/shared/platform/identity";
import type { StaffRole } from "@tureen/shared/platform/roles";
import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import {
  between,
  bytea,
  id,
  moment,
  oneOf,
  restaurantId,
  textLength,
} from "../../platform/schema/columns.ts";
import { restaurants, tables } from "../../platform/schema/restaurants.ts";

export const OPENED_BY = ["diner", "staff"] as const;
export const QUEUE_STATUSES = ["pending", "done", "failed"] as const;
/** Whether a session's log is there, on its way out, or gone. */
export const LOG_STATES = ["kept", "leaving", "gone"] as const;
export const ACTIVITY_ACTORS = ["diner", "staff", "server"] as const;
/** In the order in which the checks of the first migrations name them. */
export const STAFF_ROLES = ["waiter", "kitchen", "manager"] as const satisfies readonly StaffRole[];

/**
 * One sitting at one table. `head_seq` is the number of the last update in its log; it, the last
 * activity and the expiry change with every edit, so no index may hold them (HOT updates). What its
 * columns may be is checked by a trigger that looks away then (migrations/0008).
 */
export const sessions = pgTable(
  "sessions",
  {
    restaurantId: restaurantId(),
    id: id(),
    tableId: uuid("table_id").notNull(),
    status: text("status", { enum: SESSION_STATUSES }).notNull(),
    pin: text("pin").notNull(),
    headSeq: bigint("head_seq", { mode: "number" }).notNull(),
    openedBy: text("opened_by", { enum: OPENED_BY }).notNull(),
    openedAt: moment("opened_at").notNull(),
    lastActivityAt: moment("last_activity_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
    closedAt: moment("closed_at"),
    nextSeat: integer("next_seat").notNull(),
    menuVersion: integer("menu_version").notNull(),
    // Only goes forward, and only for sessions that are long over (tureen_remove_log).
    logState: text("log_state", { enum: LOG_STATES }).notNull().default("kept"),
  },
  (t) => [
    primaryKey({ name: "sessions_pk", columns: [t.restaurantId, t.id] }),
    foreignKey({
      name: "sessions_table_fk",
      columns: [t.restaurantId, t.tableId],
      foreignColumns: [tables.restaurantId, tables.id],
    }),
    uniqueIndex("sessions_one_active_per_table")
      .on(t.restaurantId, t.tableId)
      .where(sql`${t.status} = 'active'`),
    index("idx_sessions_restaurant_status").on(t.restaurantId, t.status),
    index("idx_sessions_active").on(t.restaurantId, t.id).where(sql`${t.status} = 'active'`),
    // For the worker's look for logs that have been kept for long enough.
    index("idx_sessions_log_due")
      .on(t.restaurantId, t.closedAt)
      .where(sql`${t.status} <> 'active' and ${t.logState} <> 'gone'`),
  ],
);

/**
 * The log: every Yjs update of a session in the order it was accepted. Its rows never change; all
 * of a session's go when its log has been kept for long enough.
 */
export const sessionUpdates = pgTable(
  "session_updates",
  {
    restaurantId: restaurantId(),
    sessionId: uuid("session_id").notNull(),
    seq: bigint("seq", { mode: "number" }).notNull(),
    author: text("author").notNull(),
    update: bytea("update").notNull(),
    at: moment("at").notNull(),
  },
  (t) => [
    primaryKey({ name: "session_updates_pk", columns: [t.restaurantId, t.sessionId, t.seq] }),
    foreignKey({
      name: "session_updates_session_fk",
      columns: [t.restaurantId, t.sessionId],
      foreignColumns: [sessions.restaurantId, sessions.id],
    }),
    check("session_updates_seq_positive", sql`${t.seq} >= 1`),
    check("session_updates_author_shape", sql`${t.author} ~ '^(server|d[1-9][0-9]{0,2})$'`),
    check("session_updates_update_size", sql`octet_length(${t.update}) between 2 and 8388608`),
  ],
);

/** The document as of one `seq`, so that loading need not read the whole log. A cache. */
export const sessionSnapshots = pgTable(
  "session_snapshots",
  {
    restaurantId: restaurantId(),
    sessionId: uuid("session_id").notNull(),
    seq: bigint("seq", { mode: "number" }).notNull(),
    state: bytea("state").notNull(),
    at: moment("at").notNull(),
  },
  (t) => [
    primaryKey({ name: "session_snapshots_pk", columns: [t.restaurantId, t.sessionId, t.seq] }),
    foreignKey({
      name: "session_snapshots_session_fk",
      columns: [t.restaurantId, t.sessionId],
      foreignColumns: [sessions.restaurantId, sessions.id],
    }),
    check("session_snapshots_seq_positive", sql`${t.seq} >= 1`),
  ],
);

/**
 * Confirms waiting for their one outcome. `payload` is the confirm as the diner wrote it;
 * `result` keeps what the decision was made from and what it was.
 */
export const syncQueue = pgTable(
  "sync_queue",
  {
    restaurantId: restaurantId(),
    sessionId: uuid("session_id").notNull(),
    confirmId: text("confirm_id").notNull(),
    payload: jsonb("payload").notNull(),
    status: text("status", { enum: QUEUE_STATUSES }).notNull().default("pending"),
    attempts: integer("attempts").notNull().default(0),
    nextAttemptAt: moment("next_attempt_at").notNull(),
    error: text("error"),
    result: jsonb("result"),
    createdAt: moment("created_at").notNull(),
    finishedAt: moment("finished_at"),
  },
  (t) => [
    primaryKey({ name: "sync_queue_pk", columns: [t.restaurantId, t.sessionId, t.confirmId] }),
    foreignKey({
      name: "sync_queue_session_fk",
      columns: [t.restaurantId, t.sessionId],
      foreignColumns: [sessions.restaurantId, sessions.id],
    }),
    index("idx_sync_queue_due")
      .on(t.restaurantId, t.nextAttemptAt)
      .where(sql`${t.status} = 'pending'`),
    index("idx_sync_queue_failed")
      .on(t.restaurantId, t.finishedAt)
      .where(sql`${t.status} = 'failed'`),
    oneOf("sync_queue_status_known", t.status, QUEUE_STATUSES),
    textLength("sync_queue_confirm_id_length", t.confirmId, 4, 40),
    between("sync_queue_attempts_bounds", t.attempts, 0, 1000),
    textLength("sync_queue_error_length", t.error, 0, 2000),
    check(
      "sync_queue_finished_when_over",
      sql`(${t.status} = 'pending') = (${t.finishedAt} is null)`,
    ),
  ],
);

/** Who did what at a table and when, beyond the document: opened, joined, refused, cancelled. */
export const sessionActivityLog = pgTable(
  "session_activity_log",
  {
    restaurantId: restaurantId(),
    id: id(),
    sessionId: uuid("session_id"),
    actorKind: text("actor_kind", { enum: ACTIVITY_ACTORS }).notNull(),
    actorId: text("actor_id"),
    /** The role that a member of staff had at the time. */
    actorRole: text("actor_role", { enum: STAFF_ROLES }),
    action: text("action").notNull(),
    details: jsonb("details").notNull().default({}),
    at: moment("at").notNull(),
  },
  (t) => [
    primaryKey({ name: "session_activity_log_pk", columns: [t.restaurantId, t.id] }),
    foreignKey({
      name: "session_activity_log_restaurant_fk",
      columns: [t.restaurantId],
      foreignColumns: [restaurants.id],
    }),
    foreignKey({
      name: "session_activity_log_session_fk",
      columns: [t.restaurantId, t.sessionId],
      foreignColumns: [sessions.restaurantId, sessions.id],
    }),
    index("idx_session_activity_log_session").on(t.restaurantId, t.sessionId, t.at),
    oneOf("session_activity_log_actor_known", t.actorKind, ACTIVITY_ACTORS),
    textLength("session_activity_log_actor_length", t.actorId, 1, 64),
    oneOf("session_activity_log_role_known", t.actorRole, STAFF_ROLES),
    check("session_activity_log_action_shape", sql`${t.action} ~ '^[a-z][a-z._-]{1,63}$'`),
  ],
);
