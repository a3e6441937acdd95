import type { OpeningHours } from "@tureen/shared/menu/timing/rules";
import { formatRecording, parseRecording } from "@tureen/shared/replay/file";
import { verifyRecording } from "@tureen/shared/replay/verify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MenuCache } from "../menu/menu-cache.ts";
import { pauseOrders } from "../menu/pause-orders.ts";
import { readAvailability } from "../menu/read-menu.ts";
import { readService } from "../menu/read-service.ts";
import { setAvailability } from "../menu/set-availability.ts";
import { setChoiceAvailability } from "../menu/set-choice-availability.ts";
import { setHours } from "../menu/set-hours.ts";
import { readRecording } from "../replay/read-recording.ts";
import { givenRestaurant, givenTable } from "../testing/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { commitConfirm } from "./commit-confirm.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const by = { kind: "staff", id: null } as const;
const evening = [{ from: "17:00", until: "02:30" }];

/** Wine from five in the evening until half past two, soup cheaper meanwhile, three of the day's dish. */
const MENU = {
  ...{ name: "Timed", currency: "EUR", locale: "en", timezone: "Europe/Berlin", day_starts_at: 4 },
  categories: [
    {
      name: "All",
      price_rules: [{ when: evening, change: { percent: -20, round_to: "0.50" } }],
      items: [
        {
          name: "Soup",
          price: "9.90",
          options: [
            {
              ...{ name: "Size", min: 0, max: 1 },
              values: [
                {
                  ...{ name: "Large", price_delta: "2.00" },
                  price_rules: [{ when: evening, change: { price: "1.00" } }],
                },
              ],
            },
          ],
        },
        { name: "Wine", price: "5.00", served: evening, price_rules: [] },
        { name: "Special", price: "12.00", stock_per_day: 3, price_rules: [] },
      ],
    },
  ],
};

/** A table whose confirms arrive at one moment of Berlin's clock and are decided at another. */
async function givenTimedTable() {
  const restaurant = await givenRestaurant(db.pool, { menu: MENU });
  const table = await givenTable(db.pool, restaurant);
  const { restaurantId, sessionId } = table;
  const options = (name: string) => {
    const size = restaurant.item(name).options[0];
    return size ? [{ option: size.id, values: [size.values[0]?.id ?? ""] }] : [];
  };
  async function order(name: string, arrived: string, more: { price: number; quantity?: number }) {
    const { price: unitPrice, quantity = 1 } = more;
    const now = new Date(arrived);
    const item = restaurant.item(name);
    const line = await table.phone.add(item, quantity, options(name));
    const confirmId = table.phone.writeConfirm(restaurant, [{ line, quantity }], {
      lines: [{ line, quantity, unitPrice, ordered: 0 }],
      ...{ total: unitPrice * quantity, at: now.getTime() },
    });
    expect(await table.phone.send(now)).toMatchObject({ ok: true });
    const late = new Date(now.getTime() + 30 * 60_000);
    const { receipt } = await commitConfirm(db.pool, {
      ...{
        restaurantId,
        sessionId,
        confirmId,
        menus: new MenuCache(),
        maxAgeMs: 600_000,
        now: late,
      },
    });
    await table.phone.receive();
    return receipt.ok ? "ordered" : (receipt.lines[0] ?? receipt.code);
  }
  const left = async (at: string) => {
    const days = await readService(db.pool, { restaurantId });
    const { stock } = await readAvailability(db.pool, { restaurantId, at: new Date(at), days });
    return stock[restaurant.item("Special").id];
  };
  const verify = async () => {
    const { recording } = await readRecording(db.pool, table, { menus: new MenuCache() });
    const again = parseRecording(formatRecording(recording));
    return [verifyRecording(recording).ok, verifyRecording(again).ok];
  };
  return { ...table, restaurant, order, left, verify };
}

describe("A confirm is decided by the clock of the moment at which it arrived", () => {
  test("with the prices and the dishes of that time, and derives again so", async () => {
    const { order, verify } = await givenTimedTable();
    // Winter time: an hour ahead of UTC. Decided half an hour later, when the wine is served.
    expect(await order("Wine", "2025-12-01T15:59:59Z", { price: 500 })).toMatchObject({
      code: "not-served",
    });
    expect(await order("Soup", "2025-12-01T15:59:59Z", { price: 1190 })).toBe("ordered");
    expect(await order("Wine", "2025-12-01T16:00:00Z", { price: 400 })).toBe("ordered");
    expect(await order("Soup", "2025-12-01T16:00:00Z", { price: 1190 })).toMatchObject({
      ...{ code: "price-changed", seen: 1190, now: 900 },
    });
    expect(await order("Soup", "2025-12-01T16:00:00Z", { price: 900 })).toBe("ordered");
    const { rows } = await db.owner.query(
      "select value_name, price_delta_minor from order_item_customizations order by 2",
    );
    expect(rows).toEqual([
      { value_name: "Large", price_delta_minor: 100 },
      { value_name: "Large", price_delta_minor: 200 },
    ]);
    expect(await verify()).toEqual([true, true]);
  });

  test("past midnight and through the hour that comes twice, and derives again so", async () => {
    const { order, verify } = await givenTimedTable();
    expect(await order("Wine", "2025-10-25T22:10:00Z", { price: 400 })).toBe("ordered");
    expect(await order("Wine", "2025-10-26T00:29:00Z", { price: 400 })).toBe("ordered");
    // Half past two comes for the second time at 01:30 UTC: it was over the first time.
    for (const time of ["00:30", "01:15", "01:45"]) {
      expect(await order("Wine", `2025-10-26T${time}:00Z`, { price: 400 })).toMatchObject({
        code: "not-served",
      });
    }
    expect(await verify()).toEqual([true, true]);
  });

  test("not while the kitchen has paused orders, and again when it has not", async () => {
    const { order, restaurantId, verify } = await givenTimedTable();
    const now = new Date("2025-12-01T17:00:00Z");
    const pause = await pauseOrders(db.pool, { restaurantId, minutes: 20, by, now });
    expect(pause).toEqual({ from: now.getTime(), until: now.getTime() + 20 * 60_000 });
    expect(await order("Wine", "2025-12-01T16:59:59Z", { price: 400 })).toBe("ordered");
    expect(await order("Wine", "2025-12-01T17:10:00Z", { price: 400 })).toBe("paused");
    expect(await order("Wine", "2025-12-01T17:20:00Z", { price: 400 })).toBe("ordered");
    await pauseOrders(db.pool, { restaurantId, minutes: null, by, now });
    expect(await order("Wine", "2025-12-01T17:10:00Z", { price: 400 })).toBe("ordered");
    const { rows } = await db.owner.query(
      "select action, details from session_activity_log where restaurant_id = $1 and action like 'orders.%' order by at, action",
      [restaurantId],
    );
    expect(rows).toEqual([
      { action: "orders.pause", details: { minutes: 20 } },
      { action: "orders.resume", details: {} },
    ]);
    expect(await verify()).toEqual([true, true]);
  });

  test("only while it is open, until the last orders", async () => {
    const { order, restaurantId, verify } = await givenTimedTable();
    const hours: OpeningHours = {
      week: Array.from({ length: 7 }, () => [{ from: "12:00", until: "00:30" }]),
      exceptions: [{ fromDate: "2025-12-02", untilDate: "2025-12-02", spans: [] }],
      lastOrders: 45,
    };
    await setHours(db.pool, { restaurantId, hours, by, now: new Date() });
    expect(await order("Special", "2025-12-01T10:59:59Z", { price: 950 })).toBe("closed");
    expect(await order("Special", "2025-12-01T22:44:59Z", { price: 950 })).toBe("ordered");
    expect(await order("Special", "2025-12-01T22:45:00Z", { price: 950 })).toBe("last-orders");
    expect(await order("Special", "2025-12-02T17:00:00Z", { price: 950 })).toBe("closed");
    expect(await order("Special", "2025-12-03T17:00:00Z", { price: 950 })).toBe("ordered");
    expect(await verify()).toEqual([true, true]);
  });
});

describe("What is counted and marked by the day", () => {
  test("is all there again on the next business day, and no sooner", async () => {
    const { order, left, verify, restaurant, restaurantId } = await givenTimedTable();
    const two = { price: 950, quantity: 2 };
    expect(await left("2025-12-01T17:00:00Z")).toBe(3);
    expect(await order("Special", "2025-12-01T17:00:00Z", two)).toBe("ordered");
    expect(await order("Special", "2025-12-01T18:00:00Z", two)).toMatchObject({
      ...{ code: "sold-out", left: 1 },
    });
    expect(await left("2025-12-02T02:59:59Z")).toBe(1);
    expect(await left("2025-12-02T03:00:00Z")).toBe(3);
    expect(await order("Special", "2025-12-02T17:00:00Z", two)).toBe("ordered");
    expect(await left("2025-12-02T17:00:00Z")).toBe(1);
    // What staff say holds for their day.
    await setAvailability(db.pool, {
      ...{ restaurantId, itemId: restaurant.item("Special").id, available: true, stock: null },
      ...{ by, now: new Date("2025-12-02T18:00:00Z") },
    });
    expect(await left("2025-12-02T18:00:00Z")).toBeUndefined();
    expect(await left("2025-12-03T18:00:00Z")).toBe(3);
    expect(await verify()).toEqual([true, true]);
  });

  test("a mark that ends by itself ends then: at a time, or as the next business day begins", async () => {
    const { order, restaurant, restaurantId } = await givenTimedTable();
    const itemId = restaurant.item("Wine").id;
    const now = new Date("2025-12-01T17:00:00Z");
    const mark = (until: Date | "tomorrow" | null) =>
      setAvailability(db.pool, {
        ...{ restaurantId, itemId, available: false, stock: null, until, by, now },
      });
    const sold = (at: string) => order("Wine", at, { price: 400 });
    await mark(new Date("2025-12-01T18:00:00Z"));
    expect(await sold("2025-12-01T17:59:59Z")).toMatchObject({ code: "sold-out" });
    expect(await sold("2025-12-01T18:00:00Z")).toBe("ordered");
    await mark("tomorrow");
    const days = await readService(db.pool, { restaurantId });
    const marks = await readAvailability(db.pool, { restaurantId, at: now, days });
    expect(marks.soldOutUntil).toEqual({ [itemId]: Date.parse("2025-12-02T03:00:00Z") });
    expect(await sold("2025-12-01T23:00:00Z")).toMatchObject({ code: "sold-out" });
    expect(await sold("2025-12-02T16:00:00Z")).toBe("ordered");
    await mark(null);
    expect(await sold("2025-12-10T17:00:00Z")).toMatchObject({ code: "sold-out" });
  });

  test("so does the mark of one choice, of which the dish can be had without", async () => {
    const { order, restaurant, restaurantId, verify } = await givenTimedTable();
    const valueId = restaurant.item("Soup").options[0]?.values[0]?.id ?? "";
    const now = new Date("2025-12-01T10:00:00Z");
    const mark = (available: boolean, until?: Date | "tomorrow" | null) =>
      setChoiceAvailability(db.pool, { restaurantId, valueId, available, until, by, now });
    const marks = async (at: string) => {
      const days = await readService(db.pool, { restaurantId });
      return await readAvailability(db.pool, { restaurantId, at: new Date(at), days });
    };
    const large = (at: string) => order("Soup", at, { price: 1190 });
    await mark(false, new Date("2025-12-01T11:00:00Z"));
    expect(await large("2025-12-01T10:59:59Z")).toMatchObject({ code: "sold-out", left: 0 });
    expect(await large("2025-12-01T11:00:00Z")).toBe("ordered");
    expect((await marks("2025-12-01T11:00:00Z")).valuesOut).toEqual([]);
    await mark(false, "tomorrow");
    expect(await marks("2025-12-02T02:59:59Z")).toMatchObject({
      ...{ soldOut: [], valuesOut: [valueId] },
      soldOutUntil: { [valueId]: Date.parse("2025-12-02T03:00:00Z") },
    });
    expect((await marks("2025-12-02T03:00:00Z")).valuesOut).toEqual([]);
    await mark(false);
    expect(await large("2025-12-10T10:00:00Z")).toMatchObject({ code: "sold-out" });
    await mark(true);
    expect(await large("2025-12-10T10:00:00Z")).toBe("ordered");
    expect(await verify()).toEqual([true, true]);
    const other = { restaurantId, valueId: restaurant.item("Soup").id, available: false };
    await expect(setChoiceAvailability(db.pool, { ...other, by, now })).rejects.toMatchObject({
      code: "item-unknown",
    });
  });
});
