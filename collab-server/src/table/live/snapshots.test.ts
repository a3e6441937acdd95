import { createTestDatabase, type TestDatabase } from "@tureen/persistence/testing/test-database";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { Cleanup } from "../../testing/cleanup.ts";
import { startLiveNode } from "../../testing/live-node.ts";
import { connectPhone } from "../../testing/live-phone.ts";
import { openLiveTable } from "../../testing/live-table.ts";
import { LocalSignals } from "../../testing/local-signals.ts";
import { until } from "../../testing/until.ts";

/** Edits since the last snapshot with which the next one is due. */
const TAIL = 200;

let db: TestDatabase;
const cleanup = new Cleanup();
beforeAll(async () => {
  db = await createTestDatabase();
});
afterEach(() => cleanup.run());
afterAll(() => db.drop());

async function latestSnapshot(sessionId: string): Promise<number> {
  const { rows } = await db.owner.query<{ seq: string }>(
    "select coalesce(max(seq), 0) as seq from session_snapshots where session_id = $1",
    [sessionId],
  );
  return Number(rows[0]?.seq);
}

test("is written soon after it is due, also of a table that goes on tapping, and again", async () => {
  const plenty = { perSecond: 10_000, burst: 10_000 };
  const node = cleanup.add(
    await startLiveNode({
      database: db.pool,
      signals: new LocalSignals(),
      allowances: { edits: plenty, asks: plenty, arrivals: plenty },
      timing: { snapshotAfterMs: 300 },
    }),
    (n) => n.close(),
  );
  const table = await openLiveTable(db.pool);
  const { sessionId } = table;
  const ana = cleanup.add(await connectPhone(node, table), (phone) => phone.destroy());
  const line = await ana.add(table);
  let taps = 0;
  const tap = () => ana.edits.tap(line, taps++ % 2 === 0 ? 1 : -1);
  const before = await latestSnapshot(sessionId);

  for (let n = 0; n < TAIL - 10; n++) tap();
  await ana.untilSaved();
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await latestSnapshot(sessionId)).toBe(before);

  const untilNext = async (after: number) => {
    for (let n = 0; n < TAIL; n++) tap();
    // A tap every so often: it is never quiet for as long as the snapshot waits.
    const goesOn = setInterval(tap, 100);
    try {
      await until("a snapshot", async () => (await latestSnapshot(sessionId)) > after);
    } finally {
      clearInterval(goesOn);
    }
    return latestSnapshot(sessionId);
  };
  const first = await untilNext(before);
  await ana.untilSaved();
  const second = await untilNext(first);
  expect(second).toBeGreaterThanOrEqual(first + TAIL);
  await ana.untilSaved();
});
