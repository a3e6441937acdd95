import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyDinerToken } from "../platform/auth/tokens.ts";
import { JWT_KEY, startTestApi, type TestApi } from "../testing/test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const codeOf = (n: number) => api.here.tables[n]?.code ?? "";
const name = "Ben";

describe("a scanned code", () => {
  it("leads to the restaurant and its table", async () => {
    const { status, body } = await api.call("readTable", { params: { code: codeOf(0) } });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      restaurant: { id: api.here.restaurantId, name: "Here", currency: "EUR" },
      table: "1",
      state: "free",
      opening: "diner",
      pinLength: 6,
    });
  });

  it.each([
    ["unknown", "here-aaaaaaaaaaaaaaaaaaaa"],
    ["of an unknown restaurant", "nowhere-aaaaaaaaaaaaaaaaaaaa"],
    ["too short", "x"],
    ["hostile", "'; drop table tables; --"],
  ])("that is %s is a 404 with a sentence for guests", async (_, code) => {
    for (const endpoint of ["readTable", "readTableMenu"] as const) {
      const { status, code: error } = await api.call(endpoint, { params: { code } });
      expect([status, error]).toEqual([404, "table-unknown"]);
    }
    for (const endpoint of ["openTable", "joinTable"] as const) {
      const body = { name, pin: "123456" };
      const { status, code: error } = await api.call(endpoint, { params: { code }, body });
      expect([status, error]).toEqual([404, "table-unknown"]);
    }
  });

  it("gives the menu once and then only says that it has not changed", async () => {
    const params = { code: codeOf(0) };
    const first = await api.call("readTableMenu", { params });
    expect(first.body.menu).toEqual(api.here.menu);
    const etag = first.headers.get("etag") ?? "";
    const again = await api.call("readTableMenu", { params, headers: { "if-none-match": etag } });
    expect(again.status).toBe(304);

    const itemId = api.here.menu.categories[0]?.items[0]?.id ?? "";
    const cookie = await api.signIn(api.here, "kitchen");
    await api.call("setAvailability", { cookie, body: { itemId, available: false, stock: null } });
    const third = await api.call("readTableMenu", { params, headers: { "if-none-match": etag } });
    expect(third.status).toBe(200);
    expect(third.body.availability.soldOut).toEqual([itemId]);
    expect(third.headers.get("etag")).not.toBe(etag);
    await api.call("setAvailability", { cookie, body: { itemId, available: true, stock: null } });
  });

  it("gives the menu compressed to those who can read it", async () => {
    const response = await api.app.request(`/api/t/${codeOf(0)}/menu`, {
      headers: { "accept-encoding": "gzip, br" },
    });
    expect(response.headers.get("content-encoding")).toBe("gzip");
    const stream = response.body?.pipeThrough(new DecompressionStream("gzip"));
    const read = (await new Response(stream).json()) as { menu: unknown };
    expect(read.menu).toEqual(api.here.menu);
  });
});

describe("opening a table", () => {
  it("seats the opener as host, with a PIN and tokens", async () => {
    const { status, body } = await api.call("openTable", {
      params: { code: codeOf(1) },
      body: { name },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ diner: "d1", seat: 1, host: true });
    expect(body.pin).toMatch(/^[0-9]{6}$/);
    expect(await verifyDinerToken([JWT_KEY], body.accessToken)).toMatchObject({
      restaurantId: api.here.restaurantId,
      sessionId: body.sessionId,
      diner: "d1",
    });
  });

  it("lets exactly one of two who open it at once have it", async () => {
    const open = () => api.call("openTable", { params: { code: codeOf(2) }, body: { name } });
    const results = await Promise.all([open(), open(), open(), open()]);
    expect(results.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    const codes = results.map(({ code }) => code).filter((code) => code !== undefined);
    expect(codes).toEqual(["table-taken", "table-taken", "table-taken"]);
  });

  it("is refused where only staff open tables", async () => {
    const manager = await api.signIn(api.there, "manager");
    await api.call("changeSettings", { cookie: manager, body: { opening: "staff" } });
    const code = api.there.tables[0]?.code ?? "";
    const refused = await api.call("openTable", { params: { code }, body: { name } });
    expect([refused.status, refused.code]).toEqual([403, "table-staff-opens"]);
    expect((await api.call("readTable", { params: { code } })).body).toMatchObject({
      state: "free",
      opening: "staff",
    });
    await api.call("changeSettings", { cookie: manager, body: { opening: "diner" } });
  });

  it.each([
    ["no name", {}, "name"],
    ["an empty name", { name: "  " }, "name"],
    ["a name of 41 letters", { name: "a".repeat(41) }, "name"],
    ["a name that is no text", { name: 7 }, "name"],
    ["a name with a right-to-left override", { name: "A\u202eB" }, "name"],
  ])("is refused with %s, naming the field", async (_, body, field) => {
    const refused = await api.call("openTable", { params: { code: codeOf(3) }, body });
    expect(refused).toMatchObject({ status: 400, code: "field-invalid", field });
    const { body: table } = await api.call("readTable", { params: { code: codeOf(3) } });
    expect(table.state).toBe("free");
  });
});

describe("joining a table", () => {
  it("needs its PIN, and gives the next seat", async () => {
    const host = await api.open(api.here, codeOf(4));
    const params = { code: codeOf(4) };
    const joined = await api.call("joinTable", { params, body: { name, pin: host.pin } });
    expect(joined.status).toBe(200);
    expect(joined.body).toMatchObject({
      sessionId: host.sessionId,
      diner: "d2",
      seat: 2,
      host: false,
      pin: host.pin,
    });
    expect(api.signals.published).toContainEqual({
      kind: "floor",
      restaurantId: api.here.restaurantId,
    });
  });

  it("is refused at a free table", async () => {
    const params = { code: codeOf(3) };
    const refused = await api.call("joinTable", { params, body: { name, pin: "123456" } });
    expect([refused.status, refused.code]).toEqual([409, "table-free"]);
  });

  it("makes who guesses wait, says when to come back, and begins afresh with a new PIN", async () => {
    const host = await api.open(api.here, codeOf(5));
    const params = { code: codeOf(5) };
    const join = (pin: string) => api.call("joinTable", { params, body: { name, pin } });
    const wrong = host.pin === "000000" ? "000001" : "000000";
    for (const attemptsLeft of [4, 3, 2, 1, 0]) {
      const refused = await join(wrong);
      expect([refused.status, refused.code]).toEqual([403, "pin-wrong"]);
      expect(refused.body).toMatchObject({ error: { attemptsLeft } });
    }
    const waits = await join(host.pin);
    expect([waits.status, waits.code]).toEqual([429, "pin-wait"]);
    expect(Number(waits.headers.get("retry-after"))).toBeGreaterThan(50);

    // The join code of who sits there is no PIN: nothing about it can be guessed.
    const withKey = { params, body: { name, key: host.joinKey } };
    expect((await api.call("joinTable", withKey)).status).toBe(200);

    const cookie = await api.signIn(api.here, "waiter");
    const { body } = await api.call("rotatePin", {
      params: { sessionId: host.sessionId },
      body: {},
      cookie,
    });
    expect((await join(body.pin)).status).toBe(200);
    const { pin } = host;
    expect((await join(pin)).code).toBe("pin-wrong");
    const refused = await api.call("joinTable", withKey);
    expect([refused.status, refused.code]).toEqual([403, "join-link-old"]);
  });

  it.each([
    ["neither PIN nor key", {}],
    ["both", { pin: "123456", key: "a".repeat(22) }],
  ])("is refused with %s", async (_, body) => {
    const params = { code: codeOf(4) };
    const refused = await api.call("joinTable", { params, body: { name, ...body } });
    expect(refused).toMatchObject({ status: 400, code: "field-invalid", field: "pin" });
  });

  it.each([
    ["letters", "abcdef"],
    ["nothing", ""],
    ["a number instead of text", 123456],
    ["hundred digits", "1".repeat(100)],
  ])("is refused with %s for a PIN", async (_, pin) => {
    const params = { code: codeOf(4) };
    const refused = await api.call("joinTable", { params, body: { name, pin } as never });
    expect(refused).toMatchObject({ status: 400, code: "field-invalid", field: "pin" });
  });
});

describe("the log", () => {
  it("has a line per request, without names, PINs, tokens or codes", () => {
    const text = api.logged.join("");
    expect(text).toContain('"route":"/api/t/{code}/join"');
    expect(text).not.toContain(name);
    expect(text).not.toContain(codeOf(4));
    expect(text).not.toContain("000000");
    expect(text).not.toContain("eyJ");
  });
});

describe("an overloaded server", () => {
  it("seats nobody new and says when to come back; who sits there goes on", async () => {
    let overloaded = false;
    const busy = await startTestApi({ isOverloaded: () => overloaded });
    try {
      const [first, second] = busy.here.tables.map((table) => ({ code: table.code }));
      const { accessToken: token, pin } = await busy.open(busy.here, first?.code);
      overloaded = true;
      const join = await busy.call("joinTable", { params: first!, body: { name, pin } });
      const open = await busy.call("openTable", { params: second!, body: { name } });
      for (const { status, code, headers } of [join, open]) {
        expect([status, code, headers.get("retry-after")]).toEqual([503, "overloaded", "5"]);
      }
      expect((await busy.call("readSession", { token })).status).toBe(200);
      const cookie = await busy.signIn(busy.here, "kitchen");
      expect((await busy.call("readTickets", { cookie })).status).toBe(200);
    } finally {
      await busy.close();
    }
  });
});
