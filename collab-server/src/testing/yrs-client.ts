import { YJS_PATH } from "@tureen/shared/platform/protocol/addresses";
import { newClientId, seatOf } from "@tureen/shared/table/document/keys";
import type { DinerId } from "@tureen/shared/table/document/types";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { WebSocket } from "ws";
import { applyUpdate, encodeStateAsUpdate, encodeStateVector, YDoc } from "ywasm";
import type { LiveNode } from "./live-node.ts";

const SYNC = 0;
const STEP_1 = 0;
const STEP_2 = 1;
const UPDATE = 2;

/** A client without a line of Yjs: Yrs in WebAssembly, and the y-websocket protocol written down. */
export class YrsClient {
  readonly doc: YDoc;
  readonly socket: WebSocket;
  synced = false;
  closed: string | null = null;

  constructor(node: Pick<LiveNode, "port">, sessionId: string, diner: DinerId, token: string) {
    this.doc = new YDoc({ clientID: newClientId(seatOf(diner)) });
    const query = new URLSearchParams({ token });
    this.socket = new WebSocket(`ws://127.0.0.1:${node.port}${YJS_PATH}/${sessionId}?${query}`);
    this.socket.on("open", () => this.#say(STEP_1, encodeStateVector(this.doc)));
    this.socket.on("message", (data: Buffer) => this.#receive(data));
    this.socket.on("close", (code, reason) => {
      this.closed = `${code} ${reason}`;
    });
  }

  get state(): Uint8Array {
    return encodeStateAsUpdate(this.doc);
  }

  /** The value that a root map of the document has under a key. */
  read(root: string, key: string): unknown {
    return this.doc.getMap(root).get(key, undefined);
  }

  /** Sets keys of root maps in one transaction and sends what that came to. */
  write(values: readonly (readonly [root: string, key: string, value: unknown])[]): void {
    const before = encodeStateVector(this.doc);
    const maps = values.map(([root]) => this.doc.getMap(root));
    const transaction = this.doc.beginTransaction(null);
    values.forEach(([, key, value], i) => {
      maps[i]?.set(key, value, transaction);
    });
    transaction.commit();
    transaction.free();
    this.#say(UPDATE, encodeStateAsUpdate(this.doc, before));
  }

  destroy(): void {
    this.socket.terminate();
    this.doc.free();
  }

  #say(step: number, content: Uint8Array): void {
    const frame = encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, SYNC);
      encoding.writeVarUint(encoder, step);
      encoding.writeVarUint8Array(encoder, content);
    });
    this.socket.send(frame);
  }

  #receive(data: Uint8Array): void {
    const decoder = decoding.createDecoder(data);
    if (decoding.readVarUint(decoder) !== SYNC) return;
    const step = decoding.readVarUint(decoder);
    const content = decoding.readVarUint8Array(decoder);
    if (step === STEP_1) {
      this.#say(STEP_2, encodeStateAsUpdate(this.doc, content));
      return;
    }
    applyUpdate(this.doc, content, null);
    if (step === STEP_2) this.synced = true;
  }
}
