/** Much of everything, as fast as a socket takes it, while two honest diners go on ordering. */
import { randomBytes } from "node:crypto";
import {
  ARRIVALS_BURST,
  ASKS_BURST,
  EDITS_BURST,
  EDITS_PER_SECOND,
  MAX_CONNECTIONS_PER_DINER,
  MAX_DOCUMENT_BYTES,
  MAX_DOCUMENT_BYTES_PER_DINER,
  MAX_FRAME_BYTES,
} from "@tureen/shared/platform/limits";
import * as encoding from "lib0/encoding";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import * as Y from "yjs";
import { AttackedServer, closeOf, fillWithHoles } from "../../testing/attacked-server.ts";
import { memoryMB } from "../../testing/memory.ts";
import { presenceOf } from "../../testing/presence.ts";
import { FRAME, type RawPhone } from "../../testing/raw-phone.ts";
import { until } from "../../testing/until.ts";

const MILLION = 1_000_000;
/** What this process may hold more than before: the attack's own buffers are in it as well. */
const MEMORY_MB = 200;

let field: AttackedServer;
beforeAll(async () => {
  field = await AttackedServer.open();
});
afterEach(() => field.cleanUp());
afterAll(() => field.close());

/** Lets sockets send and everybody else have a turn. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Sends up to `count` frames until the socket is closed; returns how many were sent. */
async function flood(
  phone: RawPhone,
  count: number,
  send: (i: number) => void,
  { atOnce = 1_000 } = {},
): Promise<number> {
  let sent = 0;
  while (sent < count && phone.closed === null) {
    for (let i = 0; i < atOnce && sent < count; i += 1) send(sent++);
    await turn();
  }
  return sent;
}

test("a frame of 50 MB ends its connection before it is read", async () => {
  const { table, honest } = await field.table();
  const hostile = await field.raw(table);
  const frame = randomBytes(50 * 1024 * 1024);
  const before = memoryMB();
  const received = hostile.socket.bufferedAmount;
  hostile.socket.send(frame);
  expect(await hostile.untilClosed()).toMatch(/^1009|^1006/);
  expect(memoryMB() - before).toBeLessThan(MEMORY_MB);
  expect(received).toBe(0);
  await honest.finish();
});

test("frames that are just small enough do not pile up", async () => {
  const { table, honest } = await field.table();
  const hostile = await field.raw(table);
  const before = memoryMB();
  // Each is refused by the guard, but each has to wait for its turn.
  const body = new Uint8Array(MAX_FRAME_BYTES - 100);
  const sent = await flood(hostile, 500, () => hostile.update(body), { atOnce: 5 });
  expect(await hostile.untilClosed()).toMatch(/^4503 too-fast$|^4400 update-too-large$/);
  expect(sent).toBeLessThan(500);
  expect(memoryMB() - before).toBeLessThan(MEMORY_MB);
  await honest.finish();
});

test("a million tiny edits, reconnecting after each refusal, are bounded per diner", async () => {
  const { table, honest } = await field.table();
  const before = memoryMB();
  const started = Date.now();
  const rounds = honest.rounds;
  const token = await table.token("d1");
  let sent = 0;
  let refused = 0;
  // On a slow machine it takes longer until all of this has happened.
  const enough = () => sent > 20_000 && refused > 3 && honest.rounds - rounds > 5;
  while (sent < MILLION && (Date.now() - started < 4_000 || !enough())) {
    const hostile = await field.stranger(table.sessionId);
    hostile.authenticate(token);
    await until("it is answered", () => hostile.auth.length > 0 || hostile.closed);
    const doc = new Y.Doc();
    doc.clientID = hostile.doc.clientID;
    doc.on("update", (update: Uint8Array) => hostile.update(update));
    sent += await flood(hostile, MILLION - sent, (i) =>
      doc.getMap("marks").set("d1", { ready: i % 2 === 0, call: "none", at: i }),
    );
    expect(hostile.closed).toMatch(/^4503 too-fast$|^4205 /);
    refused += 1;
    hostile.destroy();
    doc.destroy();
  }
  const seconds = (Date.now() - started) / 1_000;
  expect(sent).toBeGreaterThan(20_000);
  expect(refused).toBeGreaterThan(3);
  expect(await field.loggedBy(table, "d1")).toBeLessThanOrEqual(
    EDITS_BURST + EDITS_PER_SECOND * (seconds + 1),
  );
  expect(await field.loggedBy(table, "d1")).toBeGreaterThan(0);
  expect(memoryMB() - before).toBeLessThan(MEMORY_MB);
  // Not only after the attack: taps went on being saved and seen while it lasted.
  expect(honest.rounds - rounds).toBeGreaterThan(5);
  await honest.finish();
});

test("100,000 changes of presence end the connection, and the others' presence stays", async () => {
  const { table, honest } = await field.table();
  const watcher = await field.raw(table, "d2");
  const hostile = await field.raw(table);
  const before = memoryMB();
  const client = hostile.doc.clientID;
  const sent = await flood(
    hostile,
    100_000,
    (i) =>
      hostile.frame(FRAME.awareness, (encoder) =>
        encoding.writeVarUint8Array(
          encoder,
          presenceOf([[client, { diner: "d1", at: `${i}` }]], i + 1),
        ),
      ),
    { atOnce: 100 },
  );
  expect(sent).toBeLessThan(100_000);
  expect(hostile.closed).toBe(closeOf("too-fast"));
  expect(watcher.presence.length).toBeLessThan(2_000);
  expect(watcher.closed).toBeNull();
  expect(memoryMB() - before).toBeLessThan(MEMORY_MB);
  await honest.finish();
});

test("asking for everything again and again is bounded", async () => {
  const { table, honest } = await field.table();
  await field.fillLog(table, 1, fillWithHoles);
  const hostile = await field.raw(table);
  let received = 0;
  hostile.socket.on("message", (data: Buffer) => {
    received += data.byteLength;
  });
  await flood(hostile, 500, () => hostile.ask(new Uint8Array([0])), { atOnce: 10 });
  // Or for not having read all the answers.
  expect(await hostile.untilClosed()).toMatch(/^4503 too-fast$|^1006 $/);
  expect(received).toBeLessThan((ASKS_BURST + 10) * MAX_DOCUMENT_BYTES_PER_DINER);
  await honest.finish();
});

test("one diner's connections are few, however they are made", async () => {
  const { table, honest } = await field.table();
  const others = field.node.collab.connections();
  // One socket may carry several of them: the protocol lets a name be followed by a session's.
  const token = await table.token("d1");
  const nested = await field.stranger(table.sessionId);
  for (let i = 0; i < 3 * MAX_CONNECTIONS_PER_DINER; i += 1) {
    nested.frameFor(`${table.sessionId}\0${i}`, FRAME.auth, (encoder) => {
      encoding.writeVarUint(encoder, 0);
      encoding.writeVarString(encoder, token);
    });
    await turn();
  }
  expect(await nested.untilClosed()).toMatch(/^4503 too-fast$|^4205 /);

  const phones: RawPhone[] = [];
  for (let i = 0; i < 2 * MAX_CONNECTIONS_PER_DINER; i += 1) {
    const phone = await field.raw(table);
    phones.push(phone);
  }
  await until("the oldest are gone", () => {
    const open = phones.filter((phone) => phone.closed === null);
    return open.length === MAX_CONNECTIONS_PER_DINER && phones.at(-1)?.closed === null;
  });
  expect(new Set(phones.map((phone) => phone.closed))).toEqual(
    new Set([null, closeOf("too-fast")]),
  );
  expect(field.node.collab.connections()).toBe(others + MAX_CONNECTIONS_PER_DINER);

  for (const phone of phones) phone.destroy();
  for (let i = 0; i < ARRIVALS_BURST; i += 1) {
    const phone = await field.stranger(table.sessionId);
    phone.authenticate(token);
    await until("it is answered", () => phone.auth.length > 0 || phone.closed);
    const [answer] = phone.auth;
    phone.destroy();
    if (answer === "too-fast") {
      await honest.finish();
      return;
    }
  }
  throw new Error("connecting again and again was never refused");
});

test("readers that do not read are cut off, and cost little until then", async () => {
  const { table, honest } = await field.table();
  // Three megabytes that a phone needs when it asks for everything.
  await field.fillLog(table, 6);
  const others = field.node.collab.connections();
  const before = memoryMB();
  const idle = await Promise.all([1, 2, 3].map(() => field.raw(table)));
  for (const phone of idle) phone.socket.pause();
  let most = 0;
  const look = async () => {
    most = Math.max(most, await field.node.metric("tureen_unsent_bytes"));
  };
  for (let i = 0; i < 8; i += 1) {
    for (const phone of idle) phone.ask(new Uint8Array([0]));
    await new Promise((resolve) => setTimeout(resolve, 20));
    await look();
  }
  await until("they are cut off", async () => {
    await look();
    return field.node.collab.connections() === others;
  });
  // Past the bound a phone gets nothing more; the last answer still fits.
  expect(most).toBeGreaterThan(MAX_DOCUMENT_BYTES);
  expect(most).toBeLessThanOrEqual(idle.length * 3 * MAX_DOCUMENT_BYTES);
  expect(memoryMB() - before).toBeLessThan(MEMORY_MB);
  await honest.finish();
});
