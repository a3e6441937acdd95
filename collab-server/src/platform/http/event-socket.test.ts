import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { type Answer, ENDPOINTS } from "@tureen/shared/endpoints";
import type { KitchenEvent } from "@tureen/shared/kitchen/endpoints";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Cleanup } from "../../testing/cleanup.ts";
import { EventSocket } from "../../testing/event-socket.ts";
import { type LiveNode, startLiveNode } from "../../testing/live-node.ts";
import { LocalSignals } from "../../testing/local-signals.ts";
import { readEvents } from "../../testing/read-events.ts";
import { startTestApi, type TestApi } from "../../testing/test-api.ts";
import { placeOrder } from "../../testing/test-restaurant.ts";
import { until } from "../../testing/until.ts";
import type { EventStream } from "./event-stream.ts";
import { startHttpServer } from "./http-server.ts";
import { createSocketStream } from "./socket-stream.ts";
import type { StaffStreams } from "./staff-streams.ts";

const MAX_PER_ACCOUNT = 8;

let api: TestApi;
let streams: StaffStreams;
let server: LiveNode;
let seat: Answer<"openTable">;
let cook: string;
const signals = new LocalSignals();
const cleanup = new Cleanup();

beforeAll(async () => {
  api = await startTestApi({ signals, streamsPerAccount: MAX_PER_ACCOUNT });
  server = api.node;
  await server.listen();
  ({ streams } = server);
  seat = await api.open();
  cook = await api.signIn(api.here, "kitchen");
});
afterEach(() => cleanup.run());
afterAll(async () => {
  await api.close();
});

const address = (path: string) => `ws://127.0.0.1:${server.port}${path}`;

function dial(path: string, headers: Record<string, string> = { cookie: cook }): EventSocket {
  return cleanup.add(new EventSocket(address(path), headers), (socket) => socket.destroy());
}

async function follow(path: string, headers?: Record<string, string>): Promise<EventSocket> {
  const socket = dial(path, headers);
  expect(await socket.outcome()).toBe("open");
  return socket;
}

async function place(where = seat): Promise<void> {
  await placeOrder(api.node.database, where);
}

const lastEvent = async () => (await api.call("readTickets", { cookie: cook })).body.lastEvent;

describe("an event stream over a WebSocket", () => {
  it("carries what server-sent events carry, each event in a frame of its own", async () => {
    await place();
    await place();
    const last = await lastEvent();
    const url = `http://127.0.0.1:${server.port}${ENDPOINTS.followKitchen.path}?after=${last - 2}`;
    const sent = readEvents(await fetch(url, { headers: { cookie: cook } }));
    const socket = await follow(`${ENDPOINTS.followKitchen.path}?after=${last - 2}`);
    const both = async () => {
      const [one, other] = await Promise.all([sent.next(), socket.next()]);
      expect(other).toEqual({ id: Number(one?.id), data: JSON.parse(one?.data ?? "") });
      return other?.id;
    };
    expect([await both(), await both()]).toEqual([last - 1, last]);
    await place();
    expect(await both()).toBe(last + 1);
    await sent.cancel();
  });

  it("resumes after its number, and starts over when that does not exist", async () => {
    const last = await lastEvent();
    const first = await follow(`${ENDPOINTS.followKitchen.path}?after=${last}`);
    await place();
    expect((await first.next())?.id).toBe(last + 1);
    first.destroy();
    await place();
    await place();
    const again = await follow(`${ENDPOINTS.followKitchen.path}?after=${last + 1}`);
    expect([(await again.next())?.id, (await again.next())?.id]).toEqual([last + 2, last + 3]);
    const ahead = await follow(`${ENDPOINTS.followKitchen.path}?after=${last + 50}`);
    const reset = { event: "reset", id: last + 3, data: { lastEvent: last + 3 } };
    expect(await ahead.next()).toEqual(reset);
  });

  it("shows the page that it is alive, at once and again and again", async () => {
    const socket = await follow(ENDPOINTS.followKitchen.path);
    await until("three heartbeats", () => socket.frames.length >= 3);
    for (const frame of socket.frames) expect(frame).toEqual({ event: "ping", data: {} });
  });

  it("hints that the floor has changed", async () => {
    const waiter = await api.signIn(api.here, "waiter");
    const socket = await follow(ENDPOINTS.followFloor.path, { cookie: waiter });
    expect(await socket.next()).toEqual({ event: "floor", data: {} });
    await signals.publish({ kind: "floor", restaurantId: api.here.restaurantId });
    expect(await socket.next()).toEqual({ event: "floor", data: {} });
  });

  it("never shows another restaurant's orders", async () => {
    const foreign = await api.signIn(api.there, "kitchen");
    const socket = await follow(`${ENDPOINTS.followKitchen.path}?after=0`, { cookie: foreign });
    await place();
    const theirs = await api.open(api.there);
    await place(theirs);
    const event = (await socket.next())?.data as KitchenEvent;
    expect([event.number, event.ticket.sessionId]).toEqual([1, theirs.sessionId]);
  });

  it("is refused as its address refuses any request, before there is a connection", async () => {
    const own = `http://127.0.0.1:${server.port}`;
    const tries: [string, Record<string, string>, string][] = [
      [ENDPOINTS.followKitchen.path, {}, "401 token-missing"],
      [ENDPOINTS.followKitchen.path, { cookie: "tureen_staff=garbage" }, "401 token-invalid"],
      [ENDPOINTS.followFloor.path, { cookie: cook }, "403 not-allowed"],
      [`${ENDPOINTS.followKitchen.path}?after=x`, { cookie: cook }, "400 field-invalid"],
      [
        ENDPOINTS.followKitchen.path,
        { cookie: cook, origin: "http://evil.example" },
        "403 origin-refused",
      ],
      [
        ENDPOINTS.followKitchen.path,
        { cookie: cook, "sec-fetch-site": "same-site" },
        "403 origin-refused",
      ],
      [ENDPOINTS.followKitchen.path, { cookie: cook, origin: own }, "open"],
      ["/api/kitchen/tickets", { cookie: cook }, "404 not-found"],
      [`${ENDPOINTS.followKitchen.path}/`, { cookie: cook }, "404 not-found"],
    ];
    await until("nobody follows", () => streams.screens().length === 0);
    for (const [path, headers, expected] of tries) {
      const socket = dial(path, headers);
      expect([path, await socket.outcome()]).toEqual([path, expected]);
    }
    expect(streams.screens().length).toBe(1);
  });

  it("is refused without a proper handshake", async () => {
    const key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
    const version = "Sec-WebSocket-Version: 13";
    for (const [method, ...headers] of [
      ["GET", version],
      ["GET", key, "Sec-WebSocket-Version: 12"],
      ["POST", key, version],
      ["GET", key, version, "Host: a b"],
    ]) {
      const host = headers.some((header) => header.startsWith("Host")) ? [] : ["Host: localhost"];
      const socket = await rawSocket([
        `${method} ${ENDPOINTS.followKitchen.path} HTTP/1.1`,
        ...["Connection: Upgrade", "Upgrade: websocket", `Cookie: ${cook}`, ...host, ...headers],
      ]);
      let answer = "";
      for await (const chunk of socket) answer += chunk;
      expect(answer).toContain("HTTP/1.1 400 ");
      expect(answer).toContain('"request-malformed"');
    }
  });

  it("ends with its sign-in, and with the role that allowed it", async () => {
    const { restaurantId } = api.here;
    const [out, demoted] = [await api.signIn(api.here, "waiter"), await hired("waiter")];
    const [floor, kitchen] = [
      await follow(ENDPOINTS.followFloor.path, { cookie: out }),
      await follow(ENDPOINTS.followFloor.path, { cookie: demoted.cookie }),
    ];
    await api.call("signOut", { cookie: out, body: {} });
    expect(await floor.untilClosed()).toBe("4401 token-invalid");
    await api.db.owner.query("update users set role = 'kitchen' where id = $1", [demoted.userId]);
    await signals.publish({ kind: "staff", restaurantId });
    expect(await kitchen.untilClosed()).toBe("4401 not-allowed");
  });

  it("is sent elsewhere by a server that leaves, which lets nobody new in", async () => {
    const going = cleanup.add(await startLiveNode({ database: api.db.pool }), (n) => n.close());
    const at = `ws://127.0.0.1:${going.port}${ENDPOINTS.followKitchen.path}`;
    const [socket, newcomer] = [
      new EventSocket(at, { cookie: cook }),
      () => new EventSocket(at, { cookie: cook }),
    ];
    expect(await socket.outcome()).toBe("open");
    going.leave();
    expect(await newcomer().outcome()).toBe("503 restarting");
    for (const leave of going.streams.screens()) leave();
    expect(await socket.untilClosed()).toBe("4503 restarting");
  });

  it("is for reading: who says something is disconnected", async () => {
    const socket = await follow(ENDPOINTS.followKitchen.path);
    socket.socket.send("hello");
    expect(await socket.untilClosed()).toBe("1006 ");
    const long = await follow(ENDPOINTS.followKitchen.path);
    long.socket.send("x".repeat(100_000));
    expect(await long.untilClosed()).toMatch(/^100[69] /);
    await until("nobody follows", () => streams.screens().length === 0);
  });

  it("has a bound for each account, and leaves room for the others", async () => {
    await until("nobody follows", () => streams.screens().length === 0);
    const sockets: EventSocket[] = [];
    for (let n = 0; n < MAX_PER_ACCOUNT; n++)
      sockets.push(await follow(ENDPOINTS.followKitchen.path));
    expect(await dial(ENDPOINTS.followKitchen.path).outcome()).toBe("503 overloaded");
    // Another sign-in of the same account counts with it.
    const again = { cookie: await api.signIn(api.here, "kitchen") };
    expect(await dial(ENDPOINTS.followKitchen.path, again).outcome()).toBe("503 overloaded");
    await follow(ENDPOINTS.followKitchen.path, { cookie: await api.signIn(api.here, "waiter") });
    sockets[0]?.destroy();
    await until("its place is free", async () => {
      return (await dial(ENDPOINTS.followKitchen.path).outcome()) === "open";
    });
  });
});

/** A member of staff of a new account, signed in. */
async function hired(role: "waiter"): Promise<{ userId: string; cookie: string }> {
  const manager = await api.signIn(api.here, "manager");
  const login = `hired-${Math.floor(Math.random() * 1e9)}`;
  const { body } = await api.call("addStaff", {
    cookie: manager,
    body: { login, name: "Hired", role },
  });
  const { headers } = await api.call("signIn", {
    body: { login: body.login, password: body.password },
  });
  return { userId: body.userId, cookie: headers.get("set-cookie")?.split(";")[0] ?? "" };
}

async function rawSocket(lines: readonly string[], port = server.port): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {});
  await once(socket, "connect");
  socket.setEncoding("latin1");
  socket.write([...lines, "", ""].join("\r\n"));
  return socket;
}

describe("a reader of a WebSocket", () => {
  const handshake = [
    `GET ${ENDPOINTS.followKitchen.path} HTTP/1.1`,
    "Host: x",
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  ];

  /** A server whose streams a test feeds by hand, and one of them with a reader that does nothing. */
  async function givenStream(): Promise<{ stream: EventStream; socket: Socket }> {
    let stream: EventStream | undefined;
    const feeding = await startHttpServer({
      ...{ port: 0, host: "127.0.0.1", isLiveAddress: () => false, handleUpgrade: () => {} },
      fetch(_, { accept }) {
        if (!accept) return new Response(null, { status: 404 });
        stream = createSocketStream(accept());
        return new Response();
      },
    });
    cleanup.add(feeding, (each) => each.close());
    const socket = await rawSocket(handshake, feeding.port);
    cleanup.add(socket, (each) => each.destroy());
    return { stream: await until("it is connected", () => stream), socket };
  }

  it("that does not read is disconnected, and little is kept for it", async () => {
    const { stream, socket } = await givenStream();
    socket.pause();
    let closed = 0;
    stream.onClose(() => {
      closed += 1;
    });
    const data = JSON.stringify("x".repeat(32 * 1024));
    let sent = 0;
    await until("it is disconnected", () => {
      for (let n = 0; n < 20 && stream.open; n++) stream.send({ id: ++sent, data });
      return !stream.open;
    });
    expect(closed).toBe(1);
    expect(sent * data.length).toBeLessThan(64 * 1024 * 1024);
    // Whoever waits for room learns of the end.
    await stream.room();
  });

  it("that is slow is waited for", async () => {
    const { stream, socket } = await givenStream();
    socket.pause();
    const data = JSON.stringify("x".repeat(256 * 1024));
    let sent = 0;
    let full = false;
    while (!full) {
      stream.send({ id: ++sent, data });
      const room = stream.room().then(() => "room");
      full = (await Promise.race([room, new Promise((go) => setImmediate(go))])) !== "room";
    }
    const room = stream.room();
    let received = 0;
    socket.on("data", (chunk: string) => {
      received += chunk.length;
    });
    socket.resume();
    await room;
    expect(stream.open).toBe(true);
    await until("everything has arrived", () => received > sent * data.length);
  });

  it("that answers no ping has vanished", async () => {
    const { stream } = await givenStream();
    for (let n = 0; n < 3; n++) stream.ping();
    expect(stream.open).toBe(true);
    stream.ping();
    expect(stream.open).toBe(false);
  });
});
