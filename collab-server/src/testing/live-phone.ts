import { HocuspocusProvider, HocuspocusProviderWebsocket } from "@hocuspocus/provider";
import { newClientId, seatOf } from "@tureen/shared/document/keys";
import {
  DinerEdits,
  encodeDocument,
  newDinerDocument,
  readSession,
} from "@tureen/shared/document/session-document";
import type { DinerId } from "@tureen/shared/document/types";
import type { Notice } from "@tureen/shared/protocol";
import { WebSocket } from "ws";
import type { LiveNode } from "./live-node.ts";
import type { LiveTable } from "./live-table.ts";
import { until } from "./until.ts";

const RECONNECT_MS = 30;

/** A diner's phone as the product has it: the real provider on a document of its own. */
export class LivePhone {
  readonly doc;
  readonly diner: DinerId;
  readonly edits: DinerEdits;
  readonly provider: HocuspocusProvider;
  readonly socket: HocuspocusProviderWebsocket;
  readonly notices: Notice[] = [];
  /** How the server closed, by `code reason`. */
  readonly closes: string[] = [];
  readonly denied: string[] = [];

  constructor(
    url: string,
    sessionId: string,
    diner: DinerId,
    token: () => Promise<string>,
    { reconnect = true } = {},
  ) {
    this.diner = diner;
    this.doc = newDinerDocument(newClientId(seatOf(diner)));
    this.edits = new DinerEdits(this.doc, diner);
    this.socket = new HocuspocusProviderWebsocket({
      url,
      WebSocketPolyfill: WebSocket,
      delay: RECONNECT_MS,
      minDelay: RECONNECT_MS,
      maxDelay: RECONNECT_MS,
      maxAttempts: 0,
      onClose: ({ event }) => {
        this.closes.push(`${event.code} ${event.reason}`);
        if (!reconnect) this.socket.disconnect();
      },
    });
    this.provider = new HocuspocusProvider({
      name: sessionId,
      document: this.doc,
      websocketProvider: this.socket,
      token,
      onStateless: ({ payload }) => this.notices.push(JSON.parse(payload) as Notice),
      onAuthenticationFailed: ({ reason }) => this.denied.push(reason),
    });
    this.provider.attach();
  }

  /** Everything sent has been acknowledged, and everything there was has been received. */
  get saved(): boolean {
    return this.provider.synced && !this.provider.hasUnsyncedChanges;
  }

  get view() {
    return readSession(this.doc);
  }

  get state(): Uint8Array {
    return encodeDocument(this.doc);
  }

  /** Adds a line and waits until the phone was told that it is saved. */
  async add(table: LiveTable, note = "", quantity = 1): Promise<string> {
    const id = this.edits.addLine(table.line(note), quantity);
    await this.untilSaved();
    return id;
  }

  async untilSaved(): Promise<void> {
    await until(`${this.diner}'s phone has saved`, () => this.saved);
  }

  async untilSees(lineId: string): Promise<void> {
    await until(`${this.diner} sees ${lineId}`, () => lineId in this.view.lines);
  }

  destroy(): void {
    this.provider.destroy();
    this.socket.destroy();
    this.doc.destroy();
  }
}

/** A phone that is connected and has received everything. */
export async function connectPhone(
  node: Pick<LiveNode, "url">,
  table: LiveTable,
  diner: DinerId = "d1",
  options: { reconnect?: boolean; token?: () => Promise<string> } = {},
): Promise<LivePhone> {
  const token = options.token ?? (() => table.token(diner));
  const phone = new LivePhone(node.url, table.sessionId, diner, token, options);
  await phone.untilSaved();
  return phone;
}
