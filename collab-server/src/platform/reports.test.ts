import { ofRestaurant } from "@tureen/persistence/platform/wire/index";
import { createTestDatabase } from "@tureen/persistence/testing/test-database";
import { ENDPOINTS } from "@tureen/shared/endpoints";
import { businessDayOf, DEFAULT_DAYS } from "@tureen/shared/platform/business-day";
import { pino } from "pino";
import { afterEach, expect, test } from "vitest";
import { startTestApi } from "../testing/test-api.ts";
import { placeOrder } from "../testing/test-restaurant.ts";
import { createReportsPool } from "./reports.ts";

const releases: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const release of releases.splice(0).reverse()) await release();
});

/** An API with one order, whose reports come from what `address` makes of the primary's. */
async function givenReportsFrom(address: (primary: URL) => void) {
  const db = await createTestDatabase();
  const url = new URL(db.url);
  address(url);
  const reports = createReportsPool(url.href, pino({ level: "silent" }));
  const api = await startTestApi({ db, reports });
  releases.push(() => api.close());
  releases.push(() => reports.end());
  const seat = await api.open();
  await placeOrder(db.pool, seat);
  const [own, foreign] = [
    await api.signIn(api.here, "manager"),
    await api.signIn(api.there, "manager"),
  ];
  const today = businessDayOf(new Date(), DEFAULT_DAYS);
  const paths = [
    `${ENDPOINTS.exportOrders.path}?from=${today}&to=${today}`,
    ENDPOINTS.listReplays.path,
    ENDPOINTS.readReplay.path.replace("{sessionId}", seat.sessionId),
    ENDPOINTS.readActivity.path,
  ];
  const read = async (path: string, cookie: string) => {
    const response = await api.app.request(path, { headers: { cookie } });
    return { status: response.status, text: await response.text() };
  };
  return { api, reports, seat, paths, own, foreign, read };
}

test("reports are read from a database that refuses every write, still one restaurant at a time", async () => {
  // What a replica is to its clients.
  const { api, reports, seat, paths, own, foreign, read } = await givenReportsFrom((url) => {
    url.searchParams.set("options", "-c role=tureen_app -c default_transaction_read_only=on");
  });
  const remove = ofRestaurant(reports, api.here.restaurantId).query("delete from auth_sessions");
  await expect(remove).rejects.toMatchObject({ code: "25006" });
  const [orders, list, replay, activity] = paths as [string, string, string, string];

  expect((await read(orders, own)).text.split("\r\n")).toHaveLength(1 + 1 + 1);
  expect((await read(list, own)).text).toContain(seat.sessionId);
  expect((await read(replay, own)).status).toBe(200);
  expect((await read(activity, own)).text).toContain("orders.export");

  expect((await read(orders, foreign)).text.split("\r\n")).toHaveLength(1 + 1);
  expect((await read(list, foreign)).text).not.toContain(seat.sessionId);
  expect((await read(replay, foreign)).status).toBe(404);
});

test("a replica that is away costs the reports and nothing else", async () => {
  const { api, paths, own, read } = await givenReportsFrom((url) => {
    url.search = "";
    url.port = "1";
  });
  for (const path of paths) expect([path, (await read(path, own)).status]).toEqual([path, 503]);
  expect((await api.call("readFloor", { cookie: own })).status).toBe(200);
});

test("a connection that may change orders is refused", async () => {
  const db = await createTestDatabase();
  releases.push(() => db.drop());
  const url = new URL(db.url);
  url.searchParams.set("options", "-c default_transaction_read_only=on");
  const reports = createReportsPool(url.href, pino({ level: "silent" }));
  releases.push(() => reports.end());
  await expect(reports.query("select 1")).rejects.toThrow("may change orders");
});
