import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { expect, test } from "vitest";
import { keepPostgres } from "./keep-postgres.ts";
import { findCluster, removeCluster } from "./postgres-cluster.ts";

test("a Postgres that is killed is started again at the same address, with its data", {
  timeout: 180_000,
}, async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "tureen-kept-"));
  await chmod(dataDir, 0o711);
  const said: string[] = [];
  const { signal } = new AbortController();
  const postgres = await keepPostgres({ dataDir, signal, say: (text) => said.push(text) });
  const query = async (text: string) => {
    const client = new pg.Client({ connectionString: postgres.url });
    client.on("error", () => {});
    await client.connect();
    const { rows } = await client.query(text);
    await client.end();
    return rows as unknown[];
  };
  try {
    await query("CREATE TABLE kept AS SELECT 1 AS n");
    const folder = (await findCluster(dataDir))?.folder ?? "";
    const pid = Number((await readFile(join(folder, "postmaster.pid"), "utf8")).split("\n")[0]);
    process.kill(pid, "SIGKILL");
    await expect.poll(() => said.at(-1), { timeout: 120_000 }).toBe("Postgres is back.");
    expect(said[0]).toMatch(/^Postgres ended \(SIGKILL\).*\n.*Starting it again/);
    expect(postgres.isFull()).toBe(false);
    expect(await query("SELECT n FROM kept")).toEqual([{ n: 1 }]);
  } finally {
    await postgres.stop();
    await removeCluster(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  }
});

test("a Postgres that is being started again when it is stopped does not stay", {
  timeout: 180_000,
}, async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "tureen-kept-"));
  await chmod(dataDir, 0o711);
  const { signal } = new AbortController();
  const postgres = await keepPostgres({ dataDir, signal, say: () => {} });
  try {
    const folder = (await findCluster(dataDir))?.folder ?? "";
    const pidNow = async () => {
      const [first] = (await readFile(join(folder, "postmaster.pid"), "utf8")).split("\n");
      return Number(first);
    };
    const killed = await pidNow();
    process.kill(killed, "SIGKILL");
    let again = killed;
    // The file is there before the number is in it.
    while (again === killed || again === 0) again = await pidNow().catch(() => killed);
    await postgres.stop();
    expect(() => process.kill(again, 0)).toThrow("ESRCH");
  } finally {
    await removeCluster(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  }
});
