/** The simulation on a tiny evening: nothing comes from nowhere, and the same seed tells the same. */
import { readFile } from "node:fs/promises";
import { takesUpTo } from "@tureen/collab-server/web-server/placement";
import { describe, expect, test } from "vitest";
import { COSTS } from "./costs.ts";
import { BUSY_NIGHT, type Evening } from "./evening.ts";
import { EventQueue } from "./event-queue.ts";
import { bounds, costsReport, reportOf } from "./report.ts";
import { simulate } from "./simulate.ts";

/** Twelve restaurants of sixty tables on six nodes. */
const SMALL: Evening = {
  ...BUSY_NIGHT,
  ...{ restaurants: 12, tablesPerRestaurant: 60, nodes: 6, shards: 2, webServers: 1 },
};
const ARMS = ["by session", "placed"] as const;

describe.each(ARMS)("An evening with tables %s", (arm) => {
  test("is the same for the same seed, and another for another", () => {
    const night = simulate(arm, SMALL);
    expect(simulate(arm, SMALL)).toEqual(night);
    expect(simulate(arm, { ...SMALL, seed: 2 }).totals).not.toEqual(night.totals);
  });

  test("loses no phone and no edit, in any second", () => {
    let most = 0;
    const { totals } = simulate(arm, SMALL, (cluster, present) => {
      expect(cluster.phones).toBe(present);
      const counted = cluster.nodes.flatMap(({ tables }) => [...tables.values()]);
      const tables = counted.reduce((sum, { size }) => sum + size, 0);
      expect(tables * SMALL.phonesPerTable).toBe(present);
      most = Math.max(most, present);
    });
    expect(most).toBe(SMALL.restaurants * SMALL.tablesPerRestaurant * SMALL.phonesPerTable);
    expect(totals.seated - totals.left).toBe(totals.present);
    expect(totals.editsSaved + totals.editsHeld).toBe(totals.editsMade);
    // What was held is saved by the end.
    expect(totals.editsHeld).toBe(0);
  });
});

describe("Placed tables", () => {
  const [bySession, placed] = ARMS.map((arm) => simulate(arm, SMALL)) as [Night, Night];
  type Night = ReturnType<typeof simulate>;

  test("never take a node further above its bound than one table", () => {
    expect(placed.totals.mostAboveBound).toBeLessThan(SMALL.phonesPerTable);
    // And what a node has from when there were fewer of them is evened out by the end.
    let unevenness = 0;
    simulate("placed", SMALL, ({ nodes, busiest, phones }) => {
      unevenness = busiest.phones / (phones / nodes.length);
    });
    expect(unevenness).toBeLessThan(1.4);
  });

  test("are on few nodes, which check for less, at the same edits", () => {
    expect(placed.full.nodesPerRestaurant).toBeLessThan(0.7 * bySession.full.nodesPerRestaurant);
    expect(placed.full.checks).toBeLessThan(0.7 * bySession.full.checks);
    expect(placed.full.edits).toBe(bySession.full.edits);
    expect(placed.full.commits).toBe(bySession.full.commits);
    expect(placed.lostRedis.statements).toBeLessThan(bySession.lostRedis.statements);
  });

  test("of a node that is gone go to several others", () => {
    for (const { lostNode, drainedNode } of [bySession, placed]) {
      for (const gone of [lostNode, drainedNode]) {
        expect(gone.nodes).toBeGreaterThan(2);
        expect(gone.mostOnOne).toBeLessThan(gone.phones);
      }
    }
    expect(placed.joined.phones).toBeGreaterThan(0);
  });

  test("a shard that is away has its phones hold their edits, and no other does", () => {
    const phones =
      (SMALL.restaurants / SMALL.shards) * SMALL.tablesPerRestaurant * SMALL.phonesPerTable;
    expect(placed.lostShard.phones).toBe(phones);
    expect(placed.lostShard.heldEdits).toBeGreaterThan(0);
    expect(placed.lostShard.savedAfterS).toBeGreaterThan(0);
  });

  test("what breaks first stands first, and the report names every figure's source", () => {
    const [first, ...rest] = bounds(placed, SMALL);
    for (const { used } of rest) expect(used).toBeLessThanOrEqual(first?.used ?? 0);
    const report = reportOf([bySession, placed], SMALL);
    expect(report).toContain("12 restaurants of 60 tables of 4, 6 servers");
    expect(report).not.toMatch(/NaN|undefined|Infinity/);
    for (const { source } of Object.values(COSTS)) expect(source).not.toBe("");
  });
});

test("the capacity page shows the costs that it stands on, of the night that is played", async () => {
  const page = await readFile(new URL("../../decisions/capacity.md", import.meta.url), "utf8");
  expect(page).toContain(costsReport());
  const { restaurants, nodes, webServers, shards, seed } = BUSY_NIGHT;
  const night = `${restaurants.toLocaleString("en")} restaurants of 250 tables of 4, ${nodes} servers`;
  expect(page).toContain(`${night}, ${webServers} web servers, ${shards} shards, seed ${seed}:`);
});

test("a node takes what the web server's own function says", () => {
  simulate("placed", { ...SMALL, endS: 91 * 60 }, (cluster) => {
    expect(cluster.bound).toBe(takesUpTo(cluster.nodes));
  });
});

test("events come by their time, and at the same time as they were planned", () => {
  const queue = new EventQueue<number>();
  const times = [5, 1, 4, 1, 3, 5, 0, 2];
  for (const [i, at] of times.entries()) queue.plan(at, i);
  const order: number[] = [];
  for (let next = queue.next(); next; next = queue.next()) order.push(next.event);
  expect(order).toEqual([6, 1, 3, 7, 4, 2, 0, 5]);
});
