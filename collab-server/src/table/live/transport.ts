/**
 * Carries WebSocket connections to Hocuspocus, some through the y-websocket gateway, and protects
 * the process from single phones: frames are bounded in size and number, a reader that does not read is
 * disconnected, a phone that vanished without a word is noticed by its silence when it is pinged.
 */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Hocuspocus } from "@hocuspocus/server";
import type { TureenError } from "@tureen/shared/platform/errors";
import { MAX_FRAME_BYTES } from "@tureen/shared/platform/limits";
import { PROTOCOL_VERSION } from "@tureen/shared/platform/protocol/version";
import type { Logger } from "pino";
import type { WebSocket } from "ws";
import type { ConnectionGroup } from "../../platform/drain.ts";
import { refuseSocket } from "../../platform/http/plain-refusal.ts";
import { createUpgradeServer } from "../../platform/http/upgrade-server.ts";
import { connectSocket, standInRequest, watchBytes } from "../hocuspocus/adapter.ts";
import type { Ending } from "../hocuspocus/control-frames.ts";
import { type GatewayAddress, readGatewayAddress } from "../y-websocket/address.ts";
import { openGateway } from "../y-websocket/gateway.ts";
import type { DinerContext } from "./context.ts";
import { createFraming, PhoneSocket } from "./phone-socket.ts";
import {
  type UnauthenticatedLimits,
  type UnauthenticatedSocket,
  UnauthenticatedSockets,
} from "./unauthenticated-sockets.ts";

/** Between two pings of a phone. */
const PING_EVERY_MS = 30_000;
/** In each some of the phones are pinged: all at once would keep those who tap waiting. */
const PING_ROUNDS = 30;

/** Service restart (RFC 6455's registry): come back, and be it to another server. */
const RESTARTING: Ending = { code: 1012, reason: "restarting" };

export interface Transport {
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** The phone that came with this request has said who it is; returns the protocol that it speaks. */
  signedIn(request: Request): number;
  /** Sockets that have not. */
  unauthenticated(): number;
  connections(): number;
  /** Bytes that wait until phones read them. */
  unsentBytes(): number;
  /** Every phone that is connected: called, it is asked to come back elsewhere. */
  readonly phones: ConnectionGroup;
  /** Asks every phone to come back elsewhere, and ends the connections that stay. */
  close(): Promise<void>;
}

export interface TransportOptions {
  /** Whether there is room for one more; if not, the phone is told to come back. */
  readonly hasRoom: () => boolean;
  /** Where a connection really comes from. */
  readonly addressOf: (request: IncomingMessage) => string;
  readonly unauthenticatedLimits?: UnauthenticatedLimits | undefined;
  /**
   * Why this client of the y-websocket gateway is not let in, or null. The standard provider waits longer after
   * each attempt that fails, but begins anew when it was connected for an instant: so it is refused before.
   */
  readonly refusalAtGateway: (
    asked: GatewayAddress,
    address: string,
  ) => Promise<TureenError | null>;
}

export function createTransport(
  hocuspocus: Hocuspocus<DinerContext>,
  log: Logger,
  { hasRoom, addressOf, unauthenticatedLimits, refusalAtGateway }: TransportOptions,
): Transport {
  const server = createUpgradeServer(MAX_FRAME_BYTES);
  const unauthenticated = new UnauthenticatedSockets(unauthenticatedLimits);
  const phones = new Map<WebSocket, PhoneSocket>();
  // Until they have signed in.
  const byRequest = new WeakMap<Request, PhoneSocket>();
  const shared = { log, toOutgoing: createFraming() };

  // One for all phones: `ws` calls it on the socket.
  function closed(this: WebSocket, code: number, reason: Buffer): void {
    const phone = phones.get(this);
    phones.delete(this);
    phone?.closed(code, reason.toString());
  }
  // `close` follows; a broken frame or an over-long one is the phone's problem alone.
  const failed = (error: Error) => log.debug({ err: error }, "connection failed");

  server.on("connection", (socket: WebSocket, request: IncomingMessage) => {
    const webRequest = standInRequest();
    const gateway = readGatewayAddress(request.url);
    const signIn = watchUnauthenticated(
      unauthenticated,
      addressOf(request),
      socket,
      request.socket,
    );
    const pingRound = Math.floor(Math.random() * PING_ROUNDS);
    const options = { signIn, throughGateway: gateway !== null, pingRound };
    const phone = new PhoneSocket(shared, { socket, request }, options);
    phones.set(socket, phone);
    byRequest.set(webRequest, phone);
    phone.open(
      gateway
        ? openGateway(hocuspocus, phone, webRequest, gateway)
        : connectSocket(hocuspocus, phone, webRequest),
    );
    socket.on("message", (data: Buffer) => phone.receive(data));
    socket.on("close", closed);
    socket.on("error", failed);
  });

  const enter = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    server.handleUpgrade(request, socket, head, (webSocket) => {
      server.emit("connection", webSocket, request);
    });
  };

  async function enterByGateway(
    gateway: GatewayAddress,
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ): Promise<void> {
    const gone = () => void socket.destroy();
    // The client may go while its token is looked at.
    socket.on("error", gone);
    const refusal = await refusalAtGateway(gateway, addressOf(request));
    socket.off("error", gone);
    if (refusal) refuseSocket(socket, refusal.code, refusal.retryAfterS);
    else enter(request, socket, head);
  }

  let round = 0;
  const pings = setInterval(() => {
    round = (round + 1) % PING_ROUNDS;
    for (const phone of phones.values()) if (phone.pingRound === round) phone.ping();
  }, PING_EVERY_MS / PING_ROUNDS);
  pings.unref();
  const group = () =>
    [...phones.values()].map((phone) => () => phone.close(RESTARTING.code, RESTARTING.reason));

  return {
    handleUpgrade(request, socket, head) {
      if (!hasRoom()) {
        turnAway(socket);
        return;
      }
      const gateway = readGatewayAddress(request.url);
      if (gateway) void enterByGateway(gateway, request, socket, head);
      else enter(request, socket, head);
    },
    signedIn(request) {
      const phone = byRequest.get(request);
      phone?.signedIn();
      byRequest.delete(request);
      return phone?.protocol ?? PROTOCOL_VERSION;
    },
    unauthenticated: () => unauthenticated.count,
    connections: () => phones.size,
    phones: group,
    unsentBytes: () => [...phones.values()].reduce((sum, { unsentBytes }) => sum + unsentBytes, 0),
    async close() {
      clearInterval(pings);
      for (const leaves of group()) leaves();
      await new Promise((resolve) => setTimeout(resolve, phones.size > 0 ? 200 : 0));
      for (const phone of phones.values()) phone.terminate();
      server.close();
    },
  };
}

/** Counts what a socket sends, broken frames included, until it has signed in. */
function watchUnauthenticated(
  sockets: UnauthenticatedSockets,
  address: string,
  socket: WebSocket,
  stream: Duplex,
): UnauthenticatedSocket {
  const known = sockets.add(address, ({ code, reason }) => {
    unwatch();
    socket.close(code, reason);
  });
  const unwatch = watchBytes(stream, known.received);
  return {
    received: known.received,
    forget() {
      unwatch();
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
