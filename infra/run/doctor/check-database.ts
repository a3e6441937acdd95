import { readRows } from "@tureen/persistence/platform/rows";
import pg from "pg";
import { z } from "zod";
import type { Finding } from "./finding.ts";

const TIMEOUT_MS = 5_000;
/** Beside how long the answer takes. */
const CLOCK_MAY_DIFFER_S = 5;
const OLDEST = 15;
const NEWEST = 18;

const facts = z.object({
  version: z.int(),
  create: z.boolean(),
  roles: z.boolean(),
  member: z.boolean(),
  at: z.number(),
});

type Facts = z.infer<typeof facts>;

/** Is the database reachable, of a supported version, and may its user migrate it? */
export async function* checkDatabase(url: string): AsyncGenerator<Finding> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  });
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (error) {
    const what = `The database does not answer (${(error as Error).message})`;
    yield { level: "fail", what, mend: "check DATABASE_URL and that Postgres is running" };
    return;
  }
  try {
    const rows = await readRows(
      client,
      facts,
      `
      SELECT current_setting('server_version_num')::int / 10000 AS version,
             has_database_privilege(current_database(), 'CREATE') AS create,
             (SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user) AS roles,
             coalesce((SELECT pg_has_role(oid, 'MEMBER') FROM pg_roles
                        WHERE rolname = 'tureen_app'), false) AS member,
             extract(epoch from clock_timestamp())::float8 * 1000 AS at`,
    );
    yield* judge(rows[0]!);
    yield judgeClock(Date.now() - rows[0]!.at);
    yield await tryRoom(client);
  } catch (error) {
    const what = `The database cannot be inspected (${(error as Error).message})`;
    yield { level: "fail", what, mend: "connect with the user that owns the database" };
  } finally {
    await client.end();
  }
}

/** Tureen goes by the database's clock; logs, certificates and whoever reads both do not. */
function judgeClock(aheadMs: number): Finding {
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  if (seconds <= CLOCK_MAY_DIFFER_S) {
    return { level: "ok", what: "The clocks of this machine and of the database agree" };
  }
  const side = aheadMs > 0 ? "ahead of" : "behind";
  return {
    level: "warn",
    what: `The clock of this machine is ${seconds} s ${side} the database's`,
    mend: "set both by NTP; Tureen goes by the database's",
  };
}

/** A full disk answers every question: something has to be put on it. */
async function tryRoom(client: pg.Client): Promise<Finding> {
  try {
    await client.query("BEGIN");
    await client.query(
      "CREATE TEMPORARY TABLE tureen_doctor ON COMMIT DROP AS SELECT repeat('x', 2000) FROM generate_series(1, 500)",
    );
    return { level: "ok", what: "Its disk has room for more" };
  } catch (error) {
    const what = `It keeps nothing that is written (${(error as Error).message})`;
    const mend = "make room on its disk, or see why it only reads: infra/deploy/troubleshooting.md";
    return { level: "fail", what, mend };
  } finally {
    await client.query("ROLLBACK");
  }
}

function* judge({ version, create, roles, member }: Facts): Generator<Finding> {
  yield version >= OLDEST && version <= NEWEST
    ? { level: "ok", what: `Postgres ${version} answers` }
    : {
        level: "fail",
        what: `Postgres ${version} is not supported`,
        mend: `use Postgres ${OLDEST} to ${NEWEST}`,
      };
  yield create && (roles || member)
    ? { level: "ok", what: "Its user may migrate the schema and act as tureen_app" }
    : {
        level: "fail",
        what: "Its user may not migrate the schema or create the role tureen_app",
        mend: "make it the owner of the database, with CREATEROLE or as a member of tureen_app",
      };
}
