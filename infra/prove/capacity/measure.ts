/**
 * `npm run prove:capacity -- --measure`: what the simulation needs to know and no benchmark says. All CPU
 * time, none of it a duration: a busy machine makes it a little worse, not meaningless.
 */
import { fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { readAvailability, readMenuInForce } from "@tureen/persistence/menu/read-menu";
import { createPool } from "@tureen/persistence/platform/database";
import { migrate } from "@tureen/persistence/platform/migrate";
import { readHeadsAfter } from "@tureen/persistence/table/read-heads-after";
import { COLLAB_PATH } from "@tureen/shared/platform/protocol/addresses";
import { Redis } from "ioredis";
import { WebSocket } from "ws";
import { startEmbeddedPostgres } from "../../run/start/embedded-postgres.ts";
import { freePort } from "../../run/start/ports.ts";
import { startRedis } from "../../run/start/redis-process.ts";
import { familyCpuSeconds } from "../bench/peers/process-cpu.ts";
import { fillDatabase } from "../bench/restaurant.ts";

const PHONES = 2_000;
const PER_TABLE = 4;
const TABLES = 250;
const EDIT_BYTES = 80;
const SECONDS = 10;
const CHECKS = 3_000;
const SIGNALS = 20_000;
const NODES = 50;

/** Measures everything, one after the other; `say` is given a line for each figure. */
export async function measureCosts(say: (line: string) => void): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "tureen-capacity-"));
  try {
    await measureHop(folder, say);
    await measureChecks(folder, say);
    await measureSignals(say);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the web server costs a phone's connection and an edit that passes it, out to the whole table. */
async function measureHop(folder: string, say: (line: string) => void): Promise<void> {
  const here = (name: string) => new URL(name, import.meta.url);
  const relay = fork(here("table-relay.ts"));
  const [{ port }] = (await once(relay, "message")) as [{ port: number }];
  const options = { execArgv: ["--expose-gc"] };
  const args = [`127.0.0.1:${port}`, folder];
  const web = fork(here("measured-web-server.ts"), args, options);
  const [{ port: webPort }] = (await once(web, "message")) as [{ port: number }];
  const look = async () => {
    web.send("look");
    const [seen] = (await once(web, "message")) as [{ cpuUs: number; residentBytes: number }];
    return seen;
  };
  try {
    const empty = await look();
    const phones: WebSocket[] = [];
    for (let i = 0, id = ""; i < PHONES; i += 1) {
      if (i % PER_TABLE === 0) id = randomUUID();
      const url = `ws://127.0.0.1:${webPort}${COLLAB_PATH}/${id}`;
      const phone = new WebSocket(url, { perMessageDeflate: false });
      await once(phone, "open");
      phones.push(phone);
    }
    const idle = await look();
    const kilobytes = (idle.residentBytes - empty.residentBytes) / PHONES / 1_000;
    say(`web server, memory per connection: ${kilobytes.toFixed(0)} kB`);
    for (const rate of [500, 2_000]) {
      const before = await look();
      let sent = 0;
      for (const begun = performance.now(); sent < rate * SECONDS; await delay(1)) {
        const due = Math.min(rate * SECONDS, ((performance.now() - begun) / 1_000) * rate);
        for (; sent < due; sent += 1)
          phones[(sent * 7_919) % PHONES]?.send(Buffer.alloc(EDIT_BYTES));
      }
      await delay(1_000);
      const { cpuUs } = await look();
      say(
        `web server, CPU per edit at ${rate}/s: ${((cpuUs - before.cpuUs) / sent).toFixed(0)} µs`,
      );
    }
    for (const phone of phones) phone.terminate();
  } finally {
    web.kill();
    relay.kill();
  }
}

/** What a look for lost signals costs server and Postgres, for all tables of a restaurant and for a few. */
async function measureChecks(folder: string, say: (line: string) => void): Promise<void> {
  const postgres = await startEmbeddedPostgres({ dataDir: folder });
  const database = createPool({ url: postgres.url, poolMax: 4 });
  try {
    await migrate(postgres.url);
    const sizes = Array<number>(TABLES).fill(1);
    const full = await fillDatabase(postgres.url, "a key for measuring, of 32 characters", sizes);
    const { restaurantId } = full;
    // A head that no log has: nothing has gone on, as nearly always.
    const places = full.places.map(({ document }) => ({ sessionId: document, seq: 1_000_000 }));
    const at = new Date();
    const { service } = await readMenuInForce(database, { restaurantId });
    const cost = async (name: string, statements: number, look: () => Promise<unknown>) => {
      for (let i = 0; i < 200; i += 1) await look();
      const [cpu, pg] = [process.cpuUsage(), await familyCpuSeconds(postgres.pid)];
      for (let i = 0; i < CHECKS; i += 1) await look();
      const { user, system } = process.cpuUsage(cpu);
      const seconds = (await familyCpuSeconds(postgres.pid)) - pg;
      const of = (us: number) => (us / CHECKS / statements).toFixed(0);
      say(
        `${name}, CPU per statement: server ${of(user + system)} µs, Postgres ${of(seconds * 1e6)} µs`,
      );
    };
    for (const count of [TABLES, 3]) {
      const some = places.slice(0, count);
      await cost(`check of ${count} logs`, 1, () =>
        readHeadsAfter(database, { restaurantId, places: some }),
      );
    }
    await cost("check of a menu", 3, async () => {
      await readMenuInForce(database, { restaurantId });
      await readAvailability(database, { restaurantId, at, days: service });
    });
  } finally {
    await database.end();
    await postgres.stop();
  }
}

/** What Redis spends to bring a signal to each of the nodes. */
async function measureSignals(say: (line: string) => void): Promise<void> {
  const redis = await startRedis({ port: await freePort() });
  const publisher = new Redis(redis.url);
  const subscribers = Array.from({ length: NODES }, () => new Redis(redis.url));
  const usedUs = async () => {
    const text = await publisher.info("cpu");
    const of = (name: string) => Number(new RegExp(`${name}:(\\S+)`).exec(text)?.[1]);
    return (of("used_cpu_sys") + of("used_cpu_user")) * 1e6;
  };
  try {
    await Promise.all(subscribers.map((subscriber) => subscriber.subscribe("signals")));
    const signal = JSON.stringify({ kind: "floor", restaurantId: randomUUID() });
    const before = await usedUs();
    for (let i = 0; i < SIGNALS; i += 1) {
      const published = publisher.call("PUBLISH", "signals", signal);
      if (i % 20 === 0) await published;
    }
    await publisher.ping();
    const perDelivery = ((await usedUs()) - before) / SIGNALS / NODES;
    say(`Redis, CPU per signal and listener: ${perDelivery.toFixed(2)} µs`);
  } finally {
    for (const redis of [publisher, ...subscribers]) redis.disconnect();
    await redis.stop();
  }
}
