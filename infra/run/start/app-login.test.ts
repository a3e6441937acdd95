import { assertAppRole, createPool } from "@tureen/persistence/platform/database";
import { createTestDatabase, type TestDatabase } from "@tureen/persistence/testing/test-database";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ensureAppLogin } from "./app-login.ts";

const LOGIN = `tureen_test_app_${process.pid}`;
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.owner.query(`DROP ROLE IF EXISTS ${LOGIN}`);
  await database.drop();
});

/** The test database's address with another user in it. */
function addressOf(user: string, password: string): string {
  const url = new URL(database.url);
  url.username = user;
  url.password = encodeURIComponent(password);
  return url.href;
}

/** What a statement of that user comes to: its SQLSTATE when it is refused. */
async function outcome(url: string, statement: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    await client.query(statement);
    return "done";
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  } finally {
    await client.end();
  }
}

test("the application logs in as itself and never gets its owner's rights", async () => {
  const url = addressOf(LOGIN, "first: pass/wörd");
  // Twice at once, as two releases that start together do.
  await Promise.all([ensureAppLogin(database.url, url), ensureAppLogin(database.url, url)]);
  const pool = createPool({ url, poolMin: 0, poolMax: 1 });
  await assertAppRole(pool);
  await pool.end();
  // Without acting as tureen_app too, and with no way back to the owner.
  const owner = new URL(database.url).username;
  expect(await outcome(url, "SELECT count(*) FROM rate_limits")).toBe("done");
  for (const statement of ["TRUNCATE orders", "DROP TABLE orders", `SET ROLE ${owner}`]) {
    expect(await outcome(url, statement)).toBe("42501");
  }
});

test("a password that was changed in the settings is changed in the database", async () => {
  await ensureAppLogin(database.url, addressOf(LOGIN, "first"));
  await ensureAppLogin(database.url, addressOf(LOGIN, "second"));
  expect(await outcome(addressOf(LOGIN, "second"), "SELECT 1")).toBe("done");
  expect(await outcome(addressOf(LOGIN, "first"), "SELECT 1")).toBe("28P01");
});

test("neither the owner nor anybody mighty becomes the application", async () => {
  const sentence = /APP_DATABASE_URL: its user must be the application's own/;
  const owner = new URL(database.url).username;
  await expect(ensureAppLogin(database.url, addressOf(owner, "x"))).rejects.toThrow(sentence);
  await expect(ensureAppLogin(database.url, addressOf("", ""))).rejects.toThrow(sentence);
});
