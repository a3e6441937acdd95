import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eraseDiner } from "@tureen/persistence/table/erase-diner";
import { SMALL_MENU } from "@tureen/persistence/testing/fixtures";
import {
  createEmptyDatabase,
  createTestDatabase,
  type TestDatabase,
} from "@tureen/persistence/testing/test-database";
import { formatRecording, parseRecording } from "@tureen/shared/replay/file";
import type { Recording } from "@tureen/shared/replay/recording";
import { readSession } from "@tureen/shared/table/document/session-document";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { openLiveTable } from "../../testing/live-table.ts";
import { until } from "../../testing/until.ts";
import { RECORDINGS } from "../testing/recordings/scenes.ts";
import { runCli } from "./testing/run-cli.ts";

let database: TestDatabase;
let recording: Recording;
let folder: string;
let file: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const record = RECORDINGS["sold-out"];
  if (!record) throw new Error("no such evening");
  recording = await record(database.pool);
  folder = await mkdtemp(join(tmpdir(), "tureen-replay-test-"));
  file = join(folder, "evening.tureen");
  expect(await replay("export", recording.session, "-o", file)).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await database?.drop();
  if (folder) await rm(folder, { recursive: true });
});

const replay = (...args: string[]) => runCli(database.url, args);

test("list tells what each session holds, and of which restaurant and time", async () => {
  const all = await replay("list", "--json");
  expect(all.code).toBe(0);
  const diners = recording.log.filter((entry) => entry.author !== "server").length;
  expect(JSON.parse(all.out)).toMatchObject({
    sessionId: recording.session,
    restaurant: "Test Kitchen",
    table: "1",
    status: "closed",
    diners: 2,
    edits: diners,
    confirms: 4,
    orders: 2,
    rejections: 2,
  });
  expect((await replay("list")).out).toMatch(/diners +edits +confirms +orders +rejected\n/);
  expect((await replay("list", "--restaurant", "Test Kitchen")).out).toContain(recording.session);
  for (const filter of [
    ["--restaurant", "Other"],
    ["--since", "2999-01-01"],
  ]) {
    expect((await replay("list", ...filter)).out).toBe("There are no such sessions.");
  }
});

test("show tells who did what, with the names there are", async () => {
  const { out, code } = await replay("show", recording.session);
  expect(code).toBe(0);
  const told = out.split("\n").map((line) => line.replace(/^\S+ \S+ +\d+ +/, ""));
  expect(told[0]).toBe("table 1 opened");
  expect(told).toContain("Ana (seat 1) took 1 × Pizza, Size: Small");
  expect(told).toContain("Bo (seat 2) took 1 × Pizza, Size: Large");
  expect(told).toContain("confirm by Bo (seat 2) rejected: sold out");
  expect(told).toContain("order #1 placed → cancelled: the oven is cold");
  expect(told).toContain("confirm by Bo (seat 2): 1 line, €11.50 → order #2");
  expect(told.at(-1)).toBe("the table was closed");

  const key = { restaurantId: recording.restaurant, sessionId: recording.session };
  const by = { kind: "staff", id: null } as const;
  await eraseDiner(database.pool, { ...key, diner: "d1", by, now: new Date() });
  const erased = await replay("show", recording.session.slice(0, 12), "--json");
  expect(erased.out).not.toContain("Ana");
  const [, sat] = erased.out.split("\n").map((line) => JSON.parse(line) as { text: string });
  expect(sat?.text).toBe("seat 1 sat down as host");
});

describe("at", () => {
  const at = async (...args: string[]) => {
    const { out, code } = await replay("at", recording.session, "--json", ...args);
    expect(code).toBe(0);
    return JSON.parse(out) as { edit: number; cart: { quantity: number }[]; orders: object };
  };

  test("shows cart and orders at an edit and at a time", async () => {
    const whole = await at("--edit", String(recording.log.length));
    expect([whole.cart.length, Object.keys(whole.orders).length]).toEqual([1, 2]);
    const none = await at("--edit", "0");
    expect([none.cart.length, Object.keys(none.orders).length]).toEqual([0, 0]);
    const ordered = recording.orders[0]?.placedAt ?? 0;
    const then = await at("--time", new Date(ordered).toISOString());
    expect(Object.keys(then.orders)).toHaveLength(1);
    expect((await at("--time", "+0s")).edit).toBeGreaterThan(0);
  });

  test("reads like a bill", async () => {
    const { out } = await replay("at", file, "--edit", String(recording.log.length));
    expect(out).toContain("Cart, €9.00:\n  2 × Soup  €9.00  (seat 1 2)");
    expect(out).toContain("Order #1 by seat 1, €9.00, cancelled: the oven is cold:");
    expect(out).toContain("Order #2 by seat 2, €11.50, placed:\n  1 × Pizza, Size: Large  €11.50");
  });
});

describe("export and import", () => {
  test("a file is self-contained, without names unless asked for, and only for its owner", async () => {
    const text = await readFile(file, "utf8");
    expect(text).not.toMatch(/\bBo\b/);
    expect(text).toBe(formatRecording(recording));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const named = join(folder, "named.tureen");
    await replay("export", recording.session, "-o", named, "--with-names");
    expect(parseRecording(await readFile(named, "utf8")).names).toMatchObject({ d2: "Bo" });
    expect(await replay("export", recording.session, "-o", file)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^file-exists: /),
    });
  });

  test("an imported evening is a session of a place of its own, and verifies", async () => {
    const imported = await replay("import", file);
    expect(imported).toMatchObject({ code: 0, err: "" });
    const session = /session (\S+)/.exec(imported.out)?.[1] ?? "";
    expect(session).not.toBe(recording.session);
    expect(await replay("verify", session)).toMatchObject({ code: 0 });
    const lines = async (of: string) =>
      (await replay("show", of)).out.replaceAll("Bo (seat 2)", "seat 2");
    expect(await lines(session)).toBe(await lines(recording.session));
    // Nothing of the session's own restaurant has changed, and the worker has nothing to do.
    const { rows } = await database.owner.query<{ orders: number; pending: number }>(
      `select (select count(*)::int from orders where restaurant_id = $1) as orders,
         (select count(*)::int from sync_queue where status = 'pending') as pending`,
      [recording.restaurant],
    );
    expect(rows[0]).toEqual({ orders: 2, pending: 0 });
    expect(await replay("import", file)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^import-exists: /),
    });
  });

  test("a damaged, a newer and a false file are refused, and nothing is imported", async () => {
    const count = async () => (await replay("list", "--json")).out.split("\n").length;
    const before = await count();
    const text = await readFile(file, "utf8");
    const other = join(folder, "other.tureen");
    const refused = async (content: string) => {
      await writeFile(other, content);
      const { code, err } = await replay("import", other);
      expect(code).toBe(2);
      return err.split(":")[0];
    };
    expect(await refused(text.replace("Soup", "Soap"))).toBe("file-damaged");
    expect(await refused(text.replace('"version":1', '"version":2'))).toBe("file-newer");
    expect(await refused("hello")).toBe("file-foreign");
    const orders = recording.orders.map((order) => ({ ...order, total: order.total + 1 }));
    expect(await refused(formatRecording({ ...recording, orders }))).toBe("import-differs");
    expect(await count()).toBe(before);
  });

  test("an evening that is still going on is not imported, for a worker would carry on with it", async () => {
    const { sessionId } = await openLiveTable(database.pool, { diners: 1 });
    const open = join(folder, "open.tureen");
    expect(await replay("export", sessionId, "-o", open)).toMatchObject({ code: 0 });
    expect((await replay("import", open)).err).toMatch(/^import-open: /);
  });
});

test("verify says ok for a session, a file and all, and 1 with the difference for a false file", async () => {
  expect(await replay("verify", recording.session)).toMatchObject({
    code: 0,
    out: `${recording.session}: ok, ${recording.log.length} edits, 4 confirms, 2 orders`,
  });
  expect(await replay("verify", file)).toMatchObject({ code: 0 });
  expect(await replay("verify", "--all")).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^ok: \d+ sessions, \d+ edits$/),
  });
  const [order, ...others] = recording.orders;
  if (!order) throw new Error("no order");
  const orders = [{ ...order, status: "served" } as const, ...others];
  const wrong = join(folder, "wrong.tureen");
  await writeFile(wrong, formatRecording({ ...recording, orders }));
  expect(await replay("verify", wrong)).toMatchObject({
    code: 1,
    out: `${wrong}: Postgres and the document do not agree about an order's status (status-differs): order #1, status: expected "cancelled", found "served"`,
  });
});

test("run drives today's code, in a database that is given, and says as recorded", async () => {
  expect(await replay("run", file, "--database", database.url)).toEqual({
    code: 0,
    out: `as recorded: ${recording.log.length} edits, 4 confirms`,
    err: "",
  });
});

test("what-if tells which confirms would have ended otherwise, and the money", async () => {
  const menu = join(folder, "menu.json");
  const dearer = structuredClone(SMALL_MENU);
  for (const { items } of dearer.categories) {
    for (const item of items) item.price = (Number(item.price) + 1).toFixed(2);
  }
  await writeFile(menu, JSON.stringify(dearer));
  const same = await replay("what-if", file, "--menu", menu);
  expect(same.out).toMatch(/In all €22\.50 in place of €20\.50 \(\+€2\.00\)$/);
  expect(same.code).toBe(0);
  const unseen = await replay("what-if", file, "--menu", menu, "--unseen");
  expect(unseen).toMatchObject({
    code: 1,
    out: expect.stringContaining("ordered €9.00 → rejected: price changed (€9.00 → €10.00)"),
  });
  await writeFile(menu, JSON.stringify({ ...dearer, currency: "USD" }));
  expect(await replay("what-if", file, "--menu", menu)).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^menu-unusable: .*EUR.*USD/),
  });
});

test("serve plays to any Yjs client until it is stopped", async () => {
  const stop = new AbortController();
  let url = "";
  const onPrint = (text: string) => {
    url ||= /^(ws:\S+?)\/[0-9a-f-]{36} /.exec(text)?.[1] ?? "";
  };
  const args = ["serve", file, "--speed", "1000000"];
  const served = runCli(database.url, args, { signal: stop.signal, onPrint });
  await until("it listens", () => url);
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(url, "room", doc, {
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  });
  try {
    await until("all has been seen", () => readSession(doc).session.status === "closed");
  } finally {
    provider.destroy();
    stop.abort();
  }
  const { code, out } = await served;
  expect(code).toBe(0);
  expect(out).toContain("order #1 placed → cancelled: the oven is cold");
});

describe("what cannot be done is said in a sentence with a code, exit 2", () => {
  test.each([
    [["show", "00000000-0000-0000-0000-000000000000"], "session-unknown"],
    [["show", "/no/such/file"], "file-unreadable"],
    [["show"], "option-invalid"],
    [["show", "a", "b"], "option-invalid"],
    [["list", "--since", "yesterday"], "time-invalid"],
    [["list", "--limit", "0"], "option-invalid"],
    [["list", "--colour"], "option-invalid"],
    [["verify"], "option-invalid"],
    [["dance"], "option-invalid"],
    [["serve", "00000000", "--speed", "0"], "option-invalid"],
  ])("%j: %s", async (args, code) => {
    const { err, ...run } = await replay(...args);
    expect(run.code).toBe(2);
    expect(err).toMatch(new RegExp(`^${code}: [A-Z].{10,}`));
  });

  test("times and edits that a session does not have", async () => {
    const at = async (...args: string[]) => (await replay("at", file, ...args)).err.split(":")[0];
    expect(await at("--edit", "10000")).toBe("edit-invalid");
    expect(await at("--edit", "")).toBe("edit-invalid");
    expect(await at("--time", "25:00")).toBe("time-invalid");
    expect(await at("--time", "soon")).toBe("time-invalid");
    expect(await at()).toBe("option-invalid");
    expect(await at("--edit", "1", "--time", "19:00")).toBe("option-invalid");
  });

  test("no database, and one that does not answer", async () => {
    const none = await runCli(undefined, ["list"]);
    expect(none).toMatchObject({ code: 2, err: expect.stringMatching(/^database-missing: /) });
    const away = await runCli("postgres://nobody@127.0.0.1:9/none", ["list"]);
    expect(away).toMatchObject({ code: 2, err: expect.stringMatching(/^database-away: /) });
  });

  test("a user who sees one restaurant at a time, and would find nothing wrong", async () => {
    const narrow = new URL(database.url);
    narrow.searchParams.set("options", "-c role=tureen_app");
    const { code, err } = await runCli(narrow.href, ["verify", "--all"]);
    expect([code, err.split(":")[0]]).toEqual([2, "database-narrow"]);
  });

  test("a database of somebody else, and a log that is none", async () => {
    const { url, drop } = await createEmptyDatabase();
    try {
      expect((await runCli(url, ["list"])).err).toMatch(/^database-foreign: /);
    } finally {
      await drop();
    }
    const broken = join(folder, "broken.tureen");
    const log = recording.log.map((entry) => ({ ...entry, update: new Uint8Array([1, 2, 3]) }));
    await writeFile(broken, formatRecording({ ...recording, log }));
    for (const args of [
      ["show", broken],
      ["at", broken, "--edit", "3"],
      ["serve", broken],
    ]) {
      const { code, err } = await replay(...args);
      expect([code, err.split(":")[0]]).toEqual([2, "recording-broken"]);
    }
  });

  test("a beginning that several sessions share", async () => {
    await RECORDINGS["double-confirm"]?.(database.pool);
    const shared = recording.session.slice(0, 4);
    expect((await replay("show", shared)).err).toMatch(/^session-ambiguous: /);
  });
});

test("without its log a session's orders still verify, and everything else says that it is gone", async () => {
  const { session } = (await RECORDINGS["double-confirm"]?.(database.pool)) ?? recording;
  const client = await database.owner.connect();
  try {
    // A month later.
    await client.query("set session_replication_role = replica");
    await client.query("update sessions set log_state = 'gone' where id = $1", [session]);
    await client.query("delete from session_updates where session_id = $1", [session]);
    await client.query("set session_replication_role = origin");
  } finally {
    client.release();
  }
  expect(await replay("verify", session)).toMatchObject({
    code: 0,
    out: `${session}: ok, its log is no longer kept, 3 confirms, 2 orders`,
  });
  for (const args of [
    ["show"],
    ["at", "--edit", "1"],
    ["serve"],
    ["export", "-o", join(folder, "x")],
  ]) {
    const [name = "", ...options] = args;
    const { code, err } = await replay(name, session, ...options);
    expect([code, err.split(":")[0]]).toEqual([2, "log-gone"]);
  }
});

test("every command has its help", async () => {
  const { out } = await replay("--help");
  const names = [...out.matchAll(/^ {2}([a-z-]+) /gm)].map((match) => match[1] ?? "");
  expect(names).toEqual([
    "list",
    "show",
    "at",
    "verify",
    "export",
    "import",
    "serve",
    "run",
    "what-if",
  ]);
  for (const name of names) {
    const help = await replay(name, "--help");
    expect(help).toMatchObject({ code: 0, err: "" });
    expect(help.out).toMatch(new RegExp(`^npm run replay -- ${name} [\\s\\S]{80,}`));
  }
});
