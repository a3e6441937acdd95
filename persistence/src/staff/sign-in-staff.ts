import { TureenError } from "@tureen/shared/platform/errors";
import { createAuthSession } from "../platform/auth-sessions.ts";
import { type Database, inRestaurant, type Transaction } from "../platform/database.ts";
import { recordActivity } from "../platform/record-activity.ts";
import { restaurantOfSlug } from "../platform/restaurant-of-slug.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import { hashPassword, isOutdated, verifyPassword } from "./passwords.ts";
import { STAFF, type StaffMember, type StaffRow, staffRow } from "./staff-accounts.ts";

/** Somebody else's hash to check against when a login is unknown, so that it takes as long. */
let decoy: Promise<string> | undefined;

/**
 * Signs staff in with `name@slug` and a password; the token goes into their cookie. A hash made with
 * weaker parameters than today's is replaced. Throws "credentials-wrong" without telling which of
 * the two was, and "overloaded". Limiting tries is the caller's.
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
  const restaurantId = await restaurantOfSlug(database, slug);
  const known =
    restaurantId === null ? undefined : await findAccount(database, restaurantId, login);
  decoy ??= hashPassword("nobody");
  decoy.catch(() => {
    decoy = undefined;
  });
  const hash = known?.passwordHash ?? (await decoy);
  const right = await verifyPassword(input.password, hash);
  if (!known || !right) throw new TureenError("credentials-wrong");
  const { passwordHash: _, ...staff } = known;
  const renewed = isOutdated(hash) ? await hashPassword(input.password) : hash;
  const token = await inRestaurant(database, staff.restaurantId, async (tx) => {
    await stillRight(tx, staff, hash, renewed);
    await recordActivity(tx, {
      restaurantId: staff.restaurantId,
      sessionId: null,
      by: { kind: "staff", id: staff.userId, role: staff.role },
      action: "staff.sign-in",
      now: input.now,
    });
    return createAuthSession(tx, { ...input, ...staff });
  });
  return { token, staff };
}

async function findAccount(
  database: Database,
  restaurantId: string,
  login: string,
): Promise<StaffRow | undefined> {
  const rows = await readRows(
    ofRestaurant(database, restaurantId),
    staffRow,
    `${STAFF} and r.id = $1 and u.login = $2`,
    [restaurantId, login],
  );
  return rows[0];
}

/** While the hash was computed, a manager may have disabled the account or reset its password. */
async function stillRight(
  tx: Transaction,
  { restaurantId, userId }: StaffMember,
  hash: string,
  renewed: string,
): Promise<void> {
  const { rowCount } = await tx.query(
    `update users set password_hash = $4
     where restaurant_id = $1 and id = $2 and password_hash = $3 and disabled_at is null`,
    [restaurantId, userId, hash, renewed],
  );
  if (rowCount !== 1) throw new TureenError("credentials-wrong");
}
