import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepRedis } from "./redis-process.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tureen-redis-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("the nodes' Redis has a password, and is back under the same address when it ends", async () => {
  const messages: string[] = [];
  const onRestart = (message: string) => messages.push(message);
  const redis = await keepRedis({ folder, onRestart });
  const { password, port } = new URL(redis.url);
  const client = new Redis(redis.url, { maxRetriesPerRequest: null });
  const stranger = new Redis(Number(port), { lazyConnect: true, maxRetriesPerRequest: 0 });
  for (const each of [client, stranger]) each.on("error", () => {});
  try {
    expect(await client.ping()).toBe("PONG");
    await expect(stranger.ping()).rejects.toThrow("NOAUTH");
    expect((await stat(join(folder, "redis.conf"))).mode & 0o077).toBe(0);
    // From a connection that does not repeat it to the next one.
    const killer = new Redis(redis.url, { maxRetriesPerRequest: 0, retryStrategy: () => null });
    killer.on("error", () => {});
    await killer.call("shutdown", "nosave").catch(() => {});
    // Waits in the client's queue until there is one again.
    expect(await client.ping()).toBe("PONG");
    expect(messages.join()).toContain("redis-server ended");
    expect(messages.join()).not.toContain(password);
  } finally {
    client.disconnect();
    stranger.disconnect();
    await redis.stop();
  }
  expect(messages).toHaveLength(1);
}, 40_000);
