/**
 * A disk that is full, for real: while nothing can be saved health says so, `npm start` says which disk and
 * how full, nobody's dish is called saved, and all goes on by itself when there is room.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { LivePhone } from "@tureen/collab-server/testing/live-phone";
import { COLLAB_PATH } from "@tureen/shared/platform/protocol/addresses";
import pg from "pg";
import { afterEach, beforeEach, expect, type TestContext, test, vi } from "vitest";
import { ask } from "../../prove/chaos/api.ts";
import { type SmallDisk, smallDisk } from "../test/small-disk.ts";
import { freePort } from "./ports.ts";
import { END_OF_WELCOME, untilPrinted } from "./until-printed.ts";

const WHOLE_TEST_MS = 300_000;
const SOON = { timeout: 30_000, interval: 100 };
const checkout = join(import.meta.dirname, "../../..");

let disk: SmallDisk | string;
let stops: (() => unknown)[];
beforeEach(async () => {
  stops = [];
  disk = await smallDisk(256);
});
afterEach(async () => {
  for (const stop of stops.reverse()) await stop();
  if (typeof disk !== "string") await disk.remove();
});

/** The test's disk; where there can be none the test is not run, and says why. */
function givenDisk({ skip }: TestContext): SmallDisk {
  if (typeof disk === "string") return skip(disk);
  return disk;
}

interface Started {
  readonly origin: string;
  readonly printed: () => string;
}

async function givenStart(dataDir: string): Promise<Started> {
  const { DATABASE_URL: _, REDIS_URL: __, ...inherited } = process.env;
  const [webPort, serverPort] = [await freePort(), await freePort()];
  const child: ChildProcess = spawn(process.execPath, ["infra/run/start/main.ts"], {
    cwd: checkout,
    env: {
      ...inherited,
      WEB_PORT: String(webPort),
      SERVER_PORT: String(serverPort),
      DATA_DIR: dataDir,
      PUBLIC_URL: `http://127.0.0.1:${webPort}`,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  stops.push(async () => {
    if (child.exitCode !== null) return;
    child.kill("SIGTERM");
    await once(child, "exit");
  });
  const printed = await untilPrinted(child, END_OF_WELCOME);
  return { origin: `http://127.0.0.1:${serverPort}`, printed };
}

/** A guest at a table, with a phone, and a way for it to put something into the cart. */
async function givenGuest({ origin, printed }: Started) {
  const code = /\/t\/([\w-]+)/.exec(printed())?.[1] ?? "";
  const { sessionId, diner, accessToken } = await ask(origin, "openTable", {
    params: { code },
    body: { name: "Ana" },
  });
  const { menu } = await ask(origin, "readTableMenu", { params: { code } });
  const dish = menu.categories
    .flatMap(({ items }) => items)
    .find(({ options }) => options.every(({ min }) => min === 0));
  const dial = () => {
    const url = `${origin.replace(/^http/, "ws")}${COLLAB_PATH}`;
    const phone = new LivePhone(url, sessionId, diner, async () => accessToken);
    stops.push(() => phone.destroy());
    return phone;
  };
  const phone = dial();
  const add = (note = "") => {
    const item = dish?.id ?? "";
    return phone.edits.addLine({ item, options: [], note, for: "table", at: Date.now() }, 1);
  };
  return { phone, add, dial };
}

async function health(origin: string) {
  const response = await fetch(`${origin}/health`);
  const { status, writes } = (await response.json()) as { status: string; writes: object };
  return { code: response.status, status, writes };
}

const WELL = { code: 200, status: "ok", writes: { ok: true, problem: null } };

test("a full disk stops edits and not phones, and ends the database only until there is room", {
  timeout: WHOLE_TEST_MS,
}, async (context) => {
  const small = givenDisk(context);
  const dataDir = join(small.folder, "data");
  const started = await givenStart(dataDir);
  const { origin, printed } = started;
  const { phone, add, dial } = await givenGuest(started);
  const before = add();
  await phone.untilSaved();
  await vi.waitFor(async () => expect(await health(origin)).toEqual(WELL), SOON);

  await small.fill();
  const full = { code: 503, status: "unavailable", writes: { ok: false, problem: "disk-full" } };
  await vi.waitFor(async () => expect(await health(origin)).toEqual(full), {
    ...SOON,
    timeout: 20_000,
  });
  await vi.waitFor(
    () => expect(printed()).toMatch(/The disk is full: \S+data has \d+ MB \(\d+ bytes\) free/),
    SOON,
  );

  // The log of Postgres has room for a while; then it ends.
  const url = (await readFile(join(dataDir, "database-url"), "utf8")).trim();
  await useUp(url);
  await vi.waitFor(() => expect(printed()).toContain("Postgres ended"), SOON);
  const during = add("while it is full");
  expect((await health(origin)).status).toBe("unavailable");
  expect(phone.saved).toBe(false);

  await small.clear();
  await vi.waitFor(() => expect(printed()).toContain("Postgres is back."), SOON);
  await vi.waitFor(async () => expect(await health(origin)).toEqual(WELL), SOON);
  await phone.untilSaved();
  // Another phone, which knows only what is in the log.
  const other = dial();
  for (const line of [before, during]) await other.untilSees(line);
});

/** Has Postgres write its log until it cannot. */
async function useUp(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    for (;;) {
      await client.query("select pg_logical_emit_message(true, 'full', repeat('x', 1000000))");
    }
  } catch {
    // Its end is what was wanted.
  } finally {
    await client.end().catch(() => {});
  }
}
