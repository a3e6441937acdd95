/** `npm start -- --nodes 3` as a whole, through a session on which everything is killed once. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { LivePhone } from "@tureen/collab-server/testing/live-phone";
import { readEvents } from "@tureen/collab-server/testing/read-events";
import { until } from "@tureen/collab-server/testing/until";
import { nodeHealth } from "@tureen/collab-server/web-server/watch-nodes";
import type { Answer } from "@tureen/shared/endpoints";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort, portProblem } from "./ports.ts";
import { removeCluster } from "./postgres-cluster.ts";
import { END_OF_WELCOME, untilPrinted } from "./until-printed.ts";

/** A first start builds the web app. */
const START_MS = 240_000;
/** What takes a process's restart, on a busy machine too. */
const RESTART_MS = 40_000;
const checkout = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

let dataDir: string;
let system: ChildProcess;
let webUrl: string;
let ports: number[];
let output: () => string;
const phones: LivePhone[] = [];
const closing = new AbortController();

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "tureen-three-"));
  await chmod(dataDir, 0o711);
  const webPort = await freePort();
  ports = await portsInARow(3);
  webUrl = `http://127.0.0.1:${webPort}`;
  const { DATABASE_URL: _, REDIS_URL: __, ...inherited } = process.env;
  system = spawn(process.execPath, [join(checkout, "infra/run/start/main.ts"), "--nodes", "3"], {
    cwd: checkout,
    env: {
      ...inherited,
      WEB_PORT: String(webPort),
      SERVER_PORT: String(ports[0]),
      DATA_DIR: dataDir,
      PUBLIC_URL: webUrl,
    },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  output = await untilPrinted(system, END_OF_WELCOME);
}, START_MS);

afterAll(async () => {
  closing.abort();
  for (const phone of phones) phone.destroy();
  if (system.exitCode === null) {
    system.kill("SIGTERM");
    await once(system, "exit");
  }
  await removeCluster(dataDir);
  await rm(dataDir, { recursive: true, force: true });
});

async function portsInARow(count: number): Promise<number[]> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const first = await freePort();
    const row = Array.from({ length: count }, (_, i) => first + i);
    const problems = await Promise.all(row.map((port) => portProblem("SERVER_PORT", port)));
    if (problems.every((problem) => problem === undefined)) return row;
  }
  throw new Error("no free ports in a row");
}

/** Ids of the processes that the system has started itself and whose command line has this in it. */
function childrenWith(text: string): number[] {
  return execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" })
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((line) => line !== null && Number(line[2]) === system.pid && line[3]?.includes(text))
    .map((line) => Number(line?.[1]));
}
const nodePids = () => childrenWith("collab-server/src/main.ts");

async function post<T>(path: string, body: object, headers = {}): Promise<T> {
  const response = await fetch(webUrl + path, {
    method: "POST",
    headers: { "content-type": "application/json", origin: webUrl, ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

const sorted = (ids: Iterable<string>) => [...ids].sort();
const allNodesWell = async () =>
  (await Promise.all(ports.map((port) => nodeHealth(`127.0.0.1:${port}`)))).every(
    (health) => health === "ok",
  );

test(
  "a table and the kitchen live through the death of every part",
  async () => {
    expect(output()).toContain(ports.map((port) => `127.0.0.1:${port}`).join("  "));
    const [workerMetrics = ""] = /http:\S+\/metrics$/m.exec(output()) ?? [];
    const measures = () =>
      fetch(workerMetrics).then(
        (answer) => answer.text(),
        () => "",
      );
    await until("the worker tells its measures", async () =>
      (await measures()).includes("tureen_confirms_total"),
    );
    const code = /\/t\/(\S+)/.exec(output())?.[1];
    const host = await post<Answer<"openTable">>(`/api/t/${code}/open`, { name: "Ana" });
    const { sessionId, pin } = host;
    const guests = [host];
    for (const name of ["Bo", "Cy"]) {
      guests.push(await post<Answer<"joinTable">>(`/api/t/${code}/join`, { name, pin }));
    }
    const { menu } = (await (
      await fetch(`${webUrl}/api/t/${code}/menu`)
    ).json()) as Answer<"readTableMenu">;
    const dish = menu.categories
      .flatMap(({ items }) => items)
      .find(({ options, price }) => price > 0 && options.every(({ min }) => min === 0));
    if (!dish) throw new Error("no plain dish on the menu");

    // One by the session's id, the others to whichever node is next.
    const live = webUrl.replace("http", "ws");
    for (const [i, guest] of guests.entries()) {
      const url = i === 0 ? `${live}/collab/${sessionId}` : `${live}/collab`;
      phones.push(new LivePhone(url, sessionId, guest.diner, async () => guest.accessToken));
    }
    const lines: string[] = [];
    const everybodyWrites = () => {
      for (const { edits } of phones) {
        const line = {
          item: dish.id,
          options: [],
          note: "",
          for: "table" as const,
          at: Date.now(),
        };
        lines.push(edits.addLine(line, 1));
      }
    };
    const everybodySeesAll = async (when: string) => {
      for (const phone of phones) {
        const who = `${phone.diner} has saved and sees everything ${when}`;
        const sees = () => lines.every((line) => line in phone.view.lines);
        await until(who, () => phone.saved && sees(), RESTART_MS);
      }
    };
    everybodyWrites();
    await everybodySeesAll("at first");

    // The kitchen, on each of the nodes.
    const [, login, password] = /(kitchen@\S+)\s+(\S+)/.exec(output()) ?? [];
    const signIn = await fetch(`${webUrl}/api/staff/sign-in`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: webUrl },
      body: JSON.stringify({ login, password }),
    });
    const cookie = signIn.headers
      .getSetCookie()
      .map((each) => each.split(";")[0])
      .join("; ");
    const screens = await Promise.all(
      ports.map(async (port) => {
        const url = `http://127.0.0.1:${port}/api/kitchen/events?after=0`;
        const response = await fetch(url, { headers: { cookie }, signal: closing.signal });
        expect(response.status).toBe(200);
        return readEvents(response);
      }),
    );
    const [ana] = phones as [LivePhone, ...LivePhone[]];
    const wanted = lines.slice(0, 1);
    ana.edits.confirm({
      lines: wanted.map((line) => ({ line, quantity: 1, unitPrice: dish.price, ordered: 0 })),
      total: dish.price,
      menuVersion: menu.version,
      at: Date.now(),
    });
    const events = await Promise.all(screens.map((screen) => screen.next()));
    expect(new Set(events.map((event) => event?.id)).size).toBe(1);
    for (const phone of phones) {
      await until("the receipt is there", () => Object.keys(phone.view.receipts).length === 1);
      expect(Object.values(phone.view.receipts)[0]).toMatchObject({ ok: true });
    }
    await Promise.all(screens.map((screen) => screen.cancel()));

    // A menu that was changed by hand reaches the phones of every node.
    execFileSync(process.execPath, ["persistence/src/menu/invalidate/main.ts", menu.restaurantId], {
      cwd: checkout,
      env: { PATH: process.env.PATH, DATA_DIR: dataDir },
    });
    const news = { kind: "menu", version: menu.version };
    for (const phone of phones) {
      await until(`${phone.diner} hears of the menu`, () => phone.notices.length > 0);
      expect(phone.notices).toEqual([news]);
    }

    // Redis dies; one table's phones on several nodes go on by the log, and hear of each other again.
    const [redis] = childrenWith("redis-server");
    process.kill(redis as number, "SIGKILL");
    everybodyWrites();
    await everybodySeesAll("after Redis' death");
    await until(
      "there is a new Redis",
      () => ![redis, undefined].includes(childrenWith("redis-server")[0]),
      RESTART_MS,
    );

    // A node is killed in the middle of it.
    const before = nodePids();
    process.kill(before[0] as number, "SIGKILL");
    everybodyWrites();
    await everybodySeesAll("after a node's death");
    await until(
      "the node is back",
      async () => nodePids().length === 3 && (await allNodesWell()),
      RESTART_MS,
    );

    // All nodes are restarted, one after the other.
    for (const pid of nodePids()) {
      process.kill(pid, "SIGTERM");
      everybodyWrites();
      await until("it has ended", () => !nodePids().includes(pid), RESTART_MS);
      await until(
        "it is back",
        async () => nodePids().length === 3 && (await allNodesWell()),
        RESTART_MS,
      );
    }
    await everybodySeesAll("after the rolling restart");
    expect(nodePids().some((pid) => before.includes(pid))).toBe(false);

    const [first, ...others] = phones.map(({ view }) => view);
    expect(sorted(Object.keys(first?.lines ?? {}))).toEqual(sorted(lines));
    for (const other of others) expect(other).toEqual(first);
    // Nobody was told more than that the connection was gone.
    for (const phone of phones) {
      expect(phone.notices).toEqual([news]);
      expect(phone.refusals.filter((reason) => reason !== "restarting")).toEqual([]);
      for (const close of phone.closes) expect(close).toMatch(/^(1005|1006|1012)/);
    }

    const nodesAtTheEnd = nodePids();
    system.kill("SIGINT");
    const [exitCode] = await once(system, "exit");
    expect(exitCode).toBe(0);
    for (const pid of nodesAtTheEnd) expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  },
  6 * RESTART_MS,
);
