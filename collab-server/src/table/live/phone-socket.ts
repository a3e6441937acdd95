import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { WebSocketLike } from "@hocuspocus/server";
import { MAX_DOCUMENT_BYTES, MAX_FRAME_BYTES } from "@tureen/shared/platform/limits";
import { PROTOCOL_PARAMETER } from "@tureen/shared/platform/protocol/addresses";
import { CLOSE } from "@tureen/shared/platform/protocol/reactions";
import { clientVersion, PROTOCOL_VERSION } from "@tureen/shared/platform/protocol/version";
import type { Logger } from "pino";
import type { WebSocket } from "ws";
import { type Rate, TokenBucket } from "../../platform/token-bucket.ts";
import { noteFrame } from "../hocuspocus/adapter.ts";
import { type Ending, endingOf } from "../hocuspocus/control-frames.ts";
import type { LiveClient } from "../hocuspocus/live-client.ts";
import { passFramePoints } from "./document-fail-points.ts";
import { FrameWriter, frameOf } from "./frames.ts";
import type { UnauthenticatedSocket } from "./unauthenticated-sockets.ts";

/**
 * Bytes that may wait to be sent to one phone; it gets everything again when it reconnects. More
 * than the largest document, or nobody could ever load that.
 */
const MAX_UNSENT_BYTES = 2 * MAX_DOCUMENT_BYTES;
/** Frames that one phone may send, edits and presence and acknowledgements together. */
const FRAMES: Rate = { perSecond: 60, burst: 600 };
/** Bytes in them: what waits for its turn waits in memory. A greeting is at most one large frame. */
const BYTES: Rate = { perSecond: 128 * 1024, burst: 4 * MAX_FRAME_BYTES };

/** What all phones of a server share. */
export interface PhoneSockets {
  readonly log: Logger;
  readonly toOutgoing: (message: Uint8Array) => Outgoing;
}

/**
 * The socket of one phone as Hocuspocus, or the y-websocket gateway, sees it. An object with a prototype
 * rather than functions made for each phone: most phones are idle, and there may be many.
 */
export class PhoneSocket implements WebSocketLike {
  readonly #shared: PhoneSockets;
  readonly #socket: WebSocket;
  readonly #stream: Socket;
  readonly #writer: FrameWriter;
  readonly #frames: TokenBucket;
  readonly #bytes: TokenBucket;
  /** Its frames have not Hocuspocus' form: the gateway has read their endings. */
  readonly #throughGateway: boolean;
  /** Null once it has said who it is. */
  #signIn: UnauthenticatedSocket | null;
  #client: LiveClient | null = null;
  /** Takes a frame that is an edit of the document that is open here; false for any other frame. */
  takeEdit: ((frame: Uint8Array) => boolean) | null = null;
  /** The version of the protocol that it speaks, as its address says. */
  readonly protocol: number;
  /** When it is pinged: one of the transport's rounds. */
  readonly pingRound: number;
  /** What it had sent when it was last pinged, its answers included. */
  #bytesAtPing = -1;

  constructor(
    shared: PhoneSockets,
    { socket, request }: { readonly socket: WebSocket; readonly request: IncomingMessage },
    options: {
      readonly signIn: UnauthenticatedSocket;
      readonly throughGateway: boolean;
      readonly pingRound: number;
    },
  ) {
    const now = Date.now();
    this.#shared = shared;
    this.#socket = socket;
    this.#stream = request.socket;
    this.#writer = new FrameWriter(request.socket, socket);
    this.#frames = new TokenBucket(FRAMES, now);
    this.#bytes = new TokenBucket(BYTES, now);
    this.pingRound = options.pingRound;
    this.protocol = protocolIn(request.url, options.throughGateway);
    this.#throughGateway = options.throughGateway;
    this.#signIn = options.signIn;
  }

  get readyState(): number {
    return this.#socket.readyState;
  }

  /** Bytes that wait until the phone reads them. */
  get unsentBytes(): number {
    return this.#socket.bufferedAmount + this.#writer.heldBytes;
  }

  /** Hands what the phone sends on to `client` from now on. */
  open(client: LiveClient): void {
    this.#client = client;
  }

  send(data: Parameters<WebSocketLike["send"]>[0]): void {
    const message = data as Uint8Array;
    if (this.#throughGateway) {
      this.sendFrame(frameOf(message));
      return;
    }
    passFramePoints(message);
    const { frame, ending } = this.#shared.toOutgoing(message);
    this.sendFrame(frame);
    if (ending) this.close(ending.code, ending.reason);
  }

  /** Sends a frame as it is; it ends nothing. */
  sendFrame(frame: Buffer): void {
    const { unsentBytes } = this;
    if (unsentBytes > MAX_UNSENT_BYTES) {
      this.#shared.log.warn({ unsentBytes }, "slow reader disconnected");
      this.#socket.terminate();
      return;
    }
    this.#writer.write(frame);
  }

  close(code?: number, reason?: string): void {
    this.#writer.flush();
    this.#socket.close(code, reason);
  }

  /** The phone has sent this. */
  receive(data: Buffer): void {
    // What still arrives after our goodbye is not wanted.
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    const now = Date.now();
    if (!this.#frames.take(now) || !this.#bytes.take(now, data.byteLength)) {
      this.#socket.close(CLOSE.unavailable, "too-fast");
    } else if (!this.#client) {
      return;
    } else if (this.takeEdit?.(data)) {
      noteFrame(this.#client, now);
    } else {
      this.#client.handleMessage(data);
    }
  }

  /** It has said who it is. */
  signedIn(): void {
    this.#signIn?.forget();
    this.#signIn = null;
  }

  /** Asks whether the phone is there; cuts it off when nothing has come since the last time. */
  ping(): void {
    const { bytesRead } = this.#stream;
    if (bytesRead === this.#bytesAtPing) this.#socket.terminate();
    else if (this.#socket.readyState === this.#socket.OPEN) this.#socket.ping();
    this.#bytesAtPing = bytesRead;
  }

  /** The connection is over. */
  closed(code: number, reason: string): void {
    this.signedIn();
    this.#client?.handleClose({ code, reason });
  }

  terminate(): void {
    this.#socket.terminate();
  }
}

/** Tools that speak the y-websocket protocol name no version of ours; they come with no old page. */
function protocolIn(url: string | undefined, throughGateway: boolean): number {
  const query = url?.split("?", 2)[1] ?? "";
  const named = new URLSearchParams(query).get(PROTOCOL_PARAMETER);
  return named === null && throughGateway ? PROTOCOL_VERSION : clientVersion(named);
}

interface Outgoing {
  readonly frame: Buffer;
  readonly ending: Ending | null;
}

/** What one message becomes; a table's phones get the same message one after the other. */
export function createFraming(): (message: Uint8Array) => Outgoing {
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
