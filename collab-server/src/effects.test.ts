/** What a request changes is known everywhere: at this server before it answers, at others at once. */
import { createTestDatabase } from "@tureen/persistence/testing/test-database";
import { type Answer, ENDPOINTS } from "@tureen/shared/endpoints";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { Cleanup } from "./testing/cleanup.ts";
import { type LiveNode, startLiveNode } from "./testing/live-node.ts";
import { LivePhone } from "./testing/live-phone.ts";
import { readEvents } from "./testing/read-events.ts";
import { startTestApi, type TestApi } from "./testing/test-api.ts";
import { until } from "./testing/until.ts";

const NEVER_MS = 2 ** 30;

/** Two servers that hear each other's signals; requests go to the first. */
let api: TestApi;
let other: LiveNode;
let manager: string;
const cleanup = new Cleanup();
beforeAll(async () => {
  const db = await createTestDatabase();
  // Screens end by what they are told, not by looking.
  api = await startTestApi({ db, heartbeatMs: NEVER_MS });
  await api.node.listen();
  other = await startLiveNode({
    ...{ database: db.pool, signals: api.signals, heartbeatMs: NEVER_MS },
  });
  manager = await api.signIn(api.here, "manager");
});
afterEach(() => cleanup.run());
afterAll(async () => {
  await other.close();
  await api.close();
});

function givenPhone(server: LiveNode, { sessionId, diner, accessToken }: Answer<"openTable">) {
  const phone = new LivePhone(server.url, sessionId, diner, async () => accessToken);
  return cleanup.add(phone, (p) => p.destroy());
}

async function menuOf(server: LiveNode, code: string) {
  const response = await server.api.request(`/api/t/${code}/menu`);
  return ((await response.json()) as Answer<"readTableMenu">).availability;
}

/** The only dish that is asked about, and a way to say whether it can be had. */
function givenDish() {
  const code = api.here.tables[0]?.code ?? "";
  const itemId = api.here.menu.categories[0]?.items[0]?.id ?? "";
  const isSoldOut = async (server: LiveNode) =>
    (await menuOf(server, code)).soldOut.includes(itemId);
  const sell = async (available: boolean) => {
    const body = { itemId, available, stock: null };
    const { status } = await api.call("setAvailability", { cookie: manager, body });
    expect(status).toBe(200);
  };
  return { isSoldOut, sell };
}

test("this server knows before it answers, though no signal gets through", async () => {
  api.signals.broken = true;
  cleanup.add(api.signals, (signals) => {
    signals.broken = false;
  });
  const { isSoldOut, sell } = givenDish();
  expect(await isSoldOut(api.node)).toBe(false);
  await sell(false);
  expect(await isSoldOut(api.node)).toBe(true);
  await sell(true);
  expect(await isSoldOut(api.node)).toBe(false);
  const { screens, revoke } = await givenScreens([api.node]);
  await revoke();
  for (const screen of screens) expect(await screen.next()).toBeNull();
});

test("a dish that sells out is sold out at other servers too", async () => {
  const { isSoldOut, sell } = givenDish();
  expect(await isSoldOut(other)).toBe(false);
  await sell(false);
  await until("the other hears of it", () => isSoldOut(other));
});

test("phones at the table hear at once that the PIN is another, and of what the staff decides", async () => {
  const seat = await api.open();
  const { sessionId } = seat;
  const [here, elsewhere] = [givenPhone(api.node, seat), givenPhone(other, seat)];
  for (const phone of [here, elsewhere]) await phone.untilSaved();
  const params = { sessionId };
  await api.call("rotatePin", { cookie: manager, params, body: {} });
  await until("the phone is told", () => here.notices.some(({ kind }) => kind === "people"));
  await api.call("closeSession", { cookie: manager, params, body: {} });
  for (const phone of [here, elsewhere]) {
    await until("the phone sees it", () => phone.view.session.status === "closed");
  }
});

test("a sign-in that is ended ends its screens, here and elsewhere", async () => {
  const { screens, revoke } = await givenScreens([api.node, other]);
  await revoke();
  for (const screen of screens) expect(await screen.next()).toBeNull();
});

/** A kitchen's screen at each of these servers, and what ends their sign-in. */
async function givenScreens(servers: readonly LiveNode[]) {
  const cook = await api.signIn(api.here, "kitchen");
  const screens = await Promise.all(
    servers.map(async ({ port }) => {
      const address = `http://127.0.0.1:${port}${ENDPOINTS.followKitchen.path}`;
      return readEvents(await fetch(address, { headers: { cookie: cook } }));
    }),
  );
  const revoke = async () => {
    const { body } = await api.call("listSignIns", { cookie: manager });
    const signIn = body.signIns.find(({ role }) => role === "kitchen");
    const params = { signInId: signIn?.id ?? "" };
    const { status } = await api.call("revokeSignIn", { cookie: manager, params, body: {} });
    expect(status).toBe(200);
  };
  return { screens, revoke };
}
