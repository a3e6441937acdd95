import { takePayment } from "@tureen/persistence/bill/take-payment";
import { DEMO_BILLING } from "@tureen/persistence/demo/billing";
import { addStation } from "@tureen/persistence/kitchen/change-stations";
import { addPhoto } from "@tureen/persistence/menu/photos/add-photo";
import { createAuthSession } from "@tureen/persistence/platform/auth-sessions";
import { joinSession } from "@tureen/persistence/table/join-session";
import { dumpRestaurant } from "@tureen/persistence/testing/full-restaurant";
import { PLAIN_PHOTO } from "@tureen/persistence/testing/photos";
import { givenPrinter } from "@tureen/persistence/testing/printers";
import { businessDayOf, DEFAULT_DAYS } from "@tureen/shared/platform/business-day";
import { MAX_SEAT } from "@tureen/shared/platform/limits";
import { STAFF_ROLES, type StaffRole } from "@tureen/shared/platform/roles";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { issueDinerToken } from "../platform/auth/tokens.ts";
import { JWT_KEY, startTestApi, type TestApi } from "../testing/test-api.ts";
import { placeOrder, type TestRestaurant } from "../testing/test-restaurant.ts";

/** Everything of one restaurant that a request could name. */
interface Target {
  readonly restaurant: TestRestaurant;
  readonly code: string;
  readonly sessionId: string;
  readonly pin: string;
  readonly refreshToken: string;
  readonly orderId: string;
  readonly paymentId: string;
  readonly itemId: string;
  readonly stationId: string;
  readonly printerId: string;
  /** A slip. */
  readonly jobId: string;
  /** The hash of a photo. */
  readonly photo: string;
  readonly tableId: string;
  readonly freeTableId: string;
  readonly userId: string;
  readonly signInId: string;
}

interface Request {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Whoever holds the code of a table may read this, by design. */
  readonly openToAll?: true;
  /** Its path names nothing of anybody, as a date does: everybody is answered of their own. */
  readonly ofOwn?: true;
}

const choiceOf = ({ categories }: TestRestaurant["menu"]) =>
  categories.flatMap(({ items }) => items.flatMap(({ options }) => options))[0]?.values[0]?.id;

/** For every route of the document, how somebody would reach for the attacked table through it. */
const REACHES: Readonly<Record<string, (target: Target) => Request>> = {
  "GET /health": () => ({ openToAll: true }),
  "GET /api/t/{code}": ({ code }) => ({ params: { code }, openToAll: true }),
  "GET /api/t/{code}/menu": ({ code }) => ({ params: { code }, openToAll: true }),
  "POST /api/t/{code}/open": ({ code }) => ({ params: { code }, body: { name: "Eve" } }),
  "POST /api/t/{code}/join": ({ code, pin }) => ({
    params: { code },
    body: { name: "Eve", pin: String((Number(pin) + 1) % 1_000_000).padStart(6, "0") },
  }),
  "POST /api/t/{code}/lost": ({ code }) => ({
    params: { code },
    body: { accessToken: "a token of somebody else", orders: [], payments: [] },
  }),
  "GET /api/staff/lost": () => ({}),
  "POST /api/staff/lost/{findingId}/settle": ({ orderId }) => ({
    params: { findingId: orderId },
    body: {},
  }),
  "POST /api/diner/token": ({ refreshToken, restaurant }) => ({
    body: { refreshToken: `${restaurant.restaurantId}.${refreshToken.slice(37, -1)}_` },
  }),
  "GET /api/diner/session": ({ sessionId }) => ({ query: { sessionId } }),
  "PATCH /api/diner/me": ({ sessionId }) => ({ body: { name: "Eve", sessionId, diner: "d2" } }),
  "POST /api/diner/leave": ({ sessionId }) => ({ body: { sessionId, diner: "d2" } }),
  "POST /api/diner/remove": ({ sessionId }) => ({ body: { diner: "d2", sessionId } }),
  "POST /api/diner/forget": ({ sessionId }) => ({ body: { sessionId, diner: "d2" } }),
  "POST /api/staff/sign-in": ({ restaurant }) => ({
    body: { login: restaurant.staff[0]?.login, password: "guessed-guessed" },
  }),
  "POST /api/staff/sign-out": ({ signInId }) => ({ body: { signInId } }),
  "GET /api/staff/me": () => ({}),
  "GET /api/staff/floor": () => ({}),
  "GET /api/staff/service": () => ({}),
  "GET /api/staff/courses": ({ restaurant }) => ({
    query: { restaurantId: restaurant.restaurantId },
  }),
  "POST /api/staff/courses": ({ restaurant }) => ({
    body: { courses: [{ name: "Theirs" }], restaurantId: restaurant.restaurantId },
  }),
  "POST /api/staff/menu/public": ({ restaurant }) => ({
    body: { shown: false, restaurantId: restaurant.restaurantId },
  }),
  "POST /api/staff/hours": ({ restaurant }) => ({
    body: { hours: null, restaurantId: restaurant.restaurantId },
  }),
  "POST /api/staff/pause": ({ restaurant }) => ({
    body: { minutes: 20, restaurantId: restaurant.restaurantId },
  }),
  "GET /api/staff/floor/events": () => ({}),
  "GET /api/staff/orders.csv": () => ({ query: { from: TODAY, to: TODAY } }),
  "POST /api/staff/tables/{tableId}/open": ({ freeTableId }) => ({
    params: { tableId: freeTableId },
    body: {},
  }),
  "GET /api/staff/sessions/{sessionId}/cart": ({ sessionId }) => ({ params: { sessionId } }),
  "POST /api/staff/sessions/{sessionId}/close": ({ sessionId }) => ({
    params: { sessionId },
    body: {},
  }),
  "POST /api/staff/sessions/{sessionId}/pin": ({ sessionId }) => ({
    params: { sessionId },
    body: {},
  }),
  "POST /api/staff/sessions/{sessionId}/answer": ({ sessionId }) => ({
    params: { sessionId },
    body: { diner: "d2" },
  }),
  "POST /api/staff/sessions/{sessionId}/remove": ({ sessionId }) => ({
    params: { sessionId },
    body: { diner: "d2" },
  }),
  "POST /api/staff/sessions/{sessionId}/erase": ({ sessionId }) => ({
    params: { sessionId },
    body: { diner: "d2" },
  }),
  "POST /api/staff/sessions/{sessionId}/reader-token": ({ sessionId }) => ({
    params: { sessionId },
    body: {},
  }),
  "GET /api/staff/replays": () => ({}),
  "GET /api/staff/replay/{sessionId}": ({ sessionId }) => ({ params: { sessionId } }),
  "PATCH /api/staff/settings": () => ({ body: { opening: "staff" } }),
  "GET /api/staff/billing": () => ({}),
  "PATCH /api/staff/billing": () => ({ body: { billing: DEMO_BILLING, version: 0 } }),
  "GET /api/staff/payment-keys": () => ({}),
  "POST /api/staff/payment-keys": () => ({ body: { keys: null } }),
  "GET /api/diner/payments/{key}": ({ paymentId }) => ({ params: { key: paymentId } }),
  "POST /api/diner/payments/{key}/cancel": ({ paymentId }) => ({
    params: { key: paymentId },
    body: {},
  }),
  "POST /api/diner/payments/{key}/demonstration": ({ paymentId }) => ({
    params: { key: paymentId },
    body: { outcome: "paid" },
  }),
  "POST /api/diner/tab/close": () => ({ body: { amount: 0, tip: 0 }, ofOwn: true }),
  "GET /api/diner/receipts": () => ({}),
  "GET /api/staff/sessions/{sessionId}/bill": ({ sessionId }) => ({ params: { sessionId } }),
  "POST /api/staff/sessions/{sessionId}/adjustments": ({ sessionId, orderId, paymentId }) => ({
    params: { sessionId },
    body: { once: paymentId, what: { kind: "comp", on: null }, reason: `for ${orderId}` },
  }),
  "POST /api/kitchen/orders/{orderId}/lines/{line}/void": ({ orderId, paymentId }) => ({
    params: { orderId, line: "d1-line" },
    body: { once: paymentId, portions: 1, reason: `for ${orderId}` },
  }),
  "POST /api/staff/sessions/{sessionId}/payments": ({ sessionId, paymentId }) => ({
    params: { sessionId },
    body: {
      ...{ once: paymentId, method: "cash", payer: null, mode: "amount", covers: [] },
      ...{ payers: 1, amount: 1, tip: 0 },
    },
  }),
  "POST /api/staff/sessions/{sessionId}/tab/close": ({ sessionId }) => ({
    params: { sessionId },
    body: { amount: 0 },
  }),
  "POST /api/staff/payments/{paymentId}/refund": ({ paymentId, userId }) => ({
    params: { paymentId },
    body: { once: userId, amount: 1, tip: 0, reason: "because" },
  }),
  "POST /api/diner/table-receipt": ({ sessionId }) => ({ body: { sessionId } }),
  "POST /api/staff/sessions/{sessionId}/receipt": ({ sessionId }) => ({
    params: { sessionId },
    body: {},
  }),
  "GET /api/staff/unpaid": () => ({}),
  "GET /api/staff/demonstration": () => ({}),
  "PATCH /api/staff/demonstration": () => ({
    body: {
      faults: {
        ...{ decline: true, delayMs: 0, times: 0, reorder: false },
        ...{ declineRaise: true, expireHolds: true },
      },
    },
  }),
  "GET /api/receipts/{token}": ({ restaurant }) => ({
    params: { token: `${restaurant.slug}-${"A".repeat(22)}` },
  }),
  // Hashes of a ledger, published to be kept by anybody.
  "GET /api/anchors/{slug}": ({ restaurant }) => ({
    params: { slug: restaurant.slug },
    openToAll: true,
  }),
  "GET /api/staff/menu": () => ({}),
  "GET /api/staff/menu/draft": () => ({}),
  "POST /api/staff/menu/draft": ({ itemId }) => ({
    body: { since: 0, edits: [{ kind: "set", id: itemId, field: "price", was: 500, to: 1 }] },
  }),
  "POST /api/staff/menu/draft/import": () => ({ body: { fileName: "m.csv", text: "Name,Price" } }),
  // A spreadsheet's file is no JSON: this is refused of everybody but for the reason (spreadsheet.test.ts has more).
  "POST /api/staff/menu/draft/import/spreadsheet": () => ({ body: { name: "menu.xlsx" } }),
  "GET /api/staff/menu/export.json": () => ({ ofOwn: true }),
  "GET /api/staff/menu/export.csv": () => ({ ofOwn: true }),
  "GET /api/staff/menu/export.jsonld": () => ({ ofOwn: true }),
  "GET /api/staff/menu/export.foodmenus": () => ({ ofOwn: true }),
  "GET /api/staff/menu/draft/edits": () => ({ query: { since: "0" } }),
  "POST /api/staff/menu/draft/publish": () => ({ body: { revision: 0, against: 1 } }),
  "POST /api/staff/menu/draft/unplan": () => ({ body: {} }),
  "POST /api/staff/menu/draft/discard": () => ({ body: { revision: 0 } }),
  "GET /api/staff/menu/versions": () => ({}),
  "GET /api/staff/menu/versions/{version}": () => ({ params: { version: "1" }, ofOwn: true }),
  "POST /api/staff/availability/choices": ({ restaurant }) => ({
    body: { valueId: choiceOf(restaurant.menu), available: false },
  }),
  "POST /api/staff/availability": ({ itemId }) => ({
    body: { itemId, available: false, stock: 0 },
  }),
  // A photo's file is no JSON: this is refused of everybody but for the reason (photo-routes.test.ts has more).
  "POST /api/staff/menu/photos": () => ({ body: { hash: "0" } }),
  // Whoever knows the address of a photo has it from the menu.
  "GET /api/photos/{restaurantId}/{file}": ({ restaurant, photo }) => ({
    params: { restaurantId: restaurant.restaurantId, file: `${photo}-1.webp` },
    openToAll: true,
  }),
  "GET /api/staff/accounts": () => ({}),
  "POST /api/staff/accounts": () => ({ body: { login: "eve", name: "Eve", role: "manager" } }),
  "PATCH /api/staff/accounts/{userId}": ({ userId }) => ({
    params: { userId },
    body: { active: false },
  }),
  "POST /api/staff/accounts/{userId}/password": ({ userId }) => ({ params: { userId }, body: {} }),
  "GET /api/staff/sign-ins": () => ({}),
  "POST /api/staff/sign-ins/{signInId}/revoke": ({ signInId }) => ({
    params: { signInId },
    body: {},
  }),
  "GET /api/staff/activity": () => ({ query: { before: "ffffffff-ffff-7fff-bfff-ffffffffffff" } }),
  "GET /api/staff/days/{date}": () => ({ params: { date: TODAY }, ofOwn: true }),
  "GET /api/staff/days/{date}/receipts.csv": () => ({ params: { date: TODAY }, ofOwn: true }),
  "GET /api/staff/days/{date}/report.csv": () => ({ params: { date: TODAY }, ofOwn: true }),
  "GET /api/staff/days/{date}/what-if": () => ({
    ...{ params: { date: TODAY }, query: { revision: "0" }, ofOwn: true },
  }),
  "POST /api/staff/days/{date}/close": () => ({ params: { date: TODAY }, body: {}, ofOwn: true }),
  "GET /api/staff/journal.csv": () => ({ query: { from: TODAY, to: TODAY } }),
  "GET /api/staff/journal.json": () => ({ query: { from: TODAY, to: TODAY } }),
  "GET /api/kitchen/tickets": () => ({}),
  "GET /api/kitchen/pace": () => ({}),
  "GET /api/kitchen/stations": () => ({}),
  "POST /api/kitchen/stations": ({ restaurant }) => ({
    body: { name: "Eve's", restaurantId: restaurant.restaurantId },
  }),
  "PATCH /api/kitchen/stations/{stationId}": ({ stationId }) => ({
    params: { stationId },
    body: { name: "Eve's" },
  }),
  "POST /api/kitchen/stations/order": ({ stationId }) => ({ body: { stationIds: [stationId] } }),
  "POST /api/kitchen/stations/{stationId}/remove": ({ stationId }) => ({
    params: { stationId },
    body: {},
  }),
  "GET /api/kitchen/printers": () => ({}),
  "GET /api/kitchen/printers/troubles": () => ({}),
  "POST /api/kitchen/printers": ({ stationId, printerId, restaurant }) => ({
    body: {
      ...{ kind: "cloudprnt", name: "Eve's", dots: 576, language: "en" },
      ...{ stations: [stationId], fallback: printerId, restaurantId: restaurant.restaurantId },
    },
  }),
  "PATCH /api/kitchen/printers/{printerId}": ({ printerId }) => ({
    params: { printerId },
    body: { host: "10.0.0.66" },
  }),
  "POST /api/kitchen/printers/{printerId}/remove": ({ printerId }) => ({
    params: { printerId },
    body: {},
  }),
  "POST /api/kitchen/printers/{printerId}/test": ({ printerId }) => ({
    params: { printerId },
    body: {},
  }),
  "POST /api/kitchen/printers/{printerId}/hand-on": ({ printerId }) => ({
    params: { printerId },
    body: {},
  }),
  "POST /api/kitchen/prints/{jobId}/again": ({ jobId }) => ({ params: { jobId }, body: {} }),
  "POST /api/kitchen/prints/{jobId}/drop": ({ jobId }) => ({ params: { jobId }, body: {} }),
  "POST /api/kitchen/orders/{orderId}/status": ({ orderId }) => ({
    params: { orderId },
    body: { from: "placed", to: "cancelled", reason: "because" },
  }),
  "POST /api/kitchen/orders/{orderId}/lines": ({ orderId }) => ({
    params: { orderId },
    body: { moves: [{ line: "d1-line", from: "placed", to: "ready" }] },
  }),
  "POST /api/kitchen/seen": ({ orderId }) => ({
    ...{ body: { station: null, orders: [orderId] }, ofOwn: true },
  }),
  "GET /api/kitchen/events": () => ({ query: { after: "0" } }),
};

/** Names, so that they are recognised wherever they turn up. */
const HOST = "Viktoria Vogelsang";
const GUEST = "Gustav Geheim";

let api: TestApi;
let target: Target;
/** The same at the other restaurant. */
let elsewhere: Target;
/** By restaurant, the tables where attackers sit, and how many do: more than one table has seats for. */
const attackers = new Map<
  TestRestaurant,
  { readonly tables: readonly TestTable[]; seats: number }
>();
const own = new Set<string>();

beforeAll(async () => {
  api = await startTestApi();
  target = await givenTarget(api.here);
  elsewhere = await givenTarget(api.there);
  for (const restaurant of [api.here, api.there]) {
    const tables = [await api.open(restaurant), await api.open(restaurant)];
    attackers.set(restaurant, { tables, seats: 0 });
    for (const { sessionId } of tables) own.add(sessionId);
  }
  const [far] = attackers.get(api.there)?.tables ?? [];
  if (far) await placeOrder(api.db.pool, far);
});
afterAll(() => api.close());

async function givenTarget(restaurant: TestRestaurant): Promise<Target> {
  const { restaurantId } = restaurant;
  const [table, free] = restaurant.tables;
  const code = table?.code ?? "";
  const { body } = await api.call("openTable", {
    params: { code },
    body: { name: `${HOST} ${restaurant.slug}` },
  });
  const { sessionId, pin, refreshToken } = body;
  await seat(restaurantId, { sessionId, pin }, `${GUEST} ${restaurant.slug}`);
  const { orderId } = await placeOrder(api.db.pool, body);
  const { payment: paymentId } = await takePayment(api.db.pool, {
    ...{ restaurantId, sessionId, method: "cash", payer: null, by: { kind: "staff", id: "x" } },
    wish: { mode: "amount", covers: [], payers: 1, amount: 1, tip: 0 },
    ...{ once: orderId, now: new Date() },
  });
  const userId = restaurant.staff[0]?.userId ?? "";
  const photo = await addPhoto(api.db.pool, {
    ...{ restaurantId, photo: PLAIN_PHOTO, by: { kind: "staff", id: userId }, now: new Date() },
  });
  const [station] = await addStation(api.db.pool, {
    ...{ restaurantId, name: "Grill", by: { kind: "staff", id: userId }, now: new Date() },
  });
  const printing = await givenPrinter(api.db.pool, { restaurantId });
  await staffToken(restaurant, "manager");
  const { rows } = await api.db.owner.query<{ id: string }>(
    "select id from auth_sessions where user_id = $1",
    [userId],
  );
  return {
    restaurant,
    code,
    sessionId,
    pin,
    refreshToken,
    orderId,
    paymentId,
    photo: photo.hash,
    stationId: station?.id ?? "",
    ...printing,
    itemId: restaurant.menu.categories[0]?.items[0]?.id ?? "",
    tableId: table?.id ?? "",
    freeTableId: free?.id ?? "",
    userId,
    signInId: rows[0]?.id ?? "",
  };
}

type TestTable = Awaited<ReturnType<TestApi["open"]>>;

/** Seats an attacker; returns their access token. */
async function attackersSeat(restaurant: TestRestaurant): Promise<string> {
  const sitting = attackers.get(restaurant);
  const table = sitting?.tables[Math.floor(sitting.seats++ / (MAX_SEAT - 1))];
  if (!table) throw new Error("more routes than there are seats: open one more table");
  return seat(restaurant.restaurantId, table, "Eve");
}

/** Seats somebody; returns their access token. */
async function seat(
  restaurantId: string,
  { sessionId, pin }: { readonly sessionId: string; readonly pin: string },
  name: string,
): Promise<string> {
  const now = new Date();
  const later = new Date(now.getTime() + 7_200_000);
  const ends = { expiresAt: later, refreshExpiresAt: later };
  const input = { restaurantId, sessionId, pin, name, now, ...ends };
  const { diner, userId } = await joinSession(api.db.pool, input);
  if (restaurantId === target?.restaurant.restaurantId) own.add(userId);
  const { token } = await issueDinerToken(JWT_KEY, { restaurantId, sessionId, diner });
  return token;
}

/** A new sign-in of this role, without the work of checking a password. */
async function staffToken(restaurant: TestRestaurant, role: StaffRole): Promise<string> {
  const { restaurantId } = restaurant;
  const userId = restaurant.staff.find((account) => account.role === role)?.userId ?? "";
  const now = new Date();
  const expiresAt = new Date(now.getTime() + 3_600_000);
  return createAuthSession(api.db.pool, { restaurantId, userId, now, expiresAt });
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const cookie = (token: string) => ({ cookie: `tureen_staff=${token}` });

/** Who tries: credentials made anew for every try, since some routes use them up. */
const STRANGERS: Readonly<Record<string, () => Promise<Record<string, string>>>> = {
  "another restaurant's manager": async () => cookie(await staffToken(api.there, "manager")),
  "another restaurant's waiter": async () => cookie(await staffToken(api.there, "waiter")),
  "another restaurant's cook": async () => cookie(await staffToken(api.there, "kitchen")),
  "another restaurant's diner": async () => bearer(await attackersSeat(api.there)),
  "another table's diner": async () => bearer(await attackersSeat(api.here)),
  "nobody in particular": async () => ({}),
  "somebody with garbage": async () => ({ ...bearer("a.b.c"), ...cookie("garbage") }),
  "somebody with the right kind of garbage": async () => ({
    ...bearer(`${(await attackersSeat(api.there)).slice(0, -4)}AAAA`),
    ...cookie(`${api.here.restaurantId}.${"A".repeat(43)}`),
  }),
  "somebody who swaps diners' and staff's tokens": async () => ({
    ...bearer((await staffToken(api.there, "manager")).replace(/[^\w.-]/g, "")),
    ...cookie(await attackersSeat(api.here)),
  }),
};

interface Route {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly roles: readonly string[] | undefined;
  /** It takes no parameters and no body. */
  readonly namesNothing: boolean;
}

async function routes(): Promise<Route[]> {
  const response = await api.app.request("/api/openapi.json");
  const { paths } = (await response.json()) as {
    paths: Record<
      string,
      Record<
        string,
        { security?: { staff?: string[] }[]; parameters?: unknown[]; requestBody?: unknown }
      >
    >;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security, parameters = [], requestBody }]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      roles: security?.[0]?.staff,
      namesNothing: parameters.length === 0 && requestBody === undefined,
    })),
  );
}

async function send(
  { method, path }: Route,
  { params, query, body }: Request,
  headers: Record<string, string>,
): Promise<{ status: number; text: string }> {
  const filled = path.replace(/{(\w+)}/g, (_, key: string) => params?.[key] ?? "");
  // No field that a caller adds is taken for the restaurant it belongs to.
  const { restaurantId } = target.restaurant;
  const search = new URLSearchParams({ ...query, restaurantId });
  const response = await api.app.request(`${filled}?${search}`, {
    method,
    headers: { ...headers, ...(body && { "content-type": "application/json" }) },
    ...(body && { body: JSON.stringify({ ...body, restaurantId }) }),
  });
  return { status: response.status, text: await readAll(response) };
}

/** The answer's text; of an event stream that which comes within two heartbeats. */
async function readAll(response: Response): Promise<string> {
  if (!response.headers.get("content-type")?.startsWith("text/event-stream")) {
    return response.text();
  }
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (text.split("event: ping").length <= 2) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done) break;
    text += value;
  }
  await reader?.cancel();
  return text;
}

/** The attacked table's rows, without those that an attacker at the next table may well change. */
async function dumpTarget(): Promise<string> {
  const dump = await dumpRestaurant(api.db, target.restaurant.restaurantId);
  return dump
    .split("\n")
    .filter((line) => ![...own].some((id) => line.includes(id)))
    .join("\n");
}

const TODAY = businessDayOf(new Date(), DEFAULT_DAYS);

describe("every route of the document", () => {
  it("has a way in which somebody would reach for another's through it", async () => {
    const all = await routes();
    // What names nothing of anybody is only called as it is.
    const naming = all.filter(({ namesNothing }) => !namesNothing).map(({ name }) => name);
    expect(Object.keys(REACHES)).toEqual(expect.arrayContaining(naming));
    expect(all.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(REACHES)));
  });

  it("gives nothing of a restaurant to strangers, and changes nothing there", {
    timeout: 120_000,
  }, async () => {
    const { restaurant, sessionId, orderId, pin, userId, signInId, tableId } = target;
    const secrets = [sessionId, orderId, userId, signInId, tableId, `"${pin}"`];
    for (const name of [HOST, GUEST]) secrets.push(`${name} ${restaurant.slug}`);
    const before = await dumpTarget();
    let tried = 0;
    let answered = 0;
    for (const route of await routes()) {
      const { openToAll, ofOwn, ...request } = REACHES[route.name]?.(target) ?? {};
      for (const [who, credentials] of Object.entries(STRANGERS)) {
        const { status, text } = await send(route, request, await credentials());
        const what = `${who}: ${route.name} was answered ${status} ${text.slice(0, 300)}`;
        const foreign = openToAll ? secrets : [...secrets, restaurant.restaurantId, target.code];
        for (const secret of foreign) expect(text.includes(secret), what).toBe(false);
        expect(status, what).toBeLessThan(500);
        // What names something of the attacked table is refused; what names nothing may answer its own.
        if (request.params && !openToAll && !ofOwn)
          expect(status, what).toBeGreaterThanOrEqual(400);
        tried += 1;
        if (status < 400) answered += 1;
      }
      expect(await dumpTarget(), route.name).toBe(before);
    }
    expect(tried).toBe((await routes()).length * Object.keys(STRANGERS).length);
    // The strangers' credentials were good at home: else all of this would prove nothing.
    expect(answered).toBeGreaterThan(30);
  });

  it("lets in exactly the roles that it says it is for", async () => {
    const staffRoutes = (await routes()).filter(({ roles }) => roles);
    expect(staffRoutes.length).toBeGreaterThan(20);
    for (const route of staffRoutes) {
      expect(route.roles?.length).toBeGreaterThan(0);
      for (const role of STAFF_ROLES) {
        const headers = cookie(await staffToken(api.here, role));
        const { openToAll: _, ofOwn: __, ...request } = REACHES[route.name]?.(elsewhere) ?? {};
        const { status, text } = await send(route, request, headers);
        const what = `${role}: ${route.name} was answered ${status} ${text.slice(0, 200)}`;
        const refused = text.includes('"not-allowed"');
        expect(refused, what).toBe(!route.roles?.includes(role));
        expect(refused ? status === 403 : ![401, 403].includes(status), what).toBe(true);
      }
    }
  });
});
