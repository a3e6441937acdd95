/**
 * A phone for load: speaks the live protocol over a raw WebSocket, makes real Yjs updates from a
 * document of its own, and takes the time of what comes back without applying it – a thousand of
 * these fit into one process.
 */

import { newClientId, seatOf } from "@tureen/shared/table/document/keys";
import { DinerEdits, newDinerDocument } from "@tureen/shared/table/document/session-document";
import type { Line } from "@tureen/shared/table/document/types";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { WebSocket } from "ws";
import * as Y from "yjs";

// Message types of the Hocuspocus protocol and of y-protocols.
const SYNC = 0;
const AWARENESS = 1;
const AUTH = 2;
const SYNC_REPLY = 4;
const CLOSE = 7;
const SYNC_STATUS = 8;
const TOKEN = 0;
const DENIED = 1;
const STEP_1 = 0;
const STEP_2 = 1;
const UPDATE = 2;

/** In place of a time: an answer to what the server lacks, which is not timed. */
const ANSWER = -1;

/** Told when this phone sees what of `client` ends at `clock`: an edit, or a part of one. */
export type Seen = (phone: Phone, client: number, clock: number, at: number) => void;

export interface PhoneOptions {
  readonly url: string;
  readonly document: string;
  /** Issues a token when the server wants one. */
  readonly token: () => Promise<string>;
  readonly diner: string;
  readonly seen: Seen;
  /** Told of each edit that the server calls saved, in the order in which they were made. */
  readonly acknowledged?: (at: number) => void;
  /**
   * Speaks the y-websocket protocol: the address names the document, and nobody signs in or is told
   * that something is saved.
   */
  readonly plain?: boolean;
}

export class Phone {
  readonly document: string;
  readonly edits: DinerEdits;
  /** Time from sending an edit until the server said it is saved, ms. */
  readonly acknowledged: number[] = [];
  /** Lines this phone put in the cart. */
  readonly lines: string[] = [];
  /** Told of what others wrote, as it comes over the wire. */
  received: ((update: Uint8Array, at: number) => void) | null = null;
  /** Why the connection ended; null while it lasts. */
  closed: string | null = null;
  readonly #doc: Y.Doc;
  readonly #options: PhoneOptions;
  #socket!: WebSocket;
  #pending: number[] = [];
  #presences = 0;
  #sendingAs: number | null = null;
  #ready: () => void = () => {};
  #saved: () => void = () => {};
  #failed: (error: Error) => void = () => {};
  /** Resolves when the phone has everything that the server had. */
  ready!: Promise<void>;
  /** Resolves when the server has everything that the phone had when it connected. */
  saved!: Promise<void>;

  constructor(options: PhoneOptions) {
    this.#options = options;
    this.document = options.document;
    this.#doc = newDinerDocument(newClientId(seatOf(options.diner)));
    this.edits = new DinerEdits(this.#doc, options.diner);
    this.#doc.on("update", (update: Uint8Array) => this.#sendUpdate(update));
    this.connect();
  }

  /** Connects, also again with what the document holds by now after the connection was lost. */
  connect(): void {
    const failed = Promise.withResolvers<never>();
    const ready = Promise.withResolvers<void>();
    const saved = Promise.withResolvers<void>();
    // Who does not wait for one of them is told by the other, or by `closed`.
    for (const { promise } of [failed, ready, saved]) promise.catch(() => {});
    this.#failed = failed.reject;
    this.#ready = ready.resolve;
    this.#saved = saved.resolve;
    this.ready = Promise.race([ready.promise, failed.promise]);
    this.saved = Promise.race([saved.promise, failed.promise]);
    for (const promise of [this.ready, this.saved]) promise.catch(() => {});
    this.closed = null;
    this.#pending = [];
    const socket = new WebSocket(this.#options.url, { perMessageDeflate: false });
    this.#socket = socket;
    socket.binaryType = "nodebuffer";
    socket.on("open", () => this.#greet().catch((error: Error) => failed.reject(error)));
    socket.on("message", (data: Buffer) => this.#receive(data));
    socket.on("error", (error) => failed.reject(error));
    socket.on("close", (code, reason) => {
      this.closed ??= `${code} ${reason.toString()}`;
      failed.reject(new Error(`connection closed: ${this.closed}`));
    });
  }

  /** Edits that the server has not said to be saved. */
  get unsaved(): number {
    return this.#pending.length;
  }

  get client(): number {
    return this.#doc.clientID;
  }

  /** The clock that the next edit starts at. */
  get clock(): number {
    return Y.getState(this.#doc.store, this.#doc.clientID);
  }

  /** Makes an edit whose time counts from `at` (when it was due, not when it was sent). */
  edit(at: number, change: (edits: DinerEdits) => void): void {
    this.#sendingAs = at;
    change(this.edits);
    this.#sendingAs = null;
  }

  addLine(at: number, line: Line, quantity: number): string {
    let id = "";
    this.edit(at, (edits) => {
      id = edits.addLine(line, quantity);
    });
    this.lines.push(id);
    return id;
  }

  /** Shows the others what this diner looks at. */
  showPresence(at: string): void {
    this.#presences += 1;
    const states = encoding.createEncoder();
    encoding.writeVarUint(states, 1);
    encoding.writeVarUint(states, this.client);
    encoding.writeVarUint(states, this.#presences);
    encoding.writeVarString(states, JSON.stringify({ diner: this.#options.diner, at }));
    this.#send(AWARENESS, (encoder) =>
      encoding.writeVarUint8Array(encoder, encoding.toUint8Array(states)),
    );
  }

  close(): void {
    this.closed = "by us";
    this.#socket.terminate();
  }

  async #greet(): Promise<void> {
    if (!this.#options.plain) await this.#sendToken();
    this.#send(SYNC, (encoder) => {
      encoding.writeVarUint(encoder, STEP_1);
      encoding.writeVarUint8Array(encoder, Y.encodeStateVector(this.#doc));
    });
  }

  async #sendToken(): Promise<void> {
    const token = await this.#options.token();
    this.#send(AUTH, (encoder) => {
      encoding.writeVarUint(encoder, TOKEN);
      encoding.writeVarString(encoder, token);
      encoding.writeVarString(encoder, "4.8.0");
    });
  }

  #sendUpdate(update: Uint8Array): void {
    // Without a connection the document keeps it until the next greeting.
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    // Nobody would ever take it from there again.
    if (!this.#options.plain) this.#pending.push(this.#sendingAs ?? performance.now());
    this.#send(SYNC, (encoder) => {
      encoding.writeVarUint(encoder, UPDATE);
      encoding.writeVarUint8Array(encoder, update);
    });
  }

  #send(type: number, write: (encoder: encoding.Encoder) => void): void {
    const encoder = encoding.createEncoder();
    if (!this.#options.plain) encoding.writeVarString(encoder, this.document);
    encoding.writeVarUint(encoder, type);
    write(encoder);
    this.#socket.send(encoding.toUint8Array(encoder));
  }

  #receive(data: Uint8Array): void {
    const at = performance.now();
    const decoder = decoding.createDecoder(data);
    if (!this.#options.plain) decoding.readVarString(decoder);
    switch (decoding.readVarUint(decoder)) {
      case SYNC:
      case SYNC_REPLY: {
        const step = decoding.readVarUint(decoder);
        if (step === STEP_1) this.#answer(decoding.readVarUint8Array(decoder));
        else if (step === STEP_2) this.#ready();
        else if (step === UPDATE) {
          const update = decoding.readVarUint8Array(decoder);
          this.#see(Y.parseUpdateMeta(update), at);
          this.received?.(update, at);
        }
        break;
      }
      case SYNC_STATUS: {
        const sent = this.#pending.shift();
        if (sent === ANSWER) this.#saved();
        else if (sent !== undefined) {
          this.acknowledged.push(at - sent);
          this.#options.acknowledged?.(at);
        }
        break;
      }
      case AUTH: {
        const what = decoding.readVarUint(decoder);
        if (what === DENIED) {
          this.#failed(new Error(`refused: ${decoding.readVarString(decoder)}`));
        } else if (what === TOKEN) {
          this.#sendToken().catch((error: Error) => this.#failed(error));
        }
        break;
      }
      case CLOSE: {
        this.closed ??= decoding.readVarString(decoder);
      }
    }
  }

  /**
   * A server may send as one update what one phone wrote in several edits; only who made them knows
   * the clocks at which they end.
   */
  #see({ from, to }: ReturnType<typeof Y.parseUpdateMeta>, at: number): void {
    for (const [client, end] of to) {
      for (let clock = (from.get(client) ?? end - 1) + 1; clock <= end; clock++) {
        this.#options.seen(this, client, clock, at);
      }
    }
  }

  /** The server asks for what it lacks; its acknowledgement of the answer is not timed. */
  #answer(stateVector: Uint8Array): void {
    if (!this.#options.plain) this.#pending.push(ANSWER);
    this.#send(SYNC, (encoder) => {
      encoding.writeVarUint(encoder, STEP_2);
      encoding.writeVarUint8Array(encoder, Y.encodeStateAsUpdate(this.#doc, stateVector));
    });
  }
}
