/** Sockets that never say who they are, while an honest table goes on and honest phones arrive. */
import { connect, type Socket } from "node:net";
import { COLLAB_PATH } from "@tureen/shared/platform/protocol/addresses";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { UNAUTHENTICATED_LIMITS } from "../../table/live/unauthenticated-sockets.ts";
import { AttackedServer } from "../../testing/attacked-server.ts";
import { memoryMB } from "../../testing/memory.ts";
import { FRAME } from "../../testing/raw-phone.ts";
import { until } from "../../testing/until.ts";

const SOCKETS = 5_000;
/** Connections under way at once, so that the system's queue for new ones is not what is tested. */
const AT_ONCE = 200;
/** Nobody's time runs out while the sockets are still being opened, however slow the machine. */
const NEVER_MS = 600_000;
const DEADLINE_MS = 2_500;

let field: AttackedServer;
let hasty: AttackedServer;
beforeAll(async () => {
  // The attackers' addresses are those that a proxy vouches for.
  const config = { trustProxy: "loopback" };
  const open = (deadlineMs: number) =>
    AttackedServer.open({
      config,
      unauthenticatedLimits: { ...UNAUTHENTICATED_LIMITS, deadlineMs },
    });
  [field, hasty] = await Promise.all([open(NEVER_MS), open(DEADLINE_MS)]);
});
afterEach(() => Promise.all([field.cleanUp(), hasty.cleanUp()]));
afterAll(() => Promise.all([field.close(), hasty.close()]));

/** A WebSocket as bare as can be: upgraded, and silent. `from`: the address that a proxy vouches for. */
function silentSocket(port: number, from: string): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {});
  socket.write(
    [
      `GET ${COLLAB_PATH} HTTP/1.1`,
      "Host: localhost",
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
      `X-Forwarded-For: ${from}`,
      "\r\n",
    ].join("\r\n"),
  );
  return new Promise((resolve) => {
    socket.once("data", () => resolve(socket));
    socket.once("close", () => resolve(socket));
  });
}

/** How many the server holds. */
const held = () => field.node.metric("tureen_connections_not_signed_in");

/** Opens very many; returns the most that the server held at any time. */
async function openSilent(count: number, from: (i: number) => string) {
  const sockets: Socket[] = [];
  let most = 0;
  for (let i = 0; i < count; i += AT_ONCE) {
    const some = Array.from({ length: AT_ONCE }, (_, n) =>
      silentSocket(field.node.port, from(i + n)),
    );
    sockets.push(...(await Promise.all(some)));
    most = Math.max(most, await held());
  }
  return { sockets, most };
}

test("5,000 silent sockets of one address, and of many, leave room for everybody else", async () => {
  const { table, honest } = await field.table();
  const before = memoryMB();
  const addresses: [(i: number) => string, number][] = [
    [() => "203.0.113.7", UNAUTHENTICATED_LIMITS.perAddress],
    [(i) => `198.51.${i >> 8}.${i & 255}`, UNAUTHENTICATED_LIMITS.inAll],
  ];
  for (const [from, bound] of addresses) {
    const { sockets, most } = await openSilent(SOCKETS, from);
    // As many as there is room for, and none more.
    expect(most).toBe(bound);
    expect(memoryMB() - before).toBeLessThan(250);
    // From the same address, which is full of them: a restaurant's router.
    await field.raw(table, "d1", { "x-forwarded-for": from(SOCKETS - 1) });
    for (const socket of sockets) socket.destroy();
    await until("all are gone", async () => (await held()) === 0);
  }
  await honest.finish();
}, 240_000);

test("what a stranger says before signing in is bounded, whole frames or not", async () => {
  const { honest } = await field.table();
  const talking = await field.stranger("anything");
  for (let i = 0; i < 4; i += 1) talking.update(new Uint8Array(UNAUTHENTICATED_LIMITS.bytes / 4));
  expect(await talking.untilClosed()).toBe("4503 too-fast");

  // The first part of a frame whose rest never comes; it waits in the WebSocket library.
  const halting = await silentSocket(field.node.port, "203.0.113.8");
  const header = Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0, 7, 0xff, 0xff, 1, 2, 3, 4]);
  halting.write(Buffer.concat([header, Buffer.alloc(UNAUTHENTICATED_LIMITS.bytes)]));
  let answer = Buffer.alloc(0);
  halting.on("data", (data: Buffer) => {
    answer = Buffer.concat([answer, data]);
  });
  await until("it is told to go", () => answer.includes("too-fast"));
  halting.destroy();
  await honest.finish();
});

test("a stranger is ended in time, one that keeps talking and one that says nothing", async () => {
  const { honest } = await hasty.table();
  // Before the server can have begun to count.
  const started = performance.now();
  const talking = await hasty.stranger("anything");
  const silent = await hasty.stranger("anything");
  const talk = setInterval(() => {
    if (talking.closed === null) talking.frame(FRAME.awareness);
  }, 200);
  await until("both are closed", () => talking.closed && silent.closed);
  clearInterval(talk);
  expect([talking.closed, silent.closed]).toEqual(Array(2).fill("4408 sign-in-timeout"));
  // A timer may be early by a fraction of a millisecond.
  expect(performance.now() - started).toBeGreaterThan(DEADLINE_MS - 5);
  await honest.finish();
});
