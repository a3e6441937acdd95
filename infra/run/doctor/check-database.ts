import { readRows } from "@tureen/persistence/platform/rows";
import pg from "pg";
import { z } from "zod";
import type { Finding } from "./finding.ts";

const TIMEOUT_MS = 5_000;
const OLDEST = 15;
const NEWEST = 18;

const facts = z.object({
  version: z.int(),
  create: z.boolean(),
  roles: z.boolean(),
  member: z.boolean(),
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
                        WHERE rolname = 'tureen_app'), false) AS member`,
    );
    yield* judge(rows[0]!);
  } catch (error) {
    const what = `The database cannot be inspected (${(error as Error).message})`;
    yield { level: "fail", what, mend: "connect with the user that owns the database" };
  } finally {
    await client.end();
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
