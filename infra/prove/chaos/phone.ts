/**
 * A diner's phone under attack: the product's own (shared/src/table/sync), on a device that fails, with a record
 * of what it did and was told.
 */
import { noSocket, openNodeSocket } from "@tureen/collab-server/testing/node-socket";
import { type Answer, ENDPOINTS, type EndpointName } from "@tureen/shared/endpoints";
import { TureenError } from "@tureen/shared/platform/errors";
import { shapeOf } from "@tureen/shared/platform/http/shape-of";
import { judge, settles } from "@tureen/shared/platform/http/verdicts";
import { COLLAB_PATH, PROTOCOL_PARAMETER } from "@tureen/shared/platform/protocol/addresses";
import { PROTOCOL_VERSION } from "@tureen/shared/platform/protocol/version";
import { newClientId } from "@tureen/shared/table/document/keys";
import {
  type DinerEdits,
  encodeDocument,
  type SessionView,
} from "@tureen/shared/table/document/session-document";
import { copyName, indexedDbStore } from "@tureen/shared/table/sync/indexeddb-store";
import { Phone as ProductPhone } from "@tureen/shared/table/sync/phone";
import { ServerClock } from "@tureen/shared/table/sync/server-clock";
import type { Socket, SocketListener } from "@tureen/shared/table/sync/sync-client";
import { TokenSource } from "@tureen/shared/table/sync/token-source";
import * as Y from "yjs";
import { type Asking, ask, Denied, Unknown } from "./api.ts";
import type { RunCounts } from "./counts.ts";
import { Device } from "./device.ts";
import { type PhoneId, type Recorder, recordChanges, recordDocument } from "./history.ts";
import type { Stranger } from "./unauthenticated-sockets.ts";

/** The app waits longer; a run of minutes has no time for that. */
const TIMING = { firstPauseMs: 100, longestPauseMs: 1_000, exchangeMs: 3_000, silenceMs: 6_000 };
/** A token is renewed when it has less than this left. */
const TOKEN_SPARE_MS = 30_000;
const TOKEN_SHAPE = shapeOf(ENDPOINTS.refreshToken.answer);
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
  readonly runCounts: RunCounts;
  /** Another tab shares its device; a phone has one of its own. */
  readonly device?: Device;
}

export class Phone {
  readonly name: string;
  readonly diner: string;
  readonly session: string;
  readonly device: Device;
  /** Why this phone has nothing left to do, once it was told. */
  over: string | undefined;
  readonly #options: PhoneOptions;
  readonly #who: PhoneId;
  #node: number;
  #access: { readonly accessToken: string; readonly accessTokenExpiresAt: number };
  #hasNetwork = true;
  #isDestroyed = false;
  /** Who answers in the server's place when a token is asked for, if anybody does. */
  #stranger: Stranger | undefined;

  // One life of the page: from opening to the next reload.
  #phone!: ProductPhone;
  #tokens!: TokenSource;
  #socket: Socket | undefined;
  #stopRecording = () => {};
  /** How far the page has said that each of its clients is saved. */
  #saidSaved = new Map<number, number>();

  constructor(options: PhoneOptions) {
    const { name, grant } = options;
    this.#options = options;
    this.name = name;
    this.diner = grant.diner;
    this.session = grant.sessionId;
    this.device = options.device ?? new Device();
    this.#who = { phone: name, session: grant.sessionId, diner: grant.diner };
    this.#node = options.node;
    this.#access = grant;
    this.#openPage();
  }

  /** The place at the table that this phone was given. */
  get grant(): Grant {
    return this.#options.grant;
  }

  get view(): SessionView {
    return this.#phone.view;
  }

  get state(): Uint8Array {
    return encodeDocument(this.#phone.replica.doc);
  }

  get stateVector(): ReadonlyMap<number, number> {
    return Y.decodeStateVector(Y.encodeStateVector(this.#phone.replica.doc));
  }

  get online(): boolean {
    return this.#phone.link === "online";
  }

  /** In sync, and everything written was called saved. */
  get saved(): boolean {
    return this.#phone.isSaved && this.#phone.replica.unsaved.size === 0;
  }

  /** How it stands with the phone, for people. */
  get condition(): string {
    const { state, isSaved, replica } = this.#phone;
    const { mood } = this.device;
    return `${this.name} ${JSON.stringify({ state, isSaved, unsaved: [...replica.unsaved], mood, node: this.#node + 1 })}`;
  }

  /** Writes something, connected or not; undefined when the document is full. */
  edit<T>(change: (edits: DinerEdits) => T): T | undefined {
    try {
      const made = change(this.#phone.replica.edits);
      this.#options.runCounts.edits += 1;
      return made;
    } catch (error) {
      if (error instanceof TureenError && error.code === "document-full") return undefined;
      throw error;
    }
  }

  /** Asks the kitchen for something, as the app does; undefined when the document is full. */
  confirm(confirm: Omit<Parameters<ProductPhone["confirm"]>[0], "at">): string | undefined {
    const id = this.#phone.confirm({ ...confirm, at: this.#clock.now() });
    if (id !== undefined) this.#options.runCounts.edits += 1;
    return id;
  }

  /** The server's time, as the phone knows it. */
  get now(): number {
    return this.#clock.now();
  }

  /** Asks its node for something as its diner. Throws Denied or Unknown. */
  async ask<E extends EndpointName>(endpoint: E, asking: Asking<E>): Promise<Answer<E>> {
    if (!this.#hasNetwork) throw new Unknown(`${endpoint}: no network`);
    const token = await this.#tokens.get();
    return ask(this.#origin, endpoint, { ...asking, token });
  }

  /** Loses its signal until `goOnline`. */
  goOffline(): void {
    this.#hasNetwork = false;
    this.#phone.unreachable();
  }

  goOnline(): void {
    this.#hasNetwork = true;
    if (!this.#isDestroyed && this.over === undefined) this.#phone.reachable();
  }

  /** Continues at another node. */
  switchNode(): void {
    this.#node = (this.#node + 1) % this.#options.origins.length;
    this.#cut();
  }

  /** The page is loaded anew, with the copy that the phone has kept or without. */
  reload({ keep }: { readonly keep: boolean }): void {
    if (this.#isDestroyed) return;
    this.#closePage();
    if (!keep) this.device.clearStorage();
    this.#openPage();
  }

  /** Forgets the access token, so that the next connection needs another. */
  forgetToken(): void {
    this.#tokens.forget();
    this.#cut();
  }

  /** Until `work` is done, a stranger answers in the server's place when a token is asked for. */
  async meetStranger(stranger: Stranger, work: () => Promise<unknown>): Promise<void> {
    this.#stranger = stranger;
    this.forgetToken();
    await work();
    this.#stranger = undefined;
  }

  /** Something gets into the phone's copy that the server refuses; the page is loaded anew with it. */
  async spoilCopy(): Promise<void> {
    const doc = new Y.Doc();
    doc.clientID = newClientId(this.grant.seat);
    doc.getMap("marks").set(this.diner === "d1" ? "d2" : "d1", { ready: true });
    const store = indexedDbStore(this.session, this.device.storage);
    try {
      const copy = await store.open(() => {});
      await copy.append([encodeDocument(doc)], new Map());
      copy.close();
    } catch {
      // The device keeps nothing just now.
      return;
    }
    this.reload({ keep: true });
  }

  /** The browser deletes the phone's copy under the open page, as another tab's clearing does. */
  deleteCopy(): void {
    this.device.deleteFromElsewhere(copyName(this.session));
  }

  destroy(): void {
    this.#isDestroyed = true;
    this.#closePage();
  }

  get #origin(): string {
    const { origins } = this.#options;
    return origins[this.#node % origins.length] as string;
  }

  #clock!: ServerClock;

  #openPage(): void {
    const { recorder, runCounts, grant } = this.#options;
    const { timers } = this.device;
    this.#clock = new ServerClock(timers, grant.now - timers.now());
    this.#tokens = new TokenSource({
      clock: this.#clock,
      known: () => this.#access,
      save: (access) => {
        this.#access = access;
      },
      renew: () => this.#renewToken(),
      refusalIn: (error) =>
        error instanceof Denied && settles("seat", error.code) ? error.code : undefined,
      marginMs: TOKEN_SPARE_MS,
    });
    this.#saidSaved = new Map();
    const phone: ProductPhone = new ProductPhone({
      sessionId: this.session,
      diner: this.diner,
      seat: grant.seat,
      clock: this.#clock,
      timers,
      timing: TIMING,
      store: indexedDbStore(this.session, this.device.storage),
      token: () => this.#tokens.answer(),
      forgetToken: () => this.#tokens.forget(),
      measureClock: () => this.#measureClock(),
      openSocket: (listener) => this.#openSocket(listener),
      listener: {
        document: (doc) => {
          this.#stopRecording();
          this.#stopRecording = recordDocument(recorder, this.#who, doc);
        },
        link: (link) => {
          if (link === "online") recorder.record({ kind: "connected", ...this.#who });
        },
        acknowledged: (mark) => {
          for (const [client, clock] of mark) {
            recorder.record({ kind: "acknowledged", ...this.#who, client, clock });
          }
        },
        unsaved: () => this.#recordSaved(),
        kept: (isKept) => runCounts.action(isKept ? "copy-kept" : "copy-not-kept"),
        dropped: (reason, values) => runCounts.drop(reason, values.length),
        refused: (reason) => {
          runCounts.refusal(reason);
          recorder.record({ kind: "refused", ...this.#who, code: reason });
        },
        ended: (reason) => this.#end(reason),
      },
    });
    this.#phone = phone;
    if (!this.#hasNetwork) phone.unreachable();
    void phone.start();
  }

  #closePage(): void {
    const { doc } = this.#phone.replica;
    this.#stopRecording();
    this.#stopRecording = () => {};
    void this.#phone.destroy();
    // The copy that is being written may yet take from it what another tab has kept, as this page's own.
    recordChanges(this.#options.recorder, this.#who, doc);
  }

  #openSocket(listener: SocketListener): Socket {
    const { recorder } = this.#options;
    const own = this.device.listening(listener);
    if (!this.#hasNetwork) return noSocket(own);
    const origin = this.#origin.replace(/^http/, "ws");
    const url = `${origin}${COLLAB_PATH}?${PROTOCOL_PARAMETER}=${PROTOCOL_VERSION}`;
    this.#socket = openNodeSocket(url, own, (code, reason) => {
      recorder.record({ kind: "disconnected", ...this.#who, reason: `${code} ${reason}` });
    });
    return this.#socket;
  }

  /** The connection is gone without a word; the page finds out by itself. */
  #cut(): void {
    this.#socket?.close();
  }

  /** Notes what the page now says is saved: what it shows, not only what was acknowledged. */
  #recordSaved(): void {
    const { recorder } = this.#options;
    for (const [client, clock] of this.#phone.replica.serverHas) {
      if (clock <= (this.#saidSaved.get(client) ?? 0)) continue;
      this.#saidSaved.set(client, clock);
      recorder.record({ kind: "called-saved", ...this.#who, client, clock });
    }
  }

  #end(code: string): void {
    if (this.over !== undefined) return;
    this.over = code;
    this.#options.recorder.record({ kind: "ended", ...this.#who, code });
  }

  async #renewToken() {
    const { grant, runCounts } = this.#options;
    if (this.#stranger) throw refusalBy(this.#stranger);
    const { refreshToken } = grant;
    const renewed = await ask(this.#origin, "refreshToken", { body: { refreshToken } });
    runCounts.action("token-refresh");
    return renewed;
  }

  async #measureClock(): Promise<void> {
    const token = await this.#tokens.get();
    const { now } = await ask(this.#origin, "readSession", { token });
    this.#clock.measured(now);
  }
}

/** What the app makes of a stranger's answer, which must never be that the seat is lost. */
function refusalBy({ status, contentType, body }: Stranger): Error {
  const head = { status, contentType, redirect: status >= 300 && status < 400 };
  const verdict = judge(head, body, { json: TOKEN_SHAPE });
  if (verdict.kind === "refusal") return new Denied("refreshToken", verdict.error.code);
  return new Unknown(`refreshToken: a stranger's ${status}`);
}
