import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { auditCli } from "@tureen/persistence/replay/audit/cli/cli";
import { givenFullRestaurant } from "@tureen/persistence/testing/full-restaurant";
import { createTestDatabase, type TestDatabase } from "@tureen/persistence/testing/test-database";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findDatabase } from "./find-database.ts";
import { startEmbeddedPostgres } from "./start/embedded-postgres.ts";
import { removeCluster } from "./start/postgres-cluster.ts";
import { prepareDatabase } from "./start/prepare-database.ts";

let db: TestDatabase;
let folder: string;
let slug: string;
beforeAll(async () => {
  db = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), "tureen-audit-"));
  ({ slug } = await givenFullRestaurant(db));
  await givenFullRestaurant(db);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await db.drop();
});

async function run(args: string[], env: Record<string, string> = { DATABASE_URL: db.url }) {
  const printed: string[] = [];
  const errors: string[] = [];
  const code = await auditCli({
    args,
    findDatabase: () => findDatabase(env, folder),
    print: (line) => printed.push(line),
    printError: (line) => errors.push(line),
  });
  return { code, printed: printed.join("\n"), errors: errors.join("\n") };
}

const tamper = async (sql: string) => {
  const client = await db.owner.connect();
  await client.query("set session_replication_role = replica");
  await client.query(sql);
  client.release(true);
};

test("prints a line per restaurant with its head, or JSON, and ends with 0", async () => {
  const { code, printed } = await run([]);
  expect(code).toBe(0);
  expect(printed).toMatch(new RegExp(`ok {4}${slug}: 1 event, 1 order, head 1 [0-9a-f]{64}`));
  expect(printed).toContain(
    "2 events, 2 orders, 6 ledger entries, 2 receipts, 2 signatures checked: as they were written.",
  );
  const json = await run(["--json", "--restaurant", slug]);
  expect(JSON.parse(json.printed)).toMatchObject({ ok: true, events: 1, restaurants: [{ slug }] });
});

test("says what is wrong with how it was called", async () => {
  for (const [args, sentence] of [
    [["--nonsense"], "--nonsense"],
    [["--restaurant", "nobody"], "no such restaurant"],
    [["--since-anchor", join(folder, "none")], "cannot be read as an anchor"],
  ] as const) {
    const { code, errors } = await run([...args]);
    expect([code, errors]).toEqual([1, expect.stringContaining(sentence)]);
  }
  await writeFile(join(folder, "odd.json"), '{"format":"tureen-anchor-1"}');
  expect((await run(["--since-anchor", join(folder, "odd.json")])).errors).toContain(
    "not an anchor",
  );
  expect((await run([], { DATA_DIR: join(folder, "empty") })).errors).toContain("no database in");
});

test("names the first broken link, ends with 1, and vouches for nothing", async () => {
  const anchor = join(folder, "anchor.json");
  expect((await run(["--anchor", anchor])).code).toBe(0);
  const kept = await readFile(anchor, "utf8");
  expect((await run(["--since-anchor", anchor])).code).toBe(0);

  await tamper("update order_items set unit_price_minor = 1");
  const altered = await run(["--anchor", anchor]);
  expect(altered.code).toBe(1);
  expect(altered.printed).toMatch(/FAIL {2}\w+: 1 event, 1 order\n {6}first broken link: event 1 /);
  expect(altered.errors).toContain("no anchor was written");
  expect(await readFile(anchor, "utf8")).toBe(kept);
  await tamper("update order_items set unit_price_minor = 900 + 250");

  await tamper(`delete from order_items; delete from order_item_shares;
    delete from order_item_customizations; delete from order_status_history; delete from orders;
    update restaurant_counters set next_event_number = 1, last_event_hash = default`);
  expect((await run([])).code).toBe(0);
  const emptied = await run(["--since-anchor", anchor]);
  expect(emptied.code).toBe(1);
  expect(emptied.printed).toContain("the anchor noted event 1, the history ends at 0");
});

test("finds the embedded database, running or stopped, and leaves it as it was", {
  timeout: 120_000,
}, async () => {
  const env = { DATA_DIR: join(folder, "data") };
  try {
    const running = await startEmbeddedPostgres({ dataDir: env.DATA_DIR });
    await prepareDatabase(running.url);
    expect(await run([], env)).toMatchObject({ code: 0, errors: "" });
    await running.stop();
    expect(await run([], env)).toMatchObject({ code: 0, errors: "" });
    const again = await startEmbeddedPostgres({ dataDir: env.DATA_DIR });
    await again.stop();
  } finally {
    await removeCluster(env.DATA_DIR);
  }
});
