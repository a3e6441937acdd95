import { describe, expect, it } from "vitest";
import { parseConfig } from "./config.ts";

const needed = { DATABASE_URL: "postgres://localhost/x", JWT_SECRET: "s".repeat(32) };

describe("the configuration", () => {
  it("has a default for all that need not be said; an empty value counts as not said", () => {
    expect(parseConfig({ ...needed, REDIS_URL: "", SERVER_PORT: "" })).toMatchObject({
      port: 5000,
      databaseWire: "quick",
      databasePoolMin: 5,
      databasePoolMax: 20,
      databasePoolerUrl: undefined,
      reportsDatabaseUrl: undefined,
      redisUrl: undefined,
      redisFanOut: "log",
      pinLength: 6,
      sessionExpiryMs: 7_200_000,
      trustProxy: "none",
    });
  });

  it("names every variable at fault at once, and never a value", () => {
    const wrong = {
      JWT_SECRET: "hunter2",
      SERVER_PORT: "99999",
      PIN_LENGTH: "six",
      TRUST_PROXY: "me",
    };
    const parse = () => parseConfig(wrong);
    expect(parse).toThrow(/DATABASE_URL: is not set/);
    expect(parse).toThrow(/JWT_SECRET: is shorter/);
    expect(parse).toThrow(/SERVER_PORT/);
    expect(parse).toThrow(/PIN_LENGTH/);
    expect(parse).toThrow(/TRUST_PROXY: "me" is not an address/);
    expect(parse).not.toThrow(/hunter2/);
  });

  it.each([
    { JWT_SECRET: "change-me-to-something-of-32-characters" },
    { DATABASE_URL: "postgresql://app:change-me@db:5432/name" },
    { REDIS_URL: "redis://:change-me@redis:6379" },
  ])("refuses the placeholder of the example in %j", (placeholder) => {
    const parse = () => parseConfig({ ...needed, ...placeholder });
    expect(parse).toThrow(
      new RegExp(`${Object.keys(placeholder)[0]}: still holds the placeholder`),
    );
    expect(parse).toThrow(/openssl rand/);
  });

  it("knows the kinds of fan-out", () => {
    const env = { ...needed, REDIS_FANOUT: "extension" };
    expect(parseConfig(env).redisFanOut).toBe("extension");
    expect(() => parseConfig({ ...needed, REDIS_FANOUT: "stock" })).toThrow(/REDIS_FANOUT/);
  });

  it("refuses a pool whose least is more than its most", () => {
    const env = { ...needed, DATABASE_POOL_MIN: "9", DATABASE_POOL_MAX: "3" };
    expect(() => parseConfig(env)).toThrow(/DATABASE_POOL_MIN: is larger/);
  });

  it("refuses faults on command in production, and has none unless asked", () => {
    expect(parseConfig(needed).chaos).toBe(false);
    expect(parseConfig({ ...needed, CHAOS: "on" }).chaos).toBe(true);
    const env = { ...needed, CHAOS: "on", NODE_ENV: "production" };
    expect(() => parseConfig(env)).toThrow(/CHAOS: may not be set in production/);
    expect(() => parseConfig({ ...needed, CHAOS: "yes" })).toThrow(/CHAOS/);
  });
});
