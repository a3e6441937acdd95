/** Whatever goes wrong in a process: each line that it prints is one JSON object. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { inRestaurant } from "@tureen/persistence/platform/database";
import { createStaffForEveryRole } from "@tureen/persistence/staff/staff-accounts";
import { createTestDatabase, type TestDatabase } from "@tureen/persistence/testing/test-database";
import { COLLAB_PATH } from "@tureen/shared/platform/protocol/addresses";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Cleanup } from "./testing/cleanup.ts";
import { LIVE_KEY } from "./testing/live-node.ts";
import { openLiveTable } from "./testing/live-table.ts";
import { RawPhone } from "./testing/raw-phone.ts";
import { placeOrder } from "./testing/test-restaurant.ts";
import { until } from "./testing/until.ts";

const START_MS = 120_000;
const ENTRIES = {
  server: fileURLToPath(new URL("main.ts", import.meta.url)),
  worker: fileURLToPath(new URL("../../persistence/src/main.ts", import.meta.url)),
};
/** What libraries and Node do now and then, at a signal. */
const FAULTS = `
process.on("SIGUSR2", () => {
  process.emitWarning("something is old", "DeprecationWarning", "DEP9999");
  console.error("a library says", new Error("odd"));
  console.log("several\\nlines");
  process.stderr.write("straight to the output\\n");
  process.stdout.write(Buffer.from("in bytes\\n"));
  setTimeout(() => Promise.reject(new Error("nobody waits for this")));
});`;

const cleanup = new Cleanup();
let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterEach(() => cleanup.run());
afterAll(() => db.drop());

type Line = Record<string, unknown>;

interface Watched {
  readonly process: ChildProcess;
  /** All that it has printed, on either output. */
  readonly printed: string[];
  /** The same as what each line has to be; throws for one that is not. */
  lines(): Line[];
  until(what: string, condition: (line: Line) => boolean): Promise<Line>;
}

function start(entry: keyof typeof ENTRIES, env: Record<string, string>): Watched {
  const preload = `--import=data:text/javascript,${encodeURIComponent(FAULTS)}`;
  const child = spawn(process.execPath, [preload, ENTRIES[entry]], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  cleanup.add(child, () => child.kill("SIGKILL"));
  const printed: string[] = [];
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on("line", (line) => printed.push(line));
  }
  const lines = () =>
    printed.map((text) => {
      const line = JSON.parse(text) as Line;
      expect(line).toMatchObject({
        level: expect.stringMatching(/^(debug|info|warn|error|fatal)$/),
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        message: expect.any(String),
      });
      // Whoever looks for a kind of trouble finds it by its code.
      if (line.level !== "info" && line.level !== "debug") {
        expect(line).toMatchObject({ code: expect.any(String) });
      }
      return line;
    });
  const untilLine = (what: string, condition: (line: Line) => boolean) =>
    until(what, () => lines().find(condition), START_MS);
  return { process: child, printed, lines, until: untilLine };
}

const serverEnv = () => ({
  DATABASE_URL: db.url,
  JWT_SECRET: new TextDecoder().decode(LIVE_KEY),
  SERVER_HOST: "127.0.0.1",
  SERVER_PORT: "0",
  DRAIN_SECONDS: "0",
});

describe("Each line of a process is one JSON object", () => {
  test("when guests are refused, files break off and reads fail", {
    timeout: 240_000,
  }, async () => {
    const server = start("server", serverEnv());
    const { port } = await server.until("the server listens", ({ port }) => port !== undefined);
    const origin = `http://127.0.0.1:${port}`;
    const table = await openLiveTable(db.pool, { diners: 1 });
    const { restaurantId, sessionId } = table;

    // Hocuspocus prints what its hooks refuse.
    const phone = new RawPhone(`ws://127.0.0.1:${port}${COLLAB_PATH}`, sessionId);
    cleanup.add(phone, ({ socket }) => socket.terminate());
    await phone.open();
    phone.authenticate("no token of ours");
    await server.until("a refusal was printed", ({ message }) =>
      /onAuthenticate/.test(`${message}`),
    );

    // An export whose statement fails after the file has begun.
    await placeOrder(db.pool, { restaurantId, sessionId, diner: "d1" });
    const cookie = await signInAsManager(origin, restaurantId);
    const lock = await db.owner.connect();
    await lock.query("begin");
    await lock.query("lock table order_items in access exclusive mode");
    const days = "from=2020-01-01&to=2020-01-31";
    const response = await fetch(`${origin}/api/staff/orders.csv?${days}`, { headers: { cookie } });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    await lock.query("rollback");
    lock.release();
    await server.until("it broke off", ({ message }) => message === "export of orders broken off");

    server.process.kill("SIGTERM");
    await once(server.process, "close");
    expect(server.lines()).toContainEqual(expect.objectContaining({ message: "stopping" }));
  });

  test.each(["server", "worker"] as const)(
    "when Node warns, a library prints and nobody catches an error, in the %s",
    { timeout: START_MS },
    async (entry) => {
      const watched = start(entry, serverEnv());
      await watched.until("it runs", ({ message }) => /listening|is running/.test(`${message}`));
      watched.process.kill("SIGUSR2");
      const [code] = await once(watched.process, "close");
      expect(code).toBe(1);
      const said = watched.lines();
      expect(said).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ level: "warn", code: "DEP9999", message: "something is old" }),
          expect.objectContaining({
            level: "error",
            code: "console",
            message: "a library says odd",
          }),
          expect.objectContaining({ level: "info", code: "console", message: "several\nlines" }),
          expect.objectContaining({ code: "output", message: "straight to the output" }),
          expect.objectContaining({ code: "output", message: "in bytes" }),
          expect.objectContaining({ level: "fatal", code: "uncaught" }),
        ]),
      );
    },
  );

  test.each(["server", "worker"] as const)(
    "when the %s is not configured, or its database is not there",
    { timeout: START_MS },
    async (entry) => {
      const unset = start(entry, {});
      expect((await once(unset.process, "close"))[0]).toBe(1);
      expect(unset.lines()).toEqual([
        expect.objectContaining({
          level: "fatal",
          code: "config-invalid",
          message: expect.stringContaining("DATABASE_URL"),
        }),
      ]);
      const alone = start(entry, { ...serverEnv(), DATABASE_URL: "postgres://x@127.0.0.1:1/x" });
      await once(alone.process, "close");
      expect(alone.lines().at(-1)).toMatchObject({ level: "fatal", code: "ECONNREFUSED" });
    },
  );
});

async function signInAsManager(origin: string, restaurantId: string): Promise<string> {
  const staff = await inRestaurant(db.pool, restaurantId, (tx) =>
    createStaffForEveryRole(tx, { restaurantId, now: new Date() }),
  );
  const { login, password } = staff.find(({ role }) => role === "manager") ?? {};
  const response = await fetch(`${origin}/api/staff/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ login, password }),
  });
  return response.headers.get("set-cookie")?.split(";")[0] ?? "";
}
