import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, it } from "vitest";
import { runningPostgresUrl, startEmbeddedPostgres } from "./embedded-postgres.ts";
import { findCluster, removeCluster } from "./postgres-cluster.ts";

let dataDir: string;
beforeEach(async () => {
  // Private to us, so under root this is a folder that the postgres user cannot enter.
  dataDir = await mkdtemp(join(tmpdir(), "tureen-test-"));
  await chmod(dataDir, 0o700);
});
afterEach(async () => {
  await removeCluster(dataDir);
  await rm(dataDir, { recursive: true, force: true });
});

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  // The crash below also ends this connection.
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

it("keeps committed data across a clean restart and a crash", async () => {
  const first = await startEmbeddedPostgres({ dataDir });
  expect(await runningPostgresUrl(dataDir)).toBe(first.url);
  await query(first.url, "CREATE TABLE kept AS SELECT 1 AS n");
  await first.stop();
  expect(await runningPostgresUrl(dataDir)).toBeUndefined();

  const second = await startEmbeddedPostgres({ dataDir });
  await query(second.url, "INSERT INTO kept VALUES (2)");
  const { folder } = (await findCluster(dataDir))!;
  const postmaster = await readFile(join(folder, "postmaster.pid"), "utf8");
  process.kill(Number(postmaster.split("\n")[0]), "SIGKILL");
  expect(await second.crashed).toContain("SIGKILL");

  const third = await startEmbeddedPostgres({ dataDir });
  try {
    expect(await query(third.url, "SELECT n FROM kept ORDER BY n")).toEqual([{ n: 1 }, { n: 2 }]);
  } finally {
    await third.stop();
  }
}, 60_000);

it("refuses a second Postgres on the same data, with a sentence that says what to do", async () => {
  const first = await startEmbeddedPostgres({ dataDir });
  try {
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(/already running.*DATA_DIR/s);
  } finally {
    await first.stop();
  }
}, 60_000);
