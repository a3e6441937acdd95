import type { Signal } from "@tureen/shared/platform/signals";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { redisSignals } from "../../platform/signals/redis-signals.ts";
import { givenRestaurant } from "../../testing/fixtures.ts";
import { createTestDatabase, requiredUrl, type TestDatabase } from "../../testing/test-database.ts";
import { readMenu } from "../read-menu.ts";
import { invalidateCli } from "./cli.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

async function run(...args: string[]) {
  const lines: string[] = [];
  const print = (line: string) => lines.push(line);
  const env = { DATABASE_URL: db.url, REDIS_URL: requiredUrl("TEST_REDIS_URL") };
  const code = await invalidateCli({ args, env, print, printError: print });
  return { code, text: lines.join("\n") };
}

test("the menu counts as changed, and every server hears of it", async () => {
  const { restaurantId } = await givenRestaurant(db.pool);
  const signals = redisSignals({ url: requiredUrl("TEST_REDIS_URL"), onError: () => {} });
  try {
    await signals.ready;
    const heard: Signal[] = [];
    signals.subscribe((signal) => {
      if (signal.restaurantId === restaurantId) heard.push(signal);
    });
    const before = await readMenu(db.pool, { restaurantId });
    expect(await run(restaurantId)).toMatchObject({ code: 0 });
    const after = await readMenu(db.pool, { restaurantId });
    expect(after).toEqual({ ...before, cacheVersion: before.cacheVersion + 1 });
    const news = [{ kind: "menu", restaurantId, version: before.menu.version }];
    await vi.waitFor(() => expect(heard).toEqual(news), { timeout: 30_000 });
  } finally {
    await signals.close();
  }
});

test.each([
  [[], "npm run menu:invalidate -- RESTAURANT"],
  [["--all"], "npm run menu:invalidate -- RESTAURANT"],
  [["Nowhere"], 'there is no restaurant "Nowhere"'],
])("%j is answered with a sentence", async (args, sentence) => {
  const { code, text } = await run(...args);
  expect(code).toBe(1);
  expect(text).toContain(sentence);
});
