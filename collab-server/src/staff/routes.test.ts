import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { READER_TOKEN_LIFE_MS, verifyLiveToken } from "../table/live-tokens.ts";
import { readEvents } from "../testing/read-events.ts";
import { JWT_KEY, type StaffRoleName, startTestApi, type TestApi } from "../testing/test-api.ts";
import { addToCart, placeOrder } from "../testing/test-restaurant.ts";

let api: TestApi;
const cookies = {} as Record<StaffRoleName, string>;
let foreign: string;
beforeAll(async () => {
  api = await startTestApi();
  for (const role of ["kitchen", "waiter", "manager"] as const) {
    cookies[role] = await api.signIn(api.here, role);
  }
  foreign = await api.signIn(api.there, "manager");
});
afterAll(() => api.close());

const floorTable = async (sessionId: string) => {
  const { body } = await api.call("readFloor", { cookie: cookies.waiter });
  return body.tables.find((table) => table.session?.id === sessionId);
};

describe("signing in", () => {
  const account = () => api.here.staff[0] ?? { login: "", password: "" };

  it("sets a cookie that scripts and other sites cannot use", async () => {
    const { login, password } = account();
    const { status, headers, body } = await api.call("signIn", { body: { login, password } });
    expect(status).toBe(200);
    expect(body).toMatchObject({ restaurant: { id: api.here.restaurantId }, opening: "diner" });
    const cookie = headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Strict/i);
    expect(cookie).not.toMatch(/Secure/i);
  });

  it("sets the cookie for https only when the browser speaks it", async () => {
    const proxied = await startTestApi({ config: { trustProxy: "loopback" } });
    const { login, password } = proxied.here.staff[0] ?? { login: "", password: "" };
    const { headers } = await proxied.call("signIn", {
      body: { login, password },
      headers: { "x-forwarded-proto": "https" },
      from: { remoteAddress: "127.0.0.1" },
    });
    expect(headers.get("set-cookie")).toMatch(/; Secure/);
    await proxied.close();
  });

  it("is refused alike for a wrong password and an unknown login", async () => {
    const { login } = account();
    for (const body of [
      { login, password: "wrong" },
      { login: "nobody@here", password: "wrong" },
      { login: "no address", password: "wrong" },
    ]) {
      const refused = await api.call("signIn", { body });
      expect([refused.status, refused.code]).toEqual([401, "credentials-wrong"]);
    }
  });

  it("is refused for a while after ten failures", async () => {
    const { login, password } = api.there.staff[1] ?? { login: "", password: "" };
    const from = { remoteAddress: "198.51.100.1" };
    for (let n = 0; n < 10; n++) {
      await api.call("signIn", { body: { login, password: "wrong" }, from });
    }
    const refused = await api.call("signIn", { body: { login, password }, from });
    expect([refused.status, refused.code]).toEqual([429, "rate-limited"]);
    const elsewhere = { remoteAddress: "198.51.100.2" };
    const { status } = await api.call("signIn", { body: { login, password }, from: elsewhere });
    expect(status).toBe(200);
  });

  it("ends with signing out, everywhere that cookie is used", async () => {
    const cookie = await api.signIn(api.here, "waiter");
    const response = await api.app.request("/api/staff/floor/events", { headers: { cookie } });
    const events = readEvents(response);
    expect((await events.next())?.event).toBe("floor");
    expect((await api.call("signOut", { cookie, body: {} })).status).toBe(200);
    expect(await events.next()).toBeNull();
    expect((await api.call("readStaff", { cookie })).code).toBe("token-invalid");
  });
});

describe("roles", () => {
  it("let a manager say where the restaurant's days lie", async () => {
    const cookie = cookies.manager;
    const daysNow = async () => (await api.call("readStaff", { cookie })).body?.days;
    expect(await daysNow()).toEqual({ timezone: "UTC", dayStartsAt: 4 });
    const change = (body: object) => api.call("changeSettings", { cookie, body });
    expect((await change({ timezone: "Asia/Tokyo" })).status).toBe(200);
    expect((await change({ dayStartsAt: 6 })).status).toBe(200);
    expect(await daysNow()).toEqual({ timezone: "Asia/Tokyo", dayStartsAt: 6 });
    for (const [body, field] of [
      [{ timezone: "Tokyo" }, "timezone"],
      [{ timezone: "+09:00" }, "timezone"],
      [{ dayStartsAt: 13 }, "dayStartsAt"],
      [{ dayStartsAt: 4.5 }, "dayStartsAt"],
    ] as const) {
      expect(await change(body)).toMatchObject({ status: 400, code: "field-invalid", field });
    }
    expect((await change({})).status).toBe(400);
    expect(await daysNow()).toEqual({ timezone: "Asia/Tokyo", dayStartsAt: 6 });
  });

  it("hold for all routes: kitchen below waiter below manager", async () => {
    const params = { sessionId: crypto.randomUUID() };
    const { kitchen, waiter, manager } = cookies;
    expect((await api.call("readFloor", { cookie: kitchen })).code).toBe("not-allowed");
    const close = { params, body: {} };
    expect((await api.call("closeSession", { ...close, cookie: kitchen })).status).toBe(403);
    const settings = { body: { opening: "diner" as const } };
    expect((await api.call("changeSettings", { ...settings, cookie: waiter })).status).toBe(403);
    expect((await api.call("changeSettings", { ...settings, cookie: manager })).status).toBe(200);
    for (const cookie of Object.values(cookies)) {
      expect((await api.call("readTickets", { cookie })).status).toBe(200);
    }
  });

  it("are not given by a diner's tokens", async () => {
    const { accessToken, refreshToken } = await api.open();
    for (const secret of [accessToken, refreshToken]) {
      const cookie = `tureen_staff=${secret}`;
      expect((await api.call("readFloor", { cookie })).code).toBe("token-invalid");
    }
  });
});

describe("the floor", () => {
  it("shows who sits where, what they need and what they ordered", async () => {
    const host = await api.open();
    await placeOrder(api.db.pool, host);
    const table = await floorTable(host.sessionId);
    expect(table?.session).toMatchObject({
      pin: host.pin,
      openedBy: "diner",
      diners: [{ diner: "d1", name: "Ana", host: true, gone: false, call: "none" }],
      orders: [{ status: "placed" }],
    });
  });

  it("opens a free table, but not one that is taken", async () => {
    const { body: floor } = await api.call("readFloor", { cookie: cookies.waiter });
    const free = floor.tables.find(({ session }) => !session);
    const params = { tableId: free?.id ?? "" };
    const opened = await api.call("staffOpenTable", { params, body: {}, cookie: cookies.waiter });
    expect(opened.status).toBe(200);
    expect((await floorTable(opened.body.sessionId))?.session).toMatchObject({
      openedBy: "staff",
      pin: opened.body.pin,
      diners: [],
    });
    const again = await api.call("staffOpenTable", { params, body: {}, cookie: cookies.waiter });
    expect([again.status, again.code]).toEqual([409, "table-taken"]);

    // Whoever joins first is the host.
    const code = free?.code ?? "";
    const body = { name: "Cem", pin: opened.body.pin };
    const joined = await api.call("joinTable", { params: { code }, body });
    expect(joined.body).toMatchObject({ diner: "d1", host: true });
  });

  it("says before a table is closed what is in its cart and nobody has sent, and whose", async () => {
    const host = await api.open();
    const params = { sessionId: host.sessionId };
    const cart = async () =>
      (await api.call("readCart", { params, cookie: cookies.waiter })).body.diners;
    expect(await cart()).toEqual([]);

    const code = (await floorTable(host.sessionId))?.code ?? "";
    const body = { name: "Ben", pin: host.pin };
    const { body: guest } = await api.call("joinTable", { params: { code }, body });
    const price = await addToCart(api.db.pool, guest, 1);
    await addToCart(api.db.pool, host, 2);
    // What has been ordered is no longer in the cart.
    await placeOrder(api.db.pool, host);
    const unsent = [
      { diner: "d1", name: "Ana", portions: 2, total: 2 * price },
      { diner: "d2", name: "Ben", portions: 1, total: price },
    ];
    expect(await cart()).toEqual(unsent);

    await api.call("forgetMe", { token: host.accessToken, body: {} });
    expect((await cart())[0]).toEqual({ ...unsent[0], name: null });
    const unknown = { params: { sessionId: crypto.randomUUID() }, cookie: cookies.waiter };
    expect((await api.call("readCart", unknown)).code).toBe("session-unknown");
  });

  it("closes a table once and stays closed", async () => {
    const host = await api.open();
    const close = { params: { sessionId: host.sessionId }, body: {}, cookie: cookies.waiter };
    expect((await api.call("closeSession", close)).status).toBe(200);
    expect((await api.call("closeSession", close)).status).toBe(200);
    expect(await floorTable(host.sessionId)).toBeUndefined();
  });

  it("removes a diner", async () => {
    const host = await api.open();
    const params = { sessionId: host.sessionId };
    const body = { diner: "d1" };
    const { status } = await api.call("staffRemoveDiner", { params, body, cookie: cookies.waiter });
    expect(status).toBe(200);
    const refused = await api.call("readSession", { token: host.accessToken });
    expect(refused.code).toBe("diner-gone");
  });

  it("answers a call", async () => {
    const host = await api.open();
    await api.db.owner.query(
      "update users set call = 'waiter', called_at = now() where session_id = $1",
      [host.sessionId],
    );
    expect((await floorTable(host.sessionId))?.session?.diners[0]?.call).toBe("waiter");
    const params = { sessionId: host.sessionId };
    const body = { diner: "d1" };
    const { status } = await api.call("answerCall", { params, body, cookie: cookies.waiter });
    expect(status).toBe(200);
    expect((await floorTable(host.sessionId))?.session?.diners[0]?.call).toBe("none");
  });

  it("hints at changes, at most two per second", async () => {
    const response = await api.app.request("/api/staff/floor/events", {
      headers: { cookie: cookies.waiter },
    });
    const events = readEvents(response);
    await events.next();
    const { restaurantId } = api.here;
    const startedAt = performance.now();
    for (let n = 0; n < 50; n++) await api.signals.publish({ kind: "floor", restaurantId });
    await events.next();
    await events.next();
    expect(performance.now() - startedAt).toBeGreaterThan(450);
    const third = await Promise.race([
      events.next(),
      new Promise((resolve) => setTimeout(() => resolve("silence"), 700)),
    ]);
    expect(third).toBe("silence");
    await events.cancel();
  });
});

describe("availability", () => {
  it("is set for a dish of the own menu only", async () => {
    const own = api.here.menu.categories[0]?.items[0]?.id ?? "";
    const others = api.there.menu.categories[0]?.items[0]?.id ?? "";
    const body = { available: true, stock: 3 };
    const cookie = cookies.kitchen;
    const set = await api.call("setAvailability", { cookie, body: { ...body, itemId: own } });
    expect(set.status).toBe(200);
    const { body: menu } = await api.call("readStaffMenu", { cookie });
    expect(menu.availability.stock).toEqual({ [own]: 3 });
    const refused = await api.call("setAvailability", {
      cookie,
      body: { ...body, itemId: others },
    });
    expect([refused.status, refused.code]).toEqual([404, "item-unknown"]);
    const negative = { itemId: own, available: true, stock: -1 };
    const wrong = await api.call("setAvailability", { cookie, body: negative });
    expect(wrong).toMatchObject({ status: 400, field: "stock" });
  });
});

describe("another restaurant's things", () => {
  it("are not there, for whoever manages this one", async () => {
    const host = await api.open();
    const { orderId } = await placeOrder(api.db.pool, host);
    const params = { sessionId: host.sessionId };
    const cookie = foreign;
    const body = { diner: "d1" };
    const tableId = api.here.tables[0]?.id ?? "";
    const refusals = await Promise.all([
      api.call("closeSession", { params, body: {}, cookie }),
      api.call("rotatePin", { params, body: {}, cookie }),
      api.call("answerCall", { params, body, cookie }),
      api.call("staffRemoveDiner", { params, body, cookie }),
      api.call("staffOpenTable", { params: { tableId }, body: {}, cookie }),
      api.call("moveOrder", {
        params: { orderId },
        body: { from: "placed", to: "accepted" },
        cookie,
      }),
    ]);
    expect(refusals.map(({ status }) => status)).toEqual(Array(6).fill(404));
    expect(await floorTable(host.sessionId)).toMatchObject({ session: { pin: host.pin } });
    const { body: tickets } = await api.call("readTickets", { cookie });
    expect(tickets.tickets).toEqual([]);
    const { body: floor } = await api.call("readFloor", { cookie });
    expect(floor.tables.every(({ session }) => session === null)).toBe(true);
  });
});

describe("a reader's token", () => {
  it("reads one session of the own restaurant, for managers only, and is on the record", async () => {
    const { sessionId } = await api.open();
    const params = { sessionId };
    const before = Date.now();
    const given = await api.call("issueReaderToken", { params, body: {}, cookie: cookies.manager });
    expect(given.status).toBe(200);
    expect(given.body.path).toBe(`/yjs/${sessionId}`);
    const claims = await verifyLiveToken([JWT_KEY], given.body.token);
    expect(claims).toEqual({
      ...{ restaurantId: api.here.restaurantId, sessionId, diner: null },
      expiresAt: given.body.expiresAt,
    });
    expect(Math.abs(claims.expiresAt - before - READER_TOKEN_LIFE_MS)).toBeLessThan(5_000);
    const { rows } = await api.db.owner.query(
      `select actor_kind as kind, details from session_activity_log
       where session_id = $1 and action = 'session.reader-token'`,
      [sessionId],
    );
    expect(rows).toEqual([{ kind: "staff", details: { expiresAt: claims.expiresAt } }]);
    for (const [cookie, code] of [
      [cookies.waiter, "not-allowed"],
      [foreign, "session-unknown"],
    ] as const) {
      const refused = await api.call("issueReaderToken", { params, body: {}, cookie });
      expect(refused.code).toBe(code);
    }
    expect(api.logged.join("")).not.toContain(given.body.token);
  });

  it("opens nothing else: no diner's calls", async () => {
    const { sessionId } = await api.open();
    const params = { sessionId };
    const { body } = await api.call("issueReaderToken", {
      ...{ params, body: {}, cookie: cookies.manager },
    });
    expect((await api.call("readSession", { token: body.token })).code).toBe("token-invalid");
  });
});

describe("erasing a guest", () => {
  it("is for managers of the house, also after the table is closed, and can be repeated", async () => {
    const { sessionId } = await api.open();
    const params = { sessionId };
    const body = { diner: "d1" };
    const erase = (cookie: string) => api.call("eraseDiner", { params, body, cookie });
    expect((await erase(cookies.waiter)).code).toBe("not-allowed");
    expect((await erase(foreign)).code).toBe("session-unknown");
    expect((await floorTable(sessionId))?.session?.diners[0]?.name).toBe("Ana");
    expect((await erase(cookies.manager)).status).toBe(200);
    expect((await floorTable(sessionId))?.session?.diners[0]?.name).toBeNull();
    expect(api.notices).toContainEqual({ sessionId, notice: { kind: "people" } });
    await api.call("closeSession", { params, body: {}, cookie: cookies.waiter });
    expect((await erase(cookies.manager)).status).toBe(200);
    const unknown = await api.call("eraseDiner", {
      ...{ params, body: { diner: "d9" }, cookie: cookies.manager },
    });
    expect(unknown.code).toBe("diner-gone");
  });

  it("takes the name off the kitchen's screens, those open and those that come later", async () => {
    const seat = await api.open();
    const { orderId } = await placeOrder(api.db.pool, seat);
    const mine = { cookie: cookies.kitchen };
    const follow = async () => {
      const headers = mine;
      return readEvents(await api.app.request("/api/kitchen/events?after=0", { headers }));
    };
    const untilTold = async (events: ReturnType<typeof readEvents>, what: string) => {
      for (;;) {
        const event = await events.next();
        if (!event || event.event === what || event.data.includes(what)) return event;
      }
    };
    const open = await follow();
    expect((await untilTold(open, orderId))?.data).toContain('"by":"Ana"');
    const params = { sessionId: seat.sessionId };
    const body = { diner: seat.diner };
    await api.call("eraseDiner", { params, body, cookie: cookies.manager });
    expect((await untilTold(open, "reset"))?.event).toBe("reset");
    const { tickets } = (await api.call("readTickets", mine)).body;
    expect(tickets.find((ticket) => ticket.orderId === orderId)).toMatchObject({
      ...{ by: null, bySeat: 1 },
    });
    expect((await untilTold(await follow(), orderId))?.data).toContain('"by":null');
  });
});
