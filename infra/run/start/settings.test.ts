import { describe, expect, it } from "vitest";
import { readSettings, toEnvironment } from "./settings.ts";

const problemsOf = (env: NodeJS.ProcessEnv) => {
  const read = readSettings(env, "/checkout");
  return read.ok ? [] : read.problems;
};

describe("settings", () => {
  it("has a default for everything", () => {
    const read = readSettings({}, "/checkout");
    expect(read).toMatchObject({
      ok: true,
      settings: { SERVER_PORT: 5000, WEB_PORT: 3000, DATA_DIR: "/checkout/.data", PIN_LENGTH: 6 },
    });
  });

  it("takes blank variables as unset", () => {
    expect(readSettings({ WEB_PORT: "", DATABASE_URL: "" }, "/checkout").ok).toBe(true);
  });

  it("keeps an absolute DATA_DIR", () => {
    const read = readSettings({ DATA_DIR: "/srv/tureen" }, "/checkout");
    expect(read.ok && read.settings.DATA_DIR).toBe("/srv/tureen");
  });

  it.each([
    [{ WEB_PORT: "http" }, "WEB_PORT"],
    [{ WEB_PORT: "70000" }, "WEB_PORT"],
    [{ SERVER_PORT: "3000" }, "WEB_PORT: must differ from SERVER_PORT"],
    [{ WORKER_PORT: "0" }, "WORKER_PORT"],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: "collector:4318" }, "OTEL_EXPORTER_OTLP_ENDPOINT"],
    [{ PIN_LENGTH: "2" }, "PIN_LENGTH"],
    [{ DATABASE_URL: "mysql://host/name" }, "DATABASE_URL: must look like postgres://"],
    [{ REDIS_URL: "localhost:6379" }, "REDIS_URL: must look like redis://"],
    [{ REDIS_FANOUT: "stock" }, "REDIS_FANOUT"],
    [{ DATABASE_POOL_MIN: "30" }, "DATABASE_POOL_MIN: must not be greater"],
    [{ LOG_LEVEL: "loud" }, "LOG_LEVEL"],
    [
      { PUBLIC_URL: "https://example.com/order/" },
      "PUBLIC_URL: has a path or a query, but Tureen needs a name of its own",
    ],
  ])("names the wrong variable in %j", (env, sentence) => {
    expect(problemsOf(env).join()).toContain(sentence);
  });

  it("never shows a secret", () => {
    const shown = problemsOf({ JWT_SECRET: "hunter2", DATABASE_URL: "x://me:hunter2@h/n" }).join();
    expect(shown).toContain("JWT_SECRET");
    expect(shown).not.toContain("hunter2");
  });

  it.each([
    { JWT_SECRET: "change-me-to-something-of-32-characters" },
    { DATABASE_URL: "postgresql://qr_menu_user:change-me@db:5432/qr_menu_db" },
    { APP_DATABASE_URL: "postgresql://qr_menu_app:change-me@db:5432/qr_menu_db" },
    { REDIS_URL: "redis://:change-me@redis:6379" },
  ])("refuses the placeholder of the example in %j, and says what makes one", (env) => {
    const [problem] = problemsOf(env);
    expect(problem).toContain(`${Object.keys(env)[0]}: still holds the placeholder`);
    expect(problem).toContain("openssl rand");
  });

  it("goes to child processes as it was read", () => {
    const read = readSettings({ WEB_PORT: "8080" }, "/checkout");
    if (!read.ok) throw new Error(read.problems.join());
    const environment = toEnvironment(read.settings);
    expect(environment).toMatchObject({ WEB_PORT: "8080", SESSION_EXPIRY_MINUTES: "120" });
    expect(environment).not.toHaveProperty("REDIS_URL");
  });
});
