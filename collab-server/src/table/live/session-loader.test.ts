import { appendUpdates } from "@tureen/persistence/table/append-updates";
import { closeSession } from "@tureen/persistence/table/close-session";
import { leaveSession } from "@tureen/persistence/table/leave-session";
import { loadDocumentAt } from "@tureen/persistence/table/load-document";
import { removeLogBatch } from "@tureen/persistence/table/remove-log";
import { givenRestaurant, later } from "@tureen/persistence/testing/fixtures";
import { startTcpProxy } from "@tureen/persistence/testing/tcp-proxy";
import {
  createTestDatabase,
  requiredUrl,
  type TestDatabase,
} from "@tureen/persistence/testing/test-database";
import {
  encodeDocument,
  readSession,
  rebuildDocument,
  sameDocument,
} from "@tureen/shared/table/document/session-document";
import { Redis } from "ioredis";
import { pino } from "pino";
import { Registry } from "prom-client";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Doc } from "yjs";
import { connectRedis } from "../../platform/redis.ts";
import { Cleanup } from "../../testing/cleanup.ts";
import { LIVE_KEY, type LiveNode, startLiveNode } from "../../testing/live-node.ts";
import { connectPhone, LivePhone } from "../../testing/live-phone.ts";
import { type LiveTable, openLiveTable } from "../../testing/live-table.ts";
import { tapDatabase } from "../../testing/tapped-database.ts";
import { until } from "../../testing/until.ts";
import { createRedisSessionCache, redisKeyOf } from "../session-cache/in-redis.ts";
import { createLocalSessionCache } from "../session-cache/local.ts";
import type { KnownDocument, SessionCache } from "../session-cache/session-cache.ts";
import { createCollabMetrics } from "./metrics.ts";
import { SessionLoader } from "./session-loader.ts";

const LOADS = "tureen_document_loads_total";
const DAY_MS = 24 * 60 * 60_000;
const PATIENTLY = { timeout: 30_000, interval: 5 };
const log = pino({ level: "silent" });
const by = { kind: "staff", id: null } as const;
let db: TestDatabase;
const redis = new Redis(requiredUrl("TEST_REDIS_URL"));
const cleanup = new Cleanup();
beforeAll(async () => {
  db = await createTestDatabase();
});
afterEach(() => cleanup.run());
afterAll(async () => {
  redis.disconnect();
  await db.drop();
});

const redisCache = (connection = redis) =>
  createRedisSessionCache({ redis: connection, jwtKeys: [LIVE_KEY], log });

/** A node whose signals reach nobody and that hears none; what it asks Postgres is counted. */
async function givenNode(connection = redis) {
  const tapped = tapDatabase(db.pool);
  const { database, statements } = tapped;
  const node = await startLiveNode({ database, redis: connection });
  cleanup.add(node, (n) => n.close());
  return { node, statements };
}

const givenPhone = async (node: LiveNode, table: LiveTable, diner: string, options = {}) =>
  cleanup.add(await connectPhone(node, table, diner, options), (p) => p.destroy());

/** A loader, and how often it found what. */
function givenLoader(cache: SessionCache) {
  const registry = new Registry();
  const counts = { connections: 0, unauthenticated: 0, unsentBytes: 0, documents: 0 };
  const metrics = createCollabMetrics(registry, () => counts);
  const tapped = tapDatabase(db.pool);
  const { database, statements } = tapped;
  return {
    loader: new SessionLoader({ database, cache, metrics, log }),
    statements,
    async had() {
      const { values } = await metrics.documentLoads.get();
      return Object.fromEntries(values.map(({ labels, value }) => [labels.cache, value]));
    },
  };
}

/** What a load made of a document. */
async function load(loader: SessionLoader, table: LiveTable) {
  const doc = new Doc();
  const { restaurantId, sessionId } = table;
  return { ...(await loader.load({ restaurantId, sessionId }, doc)), doc };
}

/** A table whose document the shared cache knows, as a node that is gone has left it. */
async function givenKnownTable() {
  const table = await openLiveTable(db.pool, { diners: 4 });
  const { node } = await givenNode();
  const ana = await givenPhone(node, table, "d1");
  await until("it is kept", () => redis.exists(redisKeyOf(table)));
  const line = await ana.add(table);
  ana.destroy();
  return { table, line };
}

describe("A table of four that comes back to another node", () => {
  test("costs one statement, and four when nothing is known of it", async () => {
    const { table, line } = await givenKnownTable();
    const reconnect = async () => {
      const { node, statements } = await givenNode();
      const phones = await Promise.all(table.diners.map((diner) => givenPhone(node, table, diner)));
      for (const phone of phones) expect(Object.keys(phone.view.lines)).toEqual([line]);
      return { statements, node };
    };
    const known = await reconnect();
    expect(known.statements).toHaveLength(1);
    expect(await known.node.metric(LOADS, "hit")).toBe(1);
    await redis.del(redisKeyOf(table));
    const unknown = await reconnect();
    expect(unknown.statements).toHaveLength(4);
    expect(await unknown.node.metric(LOADS, "miss")).toBe(1);
  });

  test("does not need Redis, whether it is away or silent", async () => {
    const proxy = cleanup.add(await startTcpProxy(requiredUrl("TEST_REDIS_URL")), (p) => p.close());
    for (const end of ["stall", "stop"] as const) {
      const ours = cleanup.add(connectRedis(proxy.url, log), (r) => r.disconnect());
      await until("Redis is there", () => ours.status === "ready");
      const { node } = await givenNode(ours);
      const [before, after] = [await openLiveTable(db.pool), await openLiveTable(db.pool)];
      const ana = await givenPhone(node, before, "d1");
      proxy[end]();
      await ana.add(before);
      const bo = await givenPhone(node, after, "d2");
      await bo.add(after);
      expect(await node.metric(LOADS, "away")).toBe(1);
    }
  });
});

describe("What is known of a session and old", () => {
  test("opens no session that was closed, though no signal said so", async () => {
    const { table, line } = await givenKnownTable();
    const { restaurantId, sessionId } = table;
    await closeSession(db.pool, { restaurantId, sessionId, by, now: new Date() });
    const { seq } = await table.logged();
    const { node } = await givenNode();
    const bo = await givenPhone(node, table, "d2", { reconnect: false });
    expect(await node.metric(LOADS, "hit")).toBe(1);
    expect(bo.view.session.status).toBe("closed");
    bo.edits.tap(line, 1);
    await expect.poll(() => bo.closes.join(), PATIENTLY).toContain("session-closed");
    expect((await table.logged()).seq).toBe(seq);
    // Nor is it kept any longer.
    await until("it is forgotten", async () => (await redis.exists(redisKeyOf(table))) === 0);
    const again = await givenNode();
    await givenPhone(again.node, table, "d3");
    expect(await again.node.metric(LOADS, "miss")).toBe(1);
    expect(await redis.exists(redisKeyOf(table))).toBe(0);
  });

  test("lets nobody back who was removed, though no signal said so", async () => {
    const { table } = await givenKnownTable();
    const { restaurantId, sessionId } = table;
    const diner = "d2";
    await leaveSession(db.pool, { restaurantId, sessionId, diner, by, now: new Date() });
    const { node } = await givenNode();
    const token = () => table.token(diner);
    const phone = new LivePhone(node.url, sessionId, diner, token, { reconnect: false });
    cleanup.add(phone, (p) => p.destroy());
    await expect.poll(() => phone.closes.join(), PATIENTLY).toContain("diner-gone");
    expect(await node.metric(LOADS, "hit")).toBe(1);
  });

  test("shows nothing of another restaurant under whose key it was put", async () => {
    const { table } = await givenKnownTable();
    const other = await openLiveTable(db.pool, { restaurant: await givenRestaurant(db.pool) });
    const kept = (await redis.getBuffer(redisKeyOf(table))) as Buffer;
    await redis.set(redisKeyOf(other), kept, "EX", 60);
    const { node } = await givenNode();
    const bo = await givenPhone(node, other, "d2");
    expect(bo.view.lines).toEqual({});
    expect(
      sameDocument(rebuildDocument([bo.state]), rebuildDocument([(await other.logged()).state])),
    ).toBe(true);
    expect(await node.metric(LOADS, "miss")).toBe(1);
  });
});

describe("What is known of a session and not of its log", () => {
  /** A local cache that knows a table's document, and what it knows. */
  async function givenKnown() {
    const table = await openLiveTable(db.pool);
    const cache = createLocalSessionCache();
    await load(givenLoader(cache).loader, table);
    const known = await until("it is kept", () => cache.read(table));
    return { table, cache, known };
  }

  /** The document with a line that nobody wrote. */
  function forged(known: KnownDocument): Uint8Array {
    const doc = rebuildDocument([known.state]);
    doc.getMap("lines").set("d1-forged0000", { item: "gold" });
    return encodeDocument(doc);
  }

  test.each<[string, (known: KnownDocument) => KnownDocument]>([
    ["beyond its end", (known) => ({ ...known, seq: known.seq + 10, state: forged(known) })],
    ["with another entry", (known) => ({ ...known, proof: "of none", state: forged(known) })],
    ["earlier than it says", (known) => ({ ...known, seq: known.seq - 1, state: forged(known) })],
  ])("is not used: %s", async (_, change) => {
    const { table, cache, known } = await givenKnown();
    await cache.write(table, change(known));
    const { loader, had } = givenLoader(cache);
    const { doc, seq } = await load(loader, table);
    const logged = await table.logged();
    expect(await had()).toEqual({ wrong: 1 });
    expect(seq).toBe(logged.seq);
    expect(sameDocument(doc, rebuildDocument([logged.state]))).toBe(true);
    // What is known now is right.
    expect(await cache.read(table)).toEqual(known);
  });

  test("is not used when it is no document, and the next attempt reads the log", async () => {
    const { table, cache, known } = await givenKnown();
    await cache.write(table, { ...known, state: new Uint8Array([255, 255, 255]) });
    const { loader } = givenLoader(cache);
    await expect(load(loader, table)).rejects.toThrow();
    const { doc } = await load(loader, table);
    expect(readSession(doc)).toEqual((await table.logged()).view);
  });

  test("is forgotten once the log is no longer kept", async () => {
    const { table, cache } = await givenKnown();
    const { restaurantId, sessionId } = table;
    const key = { restaurantId, sessionId };
    const [ended, now] = [new Date(Date.now() - 3 * DAY_MS), new Date()];
    await closeSession(db.pool, { ...key, by, now });
    await db.owner.query("update sessions set closed_at = $2 where id = $1", [sessionId, ended]);
    const { removed } = await removeLogBatch(db.pool, { ...key, endedBefore: now, now, batch: 1 });
    expect(removed).toBe(1);
    const { loader } = givenLoader(cache);
    await expect(load(loader, table)).rejects.toMatchObject({ code: "log-gone" });
    expect(await cache.read(table)).toBeNull();
  });
});

describe("What is remembered of a session", () => {
  test("is the log up to its number and nothing after it, while edits rain", async () => {
    const table = await openLiveTable(db.pool, { diners: 3 });
    const written: KnownDocument[] = [];
    const cache = redisCache();
    const recording: SessionCache = {
      ...cache,
      write(key, known) {
        written.push(known);
        return cache.write(key, known);
      },
    };
    const { node } = await givenNode();
    const phones = await Promise.all(table.diners.map((diner) => givenPhone(node, table, diner)));
    const { loader, had } = givenLoader(recording);
    let raining = true;
    const rain = phones.map(async (phone) => {
      while (raining) await phone.add(table);
    });
    // In between the cache knows nothing, little and much.
    for (let round = 0; round < 6; round += 1) {
      if (round % 2 === 0) await cache.forget(table);
      await Promise.all([load(loader, table), loader.refresh(table), load(loader, table)]);
      const { seq } = await table.logged();
      await until("it rained for a while", async () => (await table.logged()).seq > seq + 60);
    }
    raining = false;
    await Promise.all(rain);
    const { miss = 0, hit = 0 } = await had();
    expect(Math.min(miss, hit)).toBeGreaterThan(0);
    expect(new Set(written.map(({ seq }) => seq)).size).toBeGreaterThan(3);
    for (const { seq, state } of written) {
      const doc = await loadDocumentAt(db.pool, table, seq);
      expect(sameDocument(rebuildDocument([state]), doc)).toBe(true);
    }
  });

  test("counts for the diners' shares as their log does", async () => {
    const table = await openLiveTable(db.pool);
    const cache = redisCache();
    const { node } = await givenNode();
    const ana = await givenPhone(node, table, "d1");
    const bo = await givenPhone(node, table, "d2");
    await ana.add(table, "with a note");
    await load(givenLoader(cache).loader, table);
    await bo.add(table);
    await ana.add(table);
    const [known, unknown] = [givenLoader(cache), givenLoader(createLocalSessionCache())];
    const [fromKnown, fromLog] = [
      await load(known.loader, table),
      await load(unknown.loader, table),
    ];
    expect([await known.had(), await unknown.had()]).toEqual([{ hit: 1 }, { miss: 1 }]);
    expect([...fromKnown.bytes.keys()].sort()).toEqual(["d1", "d2"]);
    expect(new Map([...fromKnown.bytes].sort())).toEqual(new Map([...fromLog.bytes].sort()));
    expect(fromKnown.seq).toBe(fromLog.seq);
  });

  test("is renewed after a long tail, and given up for a snapshot after a very long one", async () => {
    const table = await openLiveTable(db.pool);
    const { restaurantId, sessionId } = table;
    const cache = createLocalSessionCache();
    const { loader, had, statements } = givenLoader(cache);
    const knownSeq = async () => (await cache.read(table))?.seq;
    const append = async (count: number) => {
      const now = new Date();
      // Changes nothing, and is an entry of the log like any other.
      const update = new Uint8Array([0, 0]);
      const entry = { sessionId, author: "d1", update, confirms: [] };
      const entries = Array.from({ length: count }, () => entry);
      await appendUpdates(db.pool, { restaurantId, entries, now, expiresAt: later(now) });
    };
    const { seq: first } = await load(loader, table);
    await append(49);
    await load(loader, table);
    expect(await knownSeq()).toBe(first);
    await append(1);
    await load(loader, table);
    expect(await knownSeq()).toBe(first + 50);
    await append(499);
    statements.length = 0;
    expect((await load(loader, table)).seq).toBe(first + 549);
    expect(statements).toHaveLength(1);
    await append(500);
    expect((await load(loader, table)).seq).toBe(first + 1_049);
    expect(await had()).toEqual({ miss: 1, hit: 3, old: 1 });
    expect(await knownSeq()).toBe(first + 1_049);
  });
});
