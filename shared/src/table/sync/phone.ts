/**
 * A diner's phone below what it shows: the document, its copy on the phone, the connection, the server's
 * clock, and who else is present. The app, the chaos run and the tests run this very phone.
 */
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import type { Doc } from "yjs";
import { type ErrorCode, TureenError } from "../../platform/errors.ts";
import type { Notice, Presence } from "../../platform/protocol/notices.ts";
import { receiptOf, type SessionView } from "../document/session-document.ts";
import type { Confirm, Line, LineRef, Mark, PaymentWish, Treat } from "../document/types.ts";
import type { CopyStore } from "./copy-store.ts";
import { KeptCopy } from "./kept-copy.ts";
import type { StateName } from "./machine.ts";
import type { SaveMark, SetValue } from "./replica.ts";
import type { ServerClock } from "./server-clock.ts";
import { SessionReplica } from "./session-replica.ts";
import { SyncClient, type SyncClientOptions } from "./sync-client.ts";
import type { Timers } from "./timers.ts";

/** connecting: not in sync yet; online: in sync with the server; offline: the device has no network. */
export type Link = "connecting" | "online" | "offline";

export interface PhoneOptions
  extends Pick<SyncClientOptions, "openSocket" | "token" | "forgetToken" | "random" | "timing"> {
  readonly sessionId: string;
  readonly diner: string;
  readonly seat: number;
  readonly clock: ServerClock;
  readonly timers: Timers;
  /** Where the copy outlives the page; none: nowhere. */
  readonly store: CopyStore | undefined;
  /** Asks the server how late it is, for `clock`; rejects when there is no answer. */
  readonly measureClock: () => Promise<void>;
  readonly listener: PhoneListener;
}

/** Told of what happens; each of them may be left out. */
export interface PhoneListener {
  /** The document, before anything is in it, and each other one that takes its place. */
  readonly document?: (doc: Doc) => void;
  readonly view?: (view: SessionView) => void;
  /** The lines, confirms, claims and wishes that hold something the server is not known to have. */
  readonly unsaved?: (ids: ReadonlySet<string>) => void;
  readonly link?: (link: Link) => void;
  /** What the others look at. */
  readonly presence?: (others: readonly Presence[]) => void;
  readonly notice?: (notice: Notice) => void;
  /** Whether what is written outlives the page; told once it is known, and when it changes. */
  readonly kept?: (isKept: boolean) => void;
  /** The document can take no more of this; nothing was written. */
  readonly full?: (code: ErrorCode) => void;
  /** The server refused these values for good; they are no longer in the document. */
  readonly dropped?: (reason: string, values: readonly SetValue[]) => void;
  /** The server turned the phone away for now, or for good: see `ended`. */
  readonly refused?: (reason: string) => void;
  /** The page has to be reloaded before this server serves it. */
  readonly outdated?: () => void;
  /** The server has said that everything that this covers is saved. */
  readonly acknowledged?: (mark: SaveMark) => void;
  /** Over for good, by the code with which the server said so. */
  readonly ended?: (reason: string) => void;
}

/** A confirm that was refused as too old is made again by itself within this time, ms. */
const FRESH_MS = 60_000;
/** How far two clocks may drift apart before one of them was set, or the device slept, ms. */
const DRIFT_MS = 2_000;

/** A confirm of this page whose outcome is not known yet. */
interface OpenConfirm {
  readonly confirm: Confirm;
  readonly madeAt: number;
  readonly elapsedAt: number;
}

export class Phone {
  readonly #options: PhoneOptions;
  readonly #replica: SessionReplica;
  readonly #client: SyncClient;
  readonly #copy: KeptCopy | undefined;
  #awareness: Awareness;
  #presence: Presence;
  #isReachable = true;
  #isDestroyed = false;
  #isTelling = false;
  readonly #openConfirms = new Map<string, OpenConfirm>();

  constructor(options: PhoneOptions) {
    const { sessionId, diner, seat, listener, timers, store, clock } = options;
    this.#options = options;
    this.#presence = { diner };
    this.#replica = new SessionReplica(diner, seat, {
      changed: () => this.#tellSoon(),
      updated: (update) => this.#copy?.add(update),
      replaced: () => {
        listener.document?.(this.#replica.doc);
        this.#copy?.replaced();
        this.#awareness.destroy();
        this.#awareness = this.#becomePresent();
      },
      dropped: listener.dropped,
    });
    listener.document?.(this.#replica.doc);
    this.#awareness = this.#becomePresent();
    const document = this.#replica;
    const told = (isKept: boolean) => listener.kept?.(isKept);
    this.#copy = store && new KeptCopy({ document, store, timers, told });
    this.#client = new SyncClient({
      ...options,
      document: sessionId,
      replica: this.#replica,
      listener: {
        state: ({ at }) => this.#onState(at),
        notice: (notice) => {
          if (notice.kind === "welcome") clock.measured(notice.now);
          listener.notice?.(notice);
        },
        presence: (update) => applyAwarenessUpdate(this.#awareness, update, "server"),
        presenceWanted: () => {
          const { clientID } = this.#awareness;
          this.#client.sendPresence(encodeAwarenessUpdate(this.#awareness, [clientID]));
        },
        saved: ({ mark }) => {
          this.#copy?.noteSaved();
          listener.acknowledged?.(mark);
        },
        refused: listener.refused,
        ended: listener.ended,
        outdated: listener.outdated,
      },
    });
    if (!store) listener.kept?.(false);
  }

  /** Shows what this phone has kept, then connects. */
  async start(): Promise<void> {
    await this.#copy?.open();
    if (this.#isDestroyed) return;
    this.#tell();
    this.#client.start();
    if (!this.#isReachable) this.#client.unreachable();
  }

  get view(): SessionView {
    return this.#replica.view;
  }

  /** The document, for whoever compares or records it. */
  get replica(): SessionReplica {
    return this.#replica;
  }

  get link(): Link {
    if (this.#client.state.at === "online") return "online";
    return this.#isReachable ? "connecting" : "offline";
  }

  /** In sync, and the server has everything that was written. */
  get isSaved(): boolean {
    return this.#client.isSaved;
  }

  /** How it stands with the connection. */
  get state(): StateName {
    return this.#client.state.at;
  }

  /** Puts a dish in the cart; the new line's id, or undefined when the document is full. */
  addLine(line: Line, quantity: number): string | undefined {
    return this.#write(() => this.#replica.edits.addLine(line, quantity));
  }

  /** Changes the diner's own portion of a line by some. */
  tap(lineId: string, by: number): void {
    this.#replica.edits.tap(lineId, by);
  }

  mark(mark: Mark): void {
    this.#replica.edits.mark(mark);
  }

  /** Asks the kitchen for what the diner sees; the confirm's id, or undefined when the document is full. */
  confirm(confirm: Confirm): string | undefined {
    const id = this.#write(() => this.#replica.edits.confirm(confirm));
    const { timers } = this.#options;
    const [madeAt, elapsedAt] = [timers.now(), timers.elapsed()];
    if (id !== undefined) this.#openConfirms.set(id, { confirm, madeAt, elapsedAt });
    return id;
  }

  /** Says how much of a line of the bill the diner pays, in parts of a portion; null takes it back. */
  claim(on: LineRef, parts: number | null): void {
    this.#replica.edits.claim(on, parts);
  }

  /** Says what the diner, as host, pays for each of the others. */
  treat(treat: Treat): void {
    this.#replica.edits.treat(treat);
  }

  /**
   * Asks to pay what the diner sees; the wish's id, or undefined when the document is full. Unlike a
   * confirm, one that comes too late is never made again by itself: money moves only when somebody says so.
   */
  wish(wish: PaymentWish): string | undefined {
    return this.#write(() => this.#replica.edits.wish(wish));
  }

  setPresence(presence: Presence): void {
    this.#presence = presence;
    this.#awareness.setLocalState(presence);
  }

  /** The device has a network again, or the page has woken: does not wait for the next attempt. */
  reachable(): void {
    this.#isReachable = true;
    void this.#copy?.lookAgain();
    this.#client.reachable();
    this.#tellLink();
  }

  /** The device has no network. */
  unreachable(): void {
    this.#isReachable = false;
    this.#client.unreachable();
    this.#tellLink();
  }

  /** Ends everything; `forget` also removes the copy on this phone. */
  async destroy({ forget = false } = {}): Promise<void> {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.#awareness.setLocalState(null);
    this.#client.stop();
    this.#awareness.destroy();
    this.#replica.destroy();
    if (forget) await this.#copy?.forget();
    else this.#copy?.close();
  }

  #write(edit: () => string): string | undefined {
    try {
      return edit();
    } catch (error) {
      if (!(error instanceof TureenError)) throw error;
      this.#options.listener.full?.(error.code);
      return undefined;
    }
  }

  #onState(at: StateName): void {
    // What the exchange brought is shown before the phone counts as online.
    if (at === "online") this.#tell();
    this.#tellLink();
  }

  #tellLink(): void {
    this.#options.listener.link?.(this.link);
  }

  /** Once for everything that happens in one turn. */
  #tellSoon(): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    queueMicrotask(() => {
      this.#isTelling = false;
      if (!this.#isDestroyed) this.#tell();
    });
  }

  #tell(): void {
    const { listener } = this.#options;
    listener.view?.(this.#replica.view);
    listener.unsaved?.(this.#replica.unsaved);
    this.#lookForOutcomes();
  }

  /**
   * A confirm that is refused as too old a moment after it was made was stamped by a clock that is off:
   * it is made again, once, with the time that the server says.
   */
  #lookForOutcomes(): void {
    for (const [id, open] of this.#openConfirms) {
      const receipt = receiptOf(this.#replica.doc, id);
      if (!receipt) continue;
      this.#openConfirms.delete(id);
      if (!receipt.ok && receipt.code === "too-old" && this.#isFresh(open)) void this.#again(open);
    }
  }

  /** Both clocks must say so: the wall clock may have been set, and the other stands still in sleep. */
  #isFresh({ madeAt, elapsedAt }: OpenConfirm): boolean {
    const { timers } = this.#options;
    const elapsed = timers.elapsed() - elapsedAt;
    return elapsed < FRESH_MS && Math.abs(timers.now() - madeAt - elapsed) < DRIFT_MS;
  }

  async #again({ confirm }: OpenConfirm): Promise<void> {
    try {
      await this.#options.measureClock();
    } catch {
      // Without knowing better there is nothing to gain; the guest is asked.
      return;
    }
    if (this.#isDestroyed) return;
    this.#write(() => {
      return this.#replica.edits.confirm({ ...confirm, at: this.#options.clock.now() });
    });
  }

  #becomePresent(): Awareness {
    const awareness = new Awareness(this.#replica.doc);
    awareness.on("update", (change: AwarenessChange, origin: unknown) => {
      if (origin !== "server") {
        const changed = [...change.added, ...change.updated, ...change.removed];
        this.#client?.sendPresence(encodeAwarenessUpdate(awareness, changed));
      }
    });
    awareness.on("change", () => this.#tellPresence(awareness));
    awareness.setLocalState(this.#presence);
    return awareness;
  }

  #tellPresence(awareness: Awareness): void {
    const others: Presence[] = [];
    for (const [client, state] of awareness.getStates()) {
      const isOther = client !== awareness.clientID && typeof state.diner === "string";
      if (isOther) others.push(state as Presence);
    }
    this.#options.listener.presence?.(others);
  }
}

interface AwarenessChange {
  readonly added: number[];
  readonly updated: number[];
  readonly removed: number[];
}
