import { readdir, readFile } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { clockAheadMs, readSharedTime, sharedNow, sharedNowMs } from "./shared-clock.ts";

const MINUTE = 60_000;
const realNow = Date.now;

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await readSharedTime(db.pool);
});
afterAll(() => db.drop());

/** Sets the machine's clock, not the database's. */
const setClock = (aheadMs: number) =>
  vi.spyOn(Date, "now").mockImplementation(() => realNow() + aheadMs);

describe("The shared clock", () => {
  test.each([15, -15])(
    "is the database's on a machine that is %d minutes ahead",
    async (minutes) => {
      setClock(minutes * MINUTE);
      await readSharedTime(db.pool);
      expect(Math.abs(sharedNowMs() - realNow())).toBeLessThan(5_000);
      expect(Math.abs(clockAheadMs() - minutes * MINUTE)).toBeLessThan(5_000);
    },
  );

  test("goes on when the machine's is set", async () => {
    await readSharedTime(db.pool);
    const before = sharedNow();
    setClock(-60 * MINUTE);
    expect(sharedNow().getTime()).toBeGreaterThanOrEqual(before.getTime());
    setClock(60 * MINUTE);
    expect(sharedNow().getTime() - before.getTime()).toBeLessThan(5_000);
  });

  test("does not jump by what a slow answer may be wrong by", async () => {
    await readSharedTime(db.pool);
    const before = sharedNowMs() - performance.now();
    await readSharedTime(db.pool);
    expect(sharedNowMs() - performance.now()).toBeCloseTo(before, -1);
  });
});

test("whatever servers and workers write down or compare is by the shared clock", async () => {
  const offences: string[] = [];
  for (const root of ["../", "../../../collab-server/src/"]) {
    const folder = new URL(root, import.meta.url);
    for (const name of await readdir(folder, { recursive: true })) {
      // A command runs once, by whoever calls it; tests have times of their own.
      if (!/^(?!.*(\.test\.ts$|testing\/|attacks\/|cli)).*\.ts$/.test(name)) continue;
      const text = await readFile(new URL(name, folder), "utf8");
      if (text.includes("new Date()")) offences.push(name);
    }
  }
  expect(offences).toEqual([]);
});
