import { HocuspocusProvider } from "@hocuspocus/provider";
import { afterEach, expect, test } from "vitest";
import * as Y from "yjs";
import { CollabSocket } from "./collab-socket.ts";

const NAME = "01a203c8-6b98-715b-8388-1980ef47d57f";
const STEP_1 = "0.0";
const STEP_2 = "0.1";
const UPDATE = "0.2";
/** Auth frame: authenticated, with the scope "read-write". */
const AUTHENTICATED = [2, 2, 10, ...new TextEncoder().encode("read-write")];
const ACKNOWLEDGED = [8, 1];
/** A sync message: what does the phone have beyond nothing at all? */
const QUESTION = [0, 0, 1, 0];

/** A socket whose other end is the test. */
class FakeSocket extends EventTarget {
  static last: FakeSocket;
  binaryType = "";
  readyState: number = WebSocket.CONNECTING;
  readonly sent: string[] = [];

  constructor() {
    super();
    FakeSocket.last = this;
  }

  send(frame: Uint8Array): void {
    this.sent.push(`${frame[1 + NAME.length]}.${frame[2 + NAME.length]}`);
  }

  close(): void {
    this.readyState = WebSocket.CLOSED;
  }

  open(): void {
    this.readyState = WebSocket.OPEN;
    this.dispatchEvent(new Event("open"));
  }

  say(message: readonly number[]): void {
    const name = new TextEncoder().encode(NAME);
    const data = Uint8Array.from([name.length, ...name, ...message]).buffer;
    this.dispatchEvent(new MessageEvent("message", { data }));
  }

  get updates(): number {
    return this.sent.filter((kind) => kind === UPDATE).length;
  }
}

let socket: CollabSocket;
let provider: HocuspocusProvider;
let tokenFetched: () => void;

function connect(): Y.Map<unknown> {
  const document = new Y.Doc();
  socket = new CollabSocket({
    url: "ws://localhost/collab",
    WebSocketPolyfill: FakeSocket,
    autoConnect: false,
  });
  provider = new HocuspocusProvider({
    name: NAME,
    document,
    awareness: null,
    websocketProvider: socket,
    token: () =>
      new Promise((resolve) => {
        tokenFetched = () => resolve("token");
      }),
  });
  provider.attach();
  void socket.connect();
  return document.getMap("lines");
}

afterEach(() => {
  provider.destroy();
  socket.destroy();
});

test("edits made before the opening exchange go with it, not ahead of it", async () => {
  const lines = connect();
  lines.set("made while connecting", 1);
  FakeSocket.last.open();
  lines.set("made while the token is fetched", 2);
  tokenFetched();
  await expect.poll(() => FakeSocket.last.sent).toContain(STEP_1);
  FakeSocket.last.say(AUTHENTICATED);
  lines.set("made before the phone's answer", 3);
  expect(FakeSocket.last.updates).toBe(0);

  FakeSocket.last.say(QUESTION);
  expect(FakeSocket.last.sent.slice(-2)).toEqual([STEP_2, UPDATE]);
  lines.set("made afterwards", 4);
  expect(FakeSocket.last.updates).toBe(2);
});

test("edits that waited for one connection's answer do not go out on the next", async () => {
  const lines = connect();
  const first = FakeSocket.last;
  first.open();
  tokenFetched();
  await expect.poll(() => first.sent).toContain(STEP_1);
  lines.set("never sent there", 1);
  socket.giveUp();
  void socket.connect();
  const second = FakeSocket.last;
  expect(second).not.toBe(first);
  second.open();
  tokenFetched();
  await expect.poll(() => second.sent).toContain(STEP_1);
  second.say(AUTHENTICATED);
  second.say(QUESTION);
  expect(second.sent.at(-1)).toBe(STEP_2);
  expect(first.updates + second.updates).toBe(0);
});

test("what counts as saved is neither more nor less than what was acknowledged", async () => {
  const lines = connect();
  for (let n = 0; n < 5; n += 1) lines.set(`offline ${n}`, n);
  FakeSocket.last.open();
  tokenFetched();
  await expect.poll(() => FakeSocket.last.sent).toContain(STEP_1);
  FakeSocket.last.say(AUTHENTICATED);
  lines.set("made before the phone's answer", 6);
  FakeSocket.last.say(QUESTION);
  lines.set("made afterwards", 7);
  expect(FakeSocket.last.updates).toBe(2);
  // The server answers the exchange and every edit that it was sent, in order.
  for (let answers = FakeSocket.last.updates; answers > 0; answers -= 1) {
    FakeSocket.last.say(ACKNOWLEDGED);
    expect(provider.hasUnsyncedChanges).toBe(true);
  }
  FakeSocket.last.say(ACKNOWLEDGED);
  expect(provider.hasUnsyncedChanges).toBe(false);
});
