import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { containerProblems } from "./container-settings.ts";

const infra = fileURLToPath(new URL("..", import.meta.url));
let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tureen-env-"));
  file = join(folder, ".env");
});
afterEach(() => rm(folder, { recursive: true }));

const generate = () =>
  execFileSync("sh", [join(infra, "generate-env.sh"), file], { encoding: "utf8" });
const environment = async (path = file) => parseEnv(await readFile(path, "utf8"));

describe("Secrets of the containers", () => {
  test("the example's are refused, each by its name, without showing one", async () => {
    const problems = containerProblems(await environment(join(infra, ".env.example")));
    const named = problems.map((problem) => problem.split(":", 1)[0]).sort();
    expect(named).toEqual(["APP_DATABASE_URL", "DATABASE_URL", "JWT_SECRET"]);
    for (const problem of problems) expect(problem).toContain("infra/deploy/generate-env.sh");
    expect(problems.join()).not.toMatch(/change-me|:\/\//);
  });

  test("generated ones start the containers, are all different, and are ours alone to read", async () => {
    generate();
    const env = await environment();
    expect(containerProblems(env)).toEqual([]);
    const app = new URL(env.APP_DATABASE_URL ?? "").password;
    expect(new URL(env.DATABASE_URL ?? "").password).toBe(env.POSTGRES_PASSWORD);
    const secrets = [env.JWT_SECRET, env.POSTGRES_PASSWORD, app];
    expect(new Set(secrets).size).toBe(3);
    for (const secret of secrets) expect(secret).toMatch(/^[0-9a-f]{48}$/);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test("what is set already stays, and so does everything at a second run", async () => {
    await writeFile(file, "JWT_SECRET=mine\n# change-me\nPOSTGRES_PASSWORD=change-me-owner\n");
    expect(generate()).toContain("owner");
    const first = await readFile(file, "utf8");
    expect(first).toMatch(/^JWT_SECRET=mine\n# change-me\nPOSTGRES_PASSWORD=[0-9a-f]{48}\n$/);
    expect(generate()).toContain("nothing was changed");
    expect(await readFile(file, "utf8")).toBe(first);
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
