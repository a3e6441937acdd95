/**
 * What happens at a table, from node to node, over Redis: one message for an edit, which carries the
 * edit itself and its place in the log. Nothing here has to arrive: a node that misses an edit sees
 * the gap at the next one or at its next look at the log. So nothing here keeps a document from
 * loading, waits for long, or ends the process.
 */
import { randomBytes } from "node:crypto";
import type { Document } from "@hocuspocus/server";
import { replaceWhenSilent } from "@tureen/persistence/platform/signals/redis-heartbeat";
import { within } from "@tureen/persistence/platform/within";
import { Redis } from "ioredis";
import type { Logger } from "pino";
import { applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import {
  decodeMessage,
  encodeMessage,
  type FanOutKind,
  type FanOutMessage,
  isFrom,
  type LoggedEdit,
  SENDER_BYTES,
} from "./fan-out-message.ts";

const CONNECT_TIMEOUT_MS = 5_000;
const COMMAND_TIMEOUT_MS = 2_000;
const LONGEST_RETRY_MS = 2_000;
/** How long a document may wait for Redis when it is loaded. */
const JOIN_TIMEOUT_MS = 500;
/** How long the process may wait for Redis when it starts. */
const READY_TIMEOUT_MS = 2_000;
/** Channels that one command (re)subscribes. */
const CHANNELS_AT_ONCE = 1_000;
/** Sessions whose edits could not be published that are remembered; a regular check finds others. */
const MAX_UNHEARD = 10_000;

const PREFIX = "tureen:session:";
/** As Hocuspocus names what comes from other nodes. */
const FROM_ELSEWHERE = { source: "redis" } as const;
/** As Yjs' awareness names what it forgets by itself; every node does so. */
const TIMED_OUT = "timeout";

export interface FanOutListener {
  /** An edit stands in a session's log and was accepted by another node. */
  edit(sessionId: string, edit: LoggedEdit): void;
  /** Another node knows that a session's log goes up to `seq`. */
  head(sessionId: string, seq: number): void;
  /** A notice for the phones of a session. */
  notice(sessionId: string, payload: string): void;
  /** Edits of this session, or of every session, may have been missed. */
  missed(sessionId: string | undefined): void;
}

export interface FanOutOptions {
  readonly url: string;
  readonly log: Logger;
  readonly listener: FanOutListener;
  /** Called for every message that is sent. */
  readonly sent?: (kind: FanOutKind) => void;
}

interface AwarenessChange {
  readonly added: number[];
  readonly updated: number[];
  readonly removed: number[];
}

export class RedisFanOut {
  /** Resolves when other nodes can be heard, and after a short while in any case. */
  readonly ready: Promise<void>;
  readonly #log: Logger;
  readonly #listener: FanOutListener;
  readonly #sent: (kind: FanOutKind) => void;
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
    // Without a queue, what cannot be published now is not published much later.
    this.#publisher = connect(url, log, {
      maxRetriesPerRequest: 0,
      enableOfflineQueue: false,
      commandTimeout: COMMAND_TIMEOUT_MS,
    });
    this.#publisher.on("ready", () => this.#tellUnheard());
    this.#subscriber = connect(url, log, { maxRetriesPerRequest: null, autoResubscribe: false });
    this.#subscriber.on("ready", () => void this.#subscribeAll());
    this.ready = soon(
      new Promise((resolve) => this.#subscriber.once("ready", resolve)),
      READY_TIMEOUT_MS,
    );
    this.#subscriber.on("messageBuffer", (channel: Buffer, data: Buffer) => {
      if (!isFrom(this.#sender, data)) this.#received(channel, data);
    });
  }

  /** Tells the other nodes of an edit that has been appended to its session's log. */
  edit(sessionId: string, edit: LoggedEdit): void {
    this.#publish(sessionId, { kind: "edit", ...edit });
  }

  /** Sends a notice to the phones that are on other nodes. */
  notice(sessionId: string, payload: string): void {
    this.#publish(sessionId, { kind: "notice", payload });
  }

  /**
   * Listens to what other nodes say about a document until it is destroyed. Resolves when it does,
   * and after a short while in any case; call it before the log is read.
   */
  async join(document: Document): Promise<void> {
    this.#documents.set(document.name, document);
    document.once("destroy", () => this.leave(document));
    document.awareness.on("update", (change: AwarenessChange, origin: unknown) => {
      if (origin === FROM_ELSEWHERE || origin === TIMED_OUT) return;
      this.#tellPresence(document, [...change.added, ...change.updated, ...change.removed]);
    });
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

  /** Listens no longer to what is said about a document; its destruction does the same. */
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

  close(): void {
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

/** Waits for `work`, at most this long. */
const soon = (work: Promise<unknown>, timeoutMs: number): Promise<void> =>
  within(timeoutMs, work).then(
    () => {},
    () => {},
  );

function connect(
  url: string,
  log: Logger,
  options: {
    readonly maxRetriesPerRequest: number | null;
    readonly enableOfflineQueue?: boolean;
    readonly commandTimeout?: number;
    readonly autoResubscribe?: boolean;
  },
): Redis {
  const redis = new Redis(url, {
    ...options,
    connectTimeout: CONNECT_TIMEOUT_MS,
    retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 10), LONGEST_RETRY_MS),
  });
  redis.on("error", (error) => log.warn({ err: error }, "fan-out connection failed"));
  replaceWhenSilent(redis);
  return redis;
}
