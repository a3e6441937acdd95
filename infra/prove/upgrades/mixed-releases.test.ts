/**
 * Old phones with new servers, new phones with old servers, and a rollback, with a document model that
 * has changed between the two: no phone loses its copy.
 */
import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { createTestDatabase, type TestDatabase } from "@tureen/persistence/testing/test-database";
import { COLLAB_PATH } from "@tureen/shared/platform/protocol/addresses";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { freePort } from "../../run/start/ports.ts";
import { type MeasuredProcess, startProcess } from "../bench/process.ts";
import { ask, signIn } from "../chaos/api.ts";
import { buildRestaurant, type SimulatedRestaurant } from "../chaos/restaurant.ts";
import type { CheckedOut } from "./check-out.ts";
import { makeNextRelease } from "./next-release.ts";
import type { PhoneCommand, PhoneState } from "./phone-process.ts";

const TODAY = dirname(dirname(dirname(import.meta.dirname)));
const SECRET = randomBytes(32).toString("hex");

let db: TestDatabase;
let next: CheckedOut;
let restaurant: SimulatedRestaurant;
let nextTable = 0;
const running: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  db = await createTestDatabase({ allRestaurants: true });
  restaurant = await buildRestaurant(db.url, 6);
  next = await makeNextRelease(TODAY);
});

afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.stop();
});

afterAll(async () => {
  await next?.remove();
  await db?.drop();
});

interface Server extends MeasuredProcess {
  readonly origin: string;
  readonly live: string;
}

/** A server of a release, and its worker when it is to cook. */
async function startServer(release: string, { withWorker = false } = {}): Promise<Server> {
  const [port, workerPort] = [await freePort(), await freePort()];
  const env = {
    ...{ DATABASE_URL: db.url, JWT_SECRET: SECRET, LOG_LEVEL: "fatal" },
    ...{ SERVER_PORT: String(port), WORKER_PORT: String(workerPort) },
  };
  const origin = `http://127.0.0.1:${port}`;
  const server = await startProcess(
    join(release, "collab-server/src/main.ts"),
    env,
    `${origin}/health`,
  );
  running.push(server);
  if (withWorker) {
    running.push(
      await startProcess(
        join(release, "persistence/src/main.ts"),
        env,
        `http://127.0.0.1:${workerPort}/health`,
      ),
    );
  }
  return Object.assign(server, { origin, live: `${origin.replace("http", "ws")}${COLLAB_PATH}` });
}

/** A phone of a release, commanded from here. */
class PhoneOf {
  readonly #process: ChildProcess;

  constructor(release: string) {
    this.#process = fork(join(release, "infra/prove/upgrades/phone-process.ts"), {
      stdio: "inherit",
    });
    running.push({ stop: async () => void this.#process.kill() });
  }

  async tell(command: PhoneCommand): Promise<PhoneState> {
    const answered = once(this.#process, "message");
    this.#process.send(command);
    return (await answered)[0] as PhoneState;
  }

  look(): Promise<PhoneState> {
    return this.tell({ do: "look" });
  }

  async until(what: string, isSo: (state: PhoneState) => boolean): Promise<PhoneState> {
    await expect
      .poll(async () => isSo(await this.look()), { message: what, timeout: 30_000 })
      .toBe(true);
    return await this.look();
  }
}

/** Two diners at a free table, each with a phone of some release. */
async function sitDown(server: Server, releases: readonly [string, string]) {
  const params = { code: restaurant.tables[nextTable++]?.code ?? "" };
  const host = await ask(server.origin, "openTable", { params, body: { name: "Ana" } });
  const body = { name: "Bo", pin: host.pin };
  const guest = await ask(server.origin, "joinTable", { params, body });
  const { menu } = await ask(server.origin, "readTableMenu", { params });
  const dish = menu.categories
    .flatMap(({ items }) => items)
    .find(({ options, price }) => price > 0 && options.every(({ min }) => min === 0));
  if (!dish) throw new Error("the menu has no plain dish");
  const phones = [host, guest].map(({ sessionId, diner, accessToken }, i) => {
    const phone = new PhoneOf(releases[i] as string);
    const open = { do: "open", url: server.live, session: sessionId, diner, token: accessToken };
    return phone.tell(open as PhoneCommand).then(() => phone);
  });
  const [ana, bo] = (await Promise.all(phones)) as [PhoneOf, PhoneOf];
  const line = () => ({
    ...{ item: dish.id, options: [], note: "", for: "table" as const, at: Date.now() },
  });
  return { ana, bo, line, dish, menu };
}

test("an old phone orders at a new server beside a new phone, and is not troubled by what it does not know", async () => {
  const server = await startServer(next.folder, { withWorker: true });
  const { ana, bo, line, dish, menu } = await sitDown(server, [TODAY, next.folder]);
  await bo.tell({ do: "star", stars: 5 });
  await bo.tell({ do: "thirsty" });
  await bo.tell({ do: "add", line: line() });
  const seen = await ana.until("the old phone sees it all", ({ lines, stars, marks }) => {
    return lines.length === 1 && stars.d2 === 5 && "d2" in marks;
  });
  await ana.tell({ do: "add", line: line() });
  const [first = ""] = seen.lines;
  await ana.tell({ do: "confirm", line: first, price: dish.price, menu: menu.version });
  for (const phone of [ana, bo]) {
    const state = await phone.until(
      "both see the order",
      ({ orders, saved }) => orders === 1 && saved,
    );
    expect(state).toMatchObject({ refusals: [], dropped: [], outdated: false });
  }
});

test("[P-VERSION-3] what a new phone writes to an old server is refused for now, kept, and sent again", async () => {
  const old = await startServer(TODAY);
  const { ana, bo, line } = await sitDown(old, [next.folder, TODAY]);
  await ana.until("it is online", ({ online }) => online);
  await ana.tell({ do: "add", line: line() });
  await ana.until("what both know is saved", ({ saved }) => saved);
  await ana.tell({ do: "star", stars: 4 });
  await ana.tell({ do: "add", line: line() });
  await ana.until("it is refused, again and again", ({ refusals }) => {
    return refusals.filter((code) => code === "server-too-old").length >= 3;
  });
  // The old phone goes on meanwhile, and the new one shows and keeps what it has.
  await bo.tell({ do: "add", line: line() });
  await bo.until("the old phone is served", ({ saved, lines }) => saved && lines.length === 2);
  const waiting = await ana.look();
  expect(waiting).toMatchObject({ saved: false, stars: { d1: 4 }, dropped: [] });
  expect(waiting.ended).toBeUndefined();
  // The stars, by their diner, and the line.
  expect(waiting.unsaved).toEqual(["d1", expect.stringMatching(/^d1-/)]);

  const upgraded = await startServer(next.folder);
  for (const phone of [ana, bo]) await phone.tell({ do: "move", url: upgraded.live });
  await old.stop();
  await ana.until("all is saved", ({ saved, unsaved }) => saved && unsaved.length === 0);
  const seen = await bo.until(
    "all is seen",
    ({ lines, stars }) => lines.length === 3 && stars.d1 === 4,
  );
  expect(seen.dropped).toEqual([]);
});

test("after going back, what new phones had written stays, and what they write waits for the next try", async () => {
  const first = await startServer(next.folder);
  const { ana, bo, line } = await sitDown(first, [next.folder, TODAY]);
  await ana.tell({ do: "star", stars: 3 });
  await ana.tell({ do: "thirsty" });
  await ana.tell({ do: "add", line: line() });
  await bo.until("it is there", ({ stars, lines }) => stars.d1 === 3 && lines.length === 1);

  const back = await startServer(TODAY, { withWorker: true });
  for (const phone of [ana, bo]) await phone.tell({ do: "move", url: back.live });
  await first.stop();
  // The old server serves a document in which there is something that it does not know.
  await bo.tell({ do: "add", line: line() });
  await ana.tell({ do: "add", line: line() });
  for (const phone of [ana, bo]) {
    await phone.until("both go on", ({ saved, lines }) => saved && lines.length === 3);
  }
  await ana.tell({ do: "star", stars: 1 });
  await ana.until("it waits", ({ refusals }) => refusals.includes("server-too-old"));
  expect((await bo.look()).stars).toEqual({ d1: 3 });

  const again = await startServer(next.folder);
  for (const phone of [ana, bo]) await phone.tell({ do: "move", url: again.live });
  await back.stop();
  const seen = await bo.until(
    "it is there",
    ({ stars, lines }) => stars.d1 === 1 && lines.length === 3,
  );
  expect(seen.dropped).toEqual([]);
});

test("a kitchen of one release cooks what a server of the other has taken", async () => {
  const [newer, older] = [
    await startServer(next.folder),
    await startServer(TODAY, { withWorker: true }),
  ];
  const { ana, line, dish, menu } = await sitDown(newer, [next.folder, TODAY]);
  await ana.tell({ do: "thirsty" });
  await ana.tell({ do: "add", line: line() });
  const { lines } = await ana.until(
    "it is saved",
    ({ saved, lines }) => saved && lines.length === 1,
  );
  const [first = ""] = lines;
  await ana.tell({ do: "confirm", line: first, price: dish.price, menu: menu.version });
  await ana.until("the order comes back", ({ orders }) => orders === 1);
  const cookie = await signIn(older.origin, restaurant.staff.kitchen);
  expect((await ask(older.origin, "readTickets", { cookie })).tickets.length).toBeGreaterThan(0);
});
