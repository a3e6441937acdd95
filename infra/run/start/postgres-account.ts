import { readFile } from "node:fs/promises";

/** The unprivileged system account that Postgres runs under when we are root. */
export type Account = { name: string; uid: number; gid: number };

/** Picks `postgres`, else `nobody`, from the text of /etc/passwd. Creates nobody, changes nothing. */
export function pickAccount(passwd: string): Account | undefined {
  const accounts = passwd.split("\n").map((line) => line.split(":"));
  for (const name of ["postgres", "_postgres", "nobody"]) {
    const fields = accounts.find((account) => account[0] === name);
    const uid = Number(fields?.[2]);
    const gid = Number(fields?.[3]);
    if (uid > 0 && gid > 0) return { name, uid, gid };
  }
  return undefined;
}

/**
 * Postgres refuses to run as root, so root lends it an existing account.
 * Ordinary users get `undefined`: Postgres runs as themselves.
 */
export async function postgresAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const account = pickAccount(await readFile("/etc/passwd", "utf8"));
  if (account) return account;
  throw new Error(
    "Postgres refuses to run as root, and this system has neither a postgres nor a nobody user. " +
      "Run as an ordinary user, or set DATABASE_URL to a Postgres of your own.",
  );
}
