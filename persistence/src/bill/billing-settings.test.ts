import type { Billing } from "@tureen/shared/bill/endpoints";
import { readSession } from "@tureen/shared/table/document/session-document";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEMO_BILLING } from "../demo/billing.ts";
import { loadDocument } from "../table/load-document.ts";
import { openSession } from "../table/open-session.ts";
import { givenRestaurant, later } from "../testing/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { changeBilling, readBilling, termsFor } from "./billing-settings.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const by = { kind: "staff", id: "01990000-0000-7000-8000-000000000001" } as const;
const now = new Date("2026-11-29T20:00:00Z");
const newYear = new Date("2027-01-01T00:00:00Z");

/** The demo's with another rate for drinks. */
const withDrinksAt = (rate: number): Billing => ({
  ...DEMO_BILLING,
  terms: {
    ...DEMO_BILLING.terms,
    categories: {
      ...DEMO_BILLING.terms.categories,
      drinks: { name: "Drinks", rates: { "dine-in": rate, takeaway: rate } },
    },
  },
});

describe("How a restaurant makes its bills", () => {
  test("is nowhere written at first, and then as it was last changed", async () => {
    const { restaurantId } = await givenRestaurant(db.pool);
    expect(await readBilling(db.pool, { restaurantId, now })).toEqual({
      ...{ billing: null, version: 0, planned: null },
    });
    expect(await termsFor(db.pool, restaurantId, now)).toBeUndefined();
    const change = { restaurantId, by, now };
    expect(await changeBilling(db.pool, { ...change, billing: DEMO_BILLING, version: 0 })).toEqual({
      version: 1,
    });
    await changeBilling(db.pool, { ...change, billing: withDrinksAt(2000), version: 1 });
    expect(await readBilling(db.pool, { restaurantId, now })).toEqual({
      ...{ billing: withDrinksAt(2000), version: 2, planned: null },
    });
    expect(await termsFor(db.pool, restaurantId, now)).toEqual(withDrinksAt(2000).terms);
  });

  test("can be set before the day on which it changes", async () => {
    const { restaurantId } = await givenRestaurant(db.pool);
    const change = { restaurantId, by, now };
    await changeBilling(db.pool, { ...change, billing: DEMO_BILLING, version: 0 });
    const billing = withDrinksAt(2100);
    await changeBilling(db.pool, { ...change, billing, version: 1, from: newYear });
    expect(await readBilling(db.pool, { restaurantId, now })).toEqual({
      ...{ billing: DEMO_BILLING, version: 2, planned: { billing, from: newYear } },
    });
    expect(await readBilling(db.pool, { restaurantId, now: newYear })).toEqual({
      ...{ billing, version: 2, planned: null },
    });
    // What is changed after it takes its place.
    await changeBilling(db.pool, { ...change, billing: withDrinksAt(500), version: 2 });
    for (const at of [now, newYear]) {
      expect(await termsFor(db.pool, restaurantId, at)).toEqual(withDrinksAt(500).terms);
    }
  });

  test("may be planned before there is anything in force", async () => {
    const { restaurantId } = await givenRestaurant(db.pool);
    const planned = { billing: DEMO_BILLING, from: newYear };
    await changeBilling(db.pool, { restaurantId, by, now, version: 0, ...planned });
    expect(await readBilling(db.pool, { restaurantId, now })).toEqual({
      ...{ billing: null, version: 1, planned },
    });
  });

  test("from a moment that has passed holds from now on, not before", async () => {
    const { restaurantId } = await givenRestaurant(db.pool);
    const from = new Date(now.getTime() - 60_000);
    const change = { restaurantId, by, now, from, version: 0 };
    await changeBilling(db.pool, { ...change, billing: DEMO_BILLING });
    expect(await termsFor(db.pool, restaurantId, from)).toBeUndefined();
    expect(await termsFor(db.pool, restaurantId, now)).toEqual(DEMO_BILLING.terms);
  });

  test("is changed by one of two who read the same, and the other is told", async () => {
    const { restaurantId } = await givenRestaurant(db.pool);
    const change = { restaurantId, by, now, billing: DEMO_BILLING, version: 0 };
    const ends = await Promise.allSettled([
      changeBilling(db.pool, change),
      changeBilling(db.pool, change),
      changeBilling(db.pool, change),
    ]);
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const end of ends) {
      if (end.status === "rejected") expect(end.reason).toMatchObject({ code: "billing-changed" });
    }
    for (const version of [0, 2]) {
      await expect(changeBilling(db.pool, { ...change, version })).rejects.toMatchObject({
        code: "billing-changed",
      });
    }
  });

  test("is on record with who changed it", async () => {
    const { restaurantId } = await givenRestaurant(db.pool);
    await changeBilling(db.pool, { restaurantId, by, now, billing: DEMO_BILLING, version: 0 });
    const { rows } = await db.owner.query(
      "select version, by_user, at from billing_settings where restaurant_id = $1",
      [restaurantId],
    );
    expect(rows).toEqual([{ version: 1, by_user: by.id, at: now }]);
  });

  test("is pinned with a table when it opens; a change is for the next one", async () => {
    const { restaurantId, tables } = await givenRestaurant(db.pool);
    const change = { restaurantId, by, now };
    const open = async (at: number) => {
      const { sessionId } = await openSession(db.pool, {
        ...{ restaurantId, tableId: tables[at]?.id ?? "", by, pinLength: 6, now },
        expiresAt: later(now),
        terms: await termsFor(db.pool, restaurantId, now),
      });
      return sessionId;
    };
    const termsOf = async (sessionId: string) => {
      const loaded = await loadDocument(db.pool, { restaurantId, sessionId });
      return loaded && readSession(loaded.doc).session.terms;
    };
    await changeBilling(db.pool, { ...change, billing: DEMO_BILLING, version: 0 });
    const before = await open(0);
    await changeBilling(db.pool, { ...change, billing: withDrinksAt(2000), version: 1 });
    const after = await open(1);
    expect(await termsOf(before)).toEqual(DEMO_BILLING.terms);
    expect(await termsOf(after)).toEqual(withDrinksAt(2000).terms);
  });
});
