/**
 * A diner's phone under attack. It speaks through the library that the web app uses and treats what
 * the server says as the web app does (web/src/diner/model/live.ts), above all what counts as saved.
 */
import { HocuspocusProvider, HocuspocusProviderWebsocket } from "@hocuspocus/provider";
import { newClientId } from "@tureen/shared/document/keys";
import {
  DinerEdits,
  encodeDocument,
  newDinerDocument,
  readSession,
  type SessionView,
} from "@tureen/shared/document/session-document";
import { type ErrorCode, TureenError } from "@tureen/shared/errors";
import type { Answer } from "@tureen/shared/http/contracts";
import { CLOSE, COLLAB_PATH, closeCodeFor, type Notice } from "@tureen/shared/protocol";
import { WebSocket } from "ws";
import * as Y from "yjs";
import { ask, Denied } from "./api.ts";
import { type PhoneId, type Recorder, recordDocument } from "./history.ts";
import type { Tally } from "./tally.ts";

/** The web app waits longer; a run of minutes has no time for that. */
const RECONNECT_MS = 100;
const RECONNECT_MAX_MS = 1_000;
/** Silence after which the phone gives a connection up. */
const SILENCE_MS = 6_000;
/** A token is renewed when it has less than this left. */
const TOKEN_SPARE_MS = 30_000;
const GIVEN_UP = 4408;

/** A diner's place as the server granted it. */
export type Grant = Answer<"openTable">;

export interface PhoneOptions {
  /** Unique in the run. */
  readonly name: string;
  readonly grant: Grant;
  /** Where the nodes can be reached. */
  readonly origins: readonly string[];
  /** Index of the node to begin with. */
  readonly node: number;
  readonly recorder: Recorder;
  readonly tally: Tally;
}

/** A socket whose errors nobody has to listen to: its `close` tells. */
class PhoneSocket extends WebSocket {
  constructor(url: string) {
    super(url, { perMessageDeflate: false });
    this.on("error", () => {});
  }
}

// Frame types and sync steps of the protocol.
const SYNC = 0;
const STEP_1 = 0;
const UPDATE = 2;

/**
 * The provider's socket as the web app has it (web/src/diner/model/collab-socket.ts says why): it
 * sends no edit ahead of its connection's opening exchange, and can be given up without a word to
 * the other side.
 */
class PhoneLink extends HocuspocusProviderWebsocket {
  #greeted: unknown = null;

  override send(frame: Uint8Array): void {
    if (this.webSocket?.readyState !== WebSocket.OPEN) return;
    const nameBytes = frame[0] ?? 0;
    const [type, step] = frame.subarray(1 + nameBytes);
    if (type === SYNC && step === STEP_1) this.#greeted = this.webSocket;
    if (type === SYNC && step === UPDATE && this.#greeted !== this.webSocket) return;
    super.send(frame);
  }

  giveUp(): void {
    if (!this.webSocket) return;
    (this.webSocket as unknown as WebSocket).terminate();
    this.emit("close", { event: { code: GIVEN_UP, reason: "given up" } });
  }
}

export class Phone {
  readonly name: string;
  readonly diner: string;
  readonly session: string;
  /** Why this phone has nothing left to do, once it was told. */
  over: string | undefined;
  readonly #options: PhoneOptions;
  readonly #who: PhoneId;
  #node: number;
  #access: { token: string; expiresAt: number } | undefined;
  #wantsLink = true;
  #destroyed = false;

  // One life of the page: from opening to the next reload.
  #doc!: Y.Doc;
  #edits!: DinerEdits;
  #socket!: PhoneLink;
  #provider!: HocuspocusProvider;
  #closePage: () => void = () => {};
  /** Client ids that the copy on this phone has written with, and how far each was called saved. */
  #saved = new Map<number, number>();
  /** In sync since the connection began. */
  #settled = false;
  /** Something was written before that: its acknowledgement cannot be told from the sync's own. */
  #barrier = false;

  constructor(options: PhoneOptions) {
    const { name, grant } = options;
    this.#options = options;
    this.name = name;
    this.diner = grant.diner;
    this.session = grant.sessionId;
    this.#who = { phone: name, session: grant.sessionId, diner: grant.diner };
    this.#node = options.node;
    this.#access = { token: grant.accessToken, expiresAt: grant.accessTokenExpiresAt };
    this.#openPage(undefined);
  }

  /** The place at the table that this phone was given. */
  get grant(): Grant {
    return this.#options.grant;
  }

  get view(): SessionView {
    return readSession(this.#doc);
  }

  get state(): Uint8Array {
    return encodeDocument(this.#doc);
  }

  get stateVector(): ReadonlyMap<number, number> {
    return Y.decodeStateVector(Y.encodeStateVector(this.#doc));
  }

  get online(): boolean {
    return this.#settled;
  }

  /** In sync, and everything written was called saved. */
  get saved(): boolean {
    return (
      this.#settled &&
      !this.#barrier &&
      !this.#provider.hasUnsyncedChanges &&
      [...this.#saved].every(([client, clock]) => this.#clockOf(client) <= clock)
    );
  }

  /** How it stands with the phone, for people. */
  get condition(): string {
    const { isAuthenticated, unsyncedChanges } = this.#provider;
    const state = { link: this.#socket.status, isAuthenticated, settled: this.#settled };
    const open = { barrier: this.#barrier, unsyncedChanges, node: this.#node + 1 };
    return `${this.name} ${JSON.stringify({ ...state, ...open })}`;
  }

  /** Writes something, connected or not; undefined when the document is full. */
  edit<T>(change: (edits: DinerEdits) => T): T | undefined {
    if (!this.#settled) this.#barrier = true;
    this.#noteClient();
    try {
      const made = change(this.#edits);
      this.#options.tally.edits += 1;
      return made;
    } catch (error) {
      if (error instanceof TureenError && error.code === "document-full") return undefined;
      throw error;
    }
  }

  /** Loses its signal until `goOnline`. */
  goOffline(): void {
    this.#wantsLink = false;
    this.#socket.shouldConnect = false;
    this.#socket.clearReconnectTimeout();
    this.#dropSocket();
  }

  goOnline(): void {
    this.#wantsLink = true;
    if (!this.#destroyed && this.over === undefined) void this.#socket.connect();
  }

  /** Continues at another node. */
  switchNode(): void {
    this.#node = (this.#node + 1) % this.#options.origins.length;
    this.#socket.setConfiguration({ ...this.#socket.configuration, url: this.#url });
    this.#dropSocket();
  }

  /** The page is loaded anew, with the copy that the phone has kept or without. */
  reload({ keep }: { readonly keep: boolean }): void {
    if (this.#destroyed) return;
    const kept = keep ? this.state : undefined;
    this.#closePage();
    if (!keep) this.#saved.clear();
    this.#openPage(kept);
  }

  /** Forgets the access token, so that the next connection needs another. */
  forgetToken(): void {
    this.#access = undefined;
    this.#dropSocket();
  }

  destroy(): void {
    this.#destroyed = true;
    this.#closePage();
  }

  get #origin(): string {
    const { origins } = this.#options;
    return origins[this.#node % origins.length] as string;
  }

  get #url(): string {
    return `${this.#origin.replace(/^http/, "ws")}${COLLAB_PATH}`;
  }

  #openPage(kept: Uint8Array | undefined): void {
    const { recorder, grant } = this.#options;
    const doc = newDinerDocument(newClientId(grant.seat));
    if (kept) Y.applyUpdate(doc, kept);
    this.#doc = doc;
    this.#edits = new DinerEdits(doc, this.diner);
    this.#settled = false;
    // What the copy holds may not have been sent: it goes with the first sync.
    this.#barrier = kept !== undefined;
    this.#noteClient();
    const stopRecording = recordDocument(recorder, this.#who, doc);
    const socket = new PhoneLink({
      url: this.#url,
      autoConnect: false,
      WebSocketPolyfill: PhoneSocket,
      delay: RECONNECT_MS,
      minDelay: RECONNECT_MS,
      maxDelay: RECONNECT_MAX_MS,
      maxAttempts: 0,
      messageReconnectTimeout: SILENCE_MS,
    });
    // What a page that is closed still hears is not for the next one.
    const current = <A extends unknown[]>(then: (...args: A) => void) => {
      return (...args: A) => {
        if (this.#doc === doc && !this.#destroyed) then(...args);
      };
    };
    const provider = new HocuspocusProvider({
      name: this.session,
      document: doc,
      websocketProvider: socket,
      token: () => this.#token(),
      onSynced: current(({ state }: { state: boolean }) => {
        if (state) this.#onSynced();
      }),
      onUnsyncedChanges: current(({ number }: { number: number }) => {
        if (number === 0) this.#onAllAcknowledged();
      }),
      onStateless: current(({ payload }: { payload: string }) => this.#onNotice(payload)),
      onAuthenticationFailed: current(({ reason }: { reason: string }) => {
        this.#onClosing(closeCodeFor(reason as ErrorCode), reason);
      }),
      onClose: current(({ event }: { event: { code: number; reason: string } }) => {
        this.#settled = false;
        const reason = `${event.code} ${event.reason}`;
        recorder.record({ kind: "disconnected", ...this.#who, reason });
        this.#onClosing(event.code, event.reason);
      }),
    });
    this.#socket = socket;
    this.#provider = provider;
    this.#closePage = () => {
      this.#closePage = () => {};
      this.#settled = false;
      stopRecording();
      (socket.webSocket as WebSocket | null)?.terminate();
      provider.destroy();
      socket.destroy();
      doc.destroy();
    };
    provider.attach();
    if (this.#wantsLink) void socket.connect();
  }

  #noteClient(): void {
    const { clientID } = this.#doc;
    if (!this.#saved.has(clientID)) this.#saved.set(clientID, this.#clockOf(clientID));
  }

  #clockOf(client: number): number {
    return Y.getState(this.#doc.store, client);
  }

  #onSynced(): void {
    this.#settled = true;
    this.#options.recorder.record({ kind: "connected", ...this.#who });
    this.#socket.configuration.delay = RECONNECT_MS;
    if (!this.#provider.hasUnsyncedChanges) this.#onAllAcknowledged();
  }

  #onAllAcknowledged(): void {
    if (!this.#provider.isAuthenticated || !this.#settled) return;
    if (this.#barrier) {
      this.#barrier = false;
      this.#provider.forceSync();
      return;
    }
    for (const [client, before] of this.#saved) {
      const clock = this.#clockOf(client);
      if (clock <= before) continue;
      this.#saved.set(client, clock);
      this.#options.recorder.record({ kind: "acknowledged", ...this.#who, client, clock });
    }
  }

  #onNotice(payload: string): void {
    const notice = JSON.parse(payload) as Notice;
    if (notice.kind === "refused") this.#onClosing(closeCodeFor(notice.code), notice.code);
  }

  #onClosing(code: number, reason: string): void {
    const { recorder, tally } = this.#options;
    switch (code) {
      case CLOSE.refused:
        // An unknown reason (a library's own) is no verdict on the document.
        if (!/^[a-z]+(-[a-z]+)+$/.test(reason) || reason === "permission-denied") return;
        tally.refusal(reason);
        recorder.record({ kind: "refused", ...this.#who, code: reason });
        queueMicrotask(() => this.reload({ keep: false }));
        return;
      case CLOSE.unauthenticated:
        tally.refusal(reason);
        this.#access = undefined;
        queueMicrotask(() => this.#dropSocket());
        return;
      case CLOSE.gone:
      case CLOSE.ended:
        this.#end(reason);
        return;
      case CLOSE.unavailable:
        tally.refusal(reason);
        recorder.record({ kind: "refused", ...this.#who, code: reason });
        this.#socket.configuration.delay = Math.min(
          this.#socket.configuration.delay * 2,
          RECONNECT_MAX_MS,
        );
    }
  }

  #end(code: string): void {
    if (this.over !== undefined) return;
    this.over = code;
    this.#options.recorder.record({ kind: "ended", ...this.#who, code });
    this.#socket.shouldConnect = false;
    queueMicrotask(() => this.#dropSocket());
  }

  /** Gives the connection up without a word to the other side; it reconnects while that is wanted. */
  #dropSocket(): void {
    if (!this.#destroyed) this.#socket.giveUp();
  }

  async #token(): Promise<string> {
    const { grant, tally } = this.#options;
    if (this.#access && this.#access.expiresAt - Date.now() > TOKEN_SPARE_MS) {
      return this.#access.token;
    }
    try {
      const { refreshToken } = grant;
      const renewed = await ask(this.#origin, "refreshToken", { body: { refreshToken } });
      tally.action("token-refresh");
      this.#access = { token: renewed.accessToken, expiresAt: renewed.accessTokenExpiresAt };
      return renewed.accessToken;
    } catch (error) {
      if (error instanceof Denied && error.code !== "rate-limited") this.#end(error.code);
      // Without a token the server would wait in vain: give the socket up and try again.
      else queueMicrotask(() => this.#dropSocket());
      throw error;
    }
  }
}
