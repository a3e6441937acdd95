import { createTestDatabase } from "@tureen/persistence/testing/test-database";
import { ENDPOINTS } from "@tureen/shared/endpoints";
import { MAX_BODY_BYTES } from "@tureen/shared/platform/limits";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { issueDinerToken } from "../platform/auth/tokens.ts";
import { tapDatabase } from "../testing/tapped-database.ts";
import { JWT_KEY, startTestApi, type TestApi } from "../testing/test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

interface Document {
  readonly paths: Record<
    string,
    Record<string, { security?: Record<string, unknown>[]; responses: Record<string, unknown> }>
  >;
}

const readDocument = async () =>
  (await (await api.app.request("/api/openapi.json")).json()) as Document;

/** Every route of the document with made-up ids in its path. */
async function routes() {
  const { paths } = await readDocument();
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security }]) => ({
      method: method.toUpperCase(),
      path: path.replace(/{(\w+)}/g, () => crypto.randomUUID()),
      scheme: Object.keys(security?.[0] ?? {})[0],
    })),
  );
}

const json = { "content-type": "application/json" };
const send = (path: string, init: RequestInit) => api.app.request(path, init);

async function errorOf(response: Response) {
  const { error } = (await response.json()) as { error: { code: string; message: string } };
  expect(error.message).toMatch(/^[A-Z].+\.( \(.+\))?$/);
  return error.code;
}

describe("the OpenAPI document", () => {
  it("has every endpoint of the contracts, and the streams and health besides", async () => {
    const { paths } = await readDocument();
    for (const { method, path } of Object.values(ENDPOINTS)) {
      expect(paths[path]?.[method]?.responses["200"]).toBeDefined();
      expect(paths[path]?.[method]?.responses["503"]).toBeDefined();
    }
    for (const path of ["/api/kitchen/events", "/api/staff/floor/events", "/health"]) {
      expect(paths[path]?.get).toBeDefined();
    }
  });
});

describe("every route that asks who is calling", () => {
  it("answers 401 to nobody, whatever they send", async () => {
    const guarded = (await routes()).filter(({ scheme }) => scheme !== undefined);
    expect(guarded.length).toBeGreaterThan(15);
    for (const { method, path } of guarded) {
      const response = await send(path, { method });
      expect([path, response.status]).toEqual([path, 401]);
      expect(await errorOf(response)).toBe("token-missing");
    }
  });

  it("answers 401 to tokens that are made up or for something else", async () => {
    const { accessToken } = await api.open();
    const staff = await api.signIn(api.here, "manager");
    for (const { method, path, scheme } of await routes()) {
      if (scheme === undefined) continue;
      const wrong =
        scheme === "diner"
          ? ["Bearer x", "Basic eDp4", `Bearer ${staff.split("=")[1]}`, "Bearer "]
          : ["tureen_staff=x", `tureen_staff=${accessToken}`, "tureen_staff=%00"];
      for (const value of wrong) {
        const header = scheme === "diner" ? "authorization" : "cookie";
        const response = await send(path, { method, headers: { [header]: value } });
        expect([path, value, response.status]).toEqual([path, value, 401]);
        await response.body?.cancel();
      }
    }
  });

  it("shows a foreign restaurant's staff nothing and changes nothing for them", async () => {
    const cookie = await api.signIn(api.there, "manager");
    const body = JSON.stringify({
      diner: "d1",
      from: "placed",
      to: "accepted",
      ...{ once: crypto.randomUUID(), what: { kind: "comp", on: null }, reason: "why" },
      ...{ method: "cash", payer: null, mode: "amount", covers: [], payers: 1, amount: 1, tip: 0 },
      ...{ name: "Bar", moves: [{ line: "d1-line", from: "placed", to: "ready" }], portions: 1 },
    });
    for (const { method, path, scheme } of await routes()) {
      if (scheme !== "staff" || method === "GET") continue;
      // What a date names is everybody's own.
      if (!/[0-9a-f]{8}-/.test(path) || path.includes("/days/")) continue;
      const response = await send(path, { method, headers: { ...json, cookie }, body });
      expect([path, response.status]).toEqual([path, 404]);
    }
  });

  it("refuses a diner whose token names another restaurant", async () => {
    const host = await api.open();
    const { restaurantId } = api.there;
    const { token } = await issueDinerToken(JWT_KEY, { ...host, restaurantId });
    for (const { method, path, scheme } of await routes()) {
      if (scheme !== "diner") continue;
      const headers = { ...json, authorization: `Bearer ${token}` };
      const body = method === "GET" ? undefined : JSON.stringify({ name: "X", diner: "d1" });
      const response = await send(path, { method, headers, body });
      expect([path, response.status]).toEqual([path, 401]);
    }
  });
});

describe("a request that cannot be meant so", () => {
  const open = () => `/api/t/${api.here.tables[0]?.code}/open`;

  it.each([
    ["is cut short", '{"name": "A'],
    ["is empty", ""],
    ["is text", "hello"],
  ])("whose body %s is a 400", async (_, body) => {
    const response = await send(open(), { method: "POST", headers: json, body });
    expect(response.status).toBe(400);
    expect(await errorOf(response)).toBe("body-not-json");
  });

  it.each(["null", "[]", '"text"', "7"])("whose body is %s is a 400", async (body) => {
    const response = await send(open(), { method: "POST", headers: json, body });
    expect(response.status).toBe(400);
    expect(await errorOf(response)).toBe("field-invalid");
  });

  it.each([
    undefined,
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
  ])("whose type is %s is a 400", async (type) => {
    const response = await send(open(), {
      method: "POST",
      headers: type === undefined ? {} : { "content-type": type },
      body: '{"name":"A"}',
    });
    expect(response.status).toBe(400);
    expect(await errorOf(response)).toBe("body-not-json");
  });

  it("whose body is too large is a 413, with its length said or not", async () => {
    const body = JSON.stringify({ name: "x".repeat(MAX_BODY_BYTES) });
    const headers = { ...json, "content-length": String(body.length) };
    for (const init of [
      { method: "POST", headers: json, body },
      { method: "POST", headers, body },
    ]) {
      const response = await send(open(), init);
      expect(response.status).toBe(413);
      expect(await errorOf(response)).toBe("body-too-large");
    }
  });

  it("goes nowhere is a 404 in JSON", async () => {
    for (const path of ["/", "/api", "/api/nothing", "/api/t", "/api/t/a/b/c", "/collab"]) {
      const response = await send(path, {});
      expect(response.status).toBe(404);
      expect(await errorOf(response)).toBe("not-found");
    }
  });

  it("has the wrong method is a 405 that says which are right", async () => {
    for (const method of ["DELETE", "PUT", "OPTIONS", "GET"]) {
      const response = await send(open(), { method });
      expect(response.status).toBe(405);
      expect(response.headers.get("allow")).toBe("POST");
      expect(await errorOf(response)).toBe("method-not-allowed");
    }
  });

  it("comes from another site is a 403, and nothing happens", async () => {
    const body = '{"name":"A"}';
    const host = "127.0.0.1:3000";
    for (const headers of [
      { ...json, host, origin: "https://evil.example" },
      { ...json, host, origin: "null" },
      { ...json, host, origin: "http://127.0.0.1.evil.example:3000" },
      { ...json, host, "sec-fetch-site": "cross-site" },
    ]) {
      const response = await send(open(), { method: "POST", headers, body });
      expect(response.status).toBe(403);
      expect(await errorOf(response)).toBe("origin-refused");
    }
    const own = { ...json, host, origin: "http://127.0.0.1:3000" };
    expect((await send(open(), { method: "POST", headers: own, body })).status).toBe(200);
  });
});

describe("every answer", () => {
  it("has an id, may not be guessed at, and is kept by nobody unless it says so", async () => {
    for (const path of ["/api/nothing", "/health", "/api/staff/me"]) {
      const { headers } = await send(path, {});
      expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("cache-control")).toBe("no-store");
    }
  });

  it("to a failure of ours says nothing of its cause, which the log has under the same id", async () => {
    const db = await createTestDatabase();
    const tapped = tapDatabase(db.pool);
    const broken = await startTestApi({ db, database: tapped.database });
    tapped.refuse = (text) =>
      text.includes("cache_version") ? new Error("secret detail") : undefined;
    const code = broken.here.tables[0]?.code ?? "";
    const failed = await broken.call("readTableMenu", { params: { code } });
    expect([failed.status, failed.code]).toEqual([500, "internal"]);
    expect(JSON.stringify(failed.body)).not.toContain("secret");
    const id = failed.headers.get("x-request-id") ?? "";
    const line = broken.logged.find((text) => text.includes("secret detail"));
    expect(line).toContain(id);
    await broken.close();
  });
});

describe("the number of requests", () => {
  it("from one address is bounded where codes could be guessed", async () => {
    const params = { code: "here-aaaaaaaaaaaaaaaaaaaa" };
    const from = { remoteAddress: "198.51.100.9" };
    // Far beyond what guests do, far below what guessing needs.
    const strict = await startTestApi();
    for (let n = 0; n < 60; n++) {
      expect((await strict.call("readTable", { params, from })).status).toBe(404);
    }
    const limited = await strict.call("readTable", { params, from });
    expect([limited.status, limited.code]).toEqual([429, "rate-limited"]);
    const others = { params, from: { remoteAddress: "198.51.100.10" } };
    expect((await strict.call("readTable", others)).status).toBe(404);
    // Not a code that exists either, or the limit would tell the two apart.
    const real = { params: { code: strict.here.tables[0]?.code ?? "" }, from };
    expect((await strict.call("readTable", real)).code).toBe("rate-limited");
    await strict.close();
  });
});
