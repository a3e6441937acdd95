/** A server process that is told to stop while another one stays. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { inRestaurant } from "@tureen/persistence/platform/database";
import { createStaffForEveryRole } from "@tureen/persistence/staff/staff-accounts";
import {
  createTestDatabase,
  requiredUrl,
  type TestDatabase,
} from "@tureen/persistence/testing/test-database";
import { COLLAB_PATH } from "@tureen/shared/platform/protocol/addresses";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Cleanup } from "./testing/cleanup.ts";
import { LIVE_KEY } from "./testing/live-node.ts";
import { connectPhone, type LivePhone } from "./testing/live-phone.ts";
import { openLiveTable } from "./testing/live-table.ts";
import { RawPhone } from "./testing/raw-phone.ts";
import { readEvents } from "./testing/read-events.ts";
import { placeOrder } from "./testing/test-restaurant.ts";
import { until } from "./testing/until.ts";

const DINERS = 16;
const entry = fileURLToPath(new URL("main.ts", import.meta.url));
const cleanup = new Cleanup();
let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(async () => {
  await cleanup.run();
  await db.drop();
});

interface ServerProcess {
  readonly process: ChildProcess;
  readonly origin: string;
  /** Of the live connection. */
  readonly url: string;
}

async function startServer(): Promise<ServerProcess> {
  const child = spawn(process.execPath, [entry], {
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: db.url,
      REDIS_URL: requiredUrl("TEST_REDIS_URL"),
      JWT_SECRET: new TextDecoder().decode(LIVE_KEY),
      SERVER_HOST: "127.0.0.1",
      SERVER_PORT: "0",
      DRAIN_SECONDS: "2",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  cleanup.add(child, () => child.kill("SIGKILL"));
  const port = await new Promise<number>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the server ended with code ${code}`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      const { message, port } = JSON.parse(line) as { message: string; port: number };
      if (message === "listening") resolve(port);
    });
  });
  const address = `127.0.0.1:${port}`;
  return { process: child, origin: `http://${address}`, url: `ws://${address}${COLLAB_PATH}` };
}

test("it says so first, then phones and screens move on one by one, and nothing is lost", async () => {
  const [going, staying] = await Promise.all([startServer(), startServer()]);
  const table = await openLiveTable(db.pool, { diners: DINERS });
  const { restaurantId, sessionId } = table;
  const seat = { restaurantId, sessionId, diner: "d1" };

  // The kitchen's screen, which resumes by number.
  const staff = await inRestaurant(db.pool, restaurantId, (tx) =>
    createStaffForEveryRole(tx, { restaurantId, now: new Date() }),
  );
  const { login, password } = staff.find(({ role }) => role === "kitchen") ?? {};
  const signIn = await fetch(`${going.origin}/api/staff/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ login, password }),
  });
  const cookie = signIn.headers.get("set-cookie")?.split(";")[0] ?? "";
  const follow = (server: ServerProcess, after: string) =>
    fetch(`${server.origin}/api/kitchen/events`, { headers: { cookie, "last-event-id": after } });
  const screen = readEvents(await follow(going, "0"));
  await placeOrder(db.pool, seat);
  expect((await screen.next())?.id).toBe("1");

  // Phones that write all the time, and go where the proxy would send them.
  const movedAt: number[] = [];
  const phones = await Promise.all(
    table.diners.map(async (diner) => {
      const phone = cleanup.add(await connectPhone(going, table, diner), (p) => p.destroy());
      phone.onClose = () => {
        if (phone.url === going.url) movedAt.push(performance.now());
        phone.moveTo(staying.url);
      };
      return phone;
    }),
  );
  const written: string[] = [];
  const write = (phone: LivePhone) => written.push(phone.edits.addLine(table.line(), 1));
  const writing = setInterval(() => phones.forEach(write), 200);

  const exited = once(going.process, "exit");
  const stoppedAt = performance.now();
  going.process.kill("SIGTERM");
  await until("it says that it leaves", async () => {
    return (await fetch(`${going.origin}/health`)).status === 503;
  });
  // That answer may have been asked for before.
  const health = await fetch(`${going.origin}/health`);
  expect(await health.json()).toMatchObject({ status: "leaving", postgres: { ok: true } });
  expect(health.headers.get("connection")).toBe("close");
  // Nobody has been sent away yet, and nobody new is let in.
  expect(movedAt).toEqual([]);
  expect((await fetch(`${going.origin}/live`)).status).toBe(200);
  const newcomer = new RawPhone(going.url, sessionId);
  expect(await newcomer.untilClosed()).toMatch(/^1006/);
  const refused = await follow(going, "1");
  expect([refused.status, await refused.json()]).toMatchObject([
    503,
    { error: { code: "restarting", retryAfterS: 1 } },
  ]);
  // Who is here is served until it is their turn.
  expect(await phones[0]?.add(table)).toBeTypeOf("string");
  expect(movedAt).toEqual([]);

  expect(await exited).toEqual([0, null]);
  expect(performance.now() - stoppedAt).toBeLessThan(5_000);
  clearInterval(writing);
  const [first = 0, last = 0] = [Math.min(...movedAt), Math.max(...movedAt)];
  expect(movedAt).toHaveLength(DINERS);
  expect(first - stoppedAt).toBeGreaterThan(900);
  expect(last - first).toBeGreaterThan(500);

  for (const phone of phones) await phone.untilSaved();
  const { view } = await table.logged();
  const ordered = Object.keys(view.lines).filter((line) => !written.includes(line));
  // The order's line and the one that was awaited above.
  expect(ordered).toHaveLength(2);
  expect(Object.keys(view.lines)).toEqual(expect.arrayContaining(written));
  for (const phone of phones) {
    await expect.poll(() => phone.view, { timeout: 30_000 }).toEqual(view);
    expect(phone.closes).toEqual(["1012 restarting"]);
  }

  expect(await screen.next()).toBeNull();
  await placeOrder(db.pool, seat);
  const resumed = readEvents(await follow(staying, "1"));
  expect((await resumed.next())?.id).toBe("2");
  await resumed.cancel();
});
