import type { DraftDish } from "@tureen/shared/menu/draft/draft";
import type { DraftEdit } from "@tureen/shared/menu/draft/edits";
import { toldText } from "@tureen/shared/menu/formats/report";
import { parseMenuFile } from "@tureen/shared/menu/menu-file";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { transaction } from "../../platform/database.ts";
import { enterRestaurant } from "../../platform/wire/index.ts";
import { addStaff } from "../../staff/manage-staff.ts";
import { givenRestaurant, SMALL_MENU, type TestRestaurant } from "../../testing/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { importMenu } from "../import-menu.ts";
import { readMenu, readMenuVersion } from "../read-menu.ts";
import { setAvailability } from "../set-availability.ts";
import { discardDraft } from "./discard-draft.ts";
import { editDraft } from "./edit-draft.ts";
import {
  cancelPublication,
  planPublication,
  publishDraft,
  publishPlanned,
} from "./publish-draft.ts";
import { catchUp, readDraft } from "./read-draft.ts";
import { readVersionAsDraft, readVersions } from "./read-versions.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

let restaurant: TestRestaurant;
let restaurantId: string;
let ada: string;
let bo: string;
beforeEach(async () => {
  restaurant = await givenRestaurant(db.pool);
  restaurantId = restaurant.restaurantId;
  [ada, bo] = [await manager("Ada"), await manager("Bo")];
});

const now = () => new Date();
const manager = async (name: string) => {
  const account = { login: name.toLowerCase(), name, role: "manager" } as const;
  const by = { kind: "staff", id: null } as const;
  return (await addStaff(db.pool, { restaurantId, ...account, by, now: now() })).userId;
};
const set = (name: string, field: string, was: unknown, to: unknown): DraftEdit => ({
  ...{ kind: "set", id: restaurant.item(name).id },
  ...{ field, was, to },
});
const edit = (userId: string, edits: readonly DraftEdit[], since = 0) =>
  editDraft(db.pool, { restaurantId, since, edits, userId, now: now() });
const read = () => readDraft(db.pool, { restaurantId });
const publish = async (changes: { revision?: number; against?: number } = {}) => {
  const { revision, inForce } = await read();
  const by = { kind: "staff", id: ada, role: "manager" } as const;
  const seen = { revision, against: inForce, ...changes };
  return await publishDraft(db.pool, { restaurantId, ...seen, by, now: now() });
};
const menuNow = async () => (await readMenu(db.pool, { restaurantId })).menu;
const dishNow = async (name: string) =>
  (await menuNow()).categories.flatMap((c) => c.items).find((item) => item.name === name);
const importAnew = async (menu: unknown) => {
  const parsed = parseMenuFile(menu);
  if (!parsed.ok) throw new Error(toldText(parsed.problem));
  await transaction(db.pool, async (tx) => {
    await enterRestaurant(tx, restaurantId);
    await importMenu(tx, { restaurantId, file: parsed.file, now: now() });
  });
};

describe("A menu's draft", () => {
  it("begins as the menu in force, and publishing it then changes nothing", async () => {
    const { draft, revision, edited, inForce } = await read();
    expect(draft.categories).toEqual(restaurant.menu.categories);
    expect({ revision, edited, inForce }).toEqual({ revision: 0, edited: false, inForce: 1 });
    expect(await publish()).toEqual({ version: 1, changed: false });
  });

  it("is published as a version, under the ids that there were", async () => {
    const soup = restaurant.item("Soup");
    const by = { kind: "staff", id: ada } as const;
    const out = { itemId: soup.id, available: false, stock: null };
    await setAvailability(db.pool, { restaurantId, ...out, by, now: now() });
    await edit(ada, [set("Soup", "name", "Soup", "Stew"), set("Soup", "price", 450, 520)]);
    expect(await read()).toMatchObject({ revision: 1, edited: true });
    expect(await publish()).toEqual({ version: 2, changed: true });
    expect(await read()).toMatchObject({ edited: false, baseVersion: 2, inForce: 2 });
    expect(await dishNow("Stew")).toEqual({ ...soup, name: "Stew", price: 520 });
    const { availability } = await readMenu(db.pool, { restaurantId });
    expect(availability.soldOut).toEqual([soup.id]);
    const versions = await readVersions(db.pool, { restaurantId, limit: 10 });
    expect(versions).toMatchObject([
      { version: 2, name: "Ada", dishes: 3 },
      { version: 1, name: null, dishes: 3 },
    ]);
    const first = await readVersionAsDraft(db.pool, { restaurantId, version: 1 });
    expect(first.categories).toEqual(restaurant.menu.categories);
    expect(await readMenuVersion(db.pool, { restaurantId, version: 1 })).toEqual(restaurant.menu);
  });

  it("keeps both when two managers change different fields at once", async () => {
    const answers = await Promise.all([
      edit(ada, [set("Soup", "price", 450, 500)]),
      edit(bo, [set("Soup", "name", "Soup", "Stew")]),
    ]);
    expect(answers.flatMap(({ conflicts }) => conflicts)).toEqual([]);
    expect(answers.map(({ revision }) => revision).sort()).toEqual([1, 2]);
    // The second of them hears of the first.
    const [missed] = answers.flatMap((answer) => answer.missed ?? []);
    expect(missed).toMatchObject({ revision: 1, edits: [{ id: restaurant.item("Soup").id }] });
    const dish = (await read()).draft.categories[0]?.items[0];
    expect(dish).toMatchObject({ name: "Stew", price: 500 });
  });

  it("says who changed the same field, and keeps it", async () => {
    await edit(bo, [set("Soup", "price", 450, 500)]);
    const mine = [set("Water", "price", 200, 250), set("Soup", "price", 450, 480)];
    const { conflicts, revision, missed } = await edit(ada, mine);
    expect(revision).toBe(1);
    expect(missed).toHaveLength(1);
    expect(conflicts).toMatchObject([
      { edit: 1, reason: "changed", field: "price", now: 500, by: { userId: bo, name: "Bo" } },
    ]);
    const items = (await read()).draft.categories.flatMap((c) => c.items);
    expect(items.map(({ price }) => price)).toEqual([500, 900, 200]);
    // Whoever wants theirs says that they have seen the other.
    const again = await edit(ada, [set("Soup", "price", 500, 480)], revision);
    expect(again).toEqual({ revision: 2, missed: [], conflicts: [] });
  });

  it("says who took away what somebody is changing", async () => {
    const was = (await read()).draft.categories[1] as unknown as DraftDish;
    await edit(bo, [{ kind: "remove", id: was.id, was }]);
    const { conflicts } = await edit(ada, [set("Water", "price", 200, 250)]);
    expect(conflicts).toMatchObject([{ reason: "gone", by: { name: "Bo" } }]);
  });

  it("can be sent the same edits again", async () => {
    const edits = [set("Soup", "price", 450, 500)];
    await edit(ada, edits);
    expect(await edit(ada, edits)).toMatchObject({ conflicts: [] });
    expect((await read()).draft.categories[0]?.items[0]?.price).toBe(500);
  });

  it.each<[string, string, unknown]>([
    ["a negative price", "price", -1],
    ["half a cent", "price", 1.5],
    ["a price as text", "price", "5.00"],
    ["a dish without a name", "name", ""],
    ["a name of control characters", "name", "\u0007"],
    ["a name without an end", "name", "x".repeat(201)],
    ["a field that dishes do not have", "colour", "red"],
    ["allergens that are no words", "allergens", "nuts"],
    ["a name for the kitchen that nobody sees", "kitchenName", "\u200b"],
    ["a name for the kitchen that no ticket has room for", "kitchenName", "x".repeat(41)],
    ["a course after the last", "course", 10],
    ["no time to make it", "prepMinutes", 0],
    ["half a portion a day", "stockPerDay", 0.5],
    ["a window with one time", "served", [{ span: { from: "11:30" } }]],
    [
      "a price at times without times",
      "priceRules",
      [{ when: [], change: { kind: "fixed", price: 1 } }],
    ],
  ])("refuses %s with the field that is wrong", async (_, field, to) => {
    const item = restaurant.item("Soup") as unknown as Record<string, unknown>;
    const edits = [set("Soup", field, item[field] ?? null, to)];
    await expect(edit(ada, edits)).rejects.toMatchObject({ code: "field-invalid" });
    expect((await read()).revision).toBe(0);
  });

  it("is not published when it is not what was looked at", async () => {
    await edit(bo, [set("Soup", "price", 450, 500)]);
    await expect(publish({ revision: 0 })).rejects.toMatchObject({ code: "draft-changed" });
    await expect(publish({ against: 0 })).rejects.toMatchObject({ code: "draft-changed" });
    expect((await menuNow()).version).toBe(1);
  });

  it("is not published with a choice that nobody can make, or without a dish", async () => {
    const [size] = restaurant.item("Pizza").options;
    const impossible: DraftEdit = { ...set("Pizza", "min", 1, 3), id: size?.id ?? "" } as DraftEdit;
    await edit(ada, [impossible]);
    await expect(publish()).rejects.toMatchObject({ code: "menu-unpublishable", field: size?.id });
    const edits = ["Soup", "Pizza", "Water"].map((name) => set(name, "hidden", null, true));
    await edit(ada, [{ ...impossible, was: 3, to: 1 } as DraftEdit, ...edits]);
    await expect(publish()).rejects.toMatchObject({ code: "menu-unpublishable" });
  });

  it("follows an import while nobody has written into it, and is kept where somebody has", async () => {
    const dearer = { ...SMALL_MENU, categories: SMALL_MENU.categories.slice(0, 1) };
    const { revision } = await read();
    await importAnew(dearer);
    const after = await read();
    expect(after).toMatchObject({ baseVersion: 2, inForce: 2, edited: false });
    expect(after.revision).toBeGreaterThan(revision);
    expect(after.draft.categories).toHaveLength(1);
    await edit(ada, [set("Soup", "price", 450, 500)]);
    await importAnew(SMALL_MENU);
    expect(await read()).toMatchObject({ edited: true, baseVersion: 2, inForce: 3 });
  });

  it("keeps what is hidden or unpriced through publications and imports", async () => {
    const hidden = set("Water", "hidden", null, true);
    await edit(ada, [hidden, set("Soup", "price", 450, null)]);
    await publish();
    expect((await menuNow()).categories.flatMap((c) => c.items.map((i) => i.name))).toEqual([
      "Pizza",
    ]);
    await importAnew(SMALL_MENU);
    const items = (await read()).draft.categories.flatMap((c) => c.items);
    expect(items.map(({ name, hidden, price }) => [name, hidden, price])).toEqual([
      ["Soup", undefined, undefined],
      ["Pizza", undefined, 900],
      ["Water", true, 200],
    ]);
  });

  it("is read and written while confirms hold the menu", async () => {
    await read();
    const confirm = await db.owner.connect();
    try {
      await confirm.query("begin");
      await confirm.query("select 1 from restaurants where id = $1 for share", [restaurantId]);
      expect((await edit(ada, [set("Soup", "price", 450, 500)])).revision).toBe(1);
      expect((await catchUp(db.pool, { restaurantId, since: 0 })).missed).toHaveLength(1);
      expect((await read()).edited).toBe(true);
    } finally {
      await confirm.query("rollback");
      confirm.release();
    }
  });

  it("becomes the menu in force again when it is given up", async () => {
    await edit(ada, [set("Soup", "price", 450, 500)]);
    const discard = (revision: number) =>
      discardDraft(db.pool, { restaurantId, revision, userId: bo, now: now() });
    await expect(discard(0)).rejects.toMatchObject({ code: "draft-changed" });
    expect(await discard(1)).toEqual({ revision: 2 });
    expect(await read()).toMatchObject({ edited: false });
    const { missed } = await catchUp(db.pool, { restaurantId, since: 1 });
    expect(missed).toMatchObject([{ name: "Bo", edits: [{ field: "price", was: 500, to: 450 }] }]);
  });
});

describe("A planned publication", () => {
  const at = (minutes: number) => new Date(now().getTime() + minutes * 60_000);
  const plan = async (moment: Date) => {
    const { revision, inForce: against } = await read();
    const by = { kind: "staff", id: ada, role: "manager" } as const;
    const publication = { restaurantId, revision, against, by, now: now() };
    await planPublication(db.pool, { ...publication, at: moment });
  };

  it("happens once, when its moment has come, with the draft as it was then", async () => {
    await edit(ada, [set("Soup", "price", 450, 500)]);
    await plan(at(10));
    expect((await read()).plannedFor).not.toBeNull();
    await edit(bo, [set("Soup", "price", 500, 600)]);
    expect(await publishPlanned(db.pool, { restaurantId, now: now() })).toBeNull();
    expect(await publishPlanned(db.pool, { restaurantId, now: at(11) })).toEqual({ version: 2 });
    expect(await publishPlanned(db.pool, { restaurantId, now: at(12) })).toBeNull();
    expect(await dishNow("Soup")).toMatchObject({ price: 500 });
    expect(await read()).toMatchObject({ edited: true, plannedFor: null, inForce: 2 });
  });

  it("leaves nothing to publish when nobody has written since", async () => {
    await edit(ada, [set("Soup", "price", 450, 500)]);
    await plan(at(10));
    await publishPlanned(db.pool, { restaurantId, now: at(11) });
    expect(await read()).toMatchObject({ edited: false });
  });

  it("can be called off, and is not planned for the past", async () => {
    await edit(ada, [set("Soup", "price", 450, 500)]);
    await expect(plan(at(-1))).rejects.toMatchObject({ code: "field-invalid", field: "at" });
    await plan(at(10));
    const by = { kind: "staff", id: ada } as const;
    await cancelPublication(db.pool, { restaurantId, by, now: now() });
    expect(await publishPlanned(db.pool, { restaurantId, now: at(11) })).toBeNull();
  });

  it("is found by the worker", async () => {
    await edit(ada, [set("Soup", "price", 450, 500)]);
    await plan(at(10));
    const due = async (moment: Date) =>
      (await db.pool.query("select tureen_due_menus($1, 10) as id", [moment])).rows;
    expect(await due(now())).toEqual([]);
    expect(await due(at(11))).toContainEqual({ id: restaurantId });
    await publishPlanned(db.pool, { restaurantId, now: at(11) });
  });
});

it("a revision of nobody's is not made up", async () => {
  const { missed } = await catchUp(db.pool, { restaurantId, since: 7 });
  expect(missed).toBeNull();
  await edit(uuidv7(), [set("Soup", "price", 450, 500)]);
  expect((await catchUp(db.pool, { restaurantId, since: 0 })).missed).toMatchObject([
    { name: null, revision: 1 },
  ]);
});
