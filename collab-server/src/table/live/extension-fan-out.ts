/**
 * The fan-out of Hocuspocus' own Redis extension, with the log behind it.
 *
 * The extension speaks for our documents, which hold what the log holds: it says how far they are, and
 * answers other servers with what they lack. What they send is never applied: a server of the cluster that
 * is none of ours has neither our guard nor our log. That somebody has more is a reason to read the log,
 * and what is not there does not exist. So nothing is appended twice, and what comes from Redis is never
 * sent on to it.
 *
 * Only those hooks of the extension are called that speak and answer. Its lock for storing and its wait
 * before unloading protect documents that are stored from memory, which ours are not; and it is not asked
 * to wait for the others' state when a document is loaded, because the log has that.
 */
import { randomUUID } from "node:crypto";
import { Redis as RedisExtension } from "@hocuspocus/extension-redis";
import {
  type afterLoadDocumentPayload,
  type afterUnloadDocumentPayload,
  type beforeBroadcastStatelessPayload,
  type Document,
  Hocuspocus,
  OutgoingMessage,
  type onChangePayload,
} from "@hocuspocus/server";
import { parseNotice } from "@tureen/shared/platform/protocol/notices";
import type { Redis } from "ioredis";
import type { Logger } from "pino";
import { applyAwarenessUpdate } from "y-protocols/awareness";
import { type ExtensionListener, takeExtensionListener } from "../hocuspocus/adapter.ts";
import { decodeMessage, encodeMessage } from "./extension-message.ts";
import { quietPublisher } from "./extension-publisher.ts";
import type { FanOut, FanOutListener, FanOutOptions } from "./fan-out.ts";
import { connectSubscriber, JOIN_TIMEOUT_MS, soon, soonReady } from "./fan-out-connection.ts";
import type { LoggedEdit } from "./fan-out-message.ts";
import { bringsChanges, isAhead } from "./missing-changes.ts";
import { FROM_ELSEWHERE, watchPresence } from "./presence-fan-out.ts";

/** As the extension calls it where nothing else is said: other servers will say nothing else either. */
const PREFIX = "hocuspocus";
/** How long a document that is gone still answers others that ask for its last edits; the extension's. */
const LINGER_MS = 1_000;
const CLOSE_TIMEOUT_MS = 1_000;

/** What is used of the extension, and what that reads of its payloads. */
interface Extension {
  /** Subscribes, says how far the document is, and asks who is there. */
  afterLoadDocument(
    payload: Pick<afterLoadDocumentPayload, "documentName" | "document">,
  ): Promise<void>;
  /** Says, once in a turn of the event loop, how far the document is. */
  onChange(
    payload: Pick<onChangePayload, "documentName" | "document" | "transactionOrigin">,
  ): Promise<void>;
  beforeBroadcastStateless(
    payload: Pick<beforeBroadcastStatelessPayload, "documentName" | "payload">,
  ): Promise<number>;
  /** Unsubscribes. */
  afterUnloadDocument(
    payload: Pick<afterUnloadDocumentPayload, "instance" | "documentName">,
  ): Promise<void>;
  onDestroy(): Promise<void>;
}

export class ExtensionFanOut implements FanOut {
  readonly ready: Promise<void>;
  readonly #log: Logger;
  readonly #listener: FanOutListener;
  readonly #name = `tureen-${randomUUID()}`;
  readonly #publisher: Redis;
  readonly #subscriber: Redis;
  readonly #extension: Extension;
  /** The extension's, which has no documents but those that it is told of. */
  readonly #hocuspocus: Hocuspocus;
  /** What the extension does with a message. */
  readonly #answer: ExtensionListener;
  /** The documents in memory, and for a moment those that were. */
  readonly #documents = new Map<string, Document>();
  /** Sessions that the other nodes could not be told of. */
  readonly #unheard = new Set<string>();
  #isClosed = false;

  constructor({ url, log, listener, sent = () => {} }: FanOutOptions) {
    this.#log = log;
    this.#listener = listener;
    const publisher = quietPublisher(url, log, {
      sent: (data) => sent(decodeMessage(data)?.kind ?? "other"),
      failed: (channel) => this.#notHeard(channel),
    });
    const subscriber = connectSubscriber(url, log);
    const clients = [publisher, subscriber].values();
    const extension = new RedisExtension({
      prefix: PREFIX,
      identifier: this.#name,
      awaitInitialSyncTimeout: 0,
      createClient: () => clients.next().value as Redis,
    });
    this.#extension = extension;
    this.#hocuspocus = new Hocuspocus({ quiet: true, extensions: [extension] });
    this.#answer = takeExtensionListener(subscriber);
    subscriber.on("messageBuffer", (channel: Buffer, data: Buffer) => {
      this.#received(channel, data).catch((error: unknown) => {
        // What it was about is in the log, or is said again.
        log.warn({ channel: channel.toString(), err: error }, "message not understood");
      });
    });
    publisher.on("ready", () => this.#tellUnheard());
    subscriber.on("ready", () => void this.#heardAgain());
    this.ready = soonReady(subscriber);
    this.#publisher = publisher;
    this.#subscriber = subscriber;
  }

  edit(sessionId: string, { update }: LoggedEdit): void {
    // Decided so late that its document is gone: there is nobody to ask for it.
    if (!this.#tell(sessionId)) {
      this.#publish(
        sessionId,
        new OutgoingMessage(sessionId).createSyncMessage().writeUpdate(update),
      );
    }
  }

  serverWrote(sessionId: string): void {
    // For the servers that do not read our log.
    this.#tell(sessionId);
  }

  notice(sessionId: string, payload: string): void {
    void this.#extension.beforeBroadcastStateless({ documentName: sessionId, payload });
  }

  async join(): Promise<void> {
    // The extension says at once how far a document is, which has to be loaded for that.
  }

  async loaded(document: Document): Promise<void> {
    this.#documents.set(document.name, document);
    document.once("destroy", () => this.leave(document));
    watchPresence(document, (clients) => {
      // The extension's own hook says nothing when the last of a document's phones goes.
      const frame = new OutgoingMessage(document.name);
      this.#publish(document.name, frame.createAwarenessUpdateMessage(document.awareness, clients));
    });
    const subscribing = this.#subscribe(document);
    // It is subscribed when Redis is there (again).
    if (this.#subscriber.status === "ready") await soon(subscribing, JOIN_TIMEOUT_MS);
  }

  leave(document: Document): void {
    const { name } = document;
    const isThere = () => this.#documents.get(name) === document;
    if (!isThere()) return;
    const timer = setTimeout(() => {
      // A newer instance may have taken its place.
      if (!isThere()) return;
      this.#documents.delete(name);
      const gone = { instance: this.#hocuspocus, documentName: name };
      void this.#extension.afterUnloadDocument(gone);
    }, LINGER_MS);
    timer.unref();
  }

  async close(): Promise<void> {
    // The extension speaks at the end of a turn.
    await new Promise((resolve) => setImmediate(resolve));
    this.#isClosed = true;
    this.#documents.clear();
    // It says goodbye to Redis, which may be away.
    await soon(this.#extension.onDestroy(), CLOSE_TIMEOUT_MS);
    this.#publisher.disconnect();
    this.#subscriber.disconnect();
  }

  async #subscribe(document: Document): Promise<void> {
    try {
      await this.#extension.afterLoadDocument({ documentName: document.name, document });
      // What was logged since the document was read, and before it listened.
      this.#listener.missed(document.name);
    } catch (error) {
      if (!this.#isClosed) this.#log.warn({ err: error }, "other nodes are not heard");
    }
  }

  /** The connection is there, perhaps again. */
  async #heardAgain(): Promise<void> {
    try {
      // Its subscriptions were sent before this, so they hold when it is answered.
      await this.#subscriber.ping();
      this.#listener.missed(undefined);
    } catch (error) {
      // It is gone again, and asked the next time.
      this.#log.debug({ err: error }, "other nodes are not heard");
    }
  }

  /** Says how far a session's document is; false when it is not here. */
  #tell(sessionId: string): boolean {
    const document = this.#documents.get(sessionId);
    if (!document) return false;
    const transactionOrigin = { source: "local" };
    void this.#extension.onChange({ documentName: sessionId, document, transactionOrigin });
    return true;
  }

  #notHeard(channel: string): void {
    const sessionId = channel.slice(PREFIX.length + 1);
    if (this.#documents.has(sessionId)) this.#unheard.add(sessionId);
  }

  #tellUnheard(): void {
    const unheard = [...this.#unheard];
    this.#unheard.clear();
    for (const sessionId of unheard) this.#tell(sessionId);
  }

  #publish(sessionId: string, frame: OutgoingMessage): void {
    void this.#publisher.publish(
      `${PREFIX}:${sessionId}`,
      encodeMessage(this.#name, frame.toUint8Array()),
    );
  }

  async #received(channel: Buffer, data: Buffer): Promise<void> {
    const message = decodeMessage(data);
    if (!message || message.sender === this.#name) return;
    const document = this.#documents.get(message.document);
    if (!document) return;
    switch (message.kind) {
      case "update":
        if (bringsChanges(document, message.body)) this.#listener.missed(document.name);
        break;
      case "presence":
        // The extension would leave out who has gone.
        applyAwarenessUpdate(document.awareness, message.body, FROM_ELSEWHERE);
        break;
      case "state-vector":
        // Sooner than by the update that it would send, and it may be gone by then.
        if (isAhead(document, message.body)) this.#listener.missed(document.name);
        await this.#answer(channel, data);
        break;
      case "who":
        await this.#answer(channel, data);
        break;
      case "notice": {
        const payload = Buffer.from(message.body).toString();
        if (saysLook(payload)) this.#listener.notice(document.name, payload);
        break;
      }
      case "other":
        break;
    }
  }
}

/**
 * Whether a notice only asks phones to read something again. What else there is concerns one connection, such
 * as a refusal, over which a phone may drop what it has: only the server at its other end says that.
 */
function saysLook(payload: string): boolean {
  const kind = parseNotice(payload)?.kind;
  return kind === "people" || kind === "menu";
}
