import { createHash, randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { createPool, type Database } from "../platform/database.ts";
import { migrate } from "../platform/migrate.ts";
import { MIGRATIONS_FOLDER } from "../platform/migrations.ts";
import { WIRES, type Wire } from "../platform/wire/index.ts";
import { notOnOneShard, watchStatements } from "./one-shard.ts";
import { watchRows, wrongRows } from "./row-shapes.ts";

/** A database of one test file: migrated, empty, gone after `drop`. */
export interface TestDatabase {
  /** Connects as the owner, who may alter everything that triggers do not refuse. */
  readonly url: string;
  /** Acts as the application's role: sees one restaurant at a time (`ofRestaurant`). */
  readonly pool: Database;
  /** Sees everything. */
  readonly owner: Database;
  readonly drop: () => Promise<void>;
}

/** Where test services are; a missing one fails the test instead of skipping it. */
export function requiredUrl(name: "TEST_DATABASE_URL" | "TEST_REDIS_URL"): string {
  const url = process.env[name];
  if (!url) throw new Error(`${name} is not set: tests need real services, see LOCAL_DEV.md`);
  // Test files that run at the same time have a Redis database each: what it counts, it counts by address.
  return name === "TEST_REDIS_URL" ? `${url}/${process.env.VITEST_POOL_ID ?? 0}` : url;
}

/**
 * The nodes of a Citus cluster that the tests run on instead, the coordinator first, and the spread
 * database there that each of theirs is a copy of: `npm run prove:citus`.
 */
function spreadOver(): { readonly nodes: readonly string[]; readonly template: string } | null {
  const { TEST_CITUS_URLS: urls = "", TEST_CITUS_TEMPLATE: template } = process.env;
  return template === undefined ? null : { nodes: urls.split(","), template };
}

/** The wire that these tests are for: vitest.config.ts runs some on both. */
export function testWire(): Wire {
  return WIRES.find((wire) => wire === process.env.DATABASE_WIRE) ?? "quick";
}

/** An empty, not migrated database. */
export async function createEmptyDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const admin = requiredUrl("TEST_DATABASE_URL");
  return createFrom(admin, "template0");
}

/**
 * A migrated, empty database, copied from a template that is made once per set of migrations. `drop`
 * throws if a statement that went through `pool` left open which restaurant it is about, unless a test
 * means to send such, and if rows of this process were not as their shape says (row-shapes.ts).
 */
export async function createTestDatabase({ allRestaurants = false } = {}): Promise<TestDatabase> {
  const admin = requiredUrl("TEST_DATABASE_URL");
  const { url, drop } = await createFrom(admin, await ensureTemplate(admin));
  const wire = testWire();
  const pool = createPool({ url, poolMin: 0, poolMax: 24, applicationName: "tureen-test", wire });
  const owner = createPool({ url, poolMin: 0, poolMax: 4, role: null, wire });
  const statements = watchStatements(pool);
  return {
    url,
    pool,
    owner,
    drop: async () => {
      await pool.end();
      const problems = allRestaurants ? [] : await notOnOneShard(owner, statements);
      await owner.end();
      await drop();
      if (problems.length > 0) throw new Error(problems.join("\n"));
    },
  };
}

async function createFrom(admin: string, template: string) {
  const name = `tureen_test_${Date.now().toString(36)}_${randomBytes(4).toString("hex")}`;
  const spread = spreadOver();
  const nodes = spread?.template === template ? spread.nodes : [admin];
  for (const node of nodes) {
    await withClient(node, async (client) => {
      await client.query(`create database ${name} template ${template}`);
      if (nodes.length === 1 && process.env.TEST_SPREAD !== "on") return;
      // What is set for a database is not copied. Without Citus it only says how statements go.
      await client.query(
        `alter database ${name} set citus.propagate_set_commands = 'local';
         alter database ${name} set citus.enable_unsafe_triggers = 'on'`,
      );
    });
  }
  watchRows();
  return {
    url: databaseUrl(admin, name),
    drop: async () => {
      for (const node of nodes) {
        await withClient(node, (client) =>
          client.query(`drop database if exists ${name} with (force)`),
        );
      }
      const wrong = wrongRows();
      if (wrong.length > 0) throw new Error(wrong.join("\n"));
    },
  };
}

async function ensureTemplate(admin: string): Promise<string> {
  const spread = spreadOver();
  if (spread) return spread.template;
  const hash = createHash("sha256");
  for (const file of (await readdir(MIGRATIONS_FOLDER)).filter((f) => f.endsWith(".sql")).sort()) {
    hash.update(await readFile(join(MIGRATIONS_FOLDER, file)));
  }
  const name = `tureen_template_${hash.digest("hex").slice(0, 12)}`;
  await withClient(admin, async (client) => {
    // Test files run in parallel processes; one of them makes the template.
    await client.query("select pg_advisory_lock(7461626902)");
    const { rows } = await client.query<{ ready: boolean }>(
      "select datistemplate as ready from pg_database where datname = $1",
      [name],
    );
    if (rows[0]?.ready) return;
    await client.query(`drop database if exists ${name} with (force)`);
    await client.query(`create database ${name}`);
    await migrate(databaseUrl(admin, name));
    await client.query(`alter database ${name} is_template true`);
  });
  return name;
}

function databaseUrl(admin: string, name: string): string {
  const url = new URL(admin);
  url.pathname = `/${name}`;
  return url.href;
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, statement_timeout: 60_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
