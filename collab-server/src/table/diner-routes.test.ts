import { closeSession } from "@tureen/persistence/table/close-session";
import { createTestDatabase } from "@tureen/persistence/testing/test-database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { issueDinerToken } from "../platform/auth/tokens.ts";
import { tapDatabase } from "../testing/tapped-database.ts";
import { JWT_KEY, startTestApi, type TestApi } from "../testing/test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

/** A table with its host and one guest. */
async function table() {
  const host = await api.open();
  const code = (await api.call("readSession", { token: host.accessToken })).body.code;
  const params = { code };
  const joined = await api.call("joinTable", { params, body: { name: "Ben", pin: host.pin } });
  return { host, guest: joined.body, code };
}

async function close(sessionId: string) {
  const { restaurantId } = api.here;
  const by = { kind: "server", id: null } as const;
  await closeSession(api.db.pool, { restaurantId, sessionId, by, now: new Date() });
}

describe("a diner", () => {
  it("sees their session: PIN, table and people", async () => {
    const { host, guest, code } = await table();
    const { status, body } = await api.call("readSession", { token: guest.accessToken });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      sessionId: host.sessionId,
      pin: host.pin,
      code,
      people: [
        { diner: "d1", name: "Ana" },
        { diner: "d2", name: "Ben" },
      ],
    });
    expect(body.expiresAt).toBeGreaterThan(Date.now() + 7_000_000);
  });

  it("can change their own name, and the table hears of it", async () => {
    const { host, guest } = await table();
    await api.call("rename", { token: guest.accessToken, body: { name: "  Benjamin " } });
    const { body } = await api.call("readSession", { token: host.accessToken });
    expect(body.people[1]).toEqual({ diner: "d2", name: "Benjamin" });
    expect(api.notices).toContainEqual({ sessionId: host.sessionId, notice: { kind: "people" } });
  });

  it("gets a new access token for their refresh token", async () => {
    const { guest } = await table();
    const { refreshToken } = guest;
    const { status, body } = await api.call("refreshToken", { body: { refreshToken } });
    expect(status).toBe(200);
    expect((await api.call("readSession", { token: body.accessToken })).status).toBe(200);
  });

  it("costs one statement when their token is refreshed", async () => {
    const db = await createTestDatabase();
    const { database, statements } = tapDatabase(db.pool);
    const counted = await startTestApi({ db, database });
    try {
      const { refreshToken } = await counted.open();
      statements.length = 0;
      expect((await counted.call("refreshToken", { body: { refreshToken } })).status).toBe(200);
      expect(statements).toHaveLength(1);
    } finally {
      await counted.close();
    }
  });

  it("cannot refresh with an unknown token or with that of staff", async () => {
    const cookie = await api.signIn(api.here, "manager");
    for (const refreshToken of ["x".repeat(40), cookie.split("=")[1] ?? ""]) {
      const refused = await api.call("refreshToken", { body: { refreshToken } });
      expect([refused.status, refused.code]).toEqual([401, "token-invalid"]);
    }
  });

  it("who has left can do nothing more, with either token", async () => {
    const { guest } = await table();
    const { accessToken: token, refreshToken } = guest;
    expect((await api.call("leaveTable", { token, body: {} })).status).toBe(200);
    const refused = await api.call("readSession", { token });
    expect([refused.status, refused.code]).toEqual([403, "diner-gone"]);
    const refresh = await api.call("refreshToken", { body: { refreshToken } });
    expect(refresh.status).toBe(401);
  });

  it("can be removed by the host, and by nobody else", async () => {
    const { host, guest } = await table();
    const byGuest = { token: guest.accessToken, body: { diner: "d1" } };
    const refused = await api.call("removeDiner", byGuest);
    expect([refused.status, refused.code]).toEqual([403, "not-allowed"]);
    expect((await api.call("readSession", { token: host.accessToken })).status).toBe(200);

    const byHost = { token: host.accessToken, body: { diner: "d2" } };
    expect((await api.call("removeDiner", byHost)).status).toBe(200);
    const gone = await api.call("readSession", { token: guest.accessToken });
    expect(gone.code).toBe("diner-gone");
  });

  it("is refused when the session is over", async () => {
    const { host } = await table();
    await close(host.sessionId);
    const { accessToken: token, refreshToken } = host;
    const read = await api.call("readSession", { token });
    expect([read.status, read.code]).toEqual([409, "session-closed"]);
    const refresh = await api.call("refreshToken", { body: { refreshToken } });
    expect([refresh.status, refresh.code]).toEqual([409, "session-closed"]);
    expect((await api.call("rename", { token, body: { name: "X" } })).code).toBe("session-closed");
  });

  it("is refused when the session has run out, also before anybody has noted that", async () => {
    const { host } = await table();
    await api.db.owner.query("update sessions set expires_at = now() where id = $1", [
      host.sessionId,
    ]);
    const read = await api.call("readSession", { token: host.accessToken });
    expect([read.status, read.code]).toEqual([409, "session-expired"]);
  });

  it("is refused with an expired token", async () => {
    const host = await api.open();
    const old = Date.now() - 3_600_000;
    const { token } = await issueDinerToken(JWT_KEY, host, old);
    const refused = await api.call("readSession", { token });
    expect([refused.status, refused.code]).toEqual([401, "token-expired"]);
  });

  it("is refused with a token for somebody who does not exist", async () => {
    const host = await api.open();
    const { restaurantId } = api.there;
    for (const identity of [
      { ...host, diner: "d7" },
      { ...host, restaurantId },
      { ...host, sessionId: crypto.randomUUID() },
    ]) {
      const { token } = await issueDinerToken(JWT_KEY, identity);
      const refused = await api.call("readSession", { token });
      expect([refused.status, refused.code]).toEqual([401, "token-invalid"]);
    }
  });
});

describe("being forgotten", () => {
  it("erases the own name for everybody, stays at the table, and may be asked for again", async () => {
    const { host, guest } = await table();
    const { sessionId } = host;
    const { restaurantId } = api.here;
    const told: string[] = [];
    const stop = api.signals.subscribe((signal) => told.push(signal.kind));
    for (let n = 0; n < 2; n++) {
      const { status } = await api.call("forgetMe", { token: guest.accessToken, body: {} });
      expect(status).toBe(200);
    }
    stop();
    expect(told).toEqual(["names", "floor", "names", "floor"]);
    expect(api.notices).toContainEqual({ sessionId, notice: { kind: "people" } });
    const { body } = await api.call("readSession", { token: host.accessToken });
    expect(body.people).toEqual([
      { diner: "d1", name: "Ana" },
      { diner: "d2", name: null },
    ]);
    expect((await api.call("readSession", { token: guest.accessToken })).status).toBe(200);
    const { rows } = await api.db.owner.query(
      `select actor_kind as kind, actor_id as id, details from session_activity_log
       where restaurant_id = $1 and session_id = $2 and action = 'diner.erase'`,
      [restaurantId, sessionId],
    );
    expect(rows).toEqual([{ kind: "diner", id: "d2", details: { diner: "d2" } }]);
  });
});
