import type { ActivityAction } from "@tureen/shared/platform/activity-actions";
import { TureenError } from "@tureen/shared/platform/errors";
import { STAFF_ROLES } from "@tureen/shared/platform/roles";
import { z } from "zod";
import type { Actor } from "../platform/actor.ts";
import { type Database, inRestaurant, type Transaction } from "../platform/database.ts";
import { recordActivity } from "../platform/record-activity.ts";
import { errorCode } from "../platform/retry.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import { hashPassword } from "./passwords.ts";
import { type Credentials, createStaff, newPassword, type StaffRole } from "./staff-accounts.ts";

const manager = z.object({ id: z.string() });
const lockedAccount = z.object({
  login: z.string(),
  role: z.enum(STAFF_ROLES),
  active: z.boolean(),
});

/** A staff account as managers see it. */
export type StaffAccount = Readonly<z.infer<typeof staffAccount>>;

const staffAccount = z.object({
  userId: z.string(),
  login: z.string(),
  name: z.string().nullable(),
  role: z.enum(STAFF_ROLES),
  active: z.boolean(),
  createdAt: z.date(),
  /** When one of its sign-ins was last used; null: not lately. */
  lastSeenAt: z.date().nullable(),
});

interface ByManager {
  readonly restaurantId: string;
  readonly by: Actor;
  readonly now: Date;
}

/** All staff accounts of a restaurant, those in use first. */
export async function listStaff(
  database: Database,
  { restaurantId }: { readonly restaurantId: string },
): Promise<StaffAccount[]> {
  const rows = await readRows(
    ofRestaurant(database, restaurantId),
    staffAccount,
    `select u.id as "userId", u.login, u.display_name as name, u.role,
       u.disabled_at is null as active, u.created_at as "createdAt",
       (select max(coalesce(a.last_seen_at, a.created_at)) from auth_sessions a
        where a.restaurant_id = u.restaurant_id and a.user_id = u.id) as "lastSeenAt"
     from users u where u.restaurant_id = $1 and u.role <> 'diner'
     order by u.disabled_at is not null, u.created_at, u.id limit 1000`,
    [restaurantId],
  );
  return rows;
}

/** Makes an account with a generated password. Throws "login-taken". */
export async function addStaff(
  database: Database,
  input: ByManager & {
    readonly role: StaffRole;
    readonly login: string;
    readonly name: string;
  },
): Promise<Credentials> {
  const { restaurantId, by, role, now } = input;
  try {
    return await inRestaurant(database, restaurantId, async (tx) => {
      const made = await createStaff(tx, input);
      const details = { userId: made.userId, role };
      await record(tx, { restaurantId, by, now }, "account.create", details);
      return made;
    });
  } catch (error) {
    if (errorCode(error) !== "23505") throw error;
    throw new TureenError("login-taken", { field: "login", cause: error });
  }
}

/**
 * Changes what an account may do, or whether it may be used at all; one that may not is signed out
 * everywhere. Throws "account-unknown", and "last-manager" rather than leave the restaurant without
 * a manager.
 */
export async function changeStaff(
  database: Database,
  input: ByManager & {
    readonly userId: string;
    readonly role?: StaffRole | undefined;
    readonly active?: boolean | undefined;
  },
): Promise<void> {
  const { restaurantId, userId, by, now } = input;
  await inRestaurant(
    database,
    restaurantId,
    async (tx) => {
      tx.tell({ kind: "staff", restaurantId });
      // Managers first, by id: two who remove each other at the same moment come one after the other.
      const managers = await lockManagers(tx, restaurantId);
      const before = await lockAccount(tx, restaurantId, userId);
      const role = input.role ?? before.role;
      const active = input.active ?? before.active;
      const leaves = managers.includes(userId) && !(active && role === "manager");
      if (leaves && managers.length === 1) throw new TureenError("last-manager");
      if (role !== before.role) {
        await tx.query("update users set role = $3 where restaurant_id = $1 and id = $2", [
          restaurantId,
          userId,
          role,
        ]);
        const details = { userId, from: before.role, role };
        await record(tx, { restaurantId, by, now }, "account.role", details);
      }
      if (active === before.active) return;
      await tx.query("update users set disabled_at = $3 where restaurant_id = $1 and id = $2", [
        restaurantId,
        userId,
        active ? null : now,
      ]);
      if (!active) await endSignIns(tx, { restaurantId, userId, now });
      const action = active ? "account.activate" : "account.deactivate";
      await record(tx, { restaurantId, by, now }, action, { userId });
    },
    { repeatable: true },
  );
}

/**
 * Gives an account a new generated password and ends its sign-ins, but for the one that asks. Throws
 * "account-unknown".
 */
export async function resetPassword(
  database: Database,
  input: ByManager & { readonly userId: string; readonly keepSignIn?: string },
): Promise<Credentials> {
  const { restaurantId, userId, by, now, keepSignIn } = input;
  const password = newPassword();
  const hash = await hashPassword(password);
  return inRestaurant(database, restaurantId, async (tx) => {
    const { login, role } = await lockAccount(tx, restaurantId, userId);
    await tx.query("update users set password_hash = $3 where restaurant_id = $1 and id = $2", [
      restaurantId,
      userId,
      hash,
    ]);
    await endSignIns(tx, { restaurantId, userId, now, keepSignIn });
    tx.tell({ kind: "staff", restaurantId });
    await record(tx, { restaurantId, by, now }, "account.password", { userId });
    return { userId, role, login, password };
  });
}

async function lockManagers(tx: Transaction, restaurantId: string): Promise<string[]> {
  const rows = await readRows(
    tx,
    manager,
    `select id from users where restaurant_id = $1 and role = 'manager' and disabled_at is null
     order by id for no key update`,
    [restaurantId],
  );
  return rows.map(({ id }) => id);
}

async function lockAccount(tx: Transaction, restaurantId: string, userId: string) {
  const rows = await readRows(
    tx,
    lockedAccount,
    `select login, role, disabled_at is null as active from users
     where restaurant_id = $1 and id = $2 and role <> 'diner' for no key update`,
    [restaurantId, userId],
  );
  if (!rows[0]) throw new TureenError("account-unknown");
  return rows[0];
}

async function endSignIns(
  tx: Transaction,
  input: {
    readonly restaurantId: string;
    readonly userId: string;
    readonly now: Date;
    readonly keepSignIn?: string | undefined;
  },
): Promise<void> {
  await tx.query(
    `update auth_sessions set revoked_at = $3
     where restaurant_id = $1 and user_id = $2 and revoked_at is null
       and id is distinct from $4::uuid`,
    [input.restaurantId, input.userId, input.now, input.keepSignIn ?? null],
  );
}

async function record(
  tx: Transaction,
  { restaurantId, by, now }: ByManager,
  action: ActivityAction,
  details: Readonly<Record<string, unknown>>,
): Promise<void> {
  await recordActivity(tx, { restaurantId, sessionId: null, by, action, details, now });
}
