import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Variables by name; blank is unset. */
type Environment = Readonly<Record<string, string | undefined>>;
type Values = Readonly<Record<string, string>>;

/**
 * Which secret lies in which volume: the owner's is mounted by what migrates, backs up or is the
 * database, the application's by server and worker, which must not become its owner.
 */
export interface KeptSecrets {
  readonly owner: Values;
  readonly app: Values;
  /** Names of those that neither the environment nor the folder had. */
  readonly made: readonly string[];
}

/** 192 bits; nothing in them means anything in an address or a shell. */
const newSecret = () => randomBytes(24).toString("hex");

/**
 * The secrets that containers run with: what `env` gives, else what `folder` keeps from an earlier
 * start, else new ones. Writes nothing.
 */
export async function completeSecrets(env: Environment, folder: string): Promise<KeptSecrets> {
  const made: string[] = [];
  const secret = async (name: string, kept: string | undefined) => {
    if (kept) return kept;
    made.push(name);
    return newSecret();
  };
  const given = (name: string) => env[name] || undefined;
  const owner = async (name: string) => readKept(join(folder, "owner", name));

  const password =
    given("POSTGRES_PASSWORD") ??
    passwordOf(given("DATABASE_URL")) ??
    (await secret("POSTGRES_PASSWORD", await owner("POSTGRES_PASSWORD")));
  const databaseUrl =
    given("DATABASE_URL") ??
    `postgresql://qr_menu_user:${encodeURIComponent(password)}@db:5432/qr_menu_db`;
  const appUrl =
    given("APP_DATABASE_URL") ??
    loginAt(
      databaseUrl,
      "qr_menu_app",
      await secret("APP_DATABASE_URL", passwordOf(await owner("APP_DATABASE_URL"))),
    );
  const ofApp = async (name: string) =>
    given(name) ?? (await secret(name, await readKept(join(folder, "app", name))));
  return {
    owner: { POSTGRES_PASSWORD: password, DATABASE_URL: databaseUrl, APP_DATABASE_URL: appUrl },
    app: {
      DATABASE_URL: appUrl,
      JWT_SECRET: await ofApp("JWT_SECRET"),
      // Without one account for all, restaurants enter their own keys, which this encrypts.
      ...(given("PAYMENT_PROVIDER") === "stripe" &&
        !given("STRIPE_SECRET_KEY") && {
          PAYMENT_KEYS_SECRET: await ofApp("PAYMENT_KEYS_SECRET"),
        }),
    },
    made,
  };
}

/**
 * Writes each secret into a file named like its variable. Readable for every user inside a container
 * that mounts the folder, because Postgres and the application are not the same one.
 */
export async function keepSecrets(
  folder: string,
  { owner, app }: Pick<KeptSecrets, "owner" | "app">,
): Promise<void> {
  for (const [part, values] of Object.entries({ owner, app })) {
    await mkdir(join(folder, part), { recursive: true });
    for (const [name, value] of Object.entries(values)) {
      const file = join(folder, part, name);
      if ((await readKept(file)) === value) continue;
      // Whole or not at all: half a password would be the database's for good.
      await writeFile(`${file}.new`, value, { mode: 0o644 });
      await rename(`${file}.new`, file);
    }
  }
}

async function readKept(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, "utf8")).trim() || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function passwordOf(address: string | undefined): string | undefined {
  if (!address || !URL.canParse(address)) return undefined;
  try {
    return decodeURIComponent(new URL(address).password) || undefined;
  } catch {
    // A lone %, which is told when the address is looked at.
    return undefined;
  }
}

/** The same database, for somebody else; an address that is none stays, to be told as it is. */
function loginAt(address: string, user: string, password: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  url.username = user;
  url.password = encodeURIComponent(password);
  return url.href;
}
