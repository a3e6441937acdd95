import { DEMO_BILLING } from "@tureen/persistence/demo/billing";
import { ENDPOINTS, type EndpointName } from "@tureen/shared/endpoints";
import type { Endpoint } from "@tureen/shared/platform/http/endpoint";
import { PROTOCOL_PARAMETER } from "@tureen/shared/platform/protocol/addresses";
import { PROTOCOL_VERSION } from "@tureen/shared/platform/protocol/version";
import { isCleanText } from "@tureen/shared/platform/text";
import { DINER_VALUES } from "@tureen/shared/table/document/values";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { Cleanup } from "../../testing/cleanup.ts";
import { RawPhone } from "../../testing/raw-phone.ts";
import { until } from "../../testing/until.ts";
import { type AttackedApi, type Grant, startAttackedApi } from "./attacked-api.ts";

const PAYLOADS = [
  "'; drop table users; --",
  "' or '1'='1",
  "1); delete from sessions; --",
  "\\'; select pg_sleep(5); --",
  "$1 $$ %s {{7*7}} %",
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "javascript:alert(1)",
  '=HYPERLINK("http://evil")',
  "@SUM(1+1)*cmd|' /C calc'!A0",
  "x\r\nSet-Cookie: tureen_staff=evil",
  "%0d%0aSet-Cookie: a=b",
  "../../etc/passwd",
  "a\u0000b",
  "\ud800",
  "\u202Egnp.exe",
  "__proto__",
  "🙏🏽".repeat(60),
  "x".repeat(20_000),
  "",
];

let attacked: AttackedApi;
let mallory: Grant;
let cookie: string;
const cleanup = new Cleanup();
beforeAll(async () => {
  attacked = await startAttackedApi("postgres");
  mallory = await attacked.api.open();
  cookie = await attacked.api.signIn(attacked.api.here, "manager");
});
afterEach(() => cleanup.run());
afterAll(() => attacked.close());

interface Shape {
  readonly type?: string;
  readonly properties?: Record<string, Shape>;
  readonly items?: Shape;
}

/** Paths of all text fields of a schema, array items as 0. */
function textFields(shape: Shape, path: (string | number)[] = []): (string | number)[][] {
  if (shape.type === "string") return [path];
  const inside = Object.entries(shape.properties ?? {});
  const fields = inside.flatMap(([name, field]) => textFields(field, [...path, name]));
  return shape.items ? [...fields, ...textFields(shape.items, [...path, 0])] : fields;
}

const shapeOf = (schema: z.ZodType) => z.toJSONSchema(schema, { io: "input" }) as Shape;

/** A copy of a body with one field replaced. */
function withField(body: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  const copy = (Array.isArray(body) ? [...body] : { ...(body as object) }) as Record<
    string | number,
    unknown
  >;
  copy[first] = withField(copy[first], rest, value);
  return copy;
}

const ID = crypto.randomUUID();

/** A body of each endpoint that would do, were it not for the field under attack. */
const BODIES: Partial<Record<EndpointName, object>> = {
  openTable: { name: "Mallory" },
  joinTable: { name: "Mallory", pin: "123456" },
  refreshToken: { refreshToken: "x".repeat(40) },
  tellLost: { accessToken: "x".repeat(40), orders: [], payments: [] },
  rename: { name: "Mallory" },
  removeDiner: { diner: "d9" },
  signIn: { login: "mallory@here", password: "password" },
  answerCall: { diner: "d9" },
  staffRemoveDiner: { diner: "d9" },
  eraseDiner: { diner: "d9" },
  changeSettings: { opening: "diner" },
  editMenuDraft: {
    since: 0,
    edits: [{ kind: "set", id: ID, field: "name", was: "Soup", to: "Stew" }],
  },
  previewMenuImport: { fileName: "menu.csv", text: "Name,Price\nSoup,4.50" },
  publishMenuDraft: { revision: 0, against: 1 },
  discardMenuDraft: { revision: 0 },
  setAvailability: { itemId: ID, available: true, stock: null },
  setChoiceAvailability: { valueId: ID, available: false },
  setCourses: { courses: [{ name: "Starters", translations: { de: "Vorspeisen" } }] },
  setPublicMenu: { shown: true },
  setHours: { hours: { week: Array(7).fill([]), exceptions: [], lastOrders: 30 } },
  pauseOrders: { minutes: null },
  addStaff: { login: "mallory", name: "Mallory", role: "waiter" },
  changeStaff: { role: "waiter" },
  payDemonstration: { outcome: "paid" },
  adjustBill: { once: ID, what: { kind: "comp", on: null }, reason: "why" },
  takePayment: {
    ...{ once: ID, method: "cash", payer: null, mode: "amount", covers: [] },
    ...{ payers: 1, amount: 1, tip: 0 },
  },
  refundPayment: {
    ...{ once: ID, amount: 1, tip: 0, reason: "why" },
    lines: [{ order: ID, line: "d1-0000000000", parts: 1 }],
  },
  changePaymentKeys: { keys: null },
  changeBilling: { billing: DEMO_BILLING, version: 0 },
  voidInKitchen: { once: ID, portions: 1, reason: "why" },
  moveLines: { moves: [{ line: "d1-line", from: "placed", to: "ready" }] },
  acknowledgeOrders: { station: null, orders: [ID] },
  addStation: { name: "Grill" },
  changeStation: { name: "Grill" },
  orderStations: { stationIds: [ID] },
  addPrinter: {
    ...{ kind: "escpos", name: "Bar", stations: [ID], fallback: ID, dots: 576, language: "en" },
    ...{ host: "192.168.1.50", port: 9100 },
  },
  changePrinter: { name: "Bar" },
  moveOrder: { from: "placed", to: "accepted", reason: "why" },
};

const endpoints = Object.entries(ENDPOINTS) as [EndpointName, Endpoint][];
/** Text in paths and bodies: what is sent where. */
const fields = endpoints.flatMap(([name, endpoint]) => [
  ...Object.keys(endpoint.params?.shape ?? {}).map((param) => ({
    name,
    endpoint,
    param,
    path: [],
  })),
  ...(endpoint.body ? textFields(shapeOf(endpoint.body)) : []).map((path) => ({
    ...{ name, endpoint, param: undefined, path },
  })),
]);

/** Sends from an address of its own: how often is not what is tried here. */
let nextAddress = 0;
async function send(field: (typeof fields)[number], payload: string) {
  const { method, path } = field.endpoint;
  const filled = path.replace(/{(\w+)}/g, (_, param: string) => {
    if (param === field.param) return encodeURIComponent(payload.toWellFormed());
    return param === "code" ? mallory.restaurantId : ID;
  });
  const body = BODIES[field.name as EndpointName] ?? {};
  nextAddress += 1;
  return attacked.fetch(filled, {
    method: method.toUpperCase(),
    headers: {
      ...{ "content-type": "application/json", cookie },
      authorization: `Bearer ${mallory.accessToken}`,
    },
    body: method === "get" ? null : JSON.stringify(withField(body, field.path, payload)),
    from: `10.${nextAddress >> 16}.${(nextAddress >> 8) & 255}.${nextAddress & 255}`,
  });
}

it("every endpoint with text in its body is attacked", () => {
  const attacked = new Set(fields.map(({ name }) => name));
  for (const [name, { body }] of endpoints) {
    if (!body || textFields(shapeOf(body)).length === 0) continue;
    expect([name, attacked.has(name), Object.keys(BODIES).includes(name)]).toEqual([
      ...[name, true, true],
    ]);
  }
  expect(fields.length).toBeGreaterThan(20);
});

describe("text in a request", () => {
  it.each(
    fields.map((field) => [`${field.name} ${field.param ?? field.path.join(".")}`, field] as const),
  )("as %s is taken as it is or refused with a code", async (_, field) => {
    for (const payload of PAYLOADS) {
      const response = await send(field, payload);
      const text = await response.text();
      const told = `${JSON.stringify(payload).slice(0, 40)}: ${response.status} ${text.slice(0, 200)}`;
      expect(response.status, told).toBeLessThan(500);
      expect(response.headers.get("content-type"), told).toContain("application/json");
      expect(response.headers.getSetCookie(), told).toEqual([]);
      if (!response.ok) {
        const { error } = JSON.parse(text) as { error: { code: string; message: string } };
        expect(error.code, told).toMatch(/^[a-z]+(-[a-z]+)+$/);
        // A refusal repeats nothing of what was sent.
        if (payload.length > 3) expect(text).not.toContain(JSON.stringify(payload).slice(1, -1));
      }
    }
    await attacked.honest.undisturbed();
  });

  it("that is a name is kept sign by sign, and shown so to everybody", async () => {
    const token = mallory.accessToken;
    let kept = 0;
    for (const name of PAYLOADS) {
      const renamed = await attacked.api.call("rename", { token, body: { name } });
      if (renamed.status !== 200) continue;
      kept += 1;
      const { body } = await attacked.api.call("readSession", { token });
      expect(body.people).toContainEqual({ diner: mallory.diner, name: name.trim() });
    }
    expect(kept).toBeGreaterThan(7);
  });

  it("has dropped, changed and slept nothing", async () => {
    const { rows } = await attacked.api.db.owner.query<{ tables: number; sessions: number }>(
      `select (select count(*)::int from information_schema.tables
          where table_schema = 'public') as tables,
        (select count(*)::int from sessions where status = 'active') as sessions`,
    );
    expect(rows[0]?.tables).toBeGreaterThan(20);
    // The honest table, and Mallory's own.
    expect(rows[0]?.sessions).toBe(2);
  });

  it("cannot bring prototypes of its own", async () => {
    const body = '{"name":"M","__proto__":{"host":true},"constructor":{"prototype":{"host":true}}}';
    const response = await attacked.api.call("rename", { token: mallory.accessToken, body });
    expect(response.status).toBe(200);
    expect(({} as { host?: boolean }).host).toBeUndefined();
  });
});

describe("text in the table's document", () => {
  const roots = Object.entries(DINER_VALUES).flatMap(([root, schema]) =>
    textFields(shapeOf(schema)).map((path) => [`${root} ${path.join(".")}`, root, path] as const),
  );

  /** What a phone of Mallory's would write. */
  function exampleOf(root: string): object {
    const dishes = attacked.api.here.menu.categories.flatMap(({ items }) => items);
    const option = { option: ID, values: [ID] };
    const at = Date.now();
    if (root === "lines") {
      return { item: dishes[0]?.id, options: [option], note: "", for: "table", at };
    }
    if (root === "marks") return { ready: true, call: "none", at };
    if (root === "wishes") {
      return { mode: "amount", covers: [], payers: 1, amount: 1, tip: 0, at };
    }
    const line = { line: "d1-aaaaaaaaaa", quantity: 1, unitPrice: 1, ordered: 0 };
    return { lines: [line], total: 1, menuVersion: 1, at };
  }
  const keyOf = (root: string, diner: string) => {
    const random = crypto.randomUUID().replaceAll("-", "");
    if (root === "marks") return diner;
    return `${diner}-${random.slice(0, root === "lines" ? 10 : 14)}`;
  };
  /** Another guest each time: how often one diner may connect is not what is tried here. */
  async function givenPhone() {
    const { body: session } = await attacked.api.call("readSession", {
      token: mallory.accessToken,
    });
    const join = { params: { code: session.code }, body: { name: "M", key: mallory.joinKey } };
    const { body: guest } = await attacked.api.call("joinTable", join);
    // Of this version: the menu has courses by now, of which an older one is not let in.
    const address = `${attacked.liveUrl}?${PROTOCOL_PARAMETER}=${PROTOCOL_VERSION}`;
    const phone = new RawPhone(address, mallory.sessionId, guest.diner);
    cleanup.add(phone, (p) => p.destroy());
    await phone.open();
    phone.authenticate(guest.accessToken);
    phone.ask();
    await until("the phone has synced", () => phone.synced);
    return { phone, diner: guest.diner };
  }

  it("is found in lines, confirms, wishes and marks", () => {
    expect(new Set(roots.map(([, root]) => root))).toEqual(
      new Set(["lines", "confirms", "wishes", "marks"]),
    );
  });

  it.each(roots)("as %s is refused where it is no note", async (_, root, path) => {
    for (const payload of PAYLOADS) {
      const { phone, diner } = await givenPhone();
      const value = withField(exampleOf(root), path, payload);
      phone.write((doc) => doc.getMap(root).set(keyOf(root, diner), value));
      // Only a note is free text, and this line has options that its dish does not have.
      expect(await phone.untilClosed()).toMatch(
        /^4\d{3} (value-invalid|item-refused|content-refused)$/,
      );
    }
    await attacked.honest.undisturbed();
  });

  it("as a note reaches the kitchen sign by sign, or not at all", async () => {
    const { placeOrder } = await import("../../testing/test-restaurant.ts");
    const kitchen = await attacked.api.signIn(attacked.api.here, "kitchen");
    const notes = PAYLOADS.filter((payload) => isCleanText(payload) && payload.length <= 280);
    expect(notes.length).toBeGreaterThan(9);
    for (const note of notes) {
      const { orderId } = await placeOrder(attacked.api.db.pool, mallory, note);
      const { body } = await attacked.api.call("readTickets", { cookie: kitchen });
      expect(body.tickets.find((each) => each.orderId === orderId)?.lines[0]?.note).toBe(note);
    }
    await attacked.honest.undisturbed();
  });
});
