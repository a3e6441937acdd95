import { YJS_PATH } from "@tureen/shared/platform/protocol/addresses";
import { newClientId, seatOf } from "@tureen/shared/table/document/keys";
import {
  DinerEdits,
  encodeDocument,
  newDinerDocument,
  readSession,
} from "@tureen/shared/table/document/session-document";
import type { DinerId } from "@tureen/shared/table/document/types";
import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import type { LiveNode } from "./live-node.ts";
import { until } from "./until.ts";

/** A tool as developers have it: the standard y-websocket provider on a document of its own. */
export class YjsClient {
  readonly doc;
  readonly diner: DinerId;
  readonly edits: DinerEdits;
  readonly provider: WebsocketProvider;
  /** How the server closed, by `code reason`. */
  readonly closes: string[] = [];

  constructor(node: Pick<LiveNode, "port">, sessionId: string, diner: DinerId, token: string) {
    this.diner = diner;
    this.doc = newDinerDocument(newClientId(seatOf(diner)));
    this.edits = new DinerEdits(this.doc, diner);
    this.provider = new WebsocketProvider(
      `ws://127.0.0.1:${node.port}${YJS_PATH}`,
      sessionId,
      this.doc,
      {
        params: { token },
        // The real `ws`, whose types are not the browser's.
        WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
        disableBc: true,
        maxBackoffTime: 100,
      },
    );
    this.provider.on("connection-close", (event) => {
      if (event) this.closes.push(`${event.code} ${event.reason}`);
    });
  }

  get view() {
    return readSession(this.doc);
  }

  get state(): Uint8Array {
    return encodeDocument(this.doc);
  }

  async untilSynced(): Promise<void> {
    await until(`${this.diner}'s tool has synced`, () => this.provider.synced);
  }

  async untilSees(lineId: string): Promise<void> {
    await until(`${this.diner}'s tool sees ${lineId}`, () => lineId in this.view.lines);
  }

  async untilClosed(): Promise<string> {
    return until("the server closes the connection", () => this.closes[0]);
  }

  destroy(): void {
    // It says goodbye under the document's client id, which a hostile test may have changed.
    this.doc.clientID = this.provider.awareness.clientID;
    this.provider.destroy();
    this.doc.destroy();
  }
}
