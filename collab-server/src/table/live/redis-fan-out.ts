/**
 * Our own fan-out: one message for an edit, which carries the edit itself and its place in the log. A
 * node that misses one sees the gap at the next.
 */
import { randomBytes } from "node:crypto";
import type { Document } from "@hocuspocus/server";
import type { Redis } from "ioredis";
import type { Logger } from "pino";
import { applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import type { FanOut, FanOutListener, FanOutOptions } from "./fan-out.ts";
import {
  connectPublisher,
  connectSubscriber,
  JOIN_TIMEOUT_MS,
  soon,
  soonReady,
} from "./fan-out-connection.ts";
import {
  decodeMessage,
  encodeMessage,
  type FanOutMessage,
  isFrom,
  type LoggedEdit,
  SENDER_BYTES,
} from "./fan-out-message.ts";
import { FROM_ELSEWHERE, watchPresence } from "./presence-fan-out.ts";

/** Channels that one command (re)subscribes. */
const CHANNELS_AT_ONCE = 1_000;
/** Sessions whose edits could not be published that are remembered; a regular check finds others. */
const MAX_UNHEARD = 10_000;

const PREFIX = "tureen:session:";

export class RedisFanOut implements FanOut {
  readonly ready: Promise<void>;
  readonly #log: Logger;
  readonly #listener: FanOutListener;
  readonly #sent: (kind: string) => void;
  readonly #sender = randomBytes(SENDER_BYTES);
  readonly #publisher: Redis;
  readonly #subscriber: Redis;
  /** The documents in memory whose channels are listened to. */
  readonly #documents = new Map<string, Document>();
  /** The heads of logs that the other nodes could not be told of. */
  readonly #unheard = new Map<string, number>();

  constructor({ url, log, listener, sent = () => {} }: FanOutOptions) {
    this.#log = log;
    this.#listener = listener;
    this.#sent = sent;
    this.#publisher = connectPublisher(url, log);
    this.#publisher.on("ready", () => this.#tellUnheard());
    this.#subscriber = connectSubscriber(url, log, { autoResubscribe: false });
    this.#subscriber.on("ready", () => void this.#subscribeAll());
    this.ready = soonReady(this.#subscriber);
    this.#subscriber.on("messageBuffer", (channel: Buffer, data: Buffer) => {
      if (!isFrom(this.#sender, data)) this.#received(channel, data);
    });
  }

  edit(sessionId: string, edit: LoggedEdit): void {
    this.#publish(sessionId, { kind: "edit", ...edit });
  }

  serverWrote(): void {
    // The other nodes hear of it as this one did.
  }

  notice(sessionId: string, payload: string): void {
    this.#publish(sessionId, { kind: "notice", payload });
  }

  async join(document: Document): Promise<void> {
    this.#documents.set(document.name, document);
    document.once("destroy", () => this.leave(document));
    watchPresence(document, (clients) => this.#tellPresence(document, clients));
    // All are subscribed when it is (again).
    if (this.#subscriber.status !== "ready") return;
    let inTime = true;
    const subscribing = this.#subscribe([document.name]).then((subscribed) => {
      if (!subscribed) return;
      if (!inTime) this.#listener.missed(document.name);
      this.#publish(document.name, { kind: "who" });
    });
    await soon(subscribing, JOIN_TIMEOUT_MS);
    inTime = false;
  }

  async loaded(): Promise<void> {
    // It has listened since before the log was read.
  }

  leave(document: Document): void {
    // A newer instance may already have taken its place.
    if (this.#documents.get(document.name) !== document) return;
    this.#documents.delete(document.name);
    if (this.#subscriber.status !== "ready") return;
    this.#subscriber.unsubscribe(PREFIX + document.name).catch((error: unknown) => {
      // The connection is gone, and its subscriptions with it.
      this.#log.debug({ err: error }, "not unsubscribed");
    });
  }

  async close(): Promise<void> {
    this.#publisher.disconnect();
    this.#subscriber.disconnect();
  }

  async #subscribe(sessionIds: readonly string[]): Promise<boolean> {
    try {
      await this.#subscriber.subscribe(...sessionIds.map((sessionId) => PREFIX + sessionId));
      return true;
    } catch (error) {
      // The connection is gone; everything is subscribed again with the next one.
      this.#log.warn({ err: error }, "other nodes are not heard");
      return false;
    }
  }

  async #subscribeAll(): Promise<void> {
    const sessionIds = [...this.#documents.keys()];
    for (let i = 0; i < sessionIds.length; i += CHANNELS_AT_ONCE) {
      if (!(await this.#subscribe(sessionIds.slice(i, i + CHANNELS_AT_ONCE)))) return;
    }
    this.#listener.missed(undefined);
  }

  #publish(sessionId: string, message: FanOutMessage): void {
    this.#sent(message.kind);
    const data = encodeMessage(this.#sender, message);
    this.#publisher.publish(PREFIX + sessionId, data).catch((error: unknown) => {
      this.#log.debug({ sessionId, err: error }, "not published");
      if (message.kind === "edit" || message.kind === "head") {
        this.#notHeard(sessionId, message.seq);
      }
    });
  }

  #notHeard(sessionId: string, seq: number): void {
    const known = this.#unheard.get(sessionId);
    if (known === undefined && this.#unheard.size >= MAX_UNHEARD) return;
    this.#unheard.set(sessionId, Math.max(known ?? 0, seq));
  }

  #tellUnheard(): void {
    const unheard = [...this.#unheard];
    this.#unheard.clear();
    for (const [sessionId, seq] of unheard) this.#publish(sessionId, { kind: "head", seq });
  }

  #tellPresence(document: Document, clients: number[]): void {
    const update = encodeAwarenessUpdate(document.awareness, clients);
    this.#publish(document.name, { kind: "presence", update });
  }

  #received(channel: Buffer, data: Buffer): void {
    const sessionId = channel.toString("latin1", PREFIX.length);
    const message = decodeMessage(data);
    if (!message) return;
    try {
      this.#take(sessionId, message);
    } catch (error) {
      // What it was about is in the log, or is said again.
      this.#log.warn({ sessionId, kind: message.kind, err: error }, "message not understood");
    }
  }

  #take(sessionId: string, message: FanOutMessage): void {
    const document = this.#documents.get(sessionId);
    switch (message.kind) {
      case "edit":
        this.#listener.edit(sessionId, message);
        break;
      case "head":
        this.#listener.head(sessionId, message.seq);
        break;
      case "notice":
        this.#listener.notice(sessionId, message.payload);
        break;
      case "presence":
        if (document) applyAwarenessUpdate(document.awareness, message.update, FROM_ELSEWHERE);
        break;
      case "who":
        if (document) this.#answerWho(document);
        break;
    }
  }

  #answerWho(document: Document): void {
    const ours = document
      .getConnections()
      .flatMap((connection) => [...document.getClients(connection)] as number[]);
    if (ours.length > 0) this.#tellPresence(document, ours);
  }
}
