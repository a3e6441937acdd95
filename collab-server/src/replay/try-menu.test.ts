import { MenuCache } from "@tureen/persistence/menu/menu-cache";
import { removeLogBatch } from "@tureen/persistence/table/remove-log";
import { dumpRestaurant } from "@tureen/persistence/testing/full-restaurant";
import type { DraftEdit } from "@tureen/shared/menu/draft/edits";
import { itemsById } from "@tureen/shared/menu/menu";
import { businessDayOf, DEFAULT_DAYS } from "@tureen/shared/platform/business-day";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { startTestApi, type TestApi } from "../testing/test-api.ts";
import { orderDish } from "../testing/test-restaurant.ts";
import { tryMenu } from "./try-menu.ts";

let api: TestApi;
let manager: string;
let revision = 0;
/** One table with two soups and a trout with cucumber salad, another with a soup; 5.40 and 20.10. */
let first: Awaited<ReturnType<TestApi["open"]>>;

const days = DEFAULT_DAYS;
const today = () => businessDayOf(new Date(), days);
const dish = (name: string) => {
  const found = [...itemsById(api.here.menu).values()].find((item) => item.name === name);
  if (!found) throw new Error(`no ${name}`);
  return found;
};
const soup = () => dish("Flädlesuppe");
const trout = () => dish("Forelle Müllerin");

beforeAll(async () => {
  api = await startTestApi();
  manager = await api.signIn(api.here, "manager");
  await api.db.owner.query("update restaurants set timezone = $1, day_starts_at = $2", [
    ...[days.timezone, days.dayStartsAt],
  ]);
  first = await api.open();
  await orderDish(api.db.pool, first, { item: soup(), quantity: 2 });
  const side = trout().options[0];
  const options = [{ option: side?.id ?? "", values: [side?.values[1]?.id ?? ""] }];
  await orderDish(api.db.pool, first, { item: trout(), options });
  await orderDish(api.db.pool, await api.open(), { item: soup() });
  const there = [...itemsById(api.there.menu).values()][0];
  if (there) await orderDish(api.db.pool, await api.open(api.there), { item: there, quantity: 7 });
});
afterAll(() => api.close());

/** The draft is the published menu again. */
beforeEach(async () => {
  revision = (await api.call("readMenuDraft", { cookie: manager })).body.revision;
  const discarded = await api.call("discardMenuDraft", { cookie: manager, body: { revision } });
  expect(discarded.status).toBe(200);
  revision = (await api.call("readMenuDraft", { cookie: manager })).body.revision;
});

async function write(...edits: DraftEdit[]): Promise<void> {
  const { body } = await api.call("editMenuDraft", {
    cookie: manager,
    body: { since: revision, edits: edits as never },
  });
  revision = body.revision;
}

async function tried(date = today()) {
  const query = { revision: String(revision) } as never;
  return await api.call("tryMenuDraft", { cookie: manager, params: { date }, query });
}

it("the menu in force comes to what the day came to, without the other restaurant's orders", async () => {
  const before = await dumpRestaurant(api.db, api.here.restaurantId);
  const { body } = await tried();
  expect(body).toMatchObject({
    ...{ currency: "EUR", confirms: { tried: 3, notKept: 0, leftOut: 0 } },
    ...{ was: 3630, would: 3630, accepted: 0, rejected: { count: 0, amount: 0, first: [] } },
  });
  const side = { quantity: 1, amount: 2010 };
  const soups = { quantity: 3, amount: 1620 };
  expect(body.dishes).toEqual([
    { item: trout().id, name: "Forelle Müllerin", was: side, would: side },
    { item: soup().id, name: "Flädlesuppe", was: soups, would: soups },
  ]);
  // It is only a look.
  expect(await dumpRestaurant(api.db, api.here.restaurantId)).toBe(before);
});

it("a higher price is what guests would have paid, under the dish's new name", async () => {
  await write(
    { kind: "set", id: soup().id, field: "price", was: 540, to: 600 },
    { kind: "set", id: soup().id, field: "name", was: "Flädlesuppe", to: "Soup" },
  );
  const { body } = await tried();
  expect(body).toMatchObject({ was: 3630, would: 3810, rejected: { count: 0 } });
  expect(body.dishes[0]).toEqual({
    ...{ item: soup().id, name: "Soup" },
    ...{ was: { quantity: 3, amount: 1620 }, would: { quantity: 3, amount: 1800 } },
  });
});

it.each([
  ["is hidden", "hidden"],
  ["is only a notice", "notice"],
] as const)("what holds a dish that %s would have been rejected", async (_, field) => {
  await write({ kind: "set", id: soup().id, field, was: null, to: true });
  const { body } = await tried();
  expect(body).toMatchObject({ was: 3630, would: 2010, rejected: { count: 2, amount: 1620 } });
  const lines = [{ name: "Flädlesuppe", code: "off-menu" }];
  expect(body.rejected.first).toMatchObject([
    { amount: 1080, code: "lines", lines },
    { amount: 540, code: "lines", lines },
  ]);
  expect(body.dishes[0]).toMatchObject({ was: { quantity: 3 }, would: { quantity: 0, amount: 0 } });
});

it("what holds a choice that is gone would have been rejected", async () => {
  const value = trout().options[0]?.values[1];
  if (!value) throw new Error("no such choice");
  await write({ kind: "remove", id: value.id, was: value });
  const { body } = await tried();
  expect(body).toMatchObject({ was: 3630, would: 1620, rejected: { count: 1, amount: 2010 } });
  expect(body.rejected.first[0]?.lines).toEqual([
    { name: "Forelle Müllerin", code: "options-changed" },
  ]);
});

it("is for managers, of the draft that is there, and empty for other days", async () => {
  for (const role of ["kitchen", "waiter"] as const) {
    const options = { params: { date: today() }, query: { revision: "0" } as never };
    const cookie = await api.signIn(api.here, role);
    expect((await api.call("tryMenuDraft", { ...options, cookie })).code).toBe("not-allowed");
  }
  expect((await tried("2020-02-29")).body).toMatchObject({
    ...{ confirms: { tried: 0, notKept: 0, leftOut: 0 }, was: 0, would: 0, dishes: [] },
  });
  expect((await tried("2020-02-30")).code).toBe("field-invalid");
  revision += 1;
  expect([(await tried()).status, (await tried()).code]).toEqual([409, "draft-changed"]);
});

it("takes the earliest tables of a day that is too long for one answer, and says what is left", async () => {
  const { menu } = api.here;
  const limited = (limits: { maxConfirms?: number; maxMs?: number }) =>
    tryMenu(api.db.pool, { date: today(), days, menu }, { menus: new MenuCache(), ...limits });
  expect(await limited({ maxConfirms: 2 })).toMatchObject({
    ...{ confirms: { tried: 2, notKept: 0, leftOut: 1 }, was: 3090, would: 3090 },
  });
  expect(await limited({ maxMs: 0 })).toMatchObject({
    ...{ confirms: { tried: 0, notKept: 0, leftOut: 3 }, was: 0, dishes: [] },
  });
});

it("says how much is no longer kept", async () => {
  const { restaurantId } = api.here;
  const { sessionId } = first;
  await api.call("closeSession", { params: { sessionId }, body: {}, cookie: manager });
  // No log goes before its time.
  const closed = async (at: string) =>
    await api.db.owner.query(`update sessions set closed_at = ${at} where id = $1`, [sessionId]);
  await closed("now() - interval '9 days'");
  const now = new Date();
  const endedBefore = new Date(now.getTime() - 8 * 86_400_000);
  const removal = { restaurantId, sessionId, endedBefore, now };
  expect((await removeLogBatch(api.db.pool, removal)).gone).toBe(true);
  await closed("now()");
  expect((await tried()).body).toMatchObject({
    ...{ confirms: { tried: 1, notKept: 2, leftOut: 0 }, was: 540, would: 540 },
  });
});
