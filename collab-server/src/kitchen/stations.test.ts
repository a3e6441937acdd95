import { type Answer, ENDPOINTS } from "@tureen/shared/endpoints";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readEvents } from "../testing/read-events.ts";
import { startTestApi, type TestApi } from "../testing/test-api.ts";
import { placeOrder } from "../testing/test-restaurant.ts";

let api: TestApi;
let cook: string;
let manager: string;
let seat: Answer<"openTable">;
beforeAll(async () => {
  api = await startTestApi();
  cook = await api.signIn(api.here, "kitchen");
  manager = await api.signIn(api.here, "manager");
  seat = await api.open();
});
afterAll(() => api.close());

const stations = async () => (await api.call("listStations", { cookie: cook })).body.stations;
const add = (name: string, cookie = manager) => api.call("addStation", { cookie, body: { name } });
const remove = (stationId: string) =>
  api.call("removeStation", { cookie: manager, params: { stationId }, body: {} });

beforeEach(async () => {
  for (const { id } of await stations()) await remove(id);
});

/** Makes stations of these names; their ids. */
async function given(...names: readonly string[]): Promise<string[]> {
  for (const name of names) await add(name);
  return (await stations()).map(({ id }) => id);
}

/** Publishes the menu with these stations of the first section and of the dish that is ordered. */
async function route(section: readonly string[] | null, dish: readonly string[] | null) {
  const { draft, revision } = (await api.call("readMenuDraft", { cookie: manager })).body;
  const edits = draft.categories.flatMap((category) => [
    { kind: "set", id: category.id, was: category.stations ?? null, to: section } as const,
    ...category.items.map(
      ({ id, stations = null }) => ({ kind: "set", id, was: stations, to: dish }) as const,
    ),
  ]);
  const body = { since: revision, edits: edits.map((each) => ({ ...each, field: "stations" })) };
  const made = (await api.call("editMenuDraft", { cookie: manager, body })).body;
  expect(made.conflicts).toEqual([]);
  const now = (await api.call("readMenuDraft", { cookie: manager })).body;
  const published = { revision: now.revision, against: now.inForce };
  expect((await api.call("publishMenuDraft", { cookie: manager, body: published })).status).toBe(
    200,
  );
}

async function place(): Promise<string> {
  return (await placeOrder(api.node.database, seat)).orderId;
}

/** Where the only dish of an order is made. */
async function madeAt(orderId: string): Promise<readonly string[] | undefined> {
  const { tickets } = (await api.call("readTickets", { cookie: cook })).body;
  return tickets.find((ticket) => ticket.orderId === orderId)?.lines[0]?.stations;
}

describe("stations", () => {
  it("are made, changed, ordered and removed by managers, and each answer has all of them", async () => {
    await add("Bar");
    const { body } = await add("Grill");
    expect(body.stations).toMatchObject([
      { name: "Bar", isDefault: true, warnAfterS: null, lateAfterS: null },
      { name: "Grill", isDefault: false },
    ]);
    const [bar = "", grill = ""] = body.stations.map(({ id }) => id);
    const changed = await api.call("changeStation", {
      ...{ cookie: manager, params: { stationId: grill } },
      body: { name: "Fire", isDefault: true, warnAfterS: 60, lateAfterS: 120 },
    });
    expect(changed.body.stations).toMatchObject([
      { name: "Bar", isDefault: false },
      { name: "Fire", isDefault: true, warnAfterS: 60, lateAfterS: 120 },
    ]);
    const ordered = await api.call("orderStations", {
      ...{ cookie: manager, body: { stationIds: [grill, bar] } },
    });
    expect(ordered.body.stations.map(({ name }) => name)).toEqual(["Fire", "Bar"]);
    expect((await remove(grill)).body.stations).toMatchObject([{ name: "Bar", isDefault: true }]);
    expect(await stations()).toHaveLength(1);
  });

  it("are nobody else's to make, and every cook's to read", async () => {
    for (const role of ["kitchen", "waiter"] as const) {
      const refused = await add("Mine", await api.signIn(api.here, role));
      expect([refused.status, refused.code]).toEqual([403, "not-allowed"]);
    }
    expect(await stations()).toEqual([]);
  });

  it("are refused with the field that is wrong", async () => {
    const [bar = ""] = await given("Bar");
    expect(await add("bar")).toMatchObject({
      status: 409,
      code: "station-name-taken",
      field: "name",
    });
    for (const name of ["", "   ", "\u200b", "x".repeat(41)]) {
      expect(await add(name)).toMatchObject({ status: 400, field: "name" });
    }
    const change = (body: object) =>
      api.call("changeStation", { cookie: manager, params: { stationId: bar }, body });
    expect(await change({ warnAfterS: 29 })).toMatchObject({ status: 400, field: "warnAfterS" });
    expect(await change({ warnAfterS: 1_000 })).toMatchObject({ status: 400, field: "lateAfterS" });
    expect(await change({})).toMatchObject({ status: 400 });
    const order = { cookie: manager, body: { stationIds: [bar, bar] } };
    expect(await api.call("orderStations", order)).toMatchObject({
      status: 409,
      code: "stations-changed",
    });
    expect(await remove(crypto.randomUUID())).toMatchObject({
      status: 404,
      code: "station-unknown",
    });
  });
});

describe("a dish of a ticket", () => {
  it("is made nowhere in particular where there are no stations, also when its menu names one", async () => {
    const [bar = ""] = await given("Bar");
    await route([bar], null);
    await remove(bar);
    expect(await madeAt(await place())).toEqual([]);
    await route(null, null);
  });

  it("is made where it says, else where its section says, else at the default", async () => {
    const [kitchen = "", bar = "", grill = ""] = await given("Kitchen", "Bar", "Grill");
    expect(await madeAt(await place())).toEqual([kitchen]);
    await route([bar], null);
    expect(await madeAt(await place())).toEqual([bar]);
    await route([bar], [grill, kitchen]);
    // In the kitchen's order.
    expect(await madeAt(await place())).toEqual([kitchen, grill]);
    await route(null, null);
  });

  it("is made where the menu said that it was ordered by, at the stations that there are now", async () => {
    const [kitchen = "", bar = "", grill = ""] = await given("Kitchen", "Bar", "Grill");
    await route(null, [bar]);
    const first = await place();
    await route(null, [bar, grill]);
    const second = await place();
    await route(null, null);
    expect([await madeAt(first), await madeAt(second)]).toEqual([[bar], [bar, grill]]);
    await remove(bar);
    expect([await madeAt(first), await madeAt(second)]).toEqual([[kitchen], [grill]]);
    await remove(kitchen);
    expect([await madeAt(first), await madeAt(second)]).toEqual([[grill], [grill]]);
  });
});

describe("a screen", () => {
  it("reads its tickets again when the stations change, with the stations that there are", async () => {
    const { lastEvent } = (await api.call("readTickets", { cookie: cook })).body;
    const url = `${ENDPOINTS.followKitchen.path}?after=${lastEvent}`;
    const events = readEvents(await api.app.request(url, { headers: { cookie: cook } }));
    await place();
    expect((await events.next())?.event).toBeUndefined();
    await add("Bar");
    expect(await events.next()).toMatchObject({ event: "reset" });
    const { body } = await api.call("readTickets", { cookie: cook });
    expect(body.stations).toEqual(await stations());
    await events.cancel();
  });

  it("is told with each event where its dishes are made", async () => {
    const [bar = ""] = await given("Bar");
    const { lastEvent } = (await api.call("readTickets", { cookie: cook })).body;
    await place();
    const url = `${ENDPOINTS.followKitchen.path}?after=${lastEvent}`;
    const events = readEvents(await api.app.request(url, { headers: { cookie: cook } }));
    const { ticket } = JSON.parse((await events.next())?.data ?? "{}");
    expect(ticket.lines).toMatchObject([{ stations: [bar] }]);
    await events.cancel();
  });
});

describe("a menu's file", () => {
  const exported = async () => {
    const { path } = ENDPOINTS.exportMenu;
    return await (await api.app.request(path, { headers: { cookie: manager } })).text();
  };
  const preview = async (text: string) =>
    (
      await api.call("previewMenuImport", {
        ...{ cookie: manager, body: { fileName: "menu.json", text } },
      })
    ).body;

  it("names stations by their names, and brings them back under any writing", async () => {
    const [kitchen = "", bar = ""] = await given("Kitchen", "Cold Bar");
    await route([bar], [kitchen, bar]);
    const text = await exported();
    const { categories } = JSON.parse(text);
    expect(categories[0].stations).toEqual(["Cold Bar"]);
    expect(categories[0].items[0].stations).toEqual(["Kitchen", "Cold Bar"]);
    expect((await preview(text)).edits).toEqual([]);
    const written = text.replaceAll("Cold Bar", "cold  BAR");
    expect(await preview(written)).toMatchObject({ edits: [], notes: [] });
  });

  it("keeps the id of one that is gone, so that its dishes stay with the default", async () => {
    const [bar = ""] = await given("Bar", "Grill");
    await route(null, [bar]);
    await remove(bar);
    const text = await exported();
    expect(JSON.parse(text).categories[0].items[0].stations).toEqual([bar]);
    expect((await preview(text)).edits).toEqual([]);
    await route(null, null);
  });

  it("is told which stations it names that there are not, each once", async () => {
    await given("Bar");
    const file = JSON.parse(await exported());
    for (const item of file.categories[0].items) item.stations = ["Fryer", "bar"];
    file.categories[0].stations = ["fryer"];
    const { notes, edits } = await preview(JSON.stringify(file));
    expect(notes).toEqual([
      {
        kind: "not-kept",
        code: "station-unknown",
        path: 'stations: "Fryer"',
        message: "the kitchen has no station of this name",
      },
    ]);
    const [bar] = await stations();
    expect(edits).toContainEqual(
      expect.objectContaining({ field: "stations", was: null, to: [bar?.id] }),
    );
  });
});
