import { afterAll, beforeAll, expect, test } from "vitest";
import { findAuthSession } from "../platform/auth-sessions.ts";
import { givenRestaurant, later } from "../testing/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { signInStaff } from "./sign-in-staff.ts";
import { createStaffForEveryRole, readStaff } from "./staff-accounts.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

test("staff sign in with what was generated for them, and with nothing else", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const now = new Date();
  const accounts = await createStaffForEveryRole(db.pool, { ...restaurant, now });
  expect(accounts.map((account) => account.role)).toEqual(["manager", "waiter", "kitchen"]);
  const [manager, waiter] = accounts;
  if (!manager || !waiter) throw new Error("no accounts");
  expect(manager.login).toBe(`manager@${restaurant.slug}`);
  expect(manager.password).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/);

  const times = { now, expiresAt: later(now) };
  const { token, staff } = await signInStaff(db.pool, { ...manager, ...times });
  expect(staff).toMatchObject({ role: "manager", restaurant: { name: "Test Kitchen" } });
  expect(JSON.stringify(staff)).not.toContain("scrypt");
  const found = await findAuthSession(db.pool, { token, now });
  expect(found).toMatchObject({ role: "manager", userId: staff.userId });
  expect(await readStaff(db.pool, staff)).toEqual(staff);

  for (const [login, password] of [
    [manager.login, waiter.password],
    ["manager", manager.password],
    ["manager@elsewhere", manager.password],
    ["", ""],
    ["' or true --", "x"],
  ] as const) {
    await expect(signInStaff(db.pool, { login, password, ...times })).rejects.toMatchObject({
      code: "credentials-wrong",
    });
  }
  await db.owner.query("update users set disabled_at = now() where id = $1", [staff.userId]);
  expect(await findAuthSession(db.pool, { token, now })).toBeNull();
  await expect(signInStaff(db.pool, { ...manager, ...times })).rejects.toMatchObject({
    code: "credentials-wrong",
  });
});
