import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEvents } from "../testing/read-events.ts";
import { startTestApi, type TestApi } from "../testing/test-api.ts";
import { STAFF_IDLE_MS } from "./staff-access.ts";

let api: TestApi;
let manager: string;
beforeAll(async () => {
  api = await startTestApi();
  manager = await api.signIn(api.here, "manager");
});
afterAll(() => api.close());

/** Makes an account and signs it in; each call makes another one. */
let made = 0;
async function hire(role: "kitchen" | "waiter" | "manager") {
  made += 1;
  const body = { login: `Staff${made}`, name: `Hired ${made}`, role };
  const { body: account } = await api.call("addStaff", { cookie: manager, body });
  const { login, password, userId } = account;
  return { userId, login, password, cookie: await signIn(login, password) };
}

async function signIn(login: string, password: string): Promise<string> {
  const { headers, status, code } = await api.call("signIn", { body: { login, password } });
  const cookie = headers.get("set-cookie")?.split(";")[0];
  if (!cookie) throw new Error(`not signed in: ${status} ${code}`);
  return cookie;
}

const accounts = async () => (await api.call("listStaff", { cookie: manager })).body.accounts;
const signIns = async () => (await api.call("listSignIns", { cookie: manager })).body.signIns;
const isIn = async (cookie: string) => (await api.call("readStaff", { cookie })).status === 200;

describe("accounts", () => {
  it("are made with a password that is shown once and works", async () => {
    const { login, password, cookie, userId } = await hire("waiter");
    expect(login).toBe(`staff${made}@${api.here.slug}`);
    expect(await isIn(cookie)).toBe(true);
    expect((await accounts()).find((account) => account.userId === userId)).toMatchObject({
      login,
      name: `Hired ${made}`,
      role: "waiter",
      active: true,
    });
    expect(JSON.stringify(await accounts())).not.toContain(password);
    expect(api.logged.join("\n")).not.toContain(password);
  });

  it("have names of their own", async () => {
    const { login } = await hire("waiter");
    const body = { login: login.split("@")[0] ?? "", name: "Another", role: "kitchen" } as const;
    const taken = await api.call("addStaff", { cookie: manager, body });
    expect([taken.status, taken.code, taken.field]).toEqual([409, "login-taken", "login"]);
    for (const wrong of ["", "a", "with space", "a@b", "ü".repeat(3), "x".repeat(41)]) {
      const refused = await api.call("addStaff", {
        cookie: manager,
        body: { ...body, login: wrong },
      });
      expect([refused.code, refused.field]).toEqual(["field-invalid", "login"]);
    }
  });

  it("change their role at once, also for who is signed in", async () => {
    const { userId, cookie } = await hire("waiter");
    expect((await api.call("readFloor", { cookie })).status).toBe(200);
    const change = { cookie: manager, params: { userId }, body: { role: "kitchen" as const } };
    expect((await api.call("changeStaff", change)).status).toBe(200);
    expect((await api.call("readFloor", { cookie })).code).toBe("not-allowed");
    expect((await api.call("readTickets", { cookie })).status).toBe(200);
  });

  it("lose everything when they are deactivated, and get it back with a new sign-in", async () => {
    const { userId, login, password, cookie } = await hire("kitchen");
    const set = (active: boolean) =>
      api.call("changeStaff", { cookie: manager, params: { userId }, body: { active } });
    expect((await set(false)).status).toBe(200);
    expect(await isIn(cookie)).toBe(false);
    const refused = await api.call("signIn", { body: { login, password } });
    expect(refused.code).toBe("credentials-wrong");
    expect((await set(true)).status).toBe(200);
    expect(await isIn(cookie)).toBe(false);
    expect(await isIn(await signIn(login, password))).toBe(true);
  });

  it("get a new password, and the old one and its sign-ins end", async () => {
    const { userId, login, password, cookie } = await hire("waiter");
    const call = { cookie: manager, params: { userId }, body: {} };
    const { body } = await api.call("resetPassword", call);
    expect(body.login).toBe(login);
    expect(body.password).not.toBe(password);
    expect(await isIn(cookie)).toBe(false);
    expect((await api.call("signIn", { body: { login, password } })).code).toBe(
      "credentials-wrong",
    );
    expect(await isIn(await signIn(login, body.password))).toBe(true);
  });

  it("that are one's own keep the sign-in that resets their password", async () => {
    const { userId, login, password, cookie } = await hire("manager");
    const elsewhere = await signIn(login, password);
    await api.call("resetPassword", { cookie, params: { userId }, body: {} });
    expect([await isIn(cookie), await isIn(elsewhere)]).toEqual([true, false]);
  });

  it("are only those of the restaurant, and never diners", async () => {
    const { rows } = await api.db.owner.query<{ id: string }>(
      "select id from users where restaurant_id = $1 and role = 'manager'",
      [api.there.restaurantId],
    );
    await api.open();
    const diners = await api.db.owner.query<{ id: string }>(
      "select id from users where role = 'diner' limit 1",
    );
    for (const userId of [rows[0]?.id ?? "", diners.rows[0]?.id ?? "", crypto.randomUUID()]) {
      const params = { userId };
      const change = await api.call("changeStaff", {
        cookie: manager,
        params,
        body: { active: false },
      });
      const reset = await api.call("resetPassword", { cookie: manager, params, body: {} });
      expect([change.code, reset.code]).toEqual(["account-unknown", "account-unknown"]);
    }
  });
});

describe("the last manager", () => {
  it("stays one, whoever asks and however", async () => {
    const cookie = await api.signIn(api.there, "manager");
    const { body } = await api.call("listStaff", { cookie });
    const params = { userId: body.accounts.find(({ role }) => role === "manager")?.userId ?? "" };
    for (const change of [{ role: "waiter" }, { active: false }] as const) {
      const refused = await api.call("changeStaff", { cookie, params, body: change });
      expect([refused.status, refused.code]).toEqual([409, "last-manager"]);
    }
    expect((await api.call("listStaff", { cookie })).status).toBe(200);
  });

  it("remains when two managers remove each other at the same moment", async () => {
    const first = await hire("manager");
    const second = await hire("manager");
    const others = (await accounts()).filter(
      ({ userId, role, active }) =>
        role === "manager" && active && ![first.userId, second.userId].includes(userId),
    );
    for (const { userId } of others) {
      await api.call("changeStaff", {
        cookie: first.cookie,
        params: { userId },
        body: { role: "waiter" },
      });
    }
    const remove = (cookie: string, userId: string) =>
      api.call("changeStaff", { cookie, params: { userId }, body: { active: false } });
    const outcomes = await Promise.all([
      remove(first.cookie, second.userId),
      remove(second.cookie, first.userId),
    ]);
    expect(outcomes.filter(({ status }) => status === 200)).toHaveLength(1);
    const left = await api.db.owner.query(
      `select 1 from users where restaurant_id = $1 and role = 'manager' and disabled_at is null`,
      [api.here.restaurantId],
    );
    expect(left.rowCount).toBe(1);
    await api.db.owner.query(
      "update users set role = 'manager' where restaurant_id = $1 and id = any($2)",
      [api.here.restaurantId, others.map(({ userId }) => userId)],
    );
  });
});

describe("sign-ins", () => {
  it("are listed with whose they are, and which is the one that asks", async () => {
    const { userId } = await hire("kitchen");
    const listed = await signIns();
    expect(listed.filter(({ own }) => own)).toHaveLength(1);
    const theirs = listed.find((signIn) => signIn.userId === userId);
    expect(theirs).toMatchObject({ role: "kitchen", name: `Hired ${made}`, own: false });
    expect(theirs?.expiresAt).toBeGreaterThan(Date.now());
  });

  it("end at once when they are revoked, with their event streams, and only once", async () => {
    const { userId, cookie } = await hire("waiter");
    const streams = await Promise.all(
      ["/api/staff/floor/events", "/api/kitchen/events"].map((path) =>
        api.app.request(path, { headers: { cookie } }),
      ),
    );
    const [floor, kitchen] = streams.map((response) => readEvents(response));
    expect((await floor?.next())?.event).toBe("floor");
    const signInId = (await signIns()).find((signIn) => signIn.userId === userId)?.id ?? "";
    const revoke = () =>
      api.call("revokeSignIn", { cookie: manager, params: { signInId }, body: {} });
    expect((await revoke()).status).toBe(200);
    expect(await floor?.next()).toBeNull();
    expect(await kitchen?.next()).toBeNull();
    expect(await isIn(cookie)).toBe(false);
    expect((await revoke()).code).toBe("sign-in-unknown");
    expect((await signIns()).some(({ id }) => id === signInId)).toBe(false);
  });

  it("that were revoked on another server end their streams here by its signal", async () => {
    const { userId, cookie } = await hire("waiter");
    const response = await api.app.request("/api/staff/floor/events", { headers: { cookie } });
    const events = readEvents(response);
    expect((await events.next())?.event).toBe("floor");
    await api.db.owner.query("update auth_sessions set revoked_at = now() where user_id = $1", [
      userId,
    ]);
    await api.signals.publish({ kind: "staff", restaurantId: api.here.restaurantId });
    expect(await events.next()).toBeNull();
  });

  it("of diners and of other restaurants are out of reach", async () => {
    await api.open();
    const { rows } = await api.db.owner.query<{ id: string }>(
      `select a.id from auth_sessions a join users u on u.id = a.user_id
       where u.role = 'diner' or u.restaurant_id = $1`,
      [api.there.restaurantId],
    );
    expect(rows.length).toBeGreaterThan(1);
    for (const { id: signInId } of rows) {
      const call = { cookie: manager, params: { signInId }, body: {} };
      expect((await api.call("revokeSignIn", call)).code).toBe("sign-in-unknown");
    }
  });

  it("end when nobody has used them for too long, and after a day in any case", async () => {
    const { userId, cookie } = await hire("waiter");
    const ago = (ms: number) => new Date(Date.now() - ms);
    const seen = (at: Date) =>
      api.db.owner.query("update auth_sessions set last_seen_at = $2 where user_id = $1", [
        userId,
        at,
      ]);
    await seen(ago(STAFF_IDLE_MS - 60_000));
    expect(await isIn(cookie)).toBe(true);
    // That use counted.
    const { rows } = await api.db.owner.query<{ at: Date }>(
      "select last_seen_at as at from auth_sessions where user_id = $1",
      [userId],
    );
    expect(rows[0]?.at.getTime()).toBeGreaterThan(Date.now() - 60_000);
    await seen(ago(STAFF_IDLE_MS + 1_000));
    expect((await api.call("readStaff", { cookie })).code).toBe("token-expired");
    expect((await signIns()).some((signIn) => signIn.userId === userId)).toBe(false);
    await seen(new Date());
    await api.db.owner.query(
      `update auth_sessions set created_at = now() - interval '25 hours',
         expires_at = now() - interval '1 second' where user_id = $1`,
      [userId],
    );
    expect((await api.call("readStaff", { cookie })).code).toBe("token-invalid");
  });
});

describe("the record of who did what", () => {
  it("has every kind of action, with the actor's role, and neither names nor secrets", async () => {
    const { userId, password, cookie } = await hire("waiter");
    const host = await api.open();
    const params = { sessionId: host.sessionId };
    await api.call("rotatePin", { cookie, params, body: {} });
    await api.call("staffRemoveDiner", { cookie, params, body: { diner: "d1" } });
    const { body: rotated } = await api.call("rotatePin", { cookie, params, body: {} });
    await api.call("closeSession", { cookie, params, body: {} });
    const itemId = api.here.menu.categories[0]?.items[0]?.id ?? "";
    const soldOut = { itemId, available: false, stock: null };
    await api.call("setAvailability", { cookie, body: soldOut });
    await api.call("changeSettings", { cookie: manager, body: { opening: "diner" } });
    await api.call("signOut", { cookie, body: {} });

    const { body } = await api.call("readActivity", { cookie: manager });
    const mine = body.entries.filter(({ actorId }) => actorId === userId);
    expect(mine.map(({ action }) => action)).toEqual([
      "staff.sign-out",
      "menu.availability",
      "session.close",
      "session.rotate-pin",
      "session.remove",
      "session.rotate-pin",
      "staff.sign-in",
    ]);
    for (const entry of mine) {
      expect(entry).toMatchObject({ actorKind: "staff", actorRole: "waiter" });
      expect(entry.actorName).toBe(`Hired ${made}`);
    }
    const creation = body.entries.find(
      ({ action, details }) => action === "account.create" && details.userId === userId,
    );
    expect(creation).toMatchObject({ actorRole: "manager", subjectName: `Hired ${made}` });
    expect(body.entries.map(({ action }) => action)).toEqual(
      expect.arrayContaining(["settings.change", "account.create", "session.join"]),
    );
    const { rows } = await api.db.owner.query<{ row: string }>(
      "select to_jsonb(l)::text as row from session_activity_log l",
    );
    const kept = rows.map(({ row }) => row).join("\n");
    expect(rows.length).toBeGreaterThan(20);
    for (const secret of ["Ana", "Hired", password, `"${rotated.pin}"`, `"${host.pin}"`]) {
      expect(kept.includes(secret)).toBe(false);
    }
  });

  it("is read page by page, newest first, each entry once", async () => {
    const { rows } = await api.db.owner.query<{ n: number }>(
      "select count(*) as n from session_activity_log where restaurant_id = $1",
      [api.here.restaurantId],
    );
    const missing = 120 - (rows[0]?.n ?? 0);
    for (let n = 0; n < missing; n++) {
      await api.call("changeSettings", { cookie: manager, body: { opening: "diner" } });
    }
    const seen: { id: string; at: number }[] = [];
    let before: string | null | undefined;
    for (let pages = 0; before !== null && pages < 10; pages++) {
      const query = before === undefined ? {} : { before };
      const { body } = await api.call("readActivity", { cookie: manager, query });
      seen.push(...body.entries);
      before = body.next;
    }
    expect(before).toBeNull();
    expect(seen.length).toBeGreaterThanOrEqual(120);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    expect(seen.map(({ id }) => id)).toEqual(
      seen
        .map(({ id }) => id)
        .sort()
        .reverse(),
    );
    const wrong = await api.call("readActivity", { cookie: manager, query: { before: "x" } });
    expect([wrong.code, wrong.field]).toEqual(["field-invalid", "before"]);
  });
});
