import { once } from "node:events";
import type { Notice } from "@tureen/shared/platform/protocol/notices";
import type { LiveErrorCode } from "@tureen/shared/platform/protocol/reactions";
import { PROTOCOL_VERSION } from "@tureen/shared/platform/protocol/version";
import { newClientId, seatOf } from "@tureen/shared/table/document/keys";
import { newDinerDocument } from "@tureen/shared/table/document/session-document";
import type { DinerId } from "@tureen/shared/table/document/types";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { WebSocket } from "ws";
import * as Y from "yjs";
import type { LiveNode } from "./live-node.ts";
import type { LiveTable } from "./live-table.ts";
import { until } from "./until.ts";

/** Frame types of the Hocuspocus protocol. */
export const FRAME = {
  sync: 0,
  awareness: 1,
  auth: 2,
  syncReply: 4,
  stateless: 5,
  broadcastStateless: 6,
  close: 7,
  syncStatus: 8,
} as const;

/** A client that says whatever a test wants it to say, frame by frame. */
export class RawPhone {
  /** What the server sent of the document. */
  readonly doc: Y.Doc;
  /** What the server told beside the document, its greeting apart. */
  readonly notices: Notice[] = [];
  /** Its greeting, once it has greeted. */
  welcome: Extract<Notice, { kind: "welcome" }> | undefined;
  /** The state vectors with which the server asked what this client has. */
  readonly asked: Uint8Array[] = [];
  readonly presence: Uint8Array[] = [];
  /** What an Auth frame said: the permission, a reason for denying it, or a request for a token. */
  readonly auth: string[] = [];
  acknowledged = 0;
  synced = false;
  /** How the server closed the real socket, by `code reason`. */
  closed: string | null = null;
  readonly socket: WebSocket;
  readonly #name: string;

  /** `headers`: what a proxy in between would say. */
  constructor(
    url: string,
    name: string,
    diner: DinerId = "d1",
    headers: Record<string, string> = {},
  ) {
    this.#name = name;
    this.doc = newDinerDocument(newClientId(seatOf(diner)));
    this.socket = new WebSocket(url, { perMessageDeflate: false, headers });
    this.socket.on("message", (data: Buffer) => this.#receive(data));
    this.socket.on("close", (code, reason) => {
      this.closed = `${code} ${reason.toString()}`;
    });
    // `close` follows, and tells.
    this.socket.on("error", () => {});
  }

  async open(): Promise<void> {
    if (this.socket.readyState !== WebSocket.OPEN) await once(this.socket, "open");
  }

  frame(type: number, write?: (encoder: encoding.Encoder) => void): void {
    this.frameFor(this.#name, type, write);
  }

  /** A frame about a document of this name. */
  frameFor(
    name: string,
    type: number,
    write: (encoder: encoding.Encoder) => void = () => {},
  ): void {
    const encoder = encoding.createEncoder();
    encoding.writeVarString(encoder, name);
    encoding.writeVarUint(encoder, type);
    write(encoder);
    this.socket.send(encoding.toUint8Array(encoder));
  }

  authenticate(token: string): void {
    this.frame(FRAME.auth, (encoder) => {
      encoding.writeVarUint(encoder, 0);
      encoding.writeVarString(encoder, token);
    });
  }

  /** Asks for everything; with an empty state vector for all of it. */
  ask(stateVector = Y.encodeStateVector(this.doc)): void {
    this.frame(FRAME.sync, (encoder) => {
      encoding.writeVarUint(encoder, 0);
      encoding.writeVarUint8Array(encoder, stateVector);
    });
  }

  update(update: Uint8Array): void {
    this.frame(FRAME.sync, (encoder) => {
      encoding.writeVarUint(encoder, 2);
      encoding.writeVarUint8Array(encoder, update);
    });
  }

  /** Writes into its document as no guard would let it, and sends that. */
  write(change: (doc: Y.Doc) => void): void {
    const before = Y.encodeStateVector(this.doc);
    this.doc.transact(() => change(this.doc));
    this.update(Y.encodeStateAsUpdate(this.doc, before));
  }

  async untilClosed(): Promise<string> {
    return until("the server closes the socket", () => this.closed);
  }

  async untilAcknowledged(count: number): Promise<void> {
    await until(`${count} edits are acknowledged`, () => this.acknowledged >= count);
  }

  destroy(): void {
    this.socket.terminate();
    this.doc.destroy();
  }

  #hear(notice: Notice): void {
    if (notice.kind === "welcome") this.welcome = notice;
    else this.notices.push(notice);
  }

  #receive(data: Uint8Array): void {
    const decoder = decoding.createDecoder(data);
    decoding.readVarString(decoder);
    switch (decoding.readVarUint(decoder)) {
      case FRAME.sync:
      case FRAME.syncReply: {
        const step = decoding.readVarUint(decoder);
        if (step === 0) {
          this.asked.push(decoding.readVarUint8Array(decoder));
          return;
        }
        Y.applyUpdate(this.doc, decoding.readVarUint8Array(decoder));
        if (step === 1) this.synced = true;
        return;
      }
      case FRAME.awareness:
        this.presence.push(decoding.readVarUint8Array(decoder));
        return;
      case FRAME.auth:
        if (decoding.readVarUint(decoder) === 0) this.auth.push("token?");
        else this.auth.push(decoding.readVarString(decoder));
        return;
      case FRAME.stateless:
        this.#hear(JSON.parse(decoding.readVarString(decoder)) as Notice);
        return;
      case FRAME.syncStatus:
        this.acknowledged += 1;
    }
  }
}

/** A raw client that is signed in and has received the document. */
export async function connectRawPhone(
  node: Pick<LiveNode, "url">,
  table: LiveTable,
  diner: DinerId = "d1",
  headers: Record<string, string> = {},
): Promise<RawPhone> {
  const phone = new RawPhone(node.url, table.sessionId, diner, headers);
  await phone.open();
  phone.authenticate(await table.token(diner));
  phone.ask();
  await until("the raw phone has synced", () => phone.synced);
  return phone;
}

/** What this release says before it closes a connection for this reason. */
export const refusedBecause = (code: LiveErrorCode): Notice => ({
  ...{ kind: "refused", code, protocol: PROTOCOL_VERSION },
});
