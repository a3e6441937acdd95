/**
 * Every place where Hocuspocus, its Redis extension or ws is used past what it promises: what is replaced,
 * and why. All of it was read in the releases that package.json pins; `libraries.ts` refuses to start with
 * others.
 */
import { randomBytes } from "node:crypto";
import type { Duplex } from "node:stream";
import {
  type beforeSyncPayload,
  Connection,
  type Document,
  type Hocuspocus,
  type WebSocketLike,
} from "@hocuspocus/server";
import type { Redis } from "ioredis";
import type { WebSocket } from "ws";
import { applyUpdate } from "yjs";
import type { LiveClient } from "./live-client.ts";

const NO_HEADERS = new Headers();
const nothing = () => Promise.resolve();
/** `readyState` of a WebSocket that is open. */
const OPEN = 1;

/**
 * Replaces the web Request that Hocuspocus wants for a connection. It reads headers and parameters of it for
 * hooks; none of ours look at them, and a real one is a third of what an idle phone costs.
 */
export function standInRequest(): Request {
  const request: Pick<Request, "url" | "headers"> = { url: "", headers: NO_HEADERS };
  return request as Request;
}

/**
 * Hands a socket to Hocuspocus. Replaces the private `socketId` of its ClientConnection: a UUID, which Node
 * puts together from a dozen pieces that V8 keeps for as long as nobody looks into it, four times its length.
 */
export function connectSocket<Context>(
  hocuspocus: Pick<Hocuspocus<Context>, "handleConnection">,
  socket: WebSocketLike,
  request: Request,
): LiveClient {
  const client: LiveClient = hocuspocus.handleConnection(socket, request);
  return Object.assign(client, { socketId: randomBytes(16).toString("hex") });
}

/**
 * Replaces what `handleMessage` of a ClientConnection would have noted of a frame that went past it: a phone
 * that is only ever heard this way would be ended as idle.
 */
export function noteFrame(client: LiveClient, now: number): void {
  client.lastMessageReceivedAt = now;
}

/** What a connection listens with in place of Hocuspocus' hooks. */
export interface DirectHooks<Context> {
  beforeHandleMessage(connection: Connection, frame: Uint8Array): Promise<void>;
  beforeSync(
    connection: Connection<Context>,
    payload: Pick<beforeSyncPayload<Context>, "type" | "payload">,
  ): Promise<void>;
}

/**
 * Replaces the callbacks through which a connection runs the chains of hooks: these build a payload for each
 * message, mostly for hooks that nobody has. And copies the list of those who wait for its end: each of the
 * few that were pushed left room for a dozen more.
 */
export function replaceHookChains<Context>(
  connection: Connection<Context>,
  hooks: DirectHooks<Context>,
): void {
  connection.beforeHandleMessage(hooks.beforeHandleMessage);
  connection.afterHandleMessage(nothing);
  connection.beforeSync(hooks.beforeSync);
  connection.onStatelessCallback(nothing);
  connection.callbacks.onClose = connection.callbacks.onClose.slice();
}

/** Takes a connection's frames in place of Hocuspocus. */
export interface FrameHandler {
  /** Takes any frame, in the order in which they came. */
  take(frame: Uint8Array): void;
  /** Resolves when everything that was taken is dealt with. */
  settled(): Promise<void>;
}

/**
 * Replaces `handleMessage` of a connection, which has no way past it for edits, and with it
 * `waitForPendingMessages`, with which Hocuspocus asks before it lets go of the document.
 */
export function replaceFrameHandling(connection: Connection, handler: FrameHandler): void {
  connection.handleMessage = (frame) => handler.take(frame);
  connection.waitForPendingMessages = () => handler.settled();
}

/** Has Hocuspocus itself handle a frame of a connection whose frames somebody else takes. */
export function handleFrame(connection: Connection, frame: Uint8Array): void {
  Connection.prototype.handleMessage.call(connection, frame);
}

/** Resolves when Hocuspocus itself has handled the frames that it was given. */
export function framesHandled(connection: Connection): Promise<void> {
  return Connection.prototype.waitForPendingMessages.call(connection);
}

/**
 * Replaces Hocuspocus' own listener for a document's changes. For every edit that builds two payloads, runs
 * `onChange` and moves the timer for storing; nothing listens for the one, and few edits are worth the other.
 */
export function replaceChangeHandling(
  document: Document,
  changed: (origin: unknown) => void,
): void {
  document.onUpdate((_document, origin) => changed(origin));
}

/** Leaves out the `onChange` that Hocuspocus has by itself: it does nothing, once for every edit. */
export const NO_CHANGE_HOOK = { onChange: undefined };

/** Has a document stored after a while, as Hocuspocus' own listener for changes would. */
export function storeSoon<Context>(
  hocuspocus: Hocuspocus<Context>,
  document: Document,
  { context, origin }: { readonly context: Context; readonly origin: unknown },
): void {
  void hocuspocus.storeDocumentHooks(document, {
    instance: hocuspocus,
    clientsCount: document.getConnectionsCount(),
    document,
    documentName: document.name,
    lastContext: context,
    lastTransactionOrigin: origin,
  });
}

/**
 * Replaces the listeners that a document has for updates while one is applied: Hocuspocus' would send it to
 * everybody, its own phone included, and Yjs writes an update down anew as soon as anybody listens. The caller
 * sends it.
 */
export function applyQuietly(document: Document, update: Uint8Array, origin: unknown): void {
  const { _observers: observers } = document;
  const listeners = observers.get("update");
  observers.delete("update");
  try {
    applyUpdate(document, update, origin);
  } finally {
    if (listeners) observers.set("update", listeners);
  }
  document.callbacks.onUpdate(document, origin, update);
}

/**
 * For `beforeUnloadDocument`, where any error calls the unload off, and one without a message is not printed.
 * Replaces that Hocuspocus unloads by name: when the last edit of an unloaded document is decided late, its
 * connection would take the instance that was loaded since away from the phones on it.
 */
export function refuseSuccessor({
  instance,
  document,
  documentName,
}: {
  readonly instance: Pick<Hocuspocus, "documents">;
  readonly document: Document;
  readonly documentName: string;
}): void {
  if (instance.documents.get(documentName) !== document) throw new Error();
}

/** What Hocuspocus' Redis extension does with a message. */
export type ExtensionListener = (channel: Buffer, data: Buffer) => unknown;

/**
 * Replaces how Hocuspocus' Redis extension listens on this connection, and returns its listener. By itself it
 * would apply whatever comes, and end the process with a message that it cannot read.
 */
export function takeExtensionListener(subscriber: Redis): ExtensionListener {
  const [listener] = subscriber.listeners("messageBuffer");
  if (!listener) throw new Error("the extension does not listen here");
  subscriber.removeAllListeners("messageBuffer");
  return listener as ExtensionListener;
}

/**
 * Listens for bytes below a WebSocket, and returns how to stop it. ws tells only of whole messages, and
 * somebody may send broken ones, or one without an end.
 */
export function watchBytes(stream: Duplex, received: (bytes: number) => void): () => void {
  const count = (data: Buffer) => received(data.byteLength);
  stream.on("data", count);
  return () => stream.off("data", count);
}

/**
 * Replaces the sender of ws: writes whole frames to the stream under a WebSocket. ws would write head and body
 * apart, once more for each phone. Right as long as ws compresses nothing and splits nothing, which
 * `upgrade-server.ts` sees to. What is written to a socket that closes is dropped.
 */
export function writeFrames(
  stream: Pick<Duplex, "write">,
  socket: Pick<WebSocket, "readyState">,
  frames: readonly Buffer[],
): void {
  if (socket.readyState !== OPEN) return;
  stream.write(frames.length === 1 ? (frames[0] as Buffer) : Buffer.concat(frames));
}
