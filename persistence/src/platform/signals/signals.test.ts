import type { Signal } from "@tureen/shared/platform/signals";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { startTcpProxy } from "../../testing/tcp-proxy.ts";
import { createTestDatabase, requiredUrl, type TestDatabase } from "../../testing/test-database.ts";
import { postgresSignals } from "./postgres-signals.ts";
import { redisSignals } from "./redis-signals.ts";
import type { Signals } from "./signals.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const opened: Pick<Signals, "close">[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((signals) => signals.close()));
});

const onError = () => {};
const make = {
  postgres: () => postgresSignals({ url: db.url, database: db.pool, onError }),
  redis: () => redisSignals({ url: requiredUrl("TEST_REDIS_URL"), onError }),
};

for (const kind of ["postgres", "redis"] as const) {
  test(`${kind}: what one process publishes, others hear, until they unsubscribe`, async () => {
    const [a, b] = [make[kind](), make[kind]()];
    opened.push(a, b);
    await Promise.all([a.ready, b.ready]);
    const heard: Signal[] = [];
    // Other tests share the Redis server: listen for this restaurant only.
    const restaurantId = `r-${Math.random()}`;
    const unsubscribe = b.subscribe((signal) => {
      if (signal.restaurantId === restaurantId) heard.push(signal);
    });
    const sent: Signal[] = [
      { kind: "queue", restaurantId },
      { kind: "session", restaurantId, sessionId: "s", seq: 7 },
    ];
    await a.publish(...sent);
    await vi.waitFor(() => expect(heard).toEqual(sent), { timeout: 30_000 });
    unsubscribe();
    await a.publish(...sent);
    await b.publish();
    expect(heard).toHaveLength(2);
  });
}

test("postgres: a listener whose connection dies comes back and says that it may have missed some", async () => {
  const signals = make.postgres();
  opened.push(signals);
  await signals.ready;
  const heard: Signal[] = [];
  let missed = 0;
  signals.subscribe(
    (signal) => heard.push(signal),
    () => {
      missed += 1;
    },
  );
  await db.owner.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = 'tureen-signals' and datname = current_database()`,
  );
  await vi.waitFor(() => expect(missed).toBe(1), { timeout: 30_000 });
  await signals.publish({ kind: "queue", restaurantId: "r" });
  await vi.waitFor(() => expect(heard).toEqual([{ kind: "queue", restaurantId: "r" }]), {
    timeout: 30_000,
  });
});

test("redis: a listener that no longer hears anything comes back and says that it may have missed some", async () => {
  const proxy = await startTcpProxy(requiredUrl("TEST_REDIS_URL"));
  const deaf = redisSignals({ url: proxy.url, onError });
  const speaker = make.redis();
  opened.push(deaf, speaker, { close: () => proxy.close() });
  await Promise.all([deaf.ready, speaker.ready]);
  const signal: Signal = { kind: "queue", restaurantId: `r-${Math.random()}` };
  const heard: string[] = [];
  let missed = 0;
  deaf.subscribe(
    ({ restaurantId }) => heard.push(restaurantId),
    () => {
      missed += 1;
    },
  );
  proxy.stall();
  await speaker.publish(signal);
  await vi.waitFor(() => expect(missed).toBe(1), { timeout: 30_000 });
  expect(heard).not.toContain(signal.restaurantId);
  await speaker.publish(signal);
  await vi.waitFor(() => expect(heard).toContain(signal.restaurantId), { timeout: 30_000 });
});

test("publishing never throws, even when nobody can be reached", async () => {
  const errors: Error[] = [];
  const redis = redisSignals({
    url: "redis://127.0.0.1:1",
    onError: (error) => errors.push(error),
  });
  opened.push(redis);
  await expect(redis.publish({ kind: "queue", restaurantId: "r" })).resolves.toBeUndefined();
  await vi.waitFor(() => expect(errors.length).toBeGreaterThan(0), {
    timeout: 30_000,
  });
});
