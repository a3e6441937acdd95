import { MAX_SEAT } from "@tureen/shared/platform/limits";
import { readSession } from "@tureen/shared/table/document/session-document";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findAuthSession, pruneAuthSessions } from "../platform/auth-sessions.ts";
import { changeSettings } from "../staff/change-settings.ts";
import { givenRestaurant, givenTable, later } from "../testing/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { toldEffects } from "../testing/told-effects.ts";
import { answerCall } from "./answer-call.ts";
import { closeSession } from "./close-session.ts";
import { eraseDiner } from "./erase-diner.ts";
import { expireSessions } from "./expire-sessions.ts";
import { findTable } from "./find-table.ts";
import { joinSession } from "./join-session.ts";
import { leaveSession } from "./leave-session.ts";
import { loadDocument, type SessionKey } from "./load-document.ts";
import { openSession } from "./open-session.ts";
import { readFloor } from "./read-floor.ts";
import { readSessionForDiner } from "./read-session.ts";
import { recordPinAlarm } from "./record-pin-alarm.ts";
import { renameDiner } from "./rename-diner.ts";
import { rotatePin } from "./rotate-pin.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const staff = { kind: "staff", id: "waiter" } as const;

async function viewOf(key: SessionKey) {
  const loaded = await loadDocument(db.pool, key);
  if (!loaded) throw new Error("no document");
  return readSession(loaded.doc);
}

function join(key: SessionKey, pin: string, name = "Ben") {
  const now = new Date();
  return joinSession(db.pool, {
    ...key,
    pin,
    name,
    now,
    expiresAt: later(now),
    refreshExpiresAt: later(now),
  });
}

function open(restaurant: { restaurantId: string; tables: readonly { id: string }[] }) {
  const now = new Date();
  return openSession(db.pool, {
    restaurantId: restaurant.restaurantId,
    tableId: restaurant.tables[0]?.id ?? "",
    by: staff,
    pinLength: 6,
    now,
    expiresAt: later(now),
  });
}

test("opening a table seats its host and writes the document", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const table = await givenTable(db.pool, restaurant);
  expect(table.pin).toMatch(/^\d{6}$/);
  const view = await viewOf(table);
  expect(view.session).toMatchObject({ table: "1", status: "active", currency: "EUR" });
  expect(view.diners).toEqual({ d1: { seat: 1, colour: 0, host: true } });
  const code = restaurant.tables[0]?.code ?? "";
  const place = await findTable(db.pool, { code, now: new Date() });
  expect(place).toMatchObject({ label: "1", session: { id: table.sessionId } });
  expect(await readSessionForDiner(db.pool, table)).toMatchObject({
    table: "1",
    code,
    pin: table.pin,
    people: [{ diner: "d1", name: "Ana" }],
  });
});

test("names stand in users only, and can be erased", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const table = await givenTable(db.pool, restaurant);
  await renameDiner(db.pool, { ...table, diner: "d1", name: "Zoë Unmistakable" });
  const dump = await db.owner.query(
    `select string_agg(l::text, '') || (select string_agg(encode("update", 'escape'), '')
       from session_updates) as text from session_activity_log l`,
  );
  expect(dump.rows[0].text).not.toContain("Unmistakable");
  expect(dump.rows[0].text).not.toContain("Ana");
  const by = { kind: "diner", id: "d1" } as const;
  await eraseDiner(db.pool, { ...table, diner: "d1", by, now: new Date() });
  expect((await readSessionForDiner(db.pool, table)).people).toEqual([{ diner: "d1", name: null }]);
});

test("of ten people who open a table at once, one does", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const results = await Promise.allSettled(Array.from({ length: 10 }, () => open(restaurant)));
  expect(results.filter((r) => r.status === "fulfilled")).toHaveLength(1);
  for (const result of results) {
    if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "table-taken" });
  }
});

test("diners cannot open tables where the staff does; an unknown table is unknown", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const { restaurantId } = restaurant;
  await changeSettings(db.pool, { restaurantId, opening: "staff", by: staff, now: new Date() });
  await expect(givenTable(db.pool, restaurant)).rejects.toMatchObject({
    code: "table-staff-opens",
  });
  await expect(open({ restaurantId, tables: [{ id: restaurantId }] })).rejects.toMatchObject({
    code: "table-unknown",
  });
  await expect(open(restaurant)).resolves.toMatchObject({ host: null });
});

test("an overdue session gives way to a new one, and its document says so", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const old = await givenTable(db.pool, restaurant);
  const past = new Date(Date.now() - 1000);
  await db.owner.query("update sessions set expires_at = $2 where id = $1", [old.sessionId, past]);
  const code = restaurant.tables[0]?.code ?? "";
  expect((await findTable(db.pool, { code, now: new Date() })).session).toBeNull();
  const told = toldEffects(db.pool);
  const opened = await open(restaurant);
  expect(opened.sessionId).not.toBe(old.sessionId);
  expect((await viewOf(old)).session.status).toBe("expired");
  const { restaurantId } = restaurant;
  const ends = { kind: "session", restaurantId, sessionId: old.sessionId, seq: 2, ended: true };
  expect(told).toContainEqual(ends);
  expect(told).toContainEqual({ kind: "floor", restaurantId });
});

test("the PIN lets in, a wrong one does not, a rotated one no longer does", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const table = await givenTable(db.pool, restaurant);
  const wrong = table.pin === "000000" ? "111111" : "000000";
  await expect(join(table, wrong)).rejects.toMatchObject({ code: "pin-wrong" });
  expect(await join(table, table.pin)).toMatchObject({ diner: "d2", seat: 2, host: false });
  const { pin } = await rotatePin(db.pool, { ...table, by: staff, pinLength: 8, now: new Date() });
  expect(pin).toMatch(/^\d{8}$/);
  await expect(join(table, table.pin)).rejects.toMatchObject({ code: "pin-wrong" });
  expect(await join(table, pin)).toMatchObject({ seat: 3 });
});

test("the first at a table that staff opened is its host; seats are never given twice", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const { restaurantId } = restaurant;
  const { sessionId, pin } = await open(restaurant);
  const key = { restaurantId, sessionId };
  const seats = await Promise.all(Array.from({ length: 12 }, (_, i) => join(key, pin, `P${i}`)));
  expect(seats.map((s) => s.seat).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 12 }, (_, i) => i + 1),
  );
  expect(seats.filter((s) => s.host).map((s) => s.seat)).toEqual([1]);
  await leaveSession(db.pool, { ...key, diner: "d12", by: staff, now: new Date() });
  // Whoever was removed knows the PIN: it is another one now.
  await expect(join(key, pin)).rejects.toMatchObject({ code: "pin-wrong" });
  const { pin: now } = await readSessionForDiner(db.pool, key);
  expect((await join(key, now)).seat).toBe(13);
  expect((await viewOf(key)).diners.d12).toMatchObject({ gone: true });
});

test("a table has a last seat", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const table = await givenTable(db.pool, restaurant);
  const last = [table.sessionId, MAX_SEAT];
  await db.owner.query("update sessions set next_seat = $2 where id = $1", last);
  expect((await join(table, table.pin)).diner).toBe(`d${MAX_SEAT}`);
  await expect(join(table, table.pin)).rejects.toMatchObject({ code: "table-full" });
});

test("refresh tokens say who holds them, until they leave", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const table = await givenTable(db.pool, restaurant);
  const seat = await join(table, table.pin);
  const now = new Date();
  const token = seat.refreshToken;
  expect(await findAuthSession(db.pool, { token, now })).toMatchObject({
    role: "diner",
    restaurantId: table.restaurantId,
    sessionId: table.sessionId,
    diner: "d2",
    gone: false,
    sessionStatus: "active",
  });
  const foreign = `${restaurant.tables[0]?.id}${token.slice(36)}`;
  for (const bad of ["", "x", foreign, `${token.slice(0, -1)}A`, `${token}A`]) {
    if (bad !== token) expect(await findAuthSession(db.pool, { token: bad, now })).toBeNull();
  }
  expect(await findAuthSession(db.pool, { token, now: later(later(now)) })).toBeNull();
  await leaveSession(db.pool, { ...table, diner: "d2", by: { kind: "diner", id: "d2" }, now });
  expect(await findAuthSession(db.pool, { token, now })).toBeNull();
  const told = toldEffects(db.pool);
  const again = await leaveSession(db.pool, { ...table, diner: "d2", by: staff, now });
  expect([again, told]).toEqual([{ seq: null }, []]);
});

test("sign-ins that ended long ago are pruned", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const table = await givenTable(db.pool, restaurant);
  const { refreshToken: token } = await join(table, table.pin);
  const now = new Date();
  expect(await findAuthSession(db.pool, { token, now })).not.toBeNull();
  expect(await pruneAuthSessions(db.pool, { before: later(later(now)) })).toBeGreaterThanOrEqual(2);
  const { rowCount } = await db.owner.query(
    "select 1 from auth_sessions where restaurant_id = $1",
    [table.restaurantId],
  );
  expect(rowCount).toBe(0);
});

test("closing is final and says so in the document; closing again does nothing", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const table = await givenTable(db.pool, restaurant);
  const closed = await closeSession(db.pool, { ...table, by: staff, now: new Date() });
  expect(closed.seq).toBe(2);
  expect((await viewOf(table)).session.status).toBe("closed");
  const told = toldEffects(db.pool);
  const again = await closeSession(db.pool, { ...table, by: staff, now: new Date() });
  expect([again, told]).toEqual([{ seq: null }, []]);
  await expect(join(table, table.pin)).rejects.toMatchObject({ code: "session-closed" });
  await expect(open(restaurant)).resolves.toBeDefined();
});

test("idle sessions expire, busy ones do not", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const idle = await givenTable(db.pool, restaurant, 0);
  const busy = await givenTable(db.pool, restaurant, 1);
  const past = new Date(Date.now() - 1000);
  await db.owner.query("update sessions set expires_at = $2 where id = $1", [idle.sessionId, past]);
  const { sessionIds, failures } = await expireSessions(db.pool, { now: new Date() });
  expect(failures).toEqual([]);
  expect(sessionIds).toContain(idle.sessionId);
  expect(sessionIds).not.toContain(busy.sessionId);
  expect((await viewOf(idle)).session.status).toBe("expired");
  await expect(join(idle, idle.pin)).rejects.toMatchObject({ code: "session-expired" });
});

test("the floor shows who sits where and who calls, until the call is answered", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const { restaurantId } = restaurant;
  const table = await givenTable(db.pool, restaurant);
  table.phone.edits.mark({ ready: true, call: "waiter", at: Date.now() });
  await table.phone.send();
  const floor = await readFloor(db.pool, { restaurantId, now: new Date() });
  expect(floor).toMatchObject([
    {
      label: "1",
      code: restaurant.tables[0]?.code,
      session: {
        pin: table.pin,
        openedBy: "diner",
        diners: [
          {
            diner: "d1",
            name: "Ana",
            colour: 0,
            host: true,
            gone: false,
            ready: true,
            call: "waiter",
          },
        ],
        orders: [],
      },
    },
    { label: "2", session: null },
  ]);
  await answerCall(db.pool, { ...table, diner: "d1", by: staff, now: new Date() });
  const after = await readFloor(db.pool, { restaurantId, now: new Date() });
  expect(after[0]?.session?.diners[0]).toMatchObject({ call: "none", calledAt: null });
  expect((await viewOf(table)).session.answered?.d1).toBeGreaterThan(0);
});

test("an alarm about a PIN is on the floor until the PIN changes, or half an hour", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const { restaurantId } = restaurant;
  const table = await givenTable(db.pool, restaurant);
  const now = new Date();
  const alarmAt = async (ms: number) => {
    const floor = await readFloor(db.pool, { restaurantId, now: new Date(now.getTime() + ms) });
    return floor.map(({ session }) => session?.alarm);
  };
  expect(await alarmAt(0)).toEqual([null, undefined]);
  await recordPinAlarm(db.pool, { ...table, wrongPins: 10, lockedUntil: null, now });
  const lockedUntil = later(now);
  const second = new Date(now.getTime() + 1);
  await recordPinAlarm(db.pool, { ...table, wrongPins: 30, lockedUntil, now: second });
  const alarm = { at: second.getTime(), wrongPins: 30, lockedUntil: lockedUntil.getTime() };
  expect(await alarmAt(1_000)).toEqual([alarm, undefined]);
  expect(await alarmAt(31 * 60_000)).toEqual([null, undefined]);
  const rotation = { ...table, by: staff, pinLength: 6, now: new Date(now.getTime() + 2) };
  await rotatePin(db.pool, rotation);
  expect(await alarmAt(1_000)).toEqual([null, undefined]);
});

test("nobody else's: a session is unknown under another restaurant's id", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const other = await givenRestaurant(db.pool);
  const table = await givenTable(db.pool, restaurant);
  const foreign = { restaurantId: other.restaurantId, sessionId: table.sessionId };
  const unknown = { code: "session-unknown" };
  await expect(join(foreign, table.pin)).rejects.toMatchObject(unknown);
  await expect(readSessionForDiner(db.pool, foreign)).rejects.toMatchObject(unknown);
  await expect(
    closeSession(db.pool, { ...foreign, by: staff, now: new Date() }),
  ).rejects.toMatchObject(unknown);
  expect(await loadDocument(db.pool, foreign)).toBeNull();
  const swapped = `${other.slug}-${restaurant.tables[0]?.code.split("-")[1]}`;
  for (const code of [swapped, "", "nowhere-aaaaaaaaaaaa", "%-%", "' or 1=1 --"]) {
    await expect(findTable(db.pool, { code, now: new Date() })).rejects.toMatchObject({
      code: "table-unknown",
    });
  }
});
