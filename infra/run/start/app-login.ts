import { createHmac, hash, pbkdf2Sync, randomBytes } from "node:crypto";
import { APP_ROLE } from "@tureen/persistence/platform/database";
import { readRows } from "@tureen/persistence/platform/rows";
import pg from "pg";
import { z } from "zod";

const logins = z.object({ owner: z.string(), mighty: z.boolean().nullable() });

const TIMEOUT_MS = 10_000;
/** Any number that no other user of the database's advisory locks takes. */
const LOGIN_LOCK = 7_461_626_905;
const SCRAM_ITERATIONS = 4_096;

/**
 * Makes the login of `appUrl` in the database of `ownerUrl`, or gives it that password: a plain
 * member of tureen_app, so that the application never holds its owner's rights. The schema has to
 * be there. Throws when the login is the owner itself or somebody with more rights.
 */
export async function ensureAppLogin(ownerUrl: string, appUrl: string): Promise<void> {
  const { username, password } = new URL(appUrl);
  const login = decodeURIComponent(username);
  const client = new pg.Client({
    connectionString: ownerUrl,
    application_name: "tureen-start",
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  });
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock($1)", [LOGIN_LOCK]);
    const rows = await readRows(
      client,
      logins,
      `SELECT current_user AS owner,
              (SELECT rolsuper OR rolcreaterole OR rolbypassrls FROM pg_roles WHERE rolname = $1) AS mighty`,
      [login],
    );
    const { owner, mighty } = rows[0]!;
    if (login === "" || login === owner || mighty) {
      throw new Error(
        `APP_DATABASE_URL: its user must be the application's own, not ${login || "missing"}`,
      );
    }
    const name = client.escapeIdentifier(login);
    if (mighty === null) await client.query(`CREATE ROLE ${name} LOGIN`);
    if (password !== "") {
      // Statements may be logged: the password itself does not stand in one.
      const verifier = client.escapeLiteral(scramVerifier(decodeURIComponent(password)));
      await client.query(`ALTER ROLE ${name} LOGIN PASSWORD ${verifier}`);
    }
    await client.query(`GRANT ${APP_ROLE} TO ${name}`);
    await client.query("commit");
  } finally {
    await client.end();
  }
}

/** What Postgres keeps of a password (RFC 5803), so that it need not be told the password. */
export function scramVerifier(password: string, salt = randomBytes(16)): string {
  const salted = pbkdf2Sync(password.normalize("NFKC"), salt, SCRAM_ITERATIONS, 32, "sha256");
  const key = (name: string) => createHmac("sha256", salted).update(name).digest();
  const storedKey = hash("sha256", key("Client Key"), "base64");
  const serverKey = key("Server Key").toString("base64");
  const head = `SCRAM-SHA-256$${SCRAM_ITERATIONS}:${salt.toString("base64")}`;
  return `${head}$${storedKey}:${serverKey}`;
}
