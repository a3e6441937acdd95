import { givenRestaurant } from "@tureen/persistence/testing/fixtures";
import { createTestDatabase, type TestDatabase } from "@tureen/persistence/testing/test-database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkDatabase } from "./doctor/check-database.ts";
import { readPlaces } from "./start/prepare-database.ts";
import { insertLongSession } from "./test/long-session.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
// Throws for rows that are not as the commands take them to be.
afterAll(() => db.drop());

describe("What the commands read of a database", () => {
  it("is as the doctor takes it to be", async () => {
    const findings = await Array.fromAsync(checkDatabase(db.url));
    expect(findings.map(({ level }) => level)).not.toContain("fail");
  });

  it("is as the start and the recordings of the browser tests take it to be", async () => {
    const { restaurantId, tables } = await givenRestaurant(db.pool);
    const [place] = await readPlaces(db.url);
    expect(place?.tables[0]?.code).toBe(tables[0]?.code);
    await expect(insertLongSession(db.pool, { restaurantId, now: new Date() })).resolves.toMatch(
      /^[0-9a-f-]{36}$/,
    );
  });
});
