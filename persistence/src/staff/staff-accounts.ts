import { TureenError } from "@tureen/shared/platform/errors";
import { STAFF_ROLES } from "@tureen/shared/platform/roles";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import type { Database, Queryable } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { randomSigns } from "../platform/tokens.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import { dayRule } from "./business-days.ts";
import { hashPassword } from "./passwords.ts";

const itsSlug = z.object({ slug: z.string() });

/** What somebody of the staff may do; see shared/src/platform/roles.ts. */
export type StaffRole = "waiter" | "kitchen" | "manager";

/** Somebody who works at a restaurant. */
export type StaffMember = Omit<StaffRow, "passwordHash">;

/** Accounts that can be used, `r` being the restaurant and `u` the account. */
export const STAFF = `
  select u.id as "userId", u.restaurant_id as "restaurantId", u.role, u.display_name as name,
    jsonb_build_object('id', r.id, 'name', r.name, 'currency', r.currency, 'locale', r.locale)
      as restaurant,
    r.opening, r.public_menu as "publicMenu",
    jsonb_build_object('timezone', r.timezone, 'dayStartsAt', r.day_starts_at) as days,
    u.password_hash as "passwordHash"
  from restaurants r join users u on u.restaurant_id = r.id
  where u.role <> 'diner' and u.disabled_at is null`;

/** What STAFF returns. */
export const staffRow = z.object({
  userId: z.string(),
  restaurantId: z.string(),
  role: z.enum(STAFF_ROLES),
  name: z.string().nullable(),
  restaurant: z.object({
    id: z.string(),
    name: z.string(),
    currency: z.string(),
    locale: z.string(),
  }),
  opening: z.enum(["diner", "staff"]),
  /** Whether anybody reads the menu without a table. */
  publicMenu: z.boolean(),
  /** Where the restaurant's days lie. */
  days: dayRule,
  passwordHash: z.string(),
});

export type StaffRow = Readonly<z.infer<typeof staffRow>>;

/** A member of staff by id; null when unknown or disabled. */
export async function readStaff(
  database: Database,
  { restaurantId, userId }: { readonly restaurantId: string; readonly userId: string },
): Promise<StaffMember | null> {
  const rows = await readRows(
    ofRestaurant(database, restaurantId),
    staffRow,
    `${STAFF} and r.id = $1 and u.id = $2`,
    [restaurantId, userId],
  );
  if (!rows[0]) return null;
  const { passwordHash: _, ...staff } = rows[0];
  return staff;
}

/** A password of 80 random bits that can be read out and typed. */
export function newPassword(): string {
  return [1, 2, 3, 4].map(() => randomSigns(4)).join("-");
}

/** A new account's credentials; the password is known nowhere else. */
export interface Credentials {
  readonly userId: string;
  readonly role: StaffRole;
  readonly login: string;
  readonly password: string;
}

/**
 * Creates a staff account with a generated password of 80 random bits. The login becomes
 * `<login>@<restaurant's slug>`. Throws "restaurant-unknown", and "login-taken".
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
  const password = newPassword();
  const userId = uuidv7();
  const own = ofRestaurant(q, input.restaurantId);
  const rows = await readRows(own, itsSlug, "select slug from restaurants where id = $1", [
    input.restaurantId,
  ]);
  if (!rows[0]) throw new TureenError("restaurant-unknown");
  const login = `${input.login}@${rows[0].slug}`;
  await own.query(
    `insert into users (restaurant_id, id, role, display_name, login, password_hash, created_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      input.restaurantId,
      userId,
      input.role,
      input.name,
      login,
      await hashPassword(password),
      input.now,
    ],
  );
  return { userId, role: input.role, login, password };
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
