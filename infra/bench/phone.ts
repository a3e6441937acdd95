/**
 * A phone for load: speaks the live protocol over a raw WebSocket, makes real Yjs updates from a
 * document of its own, and takes the time of what comes back without applying it – a thousand of
 * these fit into one process.
 */

import { newClientId, seatOf } from "@tureen/shared/document/keys";
import { DinerEdits, newDinerDocument } from "@tureen/shared/document/session-document";
import type { Line } from "@tureen/shared/document/types";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { WebSocket } from "ws";
import * as Y from "yjs";

// Message types of the Hocuspocus protocol and of y-protocols.
const SYNC = 0;
const AUTH = 2;
const SYNC_REPLY = 4;
const CLOSE = 7;
const SYNC_STATUS = 8;
const STEP_1 = 0;
const STEP_2 = 1;
const UPDATE = 2;

/** Told when this phone sees an edit of `client` that ends at `clock`. */
export type Seen = (phone: Phone, client: number, clock: number, at: number) => void;

export interface PhoneOptions {
  readonly url: string;
  readonly document: string;
  readonly token: string;
  readonly diner: string;
  readonly seen: Seen;
}

export class Phone {
  readonly document: string;
  readonly edits: DinerEdits;
  /** Time from sending an edit until the server said it is saved, ms. */
  readonly acknowledged: number[] = [];
  /** Lines this phone put in the cart. */
  readonly lines: string[] = [];
  closed: string | null = null;
  readonly #doc: Y.Doc;
  readonly #socket: WebSocket;
  readonly #options: PhoneOptions;
  readonly #pending: number[] = [];
  #sendingAs: number | null = null;
  #ready: () => void = () => {};
  #failed: (error: Error) => void = () => {};
  readonly ready: Promise<void>;

  constructor(options: PhoneOptions) {
    this.#options = options;
    this.document = options.document;
    this.#doc = newDinerDocument(newClientId(seatOf(options.diner)));
    this.edits = new DinerEdits(this.#doc, options.diner);
    this.ready = new Promise((resolve, reject) => {
      this.#ready = resolve;
      this.#failed = reject;
    });
    this.#doc.on("update", (update: Uint8Array) => this.#sendUpdate(update));
    this.#socket = new WebSocket(options.url, { perMessageDeflate: false });
    this.#socket.binaryType = "nodebuffer";
    this.#socket.on("open", () => this.#greet());
    this.#socket.on("message", (data: Buffer) => this.#receive(data));
    this.#socket.on("error", (error) => this.#failed(error));
    this.#socket.on("close", (code, reason) => {
      this.closed ??= `${code} ${reason.toString()}`;
      this.#failed(new Error(`connection closed: ${this.closed}`));
    });
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

  close(): void {
    this.closed = "by us";
    this.#socket.terminate();
  }

  #greet(): void {
    this.#send(AUTH, (encoder) => {
      encoding.writeVarUint(encoder, 0);
      encoding.writeVarString(encoder, this.#options.token);
      encoding.writeVarString(encoder, "4.8.0");
    });
    this.#send(SYNC, (encoder) => {
      encoding.writeVarUint(encoder, STEP_1);
      encoding.writeVarUint8Array(encoder, Y.encodeStateVector(this.#doc));
    });
  }

  #sendUpdate(update: Uint8Array): void {
    this.#pending.push(this.#sendingAs ?? performance.now());
    this.#send(SYNC, (encoder) => {
      encoding.writeVarUint(encoder, UPDATE);
      encoding.writeVarUint8Array(encoder, update);
    });
  }

  #send(type: number, write: (encoder: encoding.Encoder) => void): void {
    const encoder = encoding.createEncoder();
    encoding.writeVarString(encoder, this.document);
    encoding.writeVarUint(encoder, type);
    write(encoder);
    this.#socket.send(encoding.toUint8Array(encoder));
  }

  #receive(data: Uint8Array): void {
    const at = performance.now();
    const decoder = decoding.createDecoder(data);
    decoding.readVarString(decoder);
    switch (decoding.readVarUint(decoder)) {
      case SYNC:
      case SYNC_REPLY: {
        const step = decoding.readVarUint(decoder);
        if (step === STEP_1) this.#answer(decoding.readVarUint8Array(decoder));
        else if (step === STEP_2) this.#ready();
        else if (step === UPDATE) {
          const meta = Y.parseUpdateMeta(decoding.readVarUint8Array(decoder));
          for (const [client, clock] of meta.to) this.#options.seen(this, client, clock, at);
        }
        break;
      }
      case SYNC_STATUS: {
        const sent = this.#pending.shift();
        if (sent !== undefined && sent > 0) this.acknowledged.push(at - sent);
        break;
      }
      case AUTH: {
        if (decoding.readVarUint(decoder) === 1) {
          this.#failed(new Error(`refused: ${decoding.readVarString(decoder)}`));
        }
        break;
      }
      case CLOSE: {
        this.closed ??= decoding.readVarString(decoder);
      }
    }
  }

  /** The server asks for what it lacks; its acknowledgement of the answer is not timed. */
  #answer(stateVector: Uint8Array): void {
    this.#pending.unshift(0);
    this.#send(SYNC, (encoder) => {
      encoding.writeVarUint(encoder, STEP_2);
      encoding.writeVarUint8Array(encoder, Y.encodeStateAsUpdate(this.#doc, stateVector));
    });
  }
}
