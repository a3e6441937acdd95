import { MAX_STATIONS } from "@tureen/shared/menu/kitchen-facts";
import { TureenError } from "@tureen/shared/platform/errors";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readStations } from "../menu/read-stations.ts";
import { inRestaurant } from "../platform/database.ts";
import { givenRestaurant } from "../testing/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { addStation, changeStation, orderStations, removeStation } from "./change-stations.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const by = { kind: "staff", id: null } as const;

/** A restaurant with stations of these names. */
async function given(...names: readonly string[]) {
  const { restaurantId } = await givenRestaurant(db.pool);
  const at = { restaurantId, by, now: new Date() };
  for (const name of names) await addStation(db.pool, { ...at, name });
  const read = () => readStations(db.pool, at);
  const idOf = async (name: string) => (await read()).find((each) => each.name === name)?.id ?? "";
  const names_ = async () => (await read()).map(({ name }) => name);
  const standard = async () =>
    (await read()).filter(({ isDefault }) => isDefault).map(({ name }) => name);
  return { at, read, idOf, names: names_, standard };
}

/** How many statements wait for somebody else's lock. */
async function waiting(): Promise<number> {
  const { rows } = await db.owner.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows[0]?.count ?? 0;
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof TureenError ? [error.code, error.field ?? null] : error),
  );

describe("stations of a kitchen", () => {
  it("are none at first, then stand in the order in which they were made, the first by default", async () => {
    const { names, standard } = await given();
    expect([await names(), await standard()]).toEqual([[], []]);
    const some = await given("Kitchen", "Bar", "Grill");
    expect([await some.names(), await some.standard()]).toEqual([
      ["Kitchen", "Bar", "Grill"],
      ["Kitchen"],
    ]);
  });

  it("have one default each time, also when two make the first at once", async () => {
    const { at, names, standard } = await given();
    // The first is made and not yet committed when somebody else makes another.
    let other: Promise<unknown> | undefined;
    await inRestaurant(db.pool, at.restaurantId, async (tx) => {
      await tx.query("select from restaurants where id = $1 for no key update", [at.restaurantId]);
      await tx.query(
        `insert into kitchen_stations (restaurant_id, id, name, position, is_default)
         select k.restaurant_id, $2, 'Bar', 0, true from restaurant_counters k
         where k.restaurant_id = $1`,
        [at.restaurantId, uuidv7()],
      );
      other = codeOf(addStation(db.pool, { ...at, name: "Grill" }));
      await expect.poll(waiting, { timeout: 20_000 }).toBe(1);
    });
    expect(await other).toBeNull();
    expect([await names(), await standard()]).toEqual([["Bar", "Grill"], ["Bar"]]);
  });

  it("cannot share a name, however it is written", async () => {
    const { at, idOf, names } = await given("Bar", "Grill");
    const taken = ["station-name-taken", "name"];
    for (const name of ["Bar", "bar", "ＢＡＲ"]) {
      expect(await codeOf(addStation(db.pool, { ...at, name }))).toEqual(taken);
    }
    const stationId = await idOf("Grill");
    expect(await codeOf(changeStation(db.pool, { ...at, stationId, name: "BAR" }))).toEqual(taken);
    // Its own name is not somebody else's.
    await changeStation(db.pool, { ...at, stationId, name: "GRILL" });
    expect(await names()).toEqual(["Bar", "GRILL"]);
  });

  it("are as many as there may be, and no more", async () => {
    const many = Array.from({ length: MAX_STATIONS }, (_, i) => `Station ${i}`);
    const { at, names } = await given(...many);
    const refused = await codeOf(addStation(db.pool, { ...at, name: "One more" }));
    expect([refused, (await names()).length]).toEqual([["stations-full", null], MAX_STATIONS]);
  });

  it("are another default when somebody says so", async () => {
    const { at, idOf, standard } = await given("Kitchen", "Bar");
    const stationId = await idOf("Bar");
    await changeStation(db.pool, { ...at, stationId, isDefault: true });
    expect(await standard()).toEqual(["Bar"]);
    await changeStation(db.pool, { ...at, stationId, isDefault: true });
    expect(await standard()).toEqual(["Bar"]);
  });

  it("leave their being the default to the first of the others", async () => {
    const { at, idOf, names, standard } = await given("Kitchen", "Bar", "Grill");
    await removeStation(db.pool, { ...at, stationId: await idOf("Kitchen") });
    expect([await names(), await standard()]).toEqual([["Bar", "Grill"], ["Bar"]]);
    await removeStation(db.pool, { ...at, stationId: await idOf("Grill") });
    expect(await standard()).toEqual(["Bar"]);
    await removeStation(db.pool, { ...at, stationId: await idOf("Bar") });
    expect(await names()).toEqual([]);
  });

  it("are brought into an order that names each of them once", async () => {
    const { at, idOf, names } = await given("A", "B", "C");
    const [a, b, c] = [await idOf("A"), await idOf("B"), await idOf("C")];
    await orderStations(db.pool, { ...at, stationIds: [c, a, b] });
    expect(await names()).toEqual(["C", "A", "B"]);
    for (const stationIds of [[c, a], [c, a, a], [c, a, uuidv7()], [c, a, b, b], []]) {
      expect(await codeOf(orderStations(db.pool, { ...at, stationIds }))).toEqual([
        "stations-changed",
        "stationIds",
      ]);
    }
    await removeStation(db.pool, { ...at, stationId: a });
    await addStation(db.pool, { ...at, name: "D" });
    expect(await names()).toEqual(["C", "B", "D"]);
  });

  it("are yellow before they are red, also where one of the two is as everywhere", async () => {
    const { at, idOf, read } = await given("Grill");
    const stationId = await idOf("Grill");
    const change = (warnAfterS?: number | null, lateAfterS?: number | null) =>
      codeOf(changeStation(db.pool, { ...at, stationId, warnAfterS, lateAfterS }));
    const times = async () => (await read()).map((each) => [each.warnAfterS, each.lateAfterS]);
    expect(await change(600, 1_200)).toBeNull();
    expect(await times()).toEqual([[600, 1_200]]);
    // What is left out stays.
    expect(await change(undefined, 900)).toBeNull();
    expect(await times()).toEqual([[600, 900]]);
    const wrong = ["field-invalid", "lateAfterS"];
    expect(await change(900)).toEqual(wrong);
    expect(await change(undefined, 600)).toEqual(wrong);
    expect(await change(900, null)).toEqual(wrong);
    expect(await change(null, 300)).toEqual(wrong);
    expect(await times()).toEqual([[600, 900]]);
    expect(await change(null, null)).toBeNull();
    expect(await times()).toEqual([[null, null]]);
  });

  it("of others, and those that are gone, are unknown", async () => {
    const { at, names } = await given("Grill");
    const other = await given("Bar");
    for (const stationId of [await other.idOf("Bar"), uuidv7()]) {
      const unknown = ["station-unknown", null];
      expect(await codeOf(changeStation(db.pool, { ...at, stationId, name: "X" }))).toEqual(
        unknown,
      );
      expect(await codeOf(removeStation(db.pool, { ...at, stationId }))).toEqual(unknown);
    }
    expect([await names(), await other.names()]).toEqual([["Grill"], ["Bar"]]);
  });

  it("are written down with who changed them, without their names", async () => {
    const { at, idOf } = await given("Grill");
    const stationId = await idOf("Grill");
    await changeStation(db.pool, { ...at, stationId, name: "Fire" });
    await removeStation(db.pool, { ...at, stationId });
    const { rows } = await db.owner.query<{ details: unknown }>(
      `select details from session_activity_log
       where restaurant_id = $1 and action = 'stations.change' order by id`,
      [at.restaurantId],
    );
    expect(rows.map(({ details }) => details)).toEqual([
      { added: stationId },
      { changed: stationId },
      { removed: stationId },
    ]);
  });
});
