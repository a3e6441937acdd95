import { APP_ROLE } from "@tureen/persistence/platform/database";
import { readRows } from "@tureen/persistence/platform/rows";
import pg from "pg";
import { z } from "zod";
import { bad, doubtful, good, type Point } from "./point.ts";

const TIMEOUT_MS = 5_000;
/** A statement that takes longer than this is worth a line in the log. */
const SLOW_MS = 1_000;
/** Connections that are nobody's pool: listening for signals, migrating, backing up, looking. */
const SPARE_CONNECTIONS = 10;
/** What the application's role must not do. */
const FORBIDDEN = "('DELETE'), ('TRUNCATE'), ('UPDATE')";
const IMMUTABLE = ["orders", "order_items", "order_status_history", "session_updates"];

/** What the server and the database say about themselves. */
export type DatabaseFacts = Readonly<z.infer<typeof databaseFacts>>;

const databaseFacts = z.object({
  /** Postgres' settings, as SHOW gives them, times in ms. */
  settings: z.record(z.string(), z.string()),
  /** Whether this connection is encrypted, or never leaves the machine. */
  encrypted: z.boolean(),
  local: z.boolean(),
  /** Rights that the application's role has and must not, "DELETE on orders"; null: there is no such role. */
  excess: z.array(z.string()).nullable(),
  /** Tables of restaurants without row-level security, and tables whose guarding triggers are off. */
  unguarded: z.array(z.string()),
});

const SETTINGS = [
  "log_min_duration_statement",
  "log_connections",
  "log_lock_waits",
  "log_parameter_max_length",
  "log_error_verbosity",
  "max_connections",
  "superuser_reserved_connections",
  "fsync",
  "synchronous_commit",
];

const FACTS = `
SELECT
  (SELECT jsonb_object_agg(name, setting) FROM pg_settings WHERE name = ANY($1)) AS settings,
  coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false) AS encrypted,
  inet_server_addr() IS NULL OR inet_server_addr() <<= '127.0.0.0/8' OR inet_server_addr() = '::1' AS local,
  CASE WHEN to_regrole('${APP_ROLE}') IS NOT NULL THEN ARRAY(
    SELECT p.privilege || ' on ' || t.name
    FROM unnest($2::text[]) AS t (name), (VALUES ${FORBIDDEN}) AS p (privilege)
    WHERE to_regclass('public.' || t.name) IS NOT NULL
      AND has_table_privilege('${APP_ROLE}', 'public.' || t.name, p.privilege)) END AS excess,
  ARRAY(
    SELECT c.relname::text FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND NOT c.relrowsecurity
      AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'restaurant_id')
    UNION
    SELECT t.name FROM unnest($2::text[]) AS t (name)
    WHERE (SELECT bool_and(g.tgenabled IN ('O', 'A')) FROM pg_trigger g
      WHERE g.tgrelid = to_regclass('public.' || t.name)) IS NOT TRUE) AS unguarded`;

/** Asks the database; throws when it does not answer or may not be asked. */
export async function readDatabaseFacts(url: string): Promise<DatabaseFacts> {
  const client = new pg.Client({
    connectionString: url,
    application_name: "tureen-doctor",
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  });
  client.on("error", () => {});
  await client.connect();
  try {
    const rows = await readRows(client, databaseFacts, FACTS, [SETTINGS, IMMUTABLE]);
    return rows[0]!;
  } finally {
    await client.end();
  }
}

/** Is what goes wrong in the database written down, and what guests type not? */
export function judgeDatabaseLogging({ settings }: DatabaseFacts): Point[] {
  const slow = Number(settings.log_min_duration_statement);
  // Since Postgres 18 a list of what to log about connections.
  const connections = !/^(off|)$/.test(settings.log_connections ?? "");
  const missing = [
    ...(slow >= 0 && slow <= SLOW_MS ? [] : [`log_min_duration_statement = ${SLOW_MS}`]),
    ...(connections ? [] : ["log_connections = on"]),
    ...(settings.log_lock_waits === "on" ? [] : ["log_lock_waits = on"]),
  ];
  const discreet = [
    ...(settings.log_parameter_max_length === "0" ? [] : ["log_parameter_max_length = 0"]),
    ...(settings.log_error_verbosity === "terse" ? [] : ["log_error_verbosity = terse"]),
  ];
  return [
    missing.length === 0
      ? good("database-logging", "Postgres logs slow statements, connections and long waits")
      : bad(
          "database-logging",
          "Postgres does not log slow statements, connections or long waits",
          alterSystem(missing),
        ),
    discreet.length === 0
      ? good("database-log-privacy", "Postgres' log leaves out what guests typed")
      : bad(
          "database-log-privacy",
          "Postgres' log quotes what guests typed",
          alterSystem(discreet),
        ),
  ];
}

/** Does a commit that was acknowledged survive the loss of power? */
export function judgeDurability({ settings }: DatabaseFacts): Point {
  const missing = ["fsync", "synchronous_commit"].filter((name) => settings[name] === "off");
  if (missing.length === 0) return good("database-durability", "A commit is on disk");
  const mend = alterSystem(missing.map((name) => `${name} = on`));
  return bad("database-durability", `A commit may be lost: ${missing.join(" and ")} is off`, mend);
}

/** Can nobody on the way read along? */
export function judgeEncryption({ encrypted, local }: DatabaseFacts): Point {
  const check = "database-encryption";
  if (encrypted) return good(check, "The connection to Postgres is encrypted");
  if (local) return good(check, "The connection to Postgres does not leave this machine");
  return doubtful(
    check,
    "The connection to Postgres is not encrypted",
    "ssl = on in Postgres and ?sslmode=verify-full in DATABASE_URL, unless the network is the containers' own",
  );
}

/** Do all pools fit into the server at once? `processes`: of server and worker together. */
export function judgePooling(
  { settings }: DatabaseFacts,
  poolMax: number,
  processes: number,
): Point {
  const room = Number(settings.max_connections) - Number(settings.superuser_reserved_connections);
  const wanted = poolMax * processes + SPARE_CONNECTIONS;
  const sum = `${processes} processes × DATABASE_POOL_MAX ${poolMax} + ${SPARE_CONNECTIONS}`;
  if (wanted <= room) return good("pooling", `${sum} connections fit into ${room}`);
  return bad(
    "pooling",
    `${sum} connections do not fit into ${room}`,
    `lower DATABASE_POOL_MAX to ${Math.max(1, Math.floor((room - SPARE_CONNECTIONS) / processes))}, raise max_connections, or put PgBouncer between`,
  );
}

/** Is the application really unable to alter an order or to see another restaurant? */
export function judgeRights({ excess, unguarded }: DatabaseFacts): Point {
  const check = "database-rights";
  if (excess === null) {
    return bad(
      check,
      `There is no role ${APP_ROLE}`,
      "start Tureen once, which migrates the database",
    );
  }
  if (excess.length > 0) {
    const revokes = excess.map((right) => `REVOKE ${right} FROM ${APP_ROLE}`);
    return bad(check, `${APP_ROLE} may ${excess.join(", ")}`, revokes.join("; "));
  }
  if (unguarded.length > 0) {
    return bad(
      check,
      `Row-level security or triggers are off on ${unguarded.join(", ")}`,
      "find out who switched them off; a restore from a backup brings them back",
    );
  }
  return good(check, `${APP_ROLE} cannot alter orders, and sees one restaurant at a time`);
}

function alterSystem(settings: readonly string[]): string {
  const statements = settings.map((setting) => `ALTER SYSTEM SET ${setting}`);
  return `as Postgres' superuser: ${[...statements, "SELECT pg_reload_conf()"].join("; ")}`;
}
