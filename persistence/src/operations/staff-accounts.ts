import { TureenError } from "@tureen/shared/errors";
import { uuidv7 } from "uuidv7";
import { type Database, type Queryable, transaction } from "../database.ts";
import { hashPassword, verifyPassword } from "../passwords.ts";
import { randomSigns } from "../tokens.ts";
import { createAuthSession } from "./auth-sessions.ts";
import { recordActivity } from "./record-activity.ts";

/** Somebody who works at a restaurant. */
export interface StaffMember {
  readonly userId: string;
  readonly restaurantId: string;
  readonly role: "waiter" | "kitchen" | "manager";
  readonly name: string | null;
  readonly restaurant: {
    readonly id: string;
    readonly name: string;
    readonly currency: string;
    readonly locale: string;
  };
  readonly opening: "diner" | "staff";
}

const STAFF = `
  select u.id as "userId", u.restaurant_id as "restaurantId", u.role, u.display_name as name,
    jsonb_build_object('id', r.id, 'name', r.name, 'currency', r.currency, 'locale', r.locale)
      as restaurant,
    r.opening, u.password_hash as "passwordHash"
  from restaurants r join users u on u.restaurant_id = r.id
  where u.role <> 'diner' and u.disabled_at is null`;

type Row = StaffMember & { readonly passwordHash: string };

/** Somebody else's hash to check against when a login is unknown, so that it takes as long. */
let decoy: Promise<string> | undefined;

/**
 * Signs staff in with `name@slug` and a password; the token goes into their cookie. Throws
 * "credentials-wrong" without telling which of the two was. Limiting tries is the caller's.
 */
export async function signInStaff(
  database: Database,
  input: {
    readonly login: string;
    readonly password: string;
    readonly now: Date;
    readonly expiresAt: Date;
  },
): Promise<{ readonly token: string; readonly staff: StaffMember }> {
  const login = input.login.trim().toLowerCase();
  const slug = login.slice(login.lastIndexOf("@") + 1);
  const { rows } = await database.query<Row>(`${STAFF} and r.slug = $1 and u.login = $2`, [
    slug,
    login,
  ]);
  decoy ??= hashPassword("nobody");
  const hash = rows[0]?.passwordHash ?? (await decoy);
  const right = await verifyPassword(input.password, hash);
  if (!rows[0] || !right) throw new TureenError("credentials-wrong");
  const { passwordHash: _, ...staff } = rows[0];
  const token = await transaction(database, async (tx) => {
    await recordActivity(tx, {
      restaurantId: staff.restaurantId,
      sessionId: null,
      by: { kind: "staff", id: staff.userId },
      action: "staff.sign-in",
      now: input.now,
    });
    return createAuthSession(tx, { ...input, ...staff });
  });
  return { token, staff };
}

/** A member of staff by id; null when unknown or disabled. */
export async function readStaff(
  database: Database,
  { restaurantId, userId }: { readonly restaurantId: string; readonly userId: string },
): Promise<StaffMember | null> {
  const { rows } = await database.query<Row>(`${STAFF} and r.id = $1 and u.id = $2`, [
    restaurantId,
    userId,
  ]);
  if (!rows[0]) return null;
  const { passwordHash: _, ...staff } = rows[0];
  return staff;
}

/** A new account's credentials; the password is known nowhere else. */
export interface Credentials {
  readonly role: "waiter" | "kitchen" | "manager";
  readonly login: string;
  readonly password: string;
}

/**
 * Creates a staff account with a generated password of 80 random bits. The login becomes
 * `<login>@<restaurant's slug>`. Throws "restaurant-unknown".
 */
export async function createStaff(
  q: Queryable,
  input: {
    readonly restaurantId: string;
    readonly role: Credentials["role"];
    /** The part before the @. */
    readonly login: string;
    readonly name: string;
    readonly now: Date;
  },
): Promise<Credentials> {
  const password = [1, 2, 3, 4].map(() => randomSigns(4)).join("-");
  const { rows } = await q.query<{ login: string }>(
    `insert into users (restaurant_id, id, role, display_name, login, password_hash, created_at)
     select id, $2, $3, $4, $5 || '@' || slug, $6, $7 from restaurants where id = $1
     returning login`,
    [
      input.restaurantId,
      uuidv7(),
      input.role,
      input.name,
      input.login,
      await hashPassword(password),
      input.now,
    ],
  );
  if (!rows[0]) throw new TureenError("restaurant-unknown");
  return { role: input.role, login: rows[0].login, password };
}

/** One account per role, named after it. */
export async function createStaffForEveryRole(
  q: Queryable,
  input: { readonly restaurantId: string; readonly now: Date },
): Promise<Credentials[]> {
  const roles = ["manager", "waiter", "kitchen"] as const;
  const made: Credentials[] = [];
  for (const role of roles) {
    const name = role.charAt(0).toUpperCase() + role.slice(1);
    made.push(await createStaff(q, { ...input, role, login: role, name }));
  }
  return made;
}
