/**
 * Carries WebSocket connections to Hocuspocus, some through the plain Yjs door, and protects the
 * process from single phones: frames are bounded in size and number, a reader that does not read is
 * disconnected, a phone that vanished without a word is noticed by its missing pong.
 */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Hocuspocus, WebSocketLike } from "@hocuspocus/server";
import { MAX_DOCUMENT_BYTES, MAX_FRAME_BYTES } from "@tureen/shared/limits";
import { CLOSE } from "@tureen/shared/protocol";
import type { Logger } from "pino";
import { type ServerOptions, type WebSocket, WebSocketServer } from "ws";
import type { Crowd } from "../drain.ts";
import { readDoorAddress } from "../yjs-door/address.ts";
import { openDoor } from "../yjs-door/door.ts";
import type { DinerContext } from "./context.ts";
import { type Ending, endingOf } from "./control-frames.ts";
import { passFramePoints } from "./document-fail-points.ts";
import { createFrameWriter, frameOf } from "./frames.ts";
import { type Stranger, type StrangerLimits, Strangers } from "./strangers.ts";
import { TokenBucket } from "./token-bucket.ts";

/**
 * Bytes that may wait to be sent to one phone; it gets everything again when it reconnects. More
 * than the largest document, or nobody could ever load that.
 */
const MAX_UNSENT_BYTES = 2 * MAX_DOCUMENT_BYTES;
/** Frames per second that one phone may send, edits and presence and acknowledgements together. */
const FRAMES_PER_SECOND = 60;
const FRAMES_BURST = 600;
/** Bytes in them: what waits for its turn waits in memory. A greeting is at most one large frame. */
const BYTES_PER_SECOND = 128 * 1024;
const BYTES_BURST = 4 * MAX_FRAME_BYTES;
const PING_EVERY_MS = 30_000;
/** A phone that does not answer our goodbye is cut off after this long. */
const GOODBYE_MS = 5_000;

/** Service restart (RFC 6455's registry): come back, and be it to another server. */
const RESTARTING: Ending = { code: 1012, reason: "restarting" };

export interface Transport {
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** The phone that came with this request has said who it is. */
  signedIn(request: Request): void;
  /** Sockets that have not. */
  strangers(): number;
  connections(): number;
  /** Bytes that wait until phones read them. */
  unsentBytes(): number;
  /** Every phone that is connected: called, it is asked to come back elsewhere. */
  readonly phones: Crowd;
  /** Asks every phone to come back elsewhere, and ends the connections that stay. */
  close(): Promise<void>;
}

export interface TransportOptions {
  /** Whether there is room for one more than these; if not, the phone is told to come back. */
  readonly hasRoom: (connections: number) => boolean;
  /** Where a connection really comes from. */
  readonly addressOf: (request: IncomingMessage) => string;
  readonly strangers?: StrangerLimits | undefined;
}

export function createTransport(
  hocuspocus: Hocuspocus<DinerContext>,
  log: Logger,
  { hasRoom, addressOf, strangers: strangerLimits }: TransportOptions,
): Transport {
  // The types of ws do not know the last option yet.
  const options: ServerOptions & { closeTimeout: number } = {
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    clientTracking: true,
    closeTimeout: GOODBYE_MS,
  };
  const server = new WebSocketServer(options);
  const alive = new WeakSet<WebSocket>();
  const toOutgoing = createFraming();
  const strangers = new Strangers(strangerLimits);
  const strangerOf = new WeakMap<Request, Stranger>();
  const leave = new WeakMap<WebSocket, () => void>();
  const phones = () => [...server.clients].flatMap((socket) => leave.get(socket) ?? []);

  server.on("connection", (socket: WebSocket, request: IncomingMessage) => {
    const frames = new TokenBucket(FRAMES_PER_SECOND, FRAMES_BURST, Date.now());
    const writer = createFrameWriter(request.socket, () => socket.readyState === socket.OPEN);
    const end = (code?: number, reason?: string) => {
      writer.flush();
      socket.close(code, reason);
    };
    leave.set(socket, () => end(RESTARTING.code, RESTARTING.reason));
    const bytes = new TokenBucket(BYTES_PER_SECOND, BYTES_BURST, Date.now());
    const webRequest = toRequest(request);
    const stranger = watchStranger(strangers, addressOf(request), socket, request.socket);
    strangerOf.set(webRequest, stranger);
    const door = readDoorAddress(request.url);
    const wire: WebSocketLike = {
      get readyState() {
        return socket.readyState;
      },
      send(data) {
        const unsentBytes = socket.bufferedAmount + writer.heldBytes();
        if (unsentBytes > MAX_UNSENT_BYTES) {
          log.warn({ unsentBytes }, "slow reader disconnected");
          socket.terminate();
          return;
        }
        const message = data as Uint8Array;
        if (door) {
          // The door has read its endings: what it sends has not Hocuspocus' form any more.
          writer.write(frameOf(message));
          return;
        }
        passFramePoints(message);
        const { frame, ending } = toOutgoing(message);
        writer.write(frame);
        if (ending) end(ending.code, ending.reason);
      },
      close: end,
    };
    const client = door
      ? openDoor(hocuspocus, wire, webRequest, door)
      : hocuspocus.handleConnection(wire, webRequest);
    alive.add(socket);
    socket.on("pong", () => alive.add(socket));
    socket.on("message", (data: Buffer) => {
      // What still arrives after our goodbye is not wanted.
      if (socket.readyState !== socket.OPEN) return;
      const now = Date.now();
      if (frames.take(now) && bytes.take(now, data.byteLength)) client.handleMessage(data);
      else socket.close(CLOSE.unavailable, "too-fast");
    });
    socket.on("close", stranger.forget);
    socket.on("close", (code, reason) => client.handleClose({ code, reason: reason.toString() }));
    // `close` follows; a broken frame or an over-long one is the phone's problem alone.
    socket.on("error", (error) => log.debug({ err: error }, "connection failed"));
  });

  const pings = setInterval(() => {
    for (const socket of server.clients) {
      if (!alive.delete(socket)) socket.terminate();
      else if (socket.readyState === socket.OPEN) socket.ping();
    }
  }, PING_EVERY_MS);
  pings.unref();

  return {
    handleUpgrade(request, socket, head) {
      if (!hasRoom(server.clients.size)) {
        turnAway(socket);
        return;
      }
      server.handleUpgrade(request, socket, head, (webSocket) => {
        server.emit("connection", webSocket, request);
      });
    },
    signedIn: (request) => strangerOf.get(request)?.forget(),
    strangers: () => strangers.count,
    connections: () => server.clients.size,
    phones,
    unsentBytes: () => [...server.clients].reduce((sum, socket) => sum + socket.bufferedAmount, 0),
    async close() {
      clearInterval(pings);
      for (const leaves of phones()) leaves();
      await new Promise((resolve) => setTimeout(resolve, server.clients.size > 0 ? 200 : 0));
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
}

interface Outgoing {
  readonly frame: Buffer;
  readonly ending: Ending | null;
}

/** What one message becomes; a table's phones get the same message one after the other. */
function createFraming(): (message: Uint8Array) => Outgoing {
  let last: Uint8Array | undefined;
  let outgoing: Outgoing | undefined;
  return (message) => {
    if (!outgoing || last !== message) {
      last = message;
      outgoing = { frame: frameOf(message), ending: endingOf(message) };
    }
    return outgoing;
  };
}

/** Notes a socket as a stranger's, and counts what it sends, broken frames included, until it is not. */
function watchStranger(
  strangers: Strangers,
  address: string,
  socket: WebSocket,
  stream: Duplex,
): Stranger {
  const known = strangers.add(address, ({ code, reason }) => {
    stream.off("data", count);
    socket.close(code, reason);
  });
  const count = (data: Buffer) => known.received(data.byteLength);
  stream.on("data", count);
  return {
    received: known.received,
    forget() {
      stream.off("data", count);
      known.forget();
    },
  };
}

/** Tells a phone for which there is no room to come back later. */
function turnAway(socket: Duplex): void {
  // The phone may be gone already; there is nobody to tell.
  socket.on("error", () => socket.destroy());
  socket.once("finish", () => socket.destroy());
  socket.end(
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
  );
}

/** Hocuspocus wants a web Request; it reads the headers and the parameters of the address. */
function toRequest(request: IncomingMessage): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === "string") headers.set(name, value);
  }
  const made = new Request("http://localhost/", { headers });
  // There are no parameters here, and Hocuspocus would parse the address anew for every message.
  Object.defineProperty(made, "url", { value: "" });
  return made;
}
