import { execFileSync, spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { containerProblems } from "./container-settings.ts";

const checkout = fileURLToPath(new URL("../../..", import.meta.url));
const node = join(checkout, "node_modules/.bin/node");
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tureen-secrets-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** The entry point of the composition, as the services of the app's image have it. */
const compose = parse(await readFile(join(checkout, "docker-compose.yml"), "utf8"), {
  merge: true,
});
const [shell, script] = compose.services.settings.entrypoint as [string, string];

/** Variables as a container has them: nothing of this process' own. */
function contained(env: Record<string, string>) {
  return { cwd: checkout, env: { PATH: process.env.PATH, SECRETS_DIR: folder, ...env } };
}

/** Starts the service settings by its own entry point and command. */
function start(env: Record<string, string> = {}) {
  const [, ...command] = compose.services.settings.command as string[];
  const { status, stdout, stderr } = spawnSync(shell, [script, node, ...command], {
    ...contained({ NODE_ENV: "production", ...env }),
    encoding: "utf8",
  });
  return { status, told: stdout, refused: stderr };
}

/** What a process gets that is started by the entry point with the folder of one volume. */
function environmentWith(part: "owner" | "app", env: Record<string, string> = {}) {
  const mounted = join(folder, "mounted");
  execFileSync("sh", ["-c", `mkdir -p ${mounted} && cp -r ${join(folder, part)} ${mounted}`]);
  const shown = execFileSync(
    shell,
    [script, node, "-e", "console.log(JSON.stringify(process.env))"],
    contained({ ...env, SECRETS_DIR: mounted }),
  );
  return JSON.parse(String(shown)) as Record<string, string>;
}

async function keptFiles(): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const part of ["owner", "app"]) {
    for (const name of await readdir(join(folder, part))) {
      files[`${part}/${name}`] = await readFile(join(folder, part, name), "utf8");
    }
  }
  return files;
}

const example = parseEnv(await readFile(join(checkout, "infra/.env.example"), "utf8")) as Record<
  string,
  string
>;

describe("Secrets of the containers", () => {
  test("are made at the first start of the example as it is, told by name, and only then", async () => {
    const first = start(example);
    expect(first).toMatchObject({ status: 0, refused: "" });
    expect(first.told).toContain("POSTGRES_PASSWORD, APP_DATABASE_URL, JWT_SECRET");
    const kept = await keptFiles();
    for (const value of Object.values(kept)) expect(first.told).not.toContain(value);
    const second = start(example);
    expect(second).toEqual({ status: 0, told: "", refused: "" });
    expect(await keptFiles()).toEqual(kept);
  });

  test("are all different, fit together, and the application never gets the owner's", async () => {
    start(example);
    const kept = await keptFiles();
    const password = (name: string) => new URL(kept[name] ?? "").password;
    expect(password("owner/DATABASE_URL")).toBe(kept["owner/POSTGRES_PASSWORD"]);
    expect(kept["app/DATABASE_URL"]).toBe(kept["owner/APP_DATABASE_URL"]);
    const secrets = [
      kept["owner/POSTGRES_PASSWORD"],
      password("app/DATABASE_URL"),
      kept["app/JWT_SECRET"],
    ];
    expect(new Set(secrets).size).toBe(3);
    for (const secret of secrets) expect(secret).toMatch(/^[0-9a-f]{48}$/);
    const server = environmentWith("app", { DATABASE_URL: "", JWT_SECRET: "" });
    expect(server).toMatchObject({
      DATABASE_URL: kept["app/DATABASE_URL"],
      JWT_SECRET: kept["app/JWT_SECRET"],
    });
    expect(JSON.stringify(server)).not.toContain(kept["owner/POSTGRES_PASSWORD"]);
  });

  test("that are given win, are kept, and make what follows from them", async () => {
    const given = { POSTGRES_PASSWORD: "5% of mine", JWT_SECRET: "j".repeat(40) };
    expect(start({ ...example, ...given }).told).toMatch(/blank: APP_DATABASE_URL\.$/m);
    const kept = await keptFiles();
    expect(kept).toMatchObject({
      "owner/POSTGRES_PASSWORD": given.POSTGRES_PASSWORD,
      "owner/DATABASE_URL": "postgresql://qr_menu_user:5%25%20of%20mine@db:5432/qr_menu_db",
      "app/JWT_SECRET": given.JWT_SECRET,
    });
    expect(environmentWith("app", { JWT_SECRET: "another" }).JWT_SECRET).toBe("another");
    // Not given any more, they are what they were.
    expect(start(example)).toMatchObject({ status: 0, told: "" });
    expect(await keptFiles()).toEqual(kept);
  });

  test("of a database elsewhere lead to it", async () => {
    const DATABASE_URL = "postgresql://boss:own@db.example.com:6000/name";
    expect(start({ ...example, DATABASE_URL }).status).toBe(0);
    const kept = await keptFiles();
    expect(kept["owner/DATABASE_URL"]).toBe(DATABASE_URL);
    expect(kept["app/DATABASE_URL"]).toMatch(
      /^postgresql:\/\/qr_menu_app:\w{48}@db\.example\.com:6000\/name$/,
    );
  });

  test("include one for restaurants' keys where they enter their own", async () => {
    expect(start({ ...example, PAYMENT_PROVIDER: "stripe" }).told).toContain("PAYMENT_KEYS_SECRET");
    expect((await keptFiles())["app/PAYMENT_KEYS_SECRET"]).toMatch(/^\w{48}$/);
  });

  test.each<Record<string, string>>([
    { JWT_SECRET: "change-me-jwt-secret-of-thirty-two-characters" },
    { POSTGRES_PASSWORD: "change-me-owner" },
    { APP_DATABASE_URL: "postgresql://qr_menu_app:change-me-app@db:5432/qr_menu_db" },
  ])("are not made for a placeholder: %j is refused, and nothing is kept", async (placeholder) => {
    const { status, refused } = start({ ...example, ...placeholder });
    expect(status).toBe(1);
    expect(refused).toContain(`${Object.keys(placeholder)[0]}: still holds the placeholder`);
    expect(refused).not.toMatch(/change-me|:\/\//);
    expect(await readdir(folder)).toEqual([]);
  });
});

describe("Settings of the containers", () => {
  const good = {
    DATABASE_URL: "postgresql://qr_menu_user:one@db:5432/qr_menu_db",
    APP_DATABASE_URL: "postgresql://qr_menu_app:two@db:5432/qr_menu_db",
    POSTGRES_PASSWORD: "one",
    JWT_SECRET: "x".repeat(40),
  };

  test.each([
    [{ JWT_SECRET: "" }, "JWT_SECRET: must be set"],
    [{ APP_DATABASE_URL: "" }, "APP_DATABASE_URL: must be set"],
    [{ POSTGRES_PASSWORD: "change-me" }, "POSTGRES_PASSWORD: still holds the placeholder"],
    [{ POSTGRES_PASSWORD: "other" }, "POSTGRES_PASSWORD: must be the password in DATABASE_URL"],
    [
      { REDIS_URL: "redis://redis:6379", REDIS_PASSWORD: "secret" },
      "REDIS_PASSWORD: must be the password in REDIS_URL",
    ],
    [
      { APP_DATABASE_URL: "postgresql://qr_menu_app:two@db:5432/other" },
      "APP_DATABASE_URL: must name the database of DATABASE_URL",
    ],
    [
      { APP_DATABASE_URL: "postgresql://qr_menu_user:two@db:5432/qr_menu_db" },
      "APP_DATABASE_URL: must have another user",
    ],
    [
      { APP_DATABASE_URL: "postgresql://qr_menu_app@db:5432/qr_menu_db" },
      "APP_DATABASE_URL: must hold a password",
    ],
    [
      { DATABASE_URL: "postgresql://qr_menu_user:5%@db:5432/qr_menu_db" },
      "DATABASE_URL: holds a % that means nothing",
    ],
    [{ PIN_LENGTH: "2" }, "PIN_LENGTH: must be a whole number"],
  ])("%j is told", (wrong, sentence) => {
    expect(containerProblems({ ...good, ...wrong })).toEqual([expect.stringContaining(sentence)]);
  });

  test("a database elsewhere has a password of its own", () => {
    const elsewhere = {
      DATABASE_URL: "postgresql://owner:own@db.example.com/name",
      APP_DATABASE_URL: "postgresql://app:two@db.example.com/name",
    };
    expect(containerProblems({ ...good, ...elsewhere })).toEqual([]);
  });
});
