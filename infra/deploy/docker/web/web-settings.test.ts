import { expect, test } from "vitest";
import { readWebSettings } from "./web-settings.ts";

test("the web server needs to be told nothing, and blank is unset", () => {
  expect(readWebSettings({ TRUST_PROXY: "", PUBLIC_URL: "" })).toEqual({
    ok: true,
    settings: {
      folder: "web/dist",
      port: 3000,
      servers: ["server:5000"],
      https: false,
      trustProxy: "none",
      stripe: false,
      drainMs: 0,
    },
  });
});

test("it may have several servers behind it, and a proxy with TLS in front", () => {
  const env = {
    SERVER_NODES: "a:5000, b:5001",
    PUBLIC_URL: "https://x.example",
    TRUST_PROXY: "::1",
    WEB_STRIPE: "on",
    DRAIN_SECONDS: "30",
  };
  expect(readWebSettings(env)).toMatchObject({
    settings: {
      servers: ["a:5000", "b:5001"],
      https: true,
      trustProxy: "::1",
      stripe: true,
      drainMs: 30_000,
    },
  });
});

test.each([
  { SERVER_NODES: "http://a:5000" },
  { WEB_PORT: "x" },
  { PUBLIC_URL: "example" },
  { PUBLIC_URL: "https://example.com/order/" },
  { WEB_STRIPE: "yes" },
  { DRAIN_SECONDS: "-1" },
])("%j is refused by its name", (env) => {
  const read = readWebSettings(env);
  expect(!read.ok && read.problem).toContain(`${Object.keys(env)[0]}: `);
});
