/** Restaurants on several real nodes behind real web servers, which come, leave, die and disagree. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { redisSignals } from "@tureen/persistence/platform/signals/redis-signals";
import { givenRestaurant } from "@tureen/persistence/testing/fixtures";
import { startTcpProxy } from "@tureen/persistence/testing/tcp-proxy";
import {
  createTestDatabase,
  requiredUrl,
  type TestDatabase,
} from "@tureen/persistence/testing/test-database";
import { COLLAB_PATH, RESTAURANT_PARAMETER } from "@tureen/shared/platform/protocol/addresses";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Cleanup } from "../testing/cleanup.ts";
import { startLiveNode } from "../testing/live-node.ts";
import { connectPhone, type LivePhone } from "../testing/live-phone.ts";
import { type LiveTable, openLiveTable } from "../testing/live-table.ts";
import { until } from "../testing/until.ts";
import { ServerNodes } from "./server-nodes.ts";
import { watchNodes } from "./watch-nodes.ts";
import { startWebServer } from "./web-server.ts";

const redisUrl = requiredUrl("TEST_REDIS_URL");
/** Few phones are a load here. */
const BOUNDS = { takes: 1.25, keeps: 1.4, floor: 2 };
const RESTAURANTS = 4;
const TABLES = 3;
/** Phones of a table. */
const PHONES = 2;
const ALL = RESTAURANTS * TABLES * PHONES;

let db: TestDatabase;
let folder: string;
const cleanup = new Cleanup();
beforeAll(async () => {
  db = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), "tureen-placed-"));
  await writeFile(join(folder, "index.html"), "the web app");
});
afterEach(() => cleanup.run());
afterAll(async () => {
  await db.drop();
  await rm(folder, { recursive: true });
});

/** A node that hears the others over Redis, behind a line that can be cut. */
async function givenNode() {
  const signals = redisSignals({ url: redisUrl, onError: () => {} });
  cleanup.add(signals, (s) => s.close());
  await signals.ready;
  const config = { drainMs: 400 };
  const node = await startLiveNode({ database: db.pool, signals, redisUrl, config });
  const line = await startTcpProxy(`http://127.0.0.1:${node.port}`);
  let isOpen = true;
  const close = async () => {
    if (isOpen) await node.close();
    isOpen = false;
  };
  cleanup.add(node, close);
  cleanup.add(line, (l) => l.close());
  const phones = () => node.collab.connections();
  return { address: new URL(line.url).host, line, close, phones };
}
type Node = Awaited<ReturnType<typeof givenNode>>;
const givenNodes = (count: number) => Promise.all(Array.from({ length: count }, givenNode));

/** A web server before those of the nodes that it finds. */
async function givenWeb(found: Node[]) {
  const addresses = async () => found.map(({ address }) => address);
  const nodes = new ServerNodes(await addresses(), BOUNDS);
  const options = { folder, port: 0, nodes, https: false, trustProxy: "none" };
  const web = cleanup.add(await startWebServer(options), (w) => w.stop());
  const often = { everyMs: 30, evenOutEveryMs: 10 };
  cleanup.add(watchNodes(nodes, { ...often, find: addresses }), (w) => w.stop());
  return { port: web.port, nodes, found };
}
type Web = Awaited<ReturnType<typeof givenWeb>>;

const seated = async (web: Web, table: LiveTable, diner: string): Promise<LivePhone> => {
  const address = `ws://127.0.0.1:${web.port}${COLLAB_PATH}/${table.sessionId}`;
  const url = `${address}?${RESTAURANT_PARAMETER}=${table.restaurantId}`;
  return cleanup.add(await connectPhone({ url }, table, diner), (p) => p.destroy());
};

/** Full restaurants, whose phones come one after the other. */
async function givenEvening(web: Web) {
  const tables: { table: LiveTable; phones: LivePhone[] }[] = [];
  for (let i = 0; i < RESTAURANTS; i += 1) {
    const restaurant = await givenRestaurant(db.pool, { tables: TABLES });
    for (let table = 0; table < TABLES; table += 1) {
      const opened = await openLiveTable(db.pool, { restaurant, table });
      const phones = [await seated(web, opened, "d1"), await seated(web, opened, "d2")];
      tables.push({ table: opened, phones });
    }
  }
  const phones = tables.flatMap((each) => each.phones);
  /** Everybody adds a dish now, connected or not. */
  const add = () => {
    for (const { table, phones } of tables) {
      for (const phone of phones) phone.edits.addLine(table.line("now"), 1);
    }
  };
  /** Whatever was added is saved, and everybody at a table sees the same, which is all that is in the log. */
  const loseNothing = async (added: number) => {
    for (const { table, phones } of tables) {
      await until("a table has everything", () =>
        phones.every(({ saved, view }) => saved && lines(view) === added * PHONES),
      );
      expect(lines((await table.logged()).view)).toBe(added * PHONES);
    }
  };
  return { tables, phones, add, loseNothing };
}

const lines = ({ lines }: { lines: object }) => Object.keys(lines).length;
const loads = (nodes: readonly Node[]) => nodes.map((node) => node.phones());
const bound = (nodes: number) => Math.ceil((BOUNDS.takes * (ALL + 1)) / nodes) + PHONES;

describe("Tables on several nodes", () => {
  test("are bounded; a node that joins gets its part, table by table, and nothing is lost", async () => {
    const nodes = await givenNodes(3);
    const web = await givenWeb(nodes.slice(0, 2));
    const { phones, add, loseNothing } = await givenEvening(web);
    for (const load of loads(nodes.slice(0, 2))) expect(load).toBeLessThan(bound(2));

    add();
    web.found.push(nodes[2] as Node);
    add();
    const isEven = () => loads(nodes).every((load) => load < bound(3));
    await until("the new node has its part", () => isEven() && loads(nodes).reduce(sum) === ALL);
    await loseNothing(2);
    // Only the tables that had to go went, and each once.
    const moved = phones.map(({ closes }) => closes.length);
    expect(Math.max(...moved)).toBeLessThanOrEqual(1);
    expect(moved.reduce(sum)).toBeLessThanOrEqual(ALL / 3 + PHONES);
  });

  test("a node that drains sends its phones away one by one, and they are let in elsewhere", async () => {
    const nodes = await givenNodes(3);
    const web = await givenWeb([...nodes]);
    const { phones, add, loseNothing } = await givenEvening(web);
    const [leaving, ...rest] = [...nodes].sort((a, b) => b.phones() - a.phones()) as [Node];
    const theirs = leaving.phones();
    add();
    await leaving.close();
    add();
    await loseNothing(2);
    expect(loads(rest).reduce(sum)).toBe(ALL);
    // Nobody else was touched.
    expect(phones.flatMap(({ closes }) => closes)).toEqual(Array(theirs).fill("1012 restarting"));
  });

  test("a node that dies loses nothing, and its tables spread within the bound", async () => {
    const nodes = await givenNodes(3);
    const web = await givenWeb([...nodes]);
    const { phones, add, loseNothing } = await givenEvening(web);
    const [dead, ...rest] = [...nodes].sort((a, b) => b.phones() - a.phones()) as [Node];
    const theirs = dead.phones();
    add();
    dead.line.stop();
    add();
    await loseNothing(2);
    await until("everybody is on the others", () => loads(rest).reduce(sum) === ALL);
    expect(phones.filter(({ closes }) => closes.length > 0)).toHaveLength(theirs);
    for (const load of loads(rest)) expect(load).toBeLessThan(bound(2));

    // It comes back, and the others give it its part.
    dead.line.start();
    await until("the node that was away has its part", () =>
      loads(nodes).every((load) => load < bound(3)),
    );
    await loseNothing(2);
  });

  test("web servers that disagree split tables, and lose nothing", async () => {
    const nodes = await givenNodes(2);
    // The second one knows of one node alone, and the first one of the other.
    const [here, there] = [await givenWeb([nodes[0] as Node]), await givenWeb([nodes[1] as Node])];
    const { tables, add, loseNothing } = await givenEvening(here);
    const split: LivePhone[] = [];
    for (const { table } of tables.slice(0, TABLES)) split.push(await seated(there, table, "d2"));
    expect(loads(nodes)).toEqual([ALL, TABLES]);
    add();
    await loseNothing(1);
    await until("the other node's phones see everything", () =>
      split.every(({ view }) => lines(view) === PHONES),
    );
  });
});

const sum = (a: number, b: number) => a + b;
